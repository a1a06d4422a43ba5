import { accountById } from '../accounts/index.ts'
import { SECOND } from '../base/clock.ts'
import { grouped } from '../base/db/durable.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import { filter, type Refusal } from '../moderation/index.ts'
import type { Room } from '../rooms/index.ts'
import type { World } from '../world.ts'
import { type GateRefusal, mayPost } from './gate.ts'
import { type Line, note } from './line.ts'
import type { ChatListeners } from './listeners.ts'
import { wrote } from './pace.ts'
import { playRules } from './play-rules.ts'
import { rewriteWav, type WavRefusal } from './wav.ts'

/** Made by the listener's own device, wooden and short: assets/client/play/sounds.ts. */
export const MADE = ['knock', 'bell', 'rise', 'rain', 'purr', 'applause'] as const
export type Made = (typeof MADE)[number]
export const isMade = (key: string): key is Made => MADE.some(known => known === key)

export const SOUND_NAME_MOST = 40
export const SOUNDS_MOST = 40
/** In one room one sound after the other, and each person not the next one too. */
const PACE = { room: 4 * SECOND, account: 20 * SECOND }

export interface Sound {
  /** The key of one that is made, else an id. */
  id: string
  key: Made | null
  name: string
  is_on: number
}

interface Row {
  id: string
  key: string | null
  name: string
  is_on: number
}

const q = prepared(sql => ({
  all: sql.all<Row>('SELECT id, key, name, is_on FROM sounds ORDER BY made_at, id'),
  wav: sql.one<{ wav: Uint8Array<ArrayBuffer> | null }>('SELECT wav FROM sounds WHERE id = $id'),
  insert: sql.run('INSERT INTO sounds (id, wav, name, made_at) VALUES ($id, $wav, $name, $at)'),
  switchOwn: sql.run(`INSERT INTO sounds (id, key, name, is_on, made_at) VALUES ($id, $id, '', $on, $at)
    ON CONFLICT (id) DO UPDATE SET is_on = excluded.is_on`),
  switch: sql.run('UPDATE sounds SET is_on = $on WHERE id = $id'),
  remove: sql.run('DELETE FROM sounds WHERE id = $id AND key IS NULL'),
}))

export function allSounds(world: World): Sound[] {
  const rows = q(world).all()
  const off = new Set(rows.filter(row => row.key !== null && row.is_on === 0).map(row => row.key))
  return [
    ...MADE.map(key => ({ id: key, key, name: '', is_on: off.has(key) ? 0 : 1 })),
    ...rows.filter(row => row.key === null).map(row => ({ ...row, key: null })),
  ]
}

export const soundsOn = (world: World): Sound[] => allSounds(world).filter(({ is_on }) => is_on === 1)

export const soundFile = (world: World, id: string): Uint8Array<ArrayBuffer> | null => q(world).wav({ id })?.wav ?? null

export type SoundPlayed =
  | { ok: true; line: Line; sound: Sound }
  | ({ ok: false } & (GateRefusal | { why: 'unknown' | 'off' | 'held' | 'soon' }))

/** Says in the chat that it sounds; those who turned sounds on hear it. */
export function playSound(
  world: World,
  told: ChatListeners,
  { room, account, sound: id }: { room: Pick<Room, 'id' | 'performer_id'>; account: string; sound: string },
): SoundPlayed {
  if (!playRules(world, room.id).sounds) return { ok: false, why: 'off' }
  const sound = soundsOn(world).find(known => known.id === id)
  if (!sound) return { ok: false, why: 'unknown' }
  return grouped(world, (): SoundPlayed => {
    const may = mayPost(world, { room, account, text: id.slice(-7) })
    if (!may.ok) return may
    if (may.holds) return { ok: false, why: 'held' }
    // What nobody else hears keeps nobody else waiting.
    const soon =
      !world.rates.take(`sound:${account}`, 1, PACE.account) ||
      (!may.silent && !world.rates.take(`sounds:${room.id}`, 1, PACE.room))
    if (soon) return { ok: false, why: 'soon' }
    const name = sound.key ? 'sound' : 'soundOf'
    const given = [sound.key ?? sound.name]
    const line = note(world, told, {
      room: room.id,
      kind: 'note',
      by: account,
      to: may.silent ? account : null,
      detail: { sentence: { of: 'play', name, given: [accountById(world, account)?.handle ?? '', ...given] } },
    })
    wrote(world, room.id, account, id.slice(-7))
    return { ok: true, line, sound }
  })
}

export type SoundAdded =
  | { ok: true; id: string }
  | { ok: false; name?: 'empty' | 'long' | Refusal; file?: WavRefusal | 'enough' }

/** One of the house's own, from a WAV. */
export function addSound(
  world: World,
  { by, name, bytes }: { by: string; name: string; bytes: Uint8Array },
): SoundAdded {
  const read = filter(world, { what: 'tag', text: name, by, mayCover: false })
  const named =
    name === '' ? 'empty' : Array.from(name).length > SOUND_NAME_MOST ? 'long' : read.ok ? undefined : read.why
  const made = rewriteWav(bytes)
  const full =
    q(world)
      .all()
      .filter(row => row.key === null).length >= SOUNDS_MOST
  const file = full ? 'enough' : made.ok ? undefined : made.why
  if (named || file || !made.ok) return { ok: false, name: named, file }
  return tx(world, () => {
    const id = world.ids.next()
    q(world).insert({ id, wav: made.wav, name, at: world.clock.now() })
    return { ok: true, id } as const
  })
}

export function switchSound(world: World, id: string, on: boolean): boolean {
  return tx(world, () => {
    if (isMade(id)) return q(world).switchOwn({ id, on: on ? 1 : 0, at: world.clock.now() }) > 0
    return q(world).switch({ id, on: on ? 1 : 0 }) > 0
  })
}

export const removeSound = (world: World, id: string): boolean => tx(world, () => q(world).remove({ id }) > 0)

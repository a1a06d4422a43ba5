import { grouped } from '../base/db/durable.ts'
import { prepared } from '../base/db/prepared.ts'
import type { World } from '../world.ts'

/** From how many tokens on a tip gets its card over the picture, and its sound. */
export interface TipRules {
  card_from_tokens: bigint
  sound_from_tokens: bigint
}

const DEFAULTS: TipRules = { card_from_tokens: 1n, sound_from_tokens: 1n }

const q = prepared(sql => ({
  one: sql.one<TipRules>('SELECT card_from_tokens, sound_from_tokens FROM tip_rules WHERE room_id = $room'),
  set: sql.run(`INSERT INTO tip_rules (room_id, card_from_tokens, sound_from_tokens) VALUES ($room, $card, $sound)
    ON CONFLICT (room_id) DO UPDATE SET card_from_tokens = excluded.card_from_tokens, sound_from_tokens = excluded.sound_from_tokens`),
}))

export const tipRules = (world: Pick<World, 'db'>, room: string): TipRules => q(world).one({ room }) ?? DEFAULTS

export const setTipRules = (world: World, room: string, rules: TipRules): void =>
  grouped(world, () => void q(world).set({ room, card: rules.card_from_tokens, sound: rules.sound_from_tokens }))

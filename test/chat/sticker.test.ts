import { afterAll, afterEach, describe, expect, test } from 'bun:test'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pictureFolder } from '../../src/base/picture/index.ts'
import {
  addSound,
  allSounds,
  allStickers,
  DRAWN,
  playSound,
  removeSticker,
  rewriteWav,
  sendSticker,
  setPlayRules,
  soundFile,
  stickerShown,
  stickersOn,
  switchSticker,
  WAV_MOST_BYTES,
} from '../../src/chat/index.ts'
import { block, mute } from '../../src/moderation/index.ts'
import { picture, sendFile } from '../help/picture.ts'
import { openStudio, studio } from '../help/playing.ts'
import { until } from '../help/site.ts'

const running: (() => void)[] = []
afterEach(() => {
  for (const stop of running.splice(0)) stop()
})
const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

function house() {
  const data = mkdtempSync(join(tmpdir(), 'fl-sticker-'))
  folders.push(data)
  const it = studio(['--data', data])
  const { room } = it.mara
  let n = 0
  const send = (account: string, sticker: string, key = `sticker-key-${++n}`) => {
    it.world.clock.pass(1500)
    return sendSticker(it.world, it.told.chat, { room, account, sticker, key })
  }
  return { ...it, room, send, folder: pictureFolder(data) }
}

/** A WAV of so many samples, as programs write them. */
function wav(samples: number[], { rate = 22_050, channels = 1, bits = 16, tag = 1, junk = 0 } = {}): Uint8Array {
  const each = bits / 8
  const data = Buffer.alloc(samples.length * each)
  for (const [i, sample] of samples.entries()) {
    if (tag === 3) data.writeFloatLE(sample / 32_768, i * each)
    else if (bits === 8) data[i] = (sample >> 8) + 128
    else data.writeIntLE(bits === 16 ? sample : sample * 2 ** (bits - 16), i * each, each)
  }
  const head = Buffer.alloc(24)
  head.write('fmt ', 0, 'latin1')
  head.writeUInt32LE(16, 4)
  head.writeUInt16LE(tag, 8)
  head.writeUInt16LE(channels, 10)
  head.writeUInt32LE(rate, 12)
  head.writeUInt32LE(rate * channels * each, 16)
  head.writeUInt16LE(channels * each, 20)
  head.writeUInt16LE(bits, 22)
  const list = Buffer.alloc(8 + junk)
  list.write('LIST', 0, 'latin1')
  list.writeUInt32LE(junk, 4)
  list.fill('SECRET', 8)
  const size = Buffer.alloc(8)
  size.write('data', 0, 'latin1')
  size.writeUInt32LE(data.length, 4)
  const body = Buffer.concat([Buffer.from('WAVE'), head, ...(junk ? [list] : []), size, data])
  const riff = Buffer.alloc(8)
  riff.write('RIFF', 0, 'latin1')
  riff.writeUInt32LE(body.length, 4)
  return Buffer.concat([riff, body])
}

describe('stickers', () => {
  test('every one that we drew has its picture and its name', () => {
    const it = house()
    expect(stickersOn(it.world).map(({ id }) => id)).toEqual([...DRAWN])
    for (const id of DRAWN) expect(stickerShown(it.world, id)?.href).toContain(`${id}.svg`)
  })

  test('one is a line of the chat: the same key is the same line', () => {
    const it = house()
    const kestrel = it.person('kestrel')
    const first = it.send(kestrel.id, 'lamp', 'one-key-of-mine')
    const again = it.send(kestrel.id, 'lamp', 'one-key-of-mine')
    expect(first).toEqual(again)
    expect(it.said(it.room).map(line => [line.kind, line.detail])).toEqual([['sticker', { sticker: 'lamp' }]])
  })

  test('obeys the room, and is one of those that are on', () => {
    const it = house()
    const kestrel = it.person('kestrel')
    const troll = it.person('troll')
    block(it.world, { performer: it.mara.account.id, account: troll.id, because: '' })
    expect(it.send(troll.id, 'lamp')).toMatchObject({ why: 'blocked' })
    for (const bad of ['', 'nothing', '__proto__', 'constructor', '../lamp'])
      expect(it.send(kestrel.id, bad)).toEqual({ ok: false, why: 'unknown' })
    expect(it.send(kestrel.id, 'lamp', 'x')).toEqual({ ok: false, why: 'key' })
    switchSticker(it.world, 'lamp', false)
    expect(it.send(kestrel.id, 'lamp')).toEqual({ ok: false, why: 'unknown' })
    expect(stickerShown(it.world, 'lamp')).not.toBeNull()
    switchSticker(it.world, 'lamp', true)
    for (let n = 0; n < 3; n++) expect(it.send(kestrel.id, 'lamp').ok).toBe(true)
    expect(it.send(kestrel.id, 'lamp')).toMatchObject({ why: 'again' })
    const by = it.mara.account.id
    mute(it.world, { room: it.room.id, account: kestrel.id, by, because: '', until: it.world.clock.now() + 9e5 })
    expect(it.send(kestrel.id, 'cat')).toMatchObject({ why: 'muted' })
  })

  test('the owner adds one, turns it off and takes it away, with its picture', async () => {
    const it = house()
    const owner = it.signedIn(it.person('studio_owner', 'owner'))
    const bad = await sendFile(owner, '/panel/play/stickers', Buffer.from('<svg/>'), {
      name: 'Harbour',
      keywords: 'sea',
    })
    expect(bad.status).toBe(422)
    expect(bad.body).toContain('This is no picture.')
    expect(bad.body).toContain('value="Harbour"')
    expect(bad.body).toContain('value="sea"')
    const nameless = await sendFile(owner, '/panel/play/stickers', await picture(), { name: '', keywords: 'sea' })
    expect([nameless.status, nameless.body.includes('Write it first.')]).toEqual([422, true])
    const added = await sendFile(owner, '/panel/play/stickers', await picture(), { name: 'Harbour', keywords: 'sea' })
    expect([added.status, added.location]).toEqual([303, '/panel/play?said=sticker'])
    const sticker = allStickers(it.world).at(-1)!
    expect(readdirSync(it.folder).length).toBe(2)
    const kestrel = it.person('kestrel')
    expect(it.send(kestrel.id, sticker.id).ok).toBe(true)
    expect((await it.signedIn(kestrel).get(`/rooms/${it.room.name}`)).body).toContain('aria-label="Harbour"')
    expect((await owner.post(`/panel/play/stickers/${sticker.id}`, { act: 'off' })).status).toBe(303)
    expect(it.send(kestrel.id, sticker.id).ok).toBe(false)
    expect((await owner.post(`/panel/play/stickers/${sticker.id}`, { act: 'remove' })).status).toBe(303)
    expect((await owner.post(`/panel/play/stickers/${sticker.id}`, { act: 'remove' })).status).toBe(404)
    expect(readdirSync(it.folder)).toEqual([])
    expect(removeSticker(it.world, 'lamp')).toBe(false)
    expect((await it.signedIn(kestrel).get(`/rooms/${it.room.name}`)).status).toBe(200)
    const acts = it.world.db.query("SELECT act FROM audit WHERE act LIKE 'sticker%' ORDER BY seq").all()
    expect(acts).toEqual([{ act: 'sticker.added' }, { act: 'sticker.turned-off' }, { act: 'sticker.removed' }])
    for (const visit of [it.signedIn(kestrel), it.signedIn(it.person('juno', 'moderator'))])
      expect((await visit.get('/panel/play')).status).toBe(403)
  })
})

describe('sounds', () => {
  test('a WAV is written anew from its samples, in one channel', () => {
    const made = rewriteWav(wav([0, 1000, -1000, 32_767], { junk: 60 }))
    if (!made.ok) throw new Error(made.why)
    const bytes = Buffer.from(made.wav)
    expect(bytes.length).toBe(44 + 8)
    expect(bytes.includes('SECRET')).toBe(false)
    expect([0, 1, 2, 3].map(n => bytes.readInt16LE(44 + n * 2))).toEqual([0, 1000, -1000, 32_767])
    const stereo = rewriteWav(wav([1000, 3000, -2000, 2000], { channels: 2 }))
    expect(stereo.ok && [0, 1].map(n => Buffer.from(stereo.wav).readInt16LE(44 + n * 2))).toEqual([2000, 0])
    for (const shape of [{ bits: 8 }, { bits: 24 }, { bits: 32 }, { bits: 32, tag: 3 }]) {
      const same = rewriteWav(wav([0, 12_800, -12_800], shape))
      const samples = same.ok ? [0, 1, 2].map(n => Buffer.from(same.wav).readInt16LE(44 + n * 2)) : []
      expect(samples.every((sample, n) => Math.abs(sample - [0, 12_800, -12_800][n]!) < 2)).toBe(true)
    }
  })

  test('what is no short plain WAV is refused', () => {
    const why = (bytes: Uint8Array) => {
      const made = rewriteWav(bytes)
      return made.ok ? '' : made.why
    }
    expect(why(new Uint8Array())).toBe('missing')
    expect(why(new Uint8Array(WAV_MOST_BYTES + 1))).toBe('too-large')
    for (const not of ['ID3', 'OggS', '<svg/>', 'RIFF....AVI ']) expect(why(Buffer.from(not))).toBe('not-a-wav')
    expect(why(wav([1, 2], { tag: 85 }))).toBe('other-kind')
    expect(why(wav([1, 2, 3, 4, 5, 6], { channels: 6 }))).toBe('other-kind')
    expect(why(wav([1, 2], { rate: 4_000_000 }))).toBe('other-kind')
    expect(why(wav(Array(8000 * 5 + 1).fill(0), { rate: 8000 }))).toBe('too-long')
    expect(why(wav([]))).toBe('broken')
    expect(why(wav([1, 2]).subarray(0, 40))).toBe('broken')
    const good = Buffer.from(wav(Array(200).fill(900), { junk: 12 }))
    for (let n = 0; n < 3000; n++) {
      const bent = Buffer.from(good)
      bent[(n * 7919) % bent.length] = (n * 104_729) % 256
      rewriteWav(bent.subarray(0, (n * 31) % (bent.length + 1)))
    }
  })

  test('of somebody whom nobody hears sounds for her alone, and keeps nobody waiting', () => {
    const it = house()
    const kestrel = it.person('kestrel')
    const until = it.world.clock.now() + 9e5
    mute(it.world, { room: it.room.id, account: kestrel.id, by: it.mara.account.id, because: '', until, silent: true })
    const play = (account: string) => playSound(it.world, it.told.chat, { room: it.room, account, sound: 'bell' })
    expect(play(kestrel.id)).toMatchObject({ ok: true, line: { to_id: kestrel.id } })
    expect(play(it.person('petrichor').id)).toMatchObject({ ok: true, line: { to_id: null } })
    expect(it.said(it.room)).toHaveLength(1)
  })

  test('one sounds after the other, where the room lets it and for who may write', () => {
    const it = house()
    const kestrel = it.person('kestrel')
    const petrichor = it.person('petrichor')
    const play = (account: string, sound = 'bell') => {
      const played = playSound(it.world, it.told.chat, { room: it.room, account, sound })
      return played.ok ? '' : played.why
    }
    expect(play(kestrel.id, 'nothing')).toBe('unknown')
    expect(play(kestrel.id)).toBe('')
    expect(play(petrichor.id)).toBe('soon')
    it.world.clock.pass(5000)
    expect(play(kestrel.id)).toBe('soon')
    it.world.clock.pass(16_000)
    expect(play(kestrel.id, 'knock')).toBe('')
    expect(it.said(it.room).map(line => line.detail.sentence)).toEqual([
      { of: 'play', name: 'sound', given: ['kestrel', 'bell'] },
      { of: 'play', name: 'sound', given: ['kestrel', 'knock'] },
    ])
    setPlayRules(it.world, it.room.id, { reactions: true, suggestions: true, sounds: false, raids: true })
    it.world.clock.pass(60_000)
    expect(play(kestrel.id)).toBe('off')
  })

  test('the owner adds one, and every page can fetch it, sandboxed', async () => {
    const it = house()
    const owner = it.signedIn(it.person('studio_owner', 'owner'))
    const add = (file: Uint8Array, name: string) => sendFile(owner, '/panel/play/sounds', file, { name }, {}, 'file')
    const bad = await add(Buffer.from('OggS'), 'Gull')
    expect([bad.status, bad.body.includes('This is no WAV.'), bad.body.includes('value="Gull"')]).toEqual([
      422,
      true,
      true,
    ])
    expect((await add(wav([1, 2, 3]), 'Gull')).location).toBe('/panel/play?said=sound#sounds')
    const { id } = allSounds(it.world).at(-1)!
    expect(soundFile(it.world, id)?.length).toBe(50)
    const { status, response } = await it.browser().get(`/sounds/${id}`)
    expect(status).toBe(200)
    expect(response.headers.get('content-type')).toBe('audio/wav')
    expect(response.headers.get('content-security-policy')).toContain('sandbox')
    for (const path of ['/sounds/bell', '/sounds/nothing']) expect((await it.browser().get(path)).status).toBe(404)
    const full = Array.from({ length: 45 }, (_, n) =>
      addSound(it.world, { by: it.mara.account.id, name: `Sound ${n}`, bytes: wav([n]) }),
    )
    expect(full.at(-1)).toMatchObject({ ok: false, file: 'enough' })
  })
})

describe('in the room', () => {
  test('a sticker and a sound come to every page; a reaction without an account too', async () => {
    const it = openStudio(running)
    const { room } = it.mara
    const mine = await it.sit(room, it.person('kestrel'))
    const guest = await it.sit(room, null)
    mine.say({ act: 'sticker', sticker: 'bouquet', key: 'a-key-of-the-page' })
    await until('the sticker', () => /bouquet\.svg/.test(guest.text))
    mine.say({ act: 'sound', sound: 'bell' })
    await until(
      'the sound',
      () => guest.text.includes('kind="sound"') && guest.text.includes('kestrel plays: Small bell'),
    )
    mine.say({ act: 'sound', sound: 'bell' })
    await until('the pause', () => mine.text.includes('Somebody just played one.'))
    guest.say({ act: 'sticker', sticker: 'bouquet', key: 'a-key-of-the-page' })
    await until('the way in', () => guest.text.includes('Sign in to take part.'))
    guest.say({ act: 'react', heart: 3, __proto__: 4, clap: -1, star: '9', nothing: 2 })
    await until('the hearts', () => mine.text.includes('&quot;heart&quot;:3'))
    expect(mine.text).not.toContain('&quot;star&quot;')
  })

  test('a sticker or a sound sent by form keeps what was typed in the box', async () => {
    const it = house()
    const kestrel = it.signedIn(it.person('kestrel'))
    const base = `/rooms/${it.room.name}`
    const inBox = async (path = base) =>
      /<textarea[^>]*id="say-text"[^>]*>([^<]*)/.exec((await kestrel.get(path)).body)?.[1]
    const text = 'half a line about cobalt'
    expect((await kestrel.post(`${base}/stickers`, { sticker: 'cat', key: 'a-key-of-the-form', text })).status).toBe(
      303,
    )
    expect(await inBox()).toBe(text)
    it.world.clock.pass(2000)
    const more = `${text} ${'🎻'.repeat(450)}`
    expect((await kestrel.post(`${base}/sounds`, { sound: 'knock', text: more, place: 'chat' })).location).toBe(
      `${base}/chat`,
    )
    expect(await inBox(`${base}/chat`)).toBe(more)
    // Refused: what was typed is there all the same, as much of it as a cookie holds.
    expect((await kestrel.post(`${base}/sounds`, { sound: 'knock', text: '🎻'.repeat(1000) })).status).toBe(422)
    expect(await inBox()).toMatch(/^🎻{500,}$/u)
  })

  test('all of it works by forms alone', async () => {
    const it = house()
    const visit = it.signedIn(it.person('kestrel'))
    const base = `/rooms/${it.room.name}`
    expect((await visit.post(`${base}/reactions`, { kind: 'heart' })).location).toBe(`${base}#reactions`)
    expect((await visit.post(`${base}/reactions`, { kind: 'nothing' })).status).toBe(422)
    expect((await visit.post(`${base}/stickers`, { sticker: 'cat', key: 'a-key-of-the-form' })).location).toBe(
      `${base}#say`,
    )
    expect((await visit.post(`${base}/stickers`, { sticker: 'no', key: 'another-key' })).body).toContain(
      'Choose another.',
    )
    it.world.clock.pass(2000)
    expect((await visit.post(`${base}/sounds`, { sound: 'knock' })).location).toBe(`${base}#say`)
    expect((await visit.post(`${base}/sounds`, { sound: 'knock' })).status).toBe(422)
    expect(
      (await it.browser().post(`${base}/stickers`, { sticker: 'cat', key: 'a-key-of-the-form' })).location,
    ).toContain('/sign-in')
  })
})

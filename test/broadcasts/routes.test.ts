import { beforeEach, describe, expect, test } from 'bun:test'
import { type Account, approve } from '../../src/accounts/index.ts'
import { CONSOLE } from '../../src/audit/index.ts'
import { MINUTE } from '../../src/base/clock.ts'
import { sha256 } from '../../src/base/db/migrate.ts'
import { inLanguage } from '../../src/base/realtime/tell.ts'
import { studioTopic } from '../../src/broadcasts/desk.ts'
import {
  connecting,
  feedReady,
  finished,
  healthFound,
  keepOut,
  onAir,
  online,
  placeHold,
  refusedAtDoor,
  type Source,
  stage,
  tabOnAir,
} from '../../src/broadcasts/index.ts'
import { type Room, roomOf, tagsOf } from '../../src/rooms/index.ts'
import { type Site, testSite, type Visit } from '../help/visit.ts'

const TAB = 'abcdefgh12'
const OTHER = 'zyxwvuts98'
const JSON_PLEASE = { accept: 'application/json' }

let site: Site
let mara: Account
let room: Room
let visit: Visit

const okay = (account: Account) =>
  approve(site.world, site.told.accounts, { by: CONSOLE, account: account.id, because: 'known to the house' })

const goLive = (source: Source = 'browser') => {
  connecting(site.world, site.told.broadcasts, room.name, source)
  online(site.world, site.told.broadcasts, room.name, source)
  feedReady(site.world, site.told.broadcasts, room.name, { id: 'a'.repeat(26), outs: [] })
}

const state = () => stage(site.world, room.name).state
const json = (path: string, form: Record<string, string> = {}) => visit.post(path, form, JSON_PLEASE)

beforeEach(() => {
  site = testSite(['--rtmp', ':1935', '--srt', ':8890', '--public-host', 'stage.example.org'])
  site.world.settings.set('srt_passphrase', 'p'.repeat(24), 0)
  mara = site.person('mara_voss', 'performer')
  okay(mara)
  room = roomOf(site.world, mara.id)!
  visit = site.signedIn(mara)
})

describe('the studio page', () => {
  test('is the performer’s alone', async () => {
    expect((await site.browser().get('/studio')).location).toBe('/sign-in?from=%2Fstudio')
    expect((await site.signedIn(site.person('a_member')).get('/studio')).status).toBe(403)
    const page = await visit.get('/studio')
    expect(page.status).toBe(200)
    expect(page.response.headers.get('permissions-policy')).toContain('camera=(self)')
    expect(page.body).toContain('data-place="here"')
    expect(page.body).toContain('Start broadcast')
  })

  test('says what somebody who is not approved waits for, and still lets her prepare', async () => {
    const ines = site.signedIn(site.person('ines_low', 'performer'))
    const page = await ines.get('/studio')
    expect(page.body).toContain('The house has not approved you yet.')
    expect(page.body).toContain('Turn on camera and microphone')
    expect(page.body).toContain('Upload check')
    const start = await ines.post('/studio/broadcast/start', { tab: TAB }, JSON_PLEASE)
    expect(start.status).toBe(403)
    expect(JSON.parse(start.body).title).toBe('The house has not approved you yet.')
  })

  test('says why and until when a room is held', async () => {
    placeHold(site.world, site.told.broadcasts, {
      room: room.id,
      by: CONSOLE,
      rule: 'be kind',
      because: 'Somebody was hurt',
      minutes: 30,
    })
    const page = await visit.get('/studio')
    expect(page.body).toContain('The house holds your room closed.')
    expect(page.body).toContain('Somebody was hurt')
    expect(page.body).toMatch(/opens again today at \d\d:\d\d/)
    expect((await json('/studio/broadcast/start', { tab: TAB })).status).toBe(403)
    site.world.clock.pass(31 * MINUTE)
    expect((await visit.get('/studio')).body).not.toContain('holds your room closed')
    expect((await json('/studio/broadcast/start', { tab: TAB })).status).toBe(200)
  })

  test('shows another page’s broadcast and offers to take it over', async () => {
    goLive('srt')
    const looking = await visit.get('/studio')
    expect(looking.body).toContain('data-place="elsewhere"')
    expect(looking.body).toContain('OBS by SRT')
    expect(looking.body).toContain('Broadcast from this page instead')
    const here = await visit.get('/studio?here=1')
    expect(here.body).toContain('data-place="here"')
    expect(here.body).toContain('Take over')
  })
})

describe('title and tags', () => {
  test('are kept on the room and told to a broadcast under way', async () => {
    goLive()
    const answer = await visit.post('/studio/broadcast', { title: ' The  harbour ', tags: 'Oil, calm dusk' })
    expect([answer.status, answer.location]).toEqual([303, '/studio'])
    expect(roomOf(site.world, mara.id)?.title).toBe('The harbour')
    expect(tagsOf(site.world, room.id)).toEqual(['calm-dusk', 'oil'])
    expect(stage(site.world, room.name).broadcast?.title).toBe('The harbour')
  })

  test('are refused in place, and what was typed stays', async () => {
    const long = 'x'.repeat(121)
    const answer = await visit.post('/studio/broadcast', { title: long, tags: 'oil, <b>' })
    expect(answer.status).toBe(422)
    expect(answer.body).toContain(long)
    expect(answer.body).toContain('longer than 120 characters')
    expect(answer.body).toContain('“&lt;b&gt;” is no tag')
    expect(answer.body).toContain('oil, &lt;b&gt;')
    expect(roomOf(site.world, mara.id)?.title).toBe('')
    const many = await visit.post(
      '/studio/broadcast',
      { title: 'A', tags: 'aa,bb,cc,dd,ee,ff,gg' },
      { 'hx-request': 'true' },
    )
    expect(many.status).toBe(422)
    expect(many.body).toStartWith('<form')
    expect(many.body).toContain('more than 6 tags')
  })

  test('come back as the form alone for a script', async () => {
    const answer = await visit.post('/studio/broadcast', { title: 'Dusk', tags: '' }, { 'hx-request': 'true' })
    expect(answer.status).toBe(200)
    expect(answer.body).toStartWith('<form')
    expect(answer.body).toContain('Saved.')
  })
})

describe('start, pause, mute and stop', () => {
  test('a start names its page, and nonsense is no page', async () => {
    expect((await json('/studio/broadcast/start', { tab: '../../etc' })).status).toBe(400)
    expect((await json('/studio/broadcast/start')).status).toBe(400)
    expect((await json('/studio/broadcast/start', { tab: TAB })).status).toBe(200)
    expect(tabOnAir(site.world, room.name)).toBe(TAB)
  })

  test('a start is refused in words while the media server is down', async () => {
    const { status } = site.world.media
    site.world.media.status = () => ({ ...status.call(site.world.media), state: 'down', say: 'It starts again.' })
    const answer = await json('/studio/broadcast/start', { tab: TAB })
    expect(answer.status).toBe(503)
    expect(JSON.parse(answer.body).words).toBe('It starts again.')
  })

  test('pause and mute are told to the stage, off air they are refused', async () => {
    expect((await json('/studio/broadcast/pause', { on: '1' })).status).toBe(409)
    goLive()
    expect((await json('/studio/broadcast/pause', { on: '1' })).status).toBe(200)
    expect((await json('/studio/broadcast/mute', { on: '1' })).status).toBe(200)
    expect(stage(site.world, room.name)).toMatchObject({ paused: true, muted: true })
    await json('/studio/broadcast/pause', { on: '0' })
    expect(stage(site.world, room.name).paused).toBe(false)
    expect((await json('/studio/broadcast/pause', { on: 'maybe' })).status).toBe(400)
  })

  test('stop darkens the room at once and cuts the publisher', async () => {
    goLive()
    site.world.clock.pass(90_000)
    const answer = await json('/studio/broadcast/stop')
    expect(JSON.parse(answer.body)).toEqual({ ok: true, stopped: true })
    expect(state()).toBe('off')
    expect(site.world.media.cuts).toEqual([{ name: room.name, why: 'stopped' }])
    const page = await visit.get('/studio')
    expect(page.body).toContain('Your broadcast has ended')
    expect(page.body).toContain('1 min')
    expect(page.body).toContain('You stopped it')
    site.world.clock.pass(31 * MINUTE)
    expect((await visit.get('/studio')).body).not.toContain('Your broadcast has ended')
  })

  test('stop works as a plain form, and off air it says so', async () => {
    goLive('rtmp')
    const answer = await visit.post('/studio/broadcast/stop', { from: 'obs' })
    expect([answer.status, answer.location]).toEqual([303, '/studio/obs?said=stopped'])
    expect((await visit.post('/studio/broadcast/stop', { from: 'obs' })).location).toBe('/studio/obs?said=not-on')
    expect((await visit.get('/studio/obs?said=not-on')).body).toContain('Nothing was on air.')
  })

  test('an encoder that was stopped here stays out for a minute, unless she lets it in or starts herself', async () => {
    goLive('rtmp')
    await json('/studio/broadcast/stop')
    const door = () => site.world.media.admitted.get(room.name)!.heldUntil - site.world.clock.now()
    expect(door()).toBe(MINUTE)
    expect((await visit.get('/studio/obs')).body).toContain('Let OBS in again')
    expect((await visit.post('/studio/broadcast/let-in')).location).toBe('/studio/obs?said=let-in')
    expect(door()).toBeLessThan(0)
    goLive('rtmp')
    await json('/studio/broadcast/stop')
    await json('/studio/broadcast/start', { tab: TAB })
    expect(door()).toBeLessThan(0)
  })

  test('a browser’s own stop keeps nothing out', async () => {
    goLive('browser')
    await json('/studio/broadcast/stop')
    expect(site.world.media.admitted.get(room.name)!.heldUntil).toBe(0)
  })

  test('letting OBS in does not lift a hold of the house', async () => {
    placeHold(site.world, site.told.broadcasts, { room: room.id, by: CONSOLE, rule: 'r', because: 'b', minutes: 5 })
    keepOut(site.world, room.id, site.world.clock.now() + MINUTE)
    await visit.post('/studio/broadcast/let-in')
    expect(site.world.media.admitted.get(room.name)!.heldUntil).toBe(site.world.clock.now() + 5 * MINUTE)
  })

  test('a closed page ends the broadcast only when it has the air', async () => {
    await json('/studio/broadcast/start', { tab: TAB })
    goLive()
    await json('/studio/broadcast/start', { tab: OTHER })
    expect(JSON.parse((await json('/studio/broadcast/good-bye', { tab: TAB })).body).stopped).toBe(false)
    expect(onAir(stage(site.world, room.name))).toBe(true)
    expect(JSON.parse((await json('/studio/broadcast/good-bye', { tab: OTHER })).body).stopped).toBe(true)
    expect(stage(site.world, room.name)).toMatchObject({ state: 'off', reason: 'closed' })
  })

  test('a page that OBS has taken over from does not end OBS’s broadcast', async () => {
    await json('/studio/broadcast/start', { tab: TAB })
    goLive()
    online(site.world, site.told.broadcasts, room.name, 'rtmp')
    expect(JSON.parse((await json('/studio/broadcast/good-bye', { tab: TAB })).body).stopped).toBe(false)
    expect(onAir(stage(site.world, room.name))).toBe(true)
  })

  test('another performer stops only her own room', async () => {
    goLive()
    const ines = site.person('ines_low', 'performer')
    okay(ines)
    await site.signedIn(ines).post('/studio/broadcast/stop', {}, JSON_PLEASE)
    await site.signedIn(ines).post('/studio/broadcast/good-bye', { tab: TAB }, JSON_PLEASE)
    expect(state()).toBe('live')
    expect(site.world.media.cuts).toEqual([])
  })

  test('a form from another site is refused', async () => {
    goLive()
    const answer = await visit.post('/studio/broadcast/stop', {}, { 'sec-fetch-site': 'cross-site' })
    expect(answer.status).toBe(403)
    expect(state()).toBe('live')
  })
})

describe('the OBS card', () => {
  const keyIn = (body: string) => /fl[a-z2-7]{26}/.exec(body)?.[0] ?? ''

  test('shows the exact texts for each way, with KEY in the place of the key', async () => {
    const texts = async (by: string) => (await visit.get(`/studio/obs?by=${by}`)).body
    expect(await texts('rtmp')).toContain('data-copy="rtmp://stage.example.org:1935/live"')
    expect(await texts('rtmp')).toContain('data-copy="mara-voss?pass=KEY"')
    expect(await texts('srt')).toContain(
      `data-copy="srt://stage.example.org:8890?streamid=publish:live/mara-voss:mara-voss:KEY&amp;passphrase=${'p'.repeat(24)}&amp;pbkeylen=32&amp;latency=250000&amp;pkt_size=1316"`,
    )
    expect(await texts('whip')).toContain('/whip/mara-voss"')
    expect(await texts('rtmps')).toContain('It needs a certificate')
    expect(await texts('nonsense')).toContain('data-copy="srt://')
  })

  test('shows a new key once, and only its day later', async () => {
    expect((await visit.get('/studio/obs')).body).toContain('Make a key')
    const made = await visit.post('/studio/key')
    const key = keyIn(made.body)
    expect(key).not.toBe('')
    expect(made.response.headers.get('cache-control')).toBe('no-store')
    expect(made.body).toContain(`mara-voss?pass=${key}`)
    expect(site.world.media.admitted.get(room.name)?.keys).toEqual([{ sha256: sha256(key), until: null }])
    const later = await visit.get('/studio/obs')
    expect(keyIn(later.body)).toBe('')
    expect(later.body).toContain('Made on 21 November 2026')
    expect((await visit.get('/studio/key')).location).toBe('/studio/obs')
    expect(site.world.lines.join('')).not.toContain(key)
  })

  test('a replaced key lives ten minutes more', async () => {
    const old = keyIn((await visit.post('/studio/key')).body)
    const again = await visit.post('/studio/key')
    expect(again.body).toContain('The old key still works')
    expect(site.world.media.admitted.get(room.name)?.keys).toContainEqual({
      sha256: sha256(old),
      until: site.world.clock.now() + 10 * MINUTE,
    })
    expect((await visit.post('/studio/key/old')).location).toBe('/studio/obs?said=voided')
    expect(site.world.media.admitted.get(room.name)?.keys.map(key => key.sha256)).not.toContain(sha256(old))
    expect((await visit.post('/studio/key/old')).location).toBe('/studio/obs?said=no-old')
  })

  test('a voided key ends at once, with the encoder that may use it', async () => {
    const old = keyIn((await visit.post('/studio/key')).body)
    goLive('srt')
    const made = await visit.post('/studio/key', { void: 'on' })
    expect(site.world.media.admitted.get(room.name)?.keys).toEqual([{ sha256: sha256(keyIn(made.body)), until: null }])
    expect(keyIn(made.body)).not.toBe(old)
    expect(state()).toBe('off')
    expect(site.world.media.cuts).toHaveLength(1)
  })

  test('keys are not made without end', async () => {
    for (let n = 0; n < 10; n++) expect((await visit.post('/studio/key')).status).toBe(200)
    expect((await visit.post('/studio/key')).status).toBe(429)
  })

  test('says why the door refused, and forgets it once that is mended', async () => {
    refusedAtDoor(site.world, site.told.broadcasts, room.name, 'key', 'rtmp')
    expect((await visit.get('/studio/obs')).body).toContain('The stream key does not fit.')
    site.world.clock.pass(3 * MINUTE)
    expect((await visit.get('/studio/obs')).body).toContain('Waiting for your signal')
    refusedAtDoor(site.world, site.told.broadcasts, room.name, 'held', 'srt')
    expect((await visit.get('/studio/obs')).body).toContain('Waiting for your signal')
  })

  test('says that sound is off in real time where the house has no ffmpeg', async () => {
    expect((await visit.get('/studio/obs?by=srt')).body).toContain('Sound in real time is off for OBS')
    expect((await visit.get('/studio/obs?by=whip')).body).not.toContain('Sound in real time is off for OBS')
  })
})

describe('what open pages are told', () => {
  const seat = { send() {}, close() {} }
  const told = () =>
    site.world.hub.frames
      .filter(({ topic }) => topic === inLanguage(studioTopic(room.name), 'en'))
      .map(({ frame }) => JSON.parse(frame))

  test('nothing is drawn while nobody looks', () => {
    goLive()
    expect(told()).toEqual([])
  })

  test('stage, health and refusals, at once', () => {
    site.world.presence.join(seat, studioTopic(room.name), [inLanguage(studioTopic(room.name), 'en')])
    refusedAtDoor(site.world, site.told.broadcasts, room.name, 'rate', 'rtmp')
    expect(told().at(-1).parts.signal).toContain('Too many wrong tries')
    goLive('rtmp')
    expect(told().at(-1)).toMatchObject({
      state: 'live',
      source: 'rtmp',
      viewers: 0,
      from: 'OBS by RTMP',
      closed: false,
    })
    healthFound(site.world, site.told.broadcasts, room.name, { videoCodec: 'H264', faults: ['key-frames-far'] })
    expect(told().at(-1).parts.signal).toContain('Keyframe Interval: 1 s')
    expect(told().at(-1).parts.health).toContain('Key frames are too far apart')
    finished(site.world, site.told.broadcasts, room.name, 'lost')
    expect(told().at(-1)).toMatchObject({ state: 'off', reason: 'lost', tab: null })
    expect(told().at(-1).parts.notices).toContain('The line was gone for too long')
  })

  test('an approval opens Start without a reload', () => {
    const ines = site.person('ines_low', 'performer')
    const hers = roomOf(site.world, ines.id)!
    site.world.presence.join(seat, studioTopic(hers.name), [inLanguage(studioTopic(hers.name), 'en')])
    okay(ines)
    const last = site.world.hub.frames.filter(({ topic }) => topic === inLanguage(studioTopic(hers.name), 'en')).at(-1)
    expect(JSON.parse(last!.frame).closed).toBe(false)
  })
})

import { describe, expect, test } from 'bun:test'
import { accountById, approve } from '../../src/accounts/index.ts'
import { CONSOLE } from '../../src/audit/index.ts'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
import { inLanguage } from '../../src/base/realtime/tell.ts'
import { feedReady, finished, online } from '../../src/broadcasts/broadcast.ts'
import { block } from '../../src/moderation/index.ts'
import { remind, ringFor } from '../../src/rooms/announce.ts'
import { follow } from '../../src/rooms/follow.ts'
import {
  carryNotices,
  clearNotices,
  type NoticeWays,
  noticesOf,
  notify,
  notifyAgain,
  unread,
} from '../../src/rooms/notice.ts'
import { roomByName } from '../../src/rooms/room.ts'
import { addDate, nextDates } from '../../src/rooms/schedule.ts'
import { DEFAULT_CHOICES, quietFor, setWishes, wishesOf } from '../../src/rooms/wishes.ts'
import { testSite } from '../help/visit.ts'
import { testWorld } from '../help/world.ts'

function house() {
  const site = testSite()
  const { world, told } = site
  const mara = site.person('mara_voss', 'performer')
  approve(world, told.accounts, { account: mara.id, because: 'known', by: CONSOLE })
  const room = roomByName(world, 'mara-voss')!
  const fan = site.person('juno_9')
  return {
    ...site,
    room,
    fan: fan.id,
    mara: mara.id,
    /** On air with a picture; resolves when the followers have been told. */
    async air() {
      online(world, told.broadcasts, 'mara-voss', 'rtmp')
      feedReady(world, told.broadcasts, 'mara-voss', { id: 'a'.repeat(26), outs: [] })
      await settled()
    },
    async dark() {
      finished(world, told.broadcasts, 'mara-voss', 'stopped')
      await settled()
    },
  }
}

/** Everything that is told in pieces has been told. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise<void>(next => setImmediate(next))
}

/** Notes what would leave the site. */
function recorder(): NoticeWays & { sent: string[] } {
  const sent: string[] = []
  return {
    sent,
    rang: () => void sent.push('rang'),
    push: (notice, _wishes, hold) => void sent.push(`push ${notice.kind} ${hold}`),
    mail: (notice, _wishes, hold) => void sent.push(`mail ${notice.kind} ${hold}`),
  }
}

describe('a broadcast that begins', () => {
  test('rings for everybody who follows, on every open page', async () => {
    const { world, room, fan, air } = house()
    follow(world, fan, room)
    const heard = inLanguage(`person:${fan}`, 'en')
    world.presence.join({ send() {}, close() {} }, `person:${fan}`, [heard])
    await air()
    expect(unread(world, fan)).toBe(1)
    expect(noticesOf(world, fan)[0]).toMatchObject({ kind: 'live', room: { handle: 'mara_voss' }, read: false })
    const frame = world.hub.frames.find(({ topic }) => topic === heard)?.frame ?? ''
    expect(frame).toContain('id="bell"')
    expect(frame).toContain('1 new notice')
  })
  test('rings for nobody else, and not again when the encoder comes back', async () => {
    const { world, room, fan, mara, air, dark, person } = house()
    const stranger = person('ivo_k').id
    follow(world, fan, room)
    await air()
    await dark()
    world.clock.pass(10 * MINUTE)
    await air()
    expect([unread(world, fan), unread(world, stranger), unread(world, mara)]).toEqual([1, 0, 0])
    await dark()
    world.clock.pass(3 * HOUR)
    await air()
    expect(unread(world, fan)).toBe(2)
  })
  test('before there is a picture nobody is told', async () => {
    const { world, told, room, fan } = house()
    follow(world, fan, room)
    online(world, told.broadcasts, 'mara-voss', 'rtmp')
    await settled()
    expect(unread(world, fan)).toBe(0)
  })
  test('five hundred followers are told once each', async () => {
    const { world, room, air, person } = house()
    const fans = Array.from({ length: 500 }, (_, n) => person(`fan_number_${n}x`).id)
    for (const one of fans) follow(world, one, room)
    await air()
    expect(fans.filter(one => unread(world, one) === 1)).toHaveLength(500)
  })
})

describe('what somebody wishes', () => {
  test('each way is left out where it is not wanted', () => {
    const { world, room, fan } = house()
    const ways = recorder()
    carryNotices(world, ways)
    const tell = (about: string) => {
      ways.sent.length = 0
      notify(world, fan, { kind: 'live', about, room: room.id })
      return [...ways.sent].sort()
    }
    expect(tell('1')).toEqual(['mail live 0', 'push live 0', 'rang'])
    const wish = (live: { site: boolean; push: boolean; mail: boolean }) =>
      setWishes(world, fan, { ...wishesOf(world, fan), choices: { ...DEFAULT_CHOICES, live } })
    wish({ site: true, push: false, mail: false })
    expect(tell('2')).toEqual(['rang'])
    wish({ site: false, push: true, mail: false })
    expect(tell('3')).toEqual(['push live 0'])
    wish({ site: false, push: false, mail: false })
    expect(tell('4')).toEqual([])
    expect(unread(world, fan)).toBe(2)
  })
  test('the same thing is told once, whatever comes of the list', () => {
    const { world, fan } = house()
    const ways = recorder()
    carryNotices(world, ways)
    expect(notify(world, fan, { kind: 'report', about: 'case 7' })).toBe(true)
    clearNotices(world, fan)
    expect(notify(world, fan, { kind: 'report', about: 'case 7' })).toBe(false)
    expect(noticesOf(world, fan)).toEqual([])
    expect(ways.sent.filter(word => word.startsWith('mail'))).toHaveLength(1)
  })
  test('what grows is news again, also for whoever has cleared the list', () => {
    const { world, fan } = house()
    const tell = (count: number) =>
      notifyAgain(world, fan, {
        kind: 'date',
        about: 'this hour',
        facts: { count, change: 'added', title: 'The masts' },
      })
    tell(1)
    clearNotices(world, fan)
    expect(noticesOf(world, fan)).toEqual([])
    tell(2)
    expect([noticesOf(world, fan).map(({ facts }) => facts.count), unread(world, fan)]).toEqual([[2], 1])
  })
  test('quiet hours hold back what leaves the site: what is soon over is dropped, the rest waits', () => {
    const { world, fan } = house()
    const ways = recorder()
    carryNotices(world, ways)
    // It is 18:00 in UTC, 03:00 in Tokyo.
    setWishes(world, fan, { ...wishesOf(world, fan), quiet_from: 22 * 60, quiet_to: 8 * 60, zone: 'Asia/Tokyo' })
    notify(world, fan, { kind: 'live', about: '1' })
    notify(world, fan, { kind: 'report', about: '1' })
    expect(ways.sent.filter(word => word !== 'rang')).toEqual([`mail report ${5 * HOUR}`])
    expect(unread(world, fan)).toBe(2)
  })
  test('quiet hours reach over midnight, or stay within the day, or are none', () => {
    const world = testWorld()
    const wish = { ...wishesOf(world, 'x'), zone: 'UTC' }
    const quiet = (from: number, to: number) => quietFor(world, { ...wish, quiet_from: from, quiet_to: to })
    expect(quiet(17 * 60, 19 * 60)).toBe(HOUR)
    expect(quiet(17 * 60, 2 * 60)).toBe(8 * HOUR)
    expect(quiet(19 * 60, 17 * 60)).toBe(0)
    expect(quiet(18 * 60, 18 * 60)).toBe(0)
    expect(quiet(18 * 60, 18 * 60 + 1)).toBe(MINUTE)
  })
})

describe('a date', () => {
  test('is recalled once, as long before as one wishes, also without following', () => {
    const { world, room, fan, person } = house()
    const ringer = person('ivo_k').id
    follow(world, fan, room)
    setWishes(world, fan, { ...wishesOf(world, fan), remind_min: 10 })
    expect(addDate(world, room, { day: '2026-11-21', time: '19:00', title: 'The masts', repeats: 'once' }).ok).toBe(
      true,
    )
    expect(ringFor(world, ringer, nextDates(world, room)[0]!.id, true)?.room).toBe(room.id)
    const off = () => false
    world.clock.pass(25 * MINUTE)
    expect(remind(world, off)).toBe(0)
    world.clock.pass(5 * MINUTE)
    expect([remind(world, off), unread(world, ringer), unread(world, fan)]).toEqual([1, 1, 0])
    world.clock.pass(20 * MINUTE)
    expect([remind(world, off), remind(world, off), unread(world, fan)]).toEqual([1, 0, 1])
    expect(noticesOf(world, fan)[0]).toMatchObject({ kind: 'soon', facts: { title: 'The masts' } })
  })
  test('is not recalled to whom she has blocked since', () => {
    const { world, room, person } = house()
    const ringer = person('ivo_k').id
    addDate(world, room, { day: '2026-11-21', time: '18:50', title: 'The masts', repeats: 'once' })
    ringFor(world, ringer, nextDates(world, room)[0]!.id, true)
    block(world, { performer: room.performer_id, account: ringer, because: '' })
    world.clock.pass(25 * MINUTE)
    expect([remind(world, () => false), unread(world, ringer)]).toEqual([0, 0])
  })
  test('of a room that was shut is not recalled to anybody', () => {
    const { world, room, fan } = house()
    follow(world, fan, room)
    addDate(world, room, { day: '2026-11-21', time: '18:50', title: 'The masts', repeats: 'once' })
    world.db.run('DELETE FROM approvals_to_broadcast')
    world.clock.pass(25 * MINUTE)
    expect(remind(world, () => false)).toBe(0)
  })
  test('of a room that is on already is not recalled', () => {
    const { world, room, fan } = house()
    follow(world, fan, room)
    addDate(world, room, { day: '2026-11-21', time: '18:20', title: 'The masts', repeats: 'once' })
    expect(remind(world, id => id === room.id)).toBe(0)
  })
})

describe('the page of notices', () => {
  test('says what is new, leads there and marks it as read', async () => {
    const { world, room, fan, signedIn, air } = house()
    follow(world, fan, room)
    await air()
    const visit = signedIn(accountById(world, fan)!)
    const front = await visit.get('/')
    expect(front.body).toContain('1 new notice')
    const list = await visit.get('/notices')
    expect(list.body).toContain('mara_voss is on air')
    const [href = ''] = /\/notices\/[a-z2-7]{26}/.exec(list.body) ?? []
    expect((await visit.get(href)).location).toBe('/rooms/mara-voss')
    expect(unread(world, fan)).toBe(0)
  })
  test('another site’s link reads nothing, and nobody reads another’s', async () => {
    const { world, fan, signedIn, person } = house()
    notify(world, fan, { kind: 'decision', about: '1' })
    const { id } = noticesOf(world, fan)[0]!
    const visit = signedIn(accountById(world, fan)!)
    await visit.get(`/notices/${id}`, { 'sec-fetch-site': 'cross-site' })
    expect(unread(world, fan)).toBe(1)
    expect((await signedIn(person('ivo_k')).get(`/notices/${id}`)).status).toBe(404)
  })
  test('is emptied and read by plain forms', async () => {
    const { world, fan, signedIn } = house()
    notify(world, fan, { kind: 'decision', about: '1' })
    const visit = signedIn(accountById(world, fan)!)
    await visit.post('/notices/read')
    expect(unread(world, fan)).toBe(0)
    expect((await visit.get('/notices')).body).toContain('/notices/clear')
    await visit.post('/notices/clear')
    expect((await visit.get('/notices?said=cleared')).body).toContain('The list is empty.')
  })
  test('a hostile title is text', async () => {
    const { world, room, fan, signedIn } = house()
    notify(world, fan, { kind: 'live', about: '1', room: room.id, facts: { title: '<script>x</script>' } })
    const { body } = await signedIn(accountById(world, fan)!).get('/notices')
    expect(body).toContain('&lt;script&gt;x&lt;/script&gt;')
  })
})

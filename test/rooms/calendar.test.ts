import { describe, expect, test } from 'bun:test'
import { accountById, approve } from '../../src/accounts/index.ts'
import { CONSOLE } from '../../src/audit/index.ts'
import { calendar, type Entry, fold75 } from '../../src/rooms/calendar.ts'
import { follow } from '../../src/rooms/follow.ts'
import { setProfile } from '../../src/rooms/profile.ts'
import { roomByName } from '../../src/rooms/room.ts'
import { addDate, removeDate } from '../../src/rooms/schedule.ts'
import { testSite } from '../help/visit.ts'
import { testWorld } from '../help/world.ts'

const entry = (more: Partial<Entry> = {}): Entry => ({
  uid: 'a@footlight',
  startsAt: Date.UTC(2026, 10, 24, 18),
  zone: 'Europe/Oslo',
  weekly: false,
  summary: 'The masts',
  words: '',
  href: 'https://stage.example.org/rooms/mara-voss',
  ...more,
})

/** The file as a reader sees it: unfolded lines, each a name, parameters and a value. */
function read(file: string): { name: string; value: string; line: string }[] {
  expect(file.endsWith('\r\n')).toBe(true)
  return file
    .replace(/\r\n[ \t]/g, '')
    .split('\r\n')
    .filter(Boolean)
    .map(line => {
      const [, name = '', value = ''] = /^([A-Z-]+)(?:;[^:]*)?:(.*)$/.exec(line) ?? []
      expect([line, name !== '']).toEqual([line, true])
      return { name, value, line }
    })
}

const theValue = (file: string, name: string) => read(file).find(one => one.name === name)?.value
const unescaped = (value: string) => value.replace(/\\([\\;,nN])/g, (_, c: string) => (/n/i.test(c) ? '\n' : c))

describe('a calendar', () => {
  test('is made of whole lines of 75 octets at most, and its parts are balanced', () => {
    const long = 'Ärger mit 🎨 Farben '.repeat(20)
    const file = calendar(testWorld(), 'Harbour', [entry({ summary: long, weekly: true })])
    for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    expect(unescaped(theValue(file, 'SUMMARY')!)).toBe(long)
    const open: string[] = []
    for (const { name, value } of read(file)) {
      if (name === 'BEGIN') open.push(value)
      if (name === 'END') expect(open.pop()).toBe(value)
    }
    expect(open).toEqual([])
  })
  test('a text ends nothing and begins nothing', () => {
    const nasty = 'a;b,c\\d\nEND:VEVENT\r\nBEGIN:VALARM\u0000'
    const file = calendar(testWorld(), nasty, [entry({ summary: nasty, words: nasty })])
    expect(
      read(file)
        .filter(({ name }) => name === 'BEGIN')
        .map(({ value }) => value),
    ).toEqual(['VCALENDAR', 'VEVENT'])
    expect(unescaped(theValue(file, 'SUMMARY')!)).toBe('a;b,c\\d\nEND:VEVENT\nBEGIN:VALARM')
  })
  test('one evening is told in universal time, a weekly one on the room’s own clocks', () => {
    const file = calendar(testWorld(), 'x', [entry(), entry({ uid: 'b@footlight', weekly: true })])
    const lines = read(file).map(({ line }) => line)
    expect(lines).toContain('DTSTART:20261124T180000Z')
    expect(lines).toContain('DTSTART;TZID=Europe/Oslo:20261124T190000')
    expect(lines).toContain('RRULE:FREQ=WEEKLY')
    expect(lines).toContain('TZID:Europe/Oslo')
  })
  test('the zone says when its clocks are set, so that seven in the evening stays seven', () => {
    const file = calendar(testWorld(), 'x', [entry({ weekly: true })])
    const zone = file.slice(file.indexOf('BEGIN:VTIMEZONE'), file.indexOf('END:VTIMEZONE')).split('\r\n')
    // Summer time of 2027 begins on 28 March at 2 and ends on 31 October at 3 on the clocks as they were.
    const spring = zone.indexOf('DTSTART:20270328T020000')
    expect(zone.slice(spring - 1, spring + 4)).toEqual([
      'BEGIN:DAYLIGHT',
      'DTSTART:20270328T020000',
      'TZOFFSETFROM:+0100',
      'TZOFFSETTO:+0200',
      'END:DAYLIGHT',
    ])
    const autumn = zone.indexOf('DTSTART:20271031T030000')
    expect(zone.slice(autumn - 1, autumn + 3)).toEqual([
      'BEGIN:STANDARD',
      'DTSTART:20271031T030000',
      'TZOFFSETFROM:+0200',
      'TZOFFSETTO:+0100',
    ])
  })
  test('a zone of the south and one that never changes are told as they are', () => {
    const south = calendar(testWorld(), 'x', [entry({ weekly: true, zone: 'Australia/Lord_Howe' })])
    expect(south).toContain('TZOFFSETTO:+1030')
    expect(south).toContain('TZOFFSETTO:+1100')
    const still = calendar(testWorld(), 'x', [entry({ weekly: true, zone: 'Asia/Kolkata' })])
    expect(still.match(/TZOFFSETTO/g)).toHaveLength(1)
    expect(still).toContain('TZOFFSETTO:+0530')
  })
  test('a letter of several octets is never cut', () => {
    for (const line of fold75(`X:${'€'.repeat(100)}`).split('\r\n')) expect(line).not.toContain('\ufffd')
  })
})

describe('the feeds', () => {
  function house() {
    const site = testSite()
    const mara = site.person('mara_voss', 'performer')
    approve(site.world, site.told.accounts, { account: mara.id, because: 'known', by: CONSOLE })
    const first = roomByName(site.world, 'mara-voss')!
    setProfile(site.world, first.id, { bio: '', zone: 'Europe/Oslo', picture: '' })
    const room = roomByName(site.world, 'mara-voss')!
    addDate(site.world, room, { day: '2026-11-24', time: '19:00', title: 'The masts, with coffee', repeats: 'weekly' })
    return { ...site, room, fan: site.person('juno_9').id }
  }

  test('a room’s is a file of its dates with stable names, also for guests', async () => {
    const { browser, world, room } = house()
    const answer = await browser().get('/rooms/mara-voss/calendar.ics')
    expect(answer.response.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
    expect(unescaped(theValue(answer.body, 'SUMMARY')!)).toBe('The masts, with coffee')
    const uid = theValue(answer.body, 'UID')!
    world.clock.pass(60 * 60_000)
    const later = await browser().get('/rooms/mara-voss/calendar.ics')
    expect(theValue(later.body, 'UID')).toBe(uid)
    expect(theValue(answer.body, 'URL')).toEndWith('/rooms/mara-voss')
    removeDate(world, room.id, uid.split('@')[0]!)
    expect((await browser().get('/rooms/mara-voss/calendar.ics')).body).not.toContain('VEVENT')
    expect((await browser().get('/rooms/nobody/calendar.ics')).status).toBe(404)
  })
  test('one’s own holds the followed rooms, by a secret address that can be ended', async () => {
    const { world, fan, room, signedIn, browser } = house()
    follow(world, fan, room)
    const visit = signedIn(accountById(world, fan)!)
    await visit.post('/following/calendar')
    const [path = ''] = /\/calendar\/[a-z2-7]{26}\.ics/.exec((await visit.get('/following')).body) ?? []
    const program = browser()
    const first = await program.get(path)
    expect([first.status, unescaped(theValue(first.body, 'SUMMARY')!)]).toEqual([
      200,
      'mara_voss: The masts, with coffee',
    ])
    await visit.post('/following/calendar')
    expect((await program.get(path)).status).toBe(404)
    const [fresh = ''] = /\/calendar\/[a-z2-7]{26}\.ics/.exec((await visit.get('/following')).body) ?? []
    expect((await program.get(fresh)).status).toBe(200)
    await visit.post('/following/calendar/end')
    expect((await program.get(fresh)).status).toBe(404)
    expect(JSON.stringify(world.db.query('SELECT hex(secret_sealed) AS s FROM calendar_feeds').all())).toBe('[]')
  })
})

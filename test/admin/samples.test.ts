import { beforeEach, describe, expect, test } from 'bun:test'
import { overview, samples, series, takeSample } from '../../src/admin/index.ts'
import { charts } from '../../src/admin/overview/charts.ts'
import { DAY, HOUR, MINUTE } from '../../src/base/clock.ts'
import { audience, online } from '../../src/broadcasts/index.ts'
import { note } from '../../src/chat/index.ts'
import { roomOf } from '../../src/rooms/index.ts'
import { type Site, testSite } from '../help/visit.ts'

let site: Site
let room: string

beforeEach(() => {
  site = testSite()
  room = roomOf(site.world, site.person('mara_voss', 'performer').id)!.id
})

const says = () => note(site.world, site.told.chat, { room, kind: 'note', text: 'hello' })
const all = () => samples(site.world, { before: null, limit: 100 })

describe('a sample', () => {
  test('is one a minute, with who watches and what was said in it', () => {
    const { world, told } = site
    online(world, told.broadcasts, 'mara-voss', 'rtmp')
    audience.watches(world, 'mara-voss', 'a', 1)
    audience.watches(world, 'mara-voss', 'b', 1)
    expect(overview(world).watching).toBe(2)
    takeSample(world)
    takeSample(world)
    says()
    says()
    world.clock.pass(MINUTE)
    takeSample(world)
    world.clock.pass(MINUTE)
    takeSample(world)
    expect(all().map(({ rooms, watching, lines }) => [rooms, watching, lines])).toEqual([
      [1, 2, 0],
      [1, 2, 2],
      [1, 2, 0],
    ])
  })
  test('goes after fifteen days', () => {
    takeSample(site.world)
    site.world.clock.pass(15 * DAY + MINUTE)
    takeSample(site.world)
    expect(all()).toHaveLength(1)
  })
})

describe('the charts', () => {
  const put = (at: number, watching: number, lines: number) =>
    site.world.db.run('INSERT INTO samples VALUES (?, 1, ?, ?, 0, 0, 0)', [at, watching, lines])

  test('show the most that watched and the sum of what was said, and nothing where nobody looked', () => {
    const now = site.world.clock.now()
    put(now - 20 * MINUTE, 5, 1)
    put(now - 16 * MINUTE, 9, 2)
    put(now - HOUR, 3, 4)
    const steps = series(site.world, { from: now - HOUR, to: now, step: 15 * MINUTE })
    expect(steps.map(({ watching, lines }) => [watching, lines])).toEqual([
      [3, 4],
      [0, 0],
      [9, 3],
      [0, 0],
    ])
  })
  test('stand beside the day before only when somebody looked then', () => {
    const now = site.world.clock.now()
    put(now - MINUTE, 5, 1)
    expect(charts(site.world).quartersBefore).toBeNull()
    put(now - DAY - MINUTE, 7, 1)
    expect(charts(site.world).quartersBefore?.some(({ watching }) => watching === 7)).toBe(true)
    expect(charts(site.world).quarters).toHaveLength(48)
  })
  test('have a table behind each, for those who do not see them, and a list with all minutes', async () => {
    const owner = site.signedIn(site.person('harald', 'owner'))
    for (let i = 1; i <= 70; i++) put(site.world.clock.now() - i * MINUTE, i, i)
    const { body } = await owner.get('/panel')
    expect(body).toContain('<caption>Watching</caption>')
    const list = await owner.get('/panel/samples')
    const next = /href="(\/panel\/samples\?after=[^"]+)"/.exec(list.body)![1]!
    expect((await owner.get(next)).body).toContain('Back to the beginning')
    const csv = await owner.post('/panel/samples.csv')
    expect(csv.body.split('\r\n')).toHaveLength(72)
    expect(csv.body).toStartWith('"minute","rooms","watching","lines","tips","tip_tokens"')
  })
})

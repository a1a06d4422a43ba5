import { beforeEach, expect, test } from 'bun:test'
import { commitNow, isRefusing } from '../../src/base/db/durable.ts'
import { tx } from '../../src/base/db/tx.ts'
import { afloatIn, land, linesBefore, post } from '../../src/chat/index.ts'
import { type Room, roomOf } from '../../src/rooms/index.ts'
import { type Site, testSite } from '../help/visit.ts'

let site: Site
let room: Room
let ada: string

beforeEach(() => {
  site = testSite()
  const mara = site.person('mara_voss', 'performer')
  site.world.db
    .prepare('INSERT INTO approvals_to_broadcast (account_id, at, by, because) VALUES (?, 0, ?, ?)')
    .run(mara.id, 'console', 'for the test')
  room = roomOf(site.world, mara.id)!
  ada = site.person('ada').id
})

const say = (text: string, key = `key-${text.replaceAll(' ', '-')}`) =>
  post(site.world, site.told.chat, { room, account: ada, text, key })

const stored = () => linesBefore(site.world, { room: room.id, reader: null }).lines.map(line => line.text)

/** The database may not grow: what a full disk does. Growing is what the next big row needs. */
function fill(): void {
  const { page_count } = site.world.db.query('PRAGMA page_count').get() as { page_count: bigint }
  site.world.db.run(`PRAGMA max_page_count = ${page_count}`)
  const big = 'x'.repeat(200_000)
  expect(() => tx(site.world, () => site.world.settings.set('site_name', big, 1))).toThrow()
  expect(isRefusing(site.world)).toBe(true)
}
const empty = () => site.world.db.run('PRAGMA max_page_count = 1000000')

test('what is said while nothing can be stored is shown, and stored once there is room', () => {
  expect(say('before').ok).toBe(true)
  commitNow(site.world)
  fill()
  const shown = say('in the flood')
  expect(shown.ok && 'afloat' in shown && shown.afloat.text).toBe('in the flood')
  expect(stored()).toEqual(['before'])
  expect(afloatIn(site.world, room.id).map(line => line.text)).toEqual(['in the flood'])

  empty()
  expect(land(site.world, site.told.chat)).toBe(0)
  expect(stored()).toEqual(['before', 'in the flood'])
  expect(afloatIn(site.world, room.id)).toEqual([])
  expect(isRefusing(site.world)).toBe(false)
})

test('the same key is one line, whether it floats or stands', () => {
  fill()
  const first = say('once', 'key-once-only')
  const second = say('once', 'key-once-only')
  expect(first.ok && second.ok).toBe(true)
  expect(afloatIn(site.world, room.id)).toHaveLength(1)
  empty()
  land(site.world, site.told.chat)
  const third = say('once', 'key-once-only')
  expect(third.ok && 'line' in third && third.line.seq).toBe(1)
  expect(stored()).toEqual(['once'])
})

test('the gate and the filter stand as ever', () => {
  fill()
  expect(say('')).toEqual({ ok: false, why: 'empty' })
  expect(say('same words again and again', 'key-number-one').ok).toBe(true)
  expect(say('same words again and again', 'key-number-two').ok).toBe(false)
  expect(afloatIn(site.world, room.id)).toHaveLength(1)
})

test('everybody in the room is shown it with a mark, and the mark goes when it stands', async () => {
  fill()
  say('look at this')
  const page = await site.browser().get(`/rooms/${room.name}`)
  expect(page.body).toContain('look at this')
  expect(page.body).toContain('Not written down yet')
  empty()
  land(site.world, site.told.chat)
  const after = await site.browser().get(`/rooms/${room.name}`)
  expect(after.body.match(/look at this/g)).toHaveLength(1)
  expect(after.body).not.toContain('Not written down yet')
})

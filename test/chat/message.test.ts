import { describe, expect, test } from 'bun:test'
import { DAY } from '../../src/base/clock.ts'
import { commitNow } from '../../src/base/db/durable.ts'
import {
  eraseLines,
  LINE_MOST,
  type Line,
  lately,
  linesAround,
  linesBefore,
  MISSED_MOST,
  missedSince,
  note,
  post,
  removeLine,
  restoreLine,
  talkAt,
} from '../../src/chat/index.ts'
import { roomOf } from '../../src/rooms/index.ts'
import { testSite } from '../help/visit.ts'

function house() {
  const site = testSite()
  const mara = site.person('mara_voss', 'performer')
  const kestrel = site.person('kestrel')
  const room = roomOf(site.world, mara.id)!
  const posted: Line[] = []
  const changed: Line[] = []
  const told = {
    ...site.told.chat,
    posted(line: Line) {
      expect(site.world.db.inTransaction).toBe(false)
      posted.push(line)
    },
    changed: (line: Line) => changed.push(line),
  }
  let n = 0
  /** A second passes, so that nobody is too fast. */
  const say = (account: string, text: string, more: { key?: string; replyTo?: number } = {}) => {
    site.world.clock.pass(1000)
    return post(site.world, told, { room, account, text, key: `key-${++n}-of-test`, ...more })
  }
  const line = (account: string, text: string, more = {}): Line => {
    const posted = say(account, text, more)
    if (!posted.ok || !('line' in posted)) throw new Error(`not said: ${JSON.stringify(posted)}`)
    return posted.line
  }
  return { ...site, mara, kestrel, room, told, posted, changed, say, line }
}

describe('a line', () => {
  test('gets the next number of its room, and is told after the commit', () => {
    const it = house()
    const first = it.line(it.kestrel.id, 'is that ultramarine?')
    const second = it.line(it.mara.id, 'phthalo')
    expect([first.seq, second.seq]).toEqual([1, 2])
    commitNow(it.world)
    expect(it.posted.map(each => each.text)).toEqual(['is that ultramarine?', 'phthalo'])
  })

  test('is numbered by itself in each room', () => {
    const it = house()
    const other = roomOf(it.world, it.person('ines_low', 'performer').id)!
    it.line(it.kestrel.id, 'here')
    const there = post(it.world, it.told, { room: other, account: it.kestrel.id, text: 'there', key: 'another-room' })
    expect(there.ok && 'line' in there && there.line.seq).toBe(1)
  })

  test('a verb that throws leaves no gap', () => {
    const it = house()
    it.line(it.kestrel.id, 'one')
    expect(() => {
      const { db } = it.world
      db.run("CREATE TRIGGER broken BEFORE INSERT ON lines BEGIN SELECT RAISE(ABORT, 'broken'); END")
      it.say(it.kestrel.id, 'two')
    }).toThrow('broken')
    it.world.db.run('DROP TRIGGER broken')
    expect(it.line(it.kestrel.id, 'three').seq).toBe(2)
  })

  test('the same key twice is one line', () => {
    const it = house()
    const once = it.line(it.kestrel.id, 'hello there', { key: 'the-very-same' })
    const twice = it.line(it.kestrel.id, 'hello there', { key: 'the-very-same' })
    expect(twice.seq).toBe(once.seq)
    commitNow(it.world)
    expect(it.posted.length).toBe(1)
  })

  test('a key is its writer’s: another’s same key is another line', () => {
    const it = house()
    const juno = it.person('juno')
    expect(it.line(it.kestrel.id, 'mine', { key: 'shared-key-1' }).seq).toBe(1)
    expect(it.line(juno.id, 'mine too', { key: 'shared-key-1' }).seq).toBe(2)
  })

  test('is refused empty, too long, or without a key, each with its reason', () => {
    const it = house()
    expect(it.say(it.kestrel.id, '')).toEqual({ ok: false, why: 'empty' })
    const long = 'ä'.repeat(LINE_MOST + 1)
    expect(it.say(it.kestrel.id, long)).toEqual({ ok: false, why: 'long', letters: LINE_MOST + 1 })
    expect(it.say(it.kestrel.id, 'x', { key: '<b>' })).toEqual({ ok: false, why: 'key' })
    expect(talkAt(it.world, it.room.id).seq).toBe(0)
  })

  test('takes the longest text, counted in letters and not in bytes', () => {
    const it = house()
    const letters = Array.from({ length: LINE_MOST }, (_, at) => 'abcdefghij 🎻ñ'[at % 12] ?? 'x').join('')
    expect(Array.from(it.line(it.kestrel.id, letters.trim()).text).length).toBeLessThanOrEqual(LINE_MOST)
  })

  test('what was said is not rewritten, by nobody', () => {
    const it = house()
    it.line(it.kestrel.id, 'as it was')
    expect(() => it.world.db.run("UPDATE lines SET text = 'else'")).toThrow('not rewritten')
    expect(() => it.world.db.run('UPDATE lines SET seq = 7')).toThrow('not rewritten')
  })

  test('an answer carries what it answers; a removed line is not quoted', () => {
    const it = house()
    const question = it.line(it.kestrel.id, 'which green?')
    const answer = it.line(it.mara.id, 'all of them', { replyTo: question.seq })
    expect([answer.reply_handle, answer.reply_text]).toEqual(['kestrel', 'which green?'])
    removeLine(it.world, it.told, { room: it.room.id, seq: question.seq, by: it.mara.id })
    const [, again] = linesBefore(it.world, { room: it.room.id, reader: null }).lines
    expect(again?.reply_text).toBeNull()
    expect(it.line(it.mara.id, 'to nothing', { replyTo: 99 }).reply_to).toBeNull()
    expect(it.line(it.mara.id, 'to one that is gone', { replyTo: question.seq }).reply_to).toBeNull()
  })
})

describe('who sees a line', () => {
  test('a whisper is between two', () => {
    const it = house()
    const juno = it.person('juno')
    note(it.world, it.told, { room: it.room.id, kind: 'whisper', by: it.kestrel.id, to: juno.id, text: 'psst' })
    const seenBy = (reader: string | null) => linesBefore(it.world, { room: it.room.id, reader }).lines.length
    expect([seenBy(it.kestrel.id), seenBy(juno.id), seenBy(it.mara.id), seenBy(null)]).toEqual([1, 1, 0, 0])
    expect(missedSince(it.world, { room: it.room.id, reader: null, after: 0 })).toEqual([])
  })

  test('a whisper is not shown to others by answering it', () => {
    const it = house()
    const juno = it.person('juno')
    const whisper = note(it.world, it.told, {
      room: it.room.id,
      kind: 'whisper',
      by: it.kestrel.id,
      to: juno.id,
      text: 'psst',
    })
    expect(it.line(it.mara.id, 'what was that', { replyTo: whisper.seq }).reply_to).toBeNull()
    expect(it.line(juno.id, 'hush', { replyTo: whisper.seq }).reply_to).toBeNull()
  })
})

describe('whoever was away', () => {
  test('gets what came and what changed since, in the order of the numbers, and nothing else', () => {
    const it = house()
    const [one] = [it.line(it.kestrel.id, 'one'), it.line(it.kestrel.id, 'two')]
    const seen = talkAt(it.world, it.room.id).change
    it.line(it.kestrel.id, 'three')
    removeLine(it.world, it.told, { room: it.room.id, seq: one!.seq, by: it.mara.id })
    const missed = missedSince(it.world, { room: it.room.id, reader: null, after: seen })!
    expect(missed.map(each => [each.seq, each.removed_at !== null])).toEqual([
      [1, true],
      [3, false],
    ])
    const now = talkAt(it.world, it.room.id).change
    expect(missedSince(it.world, { room: it.room.id, reader: null, after: now })).toEqual([])
  })

  test('too long, or in a room that never was there, starts again', () => {
    const it = house()
    for (let n = 0; n <= MISSED_MOST; n++) note(it.world, it.told, { room: it.room.id, kind: 'note', text: `${n}` })
    expect(missedSince(it.world, { room: it.room.id, reader: null, after: 0 })).toBeNull()
    expect(missedSince(it.world, { room: it.room.id, reader: null, after: 1 })?.length).toBe(MISSED_MOST)
    expect(missedSince(it.world, { room: it.room.id, reader: null, after: 10_000 })).toBeNull()
  })

  test('a line that stands again is told once more, and not twice at a time', () => {
    const it = house()
    const line = it.line(it.kestrel.id, 'one')
    removeLine(it.world, it.told, { room: it.room.id, seq: line.seq, by: it.mara.id })
    expect(removeLine(it.world, it.told, { room: it.room.id, seq: line.seq, by: it.mara.id })).toBeNull()
    expect(restoreLine(it.world, it.told, { room: it.room.id, seq: line.seq })?.removed_at).toBeNull()
    expect(restoreLine(it.world, it.told, { room: it.room.id, seq: line.seq })).toBeNull()
    commitNow(it.world)
    expect(it.changed.map(each => each.removed_at !== null)).toEqual([true, false])
  })
})

describe('what was said before', () => {
  test('comes page by page, oldest first, and says where it begins', () => {
    const it = house()
    for (let n = 1; n <= 120; n++) note(it.world, it.told, { room: it.room.id, kind: 'note', text: `${n}` })
    const newest = linesBefore(it.world, { room: it.room.id, reader: null })
    expect([newest.lines[0]!.seq, newest.lines.at(-1)!.seq, newest.earlier]).toEqual([71, 120, true])
    const older = linesBefore(it.world, { room: it.room.id, reader: null, before: 71 })
    expect([older.lines[0]!.seq, older.lines.at(-1)!.seq, older.earlier]).toEqual([21, 70, true])
    const first = linesBefore(it.world, { room: it.room.id, reader: null, before: 21 })
    expect([first.lines.length, first.earlier]).toEqual([20, false])
    expect(linesAround(it.world, { room: it.room.id, seq: 60, each: 2 }).map(each => each.seq)).toEqual([
      58, 59, 60, 61, 62,
    ])
  })

  test('is gone after ninety days, and the numbers go on', () => {
    const it = house()
    it.line(it.kestrel.id, 'old')
    it.world.clock.pass(89 * DAY)
    it.line(it.kestrel.id, 'young')
    expect(eraseLines(it.world)).toBe(0)
    it.world.clock.pass(2 * DAY)
    expect(eraseLines(it.world)).toBe(1)
    expect(linesBefore(it.world, { room: it.room.id, reader: null }).lines.map(each => each.text)).toEqual(['young'])
    expect(it.line(it.kestrel.id, 'next').seq).toBe(3)
  })

  test('names who spoke lately, the latest first, each once', () => {
    const it = house()
    it.line(it.kestrel.id, 'one')
    it.line(it.mara.id, 'two')
    it.line(it.kestrel.id, 'three')
    expect(lately(it.world, it.room.id).map(one => one.handle)).toEqual(['kestrel', 'mara_voss'])
  })
})

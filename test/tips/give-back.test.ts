import { describe, expect, test } from 'bun:test'
import { CONSOLE } from '../../src/audit/index.ts'
import { removeLine, restoreLine } from '../../src/chat/index.ts'
import { balanceOf, book, correct, freeze, recount, releaseLots, unfreeze } from '../../src/ledger/index.ts'
import {
  addGoal,
  boardOf,
  earningsBy,
  eveningOf,
  giveBack,
  make,
  missedTips,
  openWishes,
  pastGoals,
  runningGoal,
  tipOf,
} from '../../src/tips/index.ts'
import { evening, walletOf } from './help.ts'

type Night = ReturnType<typeof evening>

const tipped = (e: Night, tokens: bigint, more: Parameters<Night['asks']>[1] = {}): number => {
  const made = make(e.world, e.told, e.asks(tokens, { sure: true, ...more }))
  if (!made.ok) throw new Error(made.why)
  return made.tip.posting
}
let serial = 0
const back = (e: Night, tip: number, tokens: bigint, key = `back:${++serial}`) =>
  giveBack(e.world, { tip, tokens, because: 'The sound was gone.', by: 'account:one+account:two', key })

const sums = ({ world, room }: Night) => {
  const board = boardOf(world, room, 'day')
  return {
    rows: board.rows.map(row => row.tokens),
    total: board.total_tokens,
    evening: eveningOf(world, room.id, 0).tokens,
    earned: earningsBy(world, { room: room.id, since: 0, until: Number.MAX_SAFE_INTEGER }, 'day', room.zone).map(
      one => one.earned_minor,
    ),
  }
}

describe('a part of a tip that comes back', () => {
  test('is the member’s again, and counts on no board, in no sum and in no goal that runs', () => {
    const e = evening(1000n)
    addGoal(e.world, e.room.id, { name: 'The harbour', target_tokens: 500n, repeats: false })
    const tip = tipped(e, 100n)
    tipped(e, 50n)
    expect(sums(e)).toEqual({ rows: [150n], total: 150n, evening: 150n, earned: [750n] })
    expect(back(e, tip, 30n)).toMatchObject({ ok: true, again: false, tip: { back_tokens: 30n, back_minor: 150n } })
    expect(walletOf(e.world, e.member.id)).toBe(880n)
    expect(balanceOf(e.world, book('earned', e.performer.id, 'EUR'))).toBe(600n)
    expect(sums(e)).toEqual({ rows: [120n], total: 120n, evening: 120n, earned: [600n] })
    expect(runningGoal(e.world, e.room.id)).toMatchObject({ moved_tokens: 120n })
    releaseLots(e.world, e.member.id)
    expect(recount(e.world)).toMatchObject({ ok: true })
  })

  test('is asked for twice and comes once; never more than was given, never beside a correction', () => {
    const e = evening(1000n)
    const tip = tipped(e, 100n)
    expect(back(e, tip, 60n, 'back:same')).toMatchObject({ ok: true, again: false })
    expect(back(e, tip, 60n, 'back:same')).toMatchObject({ ok: true, again: true })
    expect(back(e, tip, 61n, 'back:same')).toEqual({ ok: false, why: 'gone' })
    expect(back(e, tip, 41n)).toEqual({ ok: false, why: 'over' })
    expect(back(e, tip, 0n)).toEqual({ ok: false, why: 'over' })
    expect(back(e, 999, 1n)).toEqual({ ok: false, why: 'gone' })
    tipped(e, 200n, { anonymous: true })
    const whole = { input: { tip }, by: 'account:one', n: tip, because: 'all of it' }
    expect(() => correct(e.world, { key: 'correct:it', ...whole })).toThrow('a part of the tip came back')
    expect(walletOf(e.world, e.member.id)).toBe(760n)
    const other = tipped(e, 10n)
    expect(correct(e.world, { key: 'correct:other', ...whole, input: { other }, n: other }).ok).toBe(false)
    unfreeze(e.world, CONSOLE, 'it was looked at')
    expect(correct(e.world, { key: 'correct:other', ...whole, input: { other }, n: other }).ok).toBe(true)
    expect(back(e, other, 1n)).toEqual({ ok: false, why: 'gone' })
    expect(back(e, tip, 40n)).toMatchObject({ ok: true })
    expect(sums(e)).toEqual({ rows: [], total: 200n, evening: 200n, earned: [1000n] })
    expect(openWishes(e.world, e.room.id)).toEqual([])
  })

  test('waits while the ledger is frozen', () => {
    const e = evening(1000n)
    const tip = tipped(e, 100n)
    freeze(e.world, 'for the test')
    expect(back(e, tip, 10n)).toEqual({ ok: false, why: 'frozen' })
    expect(tipOf(e.world, tip)).toMatchObject({ back_tokens: 0n })
  })

  test('leaves lamps that have burnt as they are, and takes from a goal only what lies in it', () => {
    const e = evening(1000n)
    addGoal(e.world, e.room.id, { name: 'The harbour', target_tokens: 100n, repeats: false })
    addGoal(e.world, e.room.id, { name: 'The boat', target_tokens: 200n, repeats: true })
    const first = tipped(e, 130n)
    expect(runningGoal(e.world, e.room.id)).toMatchObject({ name: 'The boat', moved_tokens: 30n })
    back(e, first, 20n)
    expect(runningGoal(e.world, e.room.id)).toMatchObject({ moved_tokens: 10n })
    back(e, first, 100n)
    expect(runningGoal(e.world, e.room.id)).toMatchObject({ moved_tokens: 0n })
    expect(pastGoals(e.world, e.room.id)).toMatchObject([{ name: 'The harbour', moved_tokens: 100n, times: 1 }])
    const second = tipped(e, 90n)
    tipped(e, 120n)
    expect(runningGoal(e.world, e.room.id)).toMatchObject({ times: 1, moved_tokens: 10n })
    // Its lap is over.
    back(e, second, 90n)
    expect(runningGoal(e.world, e.room.id)).toMatchObject({ times: 1, moved_tokens: 10n })
  })

  test('and so does a correction of all of it', () => {
    const e = evening(1000n)
    addGoal(e.world, e.room.id, { name: 'The harbour', target_tokens: 100n, repeats: false })
    const tip = tipped(e, 40n)
    tipped(e, 15n)
    correct(e.world, { key: 'correct:it', input: { tip }, by: 'account:one', n: tip, because: 'pressed by the cat' })
    expect(runningGoal(e.world, e.room.id)).toMatchObject({ moved_tokens: 15n })
    expect(sums(e)).toMatchObject({ total: 15n })
  })
})

describe('a note whose line was removed', () => {
  test('is in no alert that is shown later, until the line stands again', () => {
    const e = evening(1000n)
    tipped(e, 5n, { note: 'kind words' })
    tipped(e, 6n, { note: 'rude words' })
    const { seq } = e.world.db.query("SELECT seq FROM lines WHERE text = 'rude words'").get() as { seq: number }
    const notes = () => missedTips(e.world, e.room.id, 0).map(tip => [tip.tokens, tip.note])
    removeLine(e.world, e.told.chat, { room: e.room.id, seq: Number(seq), by: e.performer.id })
    expect(notes()).toEqual([
      [5n, 'kind words'],
      [6n, ''],
    ])
    restoreLine(e.world, e.told.chat, { room: e.room.id, seq: Number(seq) })
    expect(notes()).toEqual([
      [5n, 'kind words'],
      [6n, 'rude words'],
    ])
  })
})

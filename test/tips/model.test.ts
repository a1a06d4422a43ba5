import { describe, expect, test } from 'bun:test'
import { commitNow, grouped } from '../../src/base/db/durable.ts'
import { recount } from '../../src/ledger/index.ts'
import { addGoal, boardOf, LIT_MS, make, runningGoal, waitingGoals } from '../../src/tips/index.ts'
import { chanceOf } from '../ledger/play.ts'
import { born, evening, walletOf } from './help.ts'

const SEED = Number(process.env.SEED ?? Date.now() % 1e6)
const EVENTS = Number(process.env.TIP_EVENTS ?? 1500)

/** What the pages should add up to, in a few lines. */
class Model {
  wallet: bigint
  total = 0n
  named = 0n
  kept = new Map<string, string>()
  goals: { target: bigint; repeats: boolean; moved: bigint; times: number }[] = []
  constructor(tokens: bigint) {
    this.wallet = tokens
  }
  tip(key: string, tokens: bigint, anonymous: boolean, sure: boolean): string {
    const body = `${tokens} ${anonymous}`
    const known = this.kept.get(key)
    if (known !== undefined) return known === body ? 'again' : 'key-reused'
    if (this.wallet < tokens) return 'not-enough'
    if (!sure && (tokens > 1000n || tokens * 2n > this.wallet)) return 'sure'
    this.kept.set(key, body)
    this.wallet -= tokens
    this.total += tokens
    if (!anonymous) this.named += tokens
    let rest = tokens
    while (rest > 0n && this.goals[0]) {
      const [goal] = this.goals
      const sum = goal.moved + rest
      if (sum < goal.target) {
        goal.moved = sum
        break
      }
      if (goal.repeats) {
        goal.times += Number(sum / goal.target)
        goal.moved = sum % goal.target
        break
      }
      rest = sum - goal.target
      this.goals.shift()
    }
    return 'yes'
  }
}

describe('tips, goals and boards', () => {
  test(`are what a few lines say they are, whatever is undone on the way (SEED=${SEED})`, () => {
    const chance = chanceOf(SEED)
    const { world, told, asks, room, member, made } = evening(200_000n)
    const model = new Model(200_000n)
    const keys: string[] = []
    const pick = <T>(list: readonly T[]): T => list[chance(list.length)]!
    for (let i = 0; i < EVENTS; i++) {
      world.clock.pass(300)
      if (chance(40) === 0 && waitingGoals(world, room.id).length < 10) {
        const goal = { target: BigInt(10 + chance(3000)), repeats: chance(6) === 0, moved: 0n, times: 0 }
        expect(
          addGoal(world, room.id, { name: `goal ${i}`, target_tokens: goal.target, repeats: goal.repeats }).ok,
        ).toBe(true)
        model.goals.push(goal)
      }
      const key = keys.length > 0 && chance(5) === 0 ? pick(keys) : born()
      keys.push(key)
      const tokens = BigInt(pick([1, 5, 25, 100, 999, 1001, 5000, 1 + chance(10_000)]))
      const anonymous = chance(4) === 0
      const sure = chance(3) > 0
      const asked = asks(tokens, { born: key, anonymous, sure })
      // Some verbs fall over after the tip: then it never was.
      if (chance(9) === 0) {
        expect(() =>
          grouped(world, () => {
            make(world, told, asked)
            throw new Error('falls over')
          }),
        ).toThrow('falls over')
      }
      const answer = make(world, told, asked)
      expect([SEED, i, answer.ok ? (answer.again ? 'again' : 'yes') : answer.why]).toEqual([
        SEED,
        i,
        model.tip(key, tokens, anonymous, sure),
      ])
      expect(walletOf(world, member.id)).toBe(model.wallet)
      const [goal] = model.goals
      const running = runningGoal(world, room.id)
      expect([SEED, i, running?.target_tokens, running?.moved_tokens, running?.times]).toEqual([
        SEED,
        i,
        goal?.target,
        goal?.moved,
        goal?.times,
      ])
      if (chance(20) === 0) commitNow(world)
    }
    commitNow(world)
    world.clock.pass(LIT_MS)
    const board = boardOf(world, room, 'all')
    expect([board.total_tokens, board.rows.reduce((sum, row) => sum + row.tokens, 0n)]).toEqual([
      model.total,
      model.named,
    ])
    expect(made.reduce((sum, { tip }) => sum + tip.tokens, 0n)).toBe(model.total)
    const lines = world.db.query("SELECT count(*) AS n FROM lines WHERE kind = 'tip'").get() as { n: bigint }
    expect(Number(lines.n)).toBe(model.kept.size)
    expect(recount({ db: world.db })).toMatchObject({ ok: true })
  }, 60_000)
})

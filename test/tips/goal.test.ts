import { describe, expect, test } from 'bun:test'
import { commitNow } from '../../src/base/db/durable.ts'
import {
  addGoal,
  changeGoal,
  endGoal,
  LIT_MS,
  litGoal,
  make,
  pastGoals,
  raiseGoal,
  runningGoal,
  waitingGoals,
} from '../../src/tips/index.ts'
import { lampsOf } from '../../views/tips/goal.tsx'
import { evening } from './help.ts'

describe('goals', () => {
  test('are moved by each tip, and what one does not need goes to the next', () => {
    const { world, told, made, asks, room } = evening(100_000n)
    addGoal(world, room.id, { name: 'The harbour', target_tokens: 100n, repeats: false })
    addGoal(world, room.id, { name: 'The boat', target_tokens: 50n, repeats: false })
    make(world, told, asks(60n))
    expect(runningGoal(world, room.id)).toMatchObject({ name: 'The harbour', moved_tokens: 60n })
    world.clock.pass(1000)
    make(world, told, asks(70n))
    expect(runningGoal(world, room.id)).toMatchObject({ name: 'The boat', moved_tokens: 30n })
    expect(litGoal(world, room.id)).toMatchObject({ name: 'The harbour', times: 1, moved_tokens: 100n })
    world.clock.pass(LIT_MS)
    expect(litGoal(world, room.id)).toBeNull()
    make(world, told, asks(500n))
    expect(runningGoal(world, room.id)).toBeNull()
    commitNow(world)
    expect(made.map(({ moved }) => [moved.reached.map(one => one.goal.name), moved.half?.name])).toEqual([
      [[], 'The harbour'],
      [['The harbour'], 'The boat'],
      [['The boat'], undefined],
    ])
    expect(pastGoals(world, room.id).map(goal => goal.name)).toEqual(['The boat', 'The harbour'])
    // No goal is left: the tip is a tip all the same.
    expect(make(world, told, asks(5n)).ok).toBe(true)
  })

  test('that repeat begin again with what was too much', () => {
    const { world, told, made, asks, room } = evening(100_000n)
    addGoal(world, room.id, { name: 'A song', target_tokens: 100n, repeats: true })
    addGoal(world, room.id, { name: 'Never', target_tokens: 100n, repeats: false })
    make(world, told, asks(250n))
    expect(runningGoal(world, room.id)).toMatchObject({ name: 'A song', moved_tokens: 50n, times: 2 })
    commitNow(world)
    expect(made[0]!.moved.reached).toMatchObject([{ times: 2 }])
  })

  test('change, give way and end; one that has begun stays above what it was moved by', () => {
    const { world, told, asks, room } = evening()
    const first = addGoal(world, room.id, { name: 'One', target_tokens: 100n, repeats: false })
    const second = addGoal(world, room.id, { name: 'Two', target_tokens: 100n, repeats: false })
    if (!first.ok || !second.ok) throw new Error('not added')
    make(world, told, asks(60n))
    expect(changeGoal(world, room.id, first.id, { name: 'One', target_tokens: 60n, repeats: false })).toEqual({
      ok: false,
      why: 'below',
      moved_tokens: 60n,
    })
    expect(changeGoal(world, room.id, first.id, { name: 'One more', target_tokens: 70n, repeats: true })).toEqual({
      ok: true,
    })
    expect(raiseGoal(world, room.id, second.id)).toBe(true)
    expect(raiseGoal(world, room.id, second.id)).toBe(false)
    expect(waitingGoals(world, room.id).map(goal => goal.name)).toEqual(['Two', 'One more'])
    expect([endGoal(world, room.id, second.id), endGoal(world, room.id, second.id)]).toEqual([true, false])
    expect(runningGoal(world, room.id)).toMatchObject({ name: 'One more', moved_tokens: 60n })
  })

  test('light a lamp for five per cent, and half of one from the half of its share', () => {
    const cases: [bigint, bigint, number][] = [
      [0n, 1000n, 0],
      [24n, 1000n, 0],
      [25n, 1000n, 0.5],
      [50n, 1000n, 1],
      [625n, 1000n, 12.5],
      [649n, 1000n, 12.5],
      [999n, 1000n, 19.5],
      [1000n, 1000n, 20],
      [7n, 10n, 14],
    ]
    for (const [moved, target, lamps] of cases) expect([moved, lampsOf(moved, target)]).toEqual([moved, lamps])
  })
})

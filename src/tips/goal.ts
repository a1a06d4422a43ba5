import { grouped } from '../base/db/durable.ts'
import { prepared } from '../base/db/prepared.ts'
import type { World } from '../world.ts'

export interface Goal {
  id: string
  room_id: string
  name: string
  target_tokens: bigint
  repeats: number
  place: number
  moved_tokens: bigint
  /** How often it was reached. */
  times: number
  reached_at: number | null
  ended_at: number | null
}

export const GOAL = { least: 10n, most: 1_000_000n, name: 80, waiting: 12 } as const
/** All lamps burn for so long once a goal is reached; then the next one begins to show. */
export const LIT_MS = 10_000

const q = prepared(sql => ({
  running: sql.one<Goal>('SELECT * FROM goals WHERE room_id = $room AND ended_at IS NULL ORDER BY place LIMIT 1'),
  waiting: sql.all<Goal>('SELECT * FROM goals WHERE room_id = $room AND ended_at IS NULL ORDER BY place'),
  one: sql.one<Goal>('SELECT * FROM goals WHERE id = $id AND room_id = $room'),
  lit: sql.one<Goal>(
    'SELECT * FROM goals WHERE room_id = $room AND reached_at > $since ORDER BY reached_at DESC LIMIT 1',
  ),
  past: sql.all<Goal>(`SELECT * FROM goals WHERE room_id = $room AND ended_at IS NOT NULL AND times > 0
    ORDER BY ended_at DESC LIMIT $limit`),
  move: sql.run(
    'UPDATE goals SET moved_tokens = $moved, times = $times, reached_at = $reached, ended_at = $ended WHERE id = $id',
  ),
  last: sql.one<{ place: number }>('SELECT COALESCE(MAX(place), 0) AS place FROM goals WHERE room_id = $room'),
  insert: sql.run(`INSERT INTO goals (id, room_id, name, target_tokens, repeats, place)
    VALUES ($id, $room, $name, $target, $repeats, $place)`),
  change: sql.run('UPDATE goals SET name = $name, target_tokens = $target, repeats = $repeats WHERE id = $id'),
  placed: sql.run('UPDATE goals SET place = $place WHERE id = $id'),
  end: sql.run('UPDATE goals SET ended_at = $at WHERE id = $id AND room_id = $room AND ended_at IS NULL'),
}))

export const runningGoal = (world: Pick<World, 'db'>, room: string): Goal | null => q(world).running({ room })
export const waitingGoals = (world: Pick<World, 'db'>, room: string): Goal[] => q(world).waiting({ room })
export const pastGoals = (world: Pick<World, 'db'>, room: string, limit = 10): Goal[] => q(world).past({ room, limit })

/** The goal whose lamps all burn now, because it was reached a moment ago. */
export const litGoal = (world: Pick<World, 'db' | 'clock'>, room: string): Goal | null =>
  q(world).lit({ room, since: world.clock.now() - LIT_MS })

/** What a tip did to the goals: the last one that it reached and how often, or that half of one was passed. */
export interface GoalMoved {
  reached: { goal: Goal; times: number }[]
  half: Goal | null
  /** Where the last part of the tip lies: it is what a return takes out again, until that goal is reached. */
  rests: { goal: string; tokens: bigint; times: number } | null
}

/**
 * Moves the room's goals by a tip, in the tip's own transaction. What a goal does not need goes to the next one; what no goal
 * needs moves none.
 */
export function moveGoals(world: Pick<World, 'db' | 'clock'>, room: string, tokens: bigint): GoalMoved {
  const moved: GoalMoved = { reached: [], half: null, rests: null }
  let rest = tokens
  while (rest > 0n) {
    const goal = q(world).running({ room })
    if (!goal) break
    const sum = goal.moved_tokens + rest
    const now = world.clock.now()
    if (sum < goal.target_tokens) {
      q(world).move({ id: goal.id, moved: sum, times: goal.times, reached: goal.reached_at, ended: null })
      if (goal.moved_tokens * 2n < goal.target_tokens && sum * 2n >= goal.target_tokens) moved.half = goal
      moved.rests = { goal: goal.id, tokens: rest, times: goal.times }
      break
    }
    const times = goal.repeats ? sum / goal.target_tokens : 1n
    rest = goal.repeats ? sum % goal.target_tokens : sum - goal.target_tokens
    q(world).move({
      id: goal.id,
      moved: goal.repeats ? rest : goal.target_tokens,
      times: goal.times + Number(times),
      reached: now,
      ended: goal.repeats ? null : now,
    })
    moved.reached.push({ goal, times: Number(times) })
    if (!goal.repeats) continue
    if (rest > 0n) moved.rests = { goal: goal.id, tokens: rest, times: goal.times + Number(times) }
    break
  }
  return moved
}

export interface GoalTyped {
  name: string
  target_tokens: bigint
  repeats: boolean
}

/** Puts a goal behind those that wait. */
export function addGoal(
  world: World,
  room: string,
  { name, target_tokens, repeats }: GoalTyped,
): { ok: true; id: string } | { ok: false; why: 'many' } {
  return grouped(world, () => {
    if (q(world).waiting({ room }).length >= GOAL.waiting) return { ok: false, why: 'many' } as const
    const id = world.ids.next()
    const place = q(world).last({ room })!.place + 1
    q(world).insert({ id, room, name, target: target_tokens, repeats: repeats ? 1 : 0, place })
    return { ok: true, id } as const
  })
}

/** A goal that has begun keeps what it was moved by, so that its target stays above that. */
export function changeGoal(
  world: World,
  room: string,
  id: string,
  { name, target_tokens, repeats }: GoalTyped,
): { ok: true } | { ok: false; why: 'gone' } | { ok: false; why: 'below'; moved_tokens: bigint } {
  return grouped(world, () => {
    const goal = q(world).one({ room, id })
    if (!goal || goal.ended_at !== null) return { ok: false, why: 'gone' } as const
    if (target_tokens <= goal.moved_tokens) return { ok: false, why: 'below', moved_tokens: goal.moved_tokens } as const
    q(world).change({ id, name, target: target_tokens, repeats: repeats ? 1 : 0 })
    return { ok: true } as const
  })
}

/** Takes a goal away before it is reached. What it was moved by stays hers; it only counts no more. */
export const endGoal = (world: World, room: string, id: string): boolean =>
  grouped(world, () => q(world).end({ id, room, at: world.clock.now() }) > 0)

/** Lets the goal change places with the one before it. */
export function raiseGoal(world: World, room: string, id: string): boolean {
  return grouped(world, () => {
    const all = q(world).waiting({ room })
    const at = all.findIndex(goal => goal.id === id)
    if (at < 1) return false
    q(world).placed({ id: all[at]!.id, place: all[at - 1]!.place })
    q(world).placed({ id: all[at - 1]!.id, place: all[at]!.place })
    return true
  })
}

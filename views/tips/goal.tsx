import { number } from '../format.ts'
import { Lamps } from '../parts/lamps.tsx'
import { say } from '../words/index.ts'

export interface GoalView {
  name: string
  moved_tokens: bigint
  target_tokens: bigint
  /** Reached a moment ago: all lamps burn. */
  reached: boolean
}

const LAMPS = 20

/** Twenty lamps, five per cent each; the next one is half lit from half of its share. */
export function lampsOf(moved_tokens: bigint, target_tokens: bigint): number {
  const halves = (moved_tokens * BigInt(LAMPS * 2)) / target_tokens
  return Number(halves > BigInt(LAMPS * 2) ? BigInt(LAMPS * 2) : halves) / 2
}

export function GoalLamps({ goal, size = 20 }: { goal?: GoalView; size?: 8 | 12 | 20 }) {
  if (!goal) return <Lamps lit={0} size={size} />
  const lit = goal.reached ? LAMPS : lampsOf(goal.moved_tokens, goal.target_tokens)
  const moved = goal.reached ? goal.target_tokens : goal.moved_tokens
  return <Lamps lit={lit} size={size} label={say.tips.goal.bar(goal.name, number(moved), number(goal.target_tokens))} />
}

/** The row at the lip's edge. */
export const RoomLamps = ({ goal }: { goal?: GoalView }) => (
  <div id="lamps" class={goal?.reached ? 'goal-lamps goal-full' : 'goal-lamps'}>
    <GoalLamps goal={goal} />
  </div>
)

/** Name and figures under the lamps: two lines, also without a goal, so that nothing moves when one begins. */
export function GoalLine({ goal }: { goal?: GoalView }) {
  const words = say.tips.goal
  return (
    <div
      id="goal"
      class="goal"
      data-moved={goal && !goal.reached ? String(goal.moved_tokens) : undefined}
      data-target={goal && !goal.reached ? String(goal.target_tokens) : undefined}
    >
      <p class="goal-name">{goal ? goal.name : words.none}</p>
      <p class="goal-count">
        {!goal ? (
          words.noneLine
        ) : goal.reached ? (
          words.reached
        ) : (
          <>
            <b>{number(goal.moved_tokens)}</b> <span class="goal-of">{words.of(number(goal.target_tokens))}</span>
            <span class="goal-of-short">{words.ofShort(number(goal.target_tokens))}</span>
            <span class="goal-left"> · {words.toGo(number(goal.target_tokens - goal.moved_tokens))}</span>
          </>
        )}
      </p>
    </div>
  )
}

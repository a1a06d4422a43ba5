import { dayTitle, length, machine, shortDay, soon, time, until, type Zone } from '../format.ts'

/** How a moment is told. The page's script tells it again in the reader's own zone by the same function. */
export const TELL = {
  time: (at: number, _now: number, zone: Zone) => time(at, zone),
  soon,
  until: (at: number, now: number) => until(at, now),
  'short-day': (at: number, _now: number, zone: Zone) => shortDay(at, zone),
  'day-title': dayTitle,
  'on-air': (at: number, now: number) => length(now - at),
} satisfies Record<string, (at: number, now: number, zone: Zone) => string>

export type Telling = keyof typeof TELL

export function Moment(props: { at: number; as: Telling; now: number; zone: Zone; class?: string }) {
  return (
    <time class={props.class} datetime={machine(props.at)} data-as={props.as}>
      {TELL[props.as](props.at, props.now, props.zone)}
    </time>
  )
}

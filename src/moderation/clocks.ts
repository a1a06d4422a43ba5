import { DAY, HOUR, MINUTE } from '../base/clock.ts'
import { houseZone } from '../base/zone.ts'
import type { World } from '../world.ts'

export const REPORT_KINDS = ['danger', 'minor', 'privacy', 'copyright', 'conduct', 'fraud', 'other'] as const
export type ReportKind = (typeof REPORT_KINDS)[number]
export const isReportKind = (kind: string): kind is ReportKind => (REPORT_KINDS as readonly string[]).includes(kind)

interface KindRule {
  /** A person has looked by then. */
  look: number
  /** It is decided by then: a time, or business days of the house. */
  decide: { ms: number } | { days: number }
  /** Stands over everything else, whatever its clock. */
  first?: boolean
  /** For owners alone; the form takes nothing but words. */
  officers?: boolean
  /** What was reported is hidden until somebody has decided. */
  hides?: boolean
}

/** Seven business days, as cards ask for complaints; a day for danger; 48 hours for what shows somebody against her will. */
const RULES: Record<ReportKind, KindRule> = {
  minor: { look: 15 * MINUTE, decide: { ms: DAY }, first: true, officers: true, hides: true },
  danger: { look: 15 * MINUTE, decide: { ms: DAY }, first: true },
  privacy: { look: 4 * HOUR, decide: { ms: 2 * DAY }, hides: true },
  copyright: { look: DAY, decide: { days: 7 } },
  conduct: { look: DAY, decide: { days: 7 } },
  fraud: { look: DAY, decide: { days: 7 } },
  other: { look: DAY, decide: { days: 7 } },
}

export const ruleOf = (kind: ReportKind): KindRule => RULES[kind]
export const FIRST_KINDS = REPORT_KINDS.filter(kind => RULES[kind].first)
export const HIDING_KINDS = REPORT_KINDS.filter(kind => RULES[kind].hides)
export const OFFICER_KINDS = REPORT_KINDS.filter(kind => RULES[kind].officers)

export const APPEAL_DAYS = 7

/** So many days on, Saturdays and Sundays of the house's zone left out. */
export function businessDays(world: World, from: number, days: number): number {
  const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone: houseZone(world) })
  let at = from
  for (let left = days; left > 0; ) {
    at += DAY
    if (!weekday.format(at).startsWith('S')) left--
  }
  return at
}

/** When a report of this kind has to be looked at, and decided. */
export function clocksOf(world: World, kind: ReportKind, at: number): { look: number; decide: number } {
  const { look, decide } = RULES[kind]
  return { look: at + look, decide: 'ms' in decide ? at + decide.ms : businessDays(world, at, decide.days) }
}

import { type Actor, record } from '../audit/index.ts'
import { DAY, MINUTE } from '../base/clock.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'
import {
  ALERTS,
  CHOICES,
  type ChoiceSetting,
  CLASSES,
  type FilterAct,
  type FilterClass,
  NEVER,
  type Rules,
  rulesOf,
} from './classes.ts'
import { type InForce, inForce } from './lists.ts'
import { fold } from './normalise.ts'
import { scan } from './scanners.ts'

/** Where a text stands. */
export type What = 'title' | 'bio' | 'tag' | 'date' | 'name' | 'search' | 'chat' | 'whisper' | 'notice' | 'wish'

export interface Finding {
  class: FilterClass
  /** UTF-16 places in the text. */
  from: number
  to: number
  list: string | null
}

export interface Verdict {
  act: FilterAct
  /** The heaviest class that led to it; null where nothing did. */
  class: FilterClass | null
  /** The text with what has to be covered covered: the rest as it was, letter by letter. */
  text: string
  covered: FilterClass[]
  findings: Finding[]
}

const WEIGHT: Record<FilterAct, number> = { block: 4, drop: 3, hold: 2, mask: 1, allow: 0 }

/** What a text holds, by the lists and by its shapes. Knows no person and no place. */
export function findings(
  text: string,
  lists: InForce,
  rules: Rules,
  { inside = false, ownHost = '' }: { inside?: boolean; ownHost?: string } = {},
): Finding[] {
  const folded = fold(text)
  const once = new Set<number>()
  for (const [tag, { class: named }] of lists.tags.entries()) if (rules[named] !== 'mask') once.add(tag)
  return [
    ...lists.matcher.matches(folded, { inside, once }).map(({ tag, from, to }) => ({ ...lists.tags[tag]!, from, to })),
    ...scan(folded, { ownHost }).map(found => ({ ...found, list: null })),
  ]
}

/** Weighs what was found: the heaviest act wins, and what is covered is covered in any case. */
export function weigh(text: string, found: readonly Finding[], rules: Rules): Verdict {
  let act: FilterAct = 'allow'
  let named: FilterClass | null = null
  const spans: Finding[] = []
  for (const finding of found) {
    const asked = rules[finding.class]
    if (asked === 'mask') spans.push(finding)
    const heavier =
      WEIGHT[asked] > WEIGHT[act] ||
      (WEIGHT[asked] === WEIGHT[act] && (named === null || CLASSES.indexOf(finding.class) < CLASSES.indexOf(named)))
    if (heavier) {
      act = asked
      named = finding.class
    }
  }
  return {
    act,
    class: named,
    text: cover(text, spans),
    covered: CLASSES.filter(name => spans.some(span => span.class === name)),
    findings: [...found],
  }
}

export const COVER = '•'

/** Every letter of a span becomes one dot; blanks inside it stay, and so does everything around it. */
export function cover(text: string, spans: readonly { from: number; to: number }[]): string {
  let out = ''
  let at = 0
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    if (to <= at) continue
    const begin = Math.max(from, at)
    out += text.slice(at, begin) + text.slice(begin, to).replace(/\S/gu, COVER)
    at = to
  }
  return out + text.slice(at)
}

const q = prepared(sql => ({
  insert: sql.run(`INSERT INTO filter_hits (id, at, class, act, what, account_id, list_id, alert)
    VALUES ($id, $at, $class, $act, $what, $account, $list, $alert)`),
  frozen: sql.one<{ id: string }>(`SELECT id FROM filter_hits
    WHERE account_id = $account AND class = 'minor-safety' AND alert = 1 AND looked_at IS NULL AND what <> 'search' LIMIT 1`),
  open: sql.one<{ n: number }>('SELECT count(*) AS n FROM filter_hits WHERE alert = 1 AND looked_at IS NULL'),
  page: sql.all<Hit>(`SELECT h.id, h.at, h.class, h.act, h.what, h.account_id, a.handle, h.alert, h.looked_at, h.looked_by, h.looked_because
    FROM filter_hits h LEFT JOIN accounts a ON a.id = h.account_id AND a.deleted_at IS NULL
    WHERE (h.at < $at OR (h.at = $at AND h.id < $id)) AND ($class = '' OR h.class = $class)
      AND ($waiting = 0 OR (h.alert = 1 AND h.looked_at IS NULL)) AND ($list = '' OR h.list_id = $list)
      AND ($q = '' OR instr(lower(coalesce(a.handle, '')), lower($q)) > 0)
    ORDER BY h.at DESC, h.id DESC LIMIT $limit`),
  look: sql.run(`UPDATE filter_hits SET looked_at = $at, looked_by = $by, looked_because = $because
    WHERE id = $id AND alert = 1 AND looked_at IS NULL`),
  one: sql.one<Hit>(`SELECT h.id, h.at, h.class, h.act, h.what, h.account_id, a.handle, h.alert, h.looked_at, h.looked_by, h.looked_because
    FROM filter_hits h LEFT JOIN accounts a ON a.id = h.account_id AND a.deleted_at IS NULL WHERE h.id = $id`),
  sweep: sql.run('DELETE FROM filter_hits WHERE at < $before AND (alert = 0 OR looked_at IS NOT NULL)'),
  perList: sql.all<{ list_id: string; n: number }>(
    'SELECT list_id, count(*) AS n FROM filter_hits WHERE list_id IS NOT NULL AND at >= $since GROUP BY list_id',
  ),
}))

export interface Asked {
  what: What
  text: string
  /** The account that writes. */
  by?: string | null
  /** For somebody without an account: bounds how much one of them can make us write down. */
  network?: string
  /** The room where it would stand. */
  room?: string
  /** Whether dots may stand in the text; where they may not, what would be covered is refused. */
  mayCover?: boolean
  /** Whether somebody can look at it first: what would be held is then answered as `held` instead of refused. */
  mayHold?: boolean
}

/** `waiting`: a person of the house looks at something else first. */
export type Refusal = FilterClass | 'waiting'
export type Filtered =
  | { ok: true; text: string; covered: FilterClass[]; held?: FilterClass }
  | { ok: false; why: Refusal }

const rulesNow = (world: World): Rules =>
  rulesOf({
    filter_link: world.settings.get('filter_link'),
    filter_contact: world.settings.get('filter_contact'),
    filter_profanity: world.settings.get('filter_profanity'),
  })

function ownHost(world: World): string {
  const url = world.settings.get('public_url') || world.config.publicUrl
  return URL.parse(url)?.host ?? ''
}

/**
 * Every text that others will see goes through here before it is stored. Answers the text as it may be stored, or the class that
 * refuses it. What was met is written down by class, never by word.
 */
export function filter(world: World, asked: Asked): Filtered {
  const { text, by = null, mayCover = true, mayHold = false } = asked
  if (by !== null && isFrozen(world, by)) return { ok: false, why: 'waiting' }
  if (text === '') return { ok: true, text, covered: [] }
  const rules = rulesNow(world)
  const verdict = weigh(text, findings(text, inForce(world), rules, { ownHost: ownHost(world) }), rules)
  note(world, asked, verdict.findings, rules)
  switch (verdict.act) {
    case 'allow':
      return { ok: true, text, covered: [] }
    case 'mask':
      return mayCover ? { ok: true, text: verdict.text, covered: verdict.covered } : { ok: false, why: verdict.class! }
    case 'hold':
      if (!mayHold) return { ok: false, why: verdict.class! }
      return { ok: true, text: verdict.text, covered: verdict.covered, held: verdict.class! }
    case 'block':
    case 'drop':
      return { ok: false, why: verdict.class! }
    default:
      return verdict.act satisfies never
  }
}

/** The fields of one form: each as it may be stored, or why it stays where it is. */
export function filterForm<Field extends What>(
  world: World,
  by: string,
  fields: Record<Field, string>,
): { texts: Record<Field, string>; refused: Partial<Record<Field, Refusal>>; covered: boolean } {
  const texts = { ...fields }
  const refused: Partial<Record<Field, Refusal>> = {}
  let covered = false
  for (const what of Object.keys(fields) as Field[]) {
    const answer = filter(world, { what, text: fields[what], by, mayCover: what !== 'tag' })
    if (answer.ok) {
      texts[what] = answer.text
      covered = covered || answer.covered.length > 0
    } else {
      refused[what] = answer.why
      // It concerns whoever writes, not the field: said once.
      if (answer.why === 'waiting') break
    }
  }
  return { texts, refused, covered }
}

/** Names and searches: only what the house never shows counts, names also inside of longer words. */
function meetsNever(world: World, asked: Asked): boolean {
  const rules = rulesNow(world)
  const inside = asked.what === 'name'
  const lists = inForce(world)
  if (lists.matcher.size === 0) return false
  const found = findings(asked.text, lists, rules, { inside }).filter(
    finding => finding.list !== null && NEVER.includes(finding.class),
  )
  note(world, asked, found, rules)
  return found.length > 0
}

export const nameFits = (world: World, name: string, network = ''): boolean =>
  !meetsNever(world, { what: 'name', text: name, network })

export const mayFind = (world: World, search: string, by: string | null, network: string): boolean =>
  !meetsNever(world, { what: 'search', text: search, by, network })

/** Until a person of the house has looked, nothing more of this account is shown. */
export const isFrozen = (world: World, account: string): boolean => q(world).frozen({ account }) !== null

/** Somebody wrote what endangers minors: a person of the house has to look. */
export interface Alarm {
  what: What
  account: string
  /** The room's id, where it was written in one. */
  room?: string
}

const listening = new WeakMap<World, (alarm: Alarm) => void>()

/** Tied in wiring.ts: wherever such a text was typed, it is told in the same verb. */
export function hearAlarms(world: World, told: (alarm: Alarm) => void): void {
  listening.set(world, told)
}

/** One row for each class; the same again within minutes is told once. */
function note(
  world: World,
  { what, by = null, network = '', room, mayHold = false }: Asked,
  found: readonly Finding[],
  rules: Rules,
): void {
  const classes = new Map<FilterClass, Finding>()
  for (const finding of found) if (!classes.has(finding.class)) classes.set(finding.class, finding)
  for (const { class: named, list } of classes.values()) {
    // Of somebody without an account there is nobody to look at.
    const alert = ALERTS.includes(named) && by !== null
    if (rules[named] === 'allow') continue
    const freezes = named === 'minor-safety' && by !== null && what !== 'search'
    const who = by ?? `network ${network}`
    if (!freezes && !world.rates.take(`hit ${who} ${what} ${named}`, 6, 10 * MINUTE)) continue
    tx(world, () =>
      q(world).insert({
        id: world.ids.next(),
        at: world.clock.now(),
        class: named,
        // Where nobody can look at it first, it stopped there.
        act: rules[named] === 'hold' && !mayHold ? 'block' : rules[named],
        what,
        account: by,
        list,
        alert: alert ? 1 : 0,
      }),
    )
    if (freezes) listening.get(world)?.({ what, account: by, room })
  }
}

export interface Hit {
  id: string
  at: number
  class: FilterClass
  act: FilterAct
  what: What
  account_id: string | null
  handle: string | null
  alert: number
  looked_at: number | null
  looked_by: string | null
  looked_because: string | null
}

export interface HitsAsked {
  /** A part of the name of whoever wrote it. */
  q?: string
  class?: string
  list?: string
  waiting?: boolean
  before?: { at: number; id: string } | null
  limit: number
}

/** Newest first. */
export const hits = (
  world: World,
  { q: text = '', class: named = '', list = '', waiting = false, before, limit }: HitsAsked,
): Hit[] =>
  q(world).page({
    q: text,
    class: named,
    list,
    waiting: waiting ? 1 : 0,
    at: before?.at ?? Number.MAX_SAFE_INTEGER,
    id: before?.id ?? '',
    limit,
  })

export const hitById = (world: World, id: string): Hit | null => q(world).one({ id })

export const alertsOpen = (world: World): number => q(world).open()!.n

/** How often each list was met lately, by its id. */
export const hitsOfLists = (world: World, since: number): Map<string, number> =>
  new Map(
    q(world)
      .perList({ since })
      .map(row => [row.list_id, row.n]),
  )

export type Looked = { ok: true } | { ok: false; why: 'gone' | 'because' }

/** A person of the house has looked; what waited for it goes on. */
export function look(world: World, id: string, because: string, by: Actor): Looked {
  const reason = because.trim()
  if (reason === '' || Array.from(reason).length > 1000) return { ok: false, why: 'because' }
  return tx(world, () => {
    const hit = q(world).one({ id })
    if (!hit || q(world).look({ id, at: world.clock.now(), by: by.id, because: reason }) === 0) {
      return { ok: false, why: 'gone' } as const
    }
    record(world, {
      actor: by,
      act: 'filter.looked',
      subject: hit.account_id ? `account:${hit.account_id}` : 'site',
      reason,
      detail: { class: hit.class, what: hit.what },
    })
    return { ok: true } as const
  })
}

const KEPT_MS = 90 * DAY

/** What nobody has to look at any more goes after three months. */
export const sweepHits = (world: World): number => q(world).sweep({ before: world.clock.now() - KEPT_MS })

/** What would become of a text now; nothing is written down. */
export function tryText(world: World, text: string): Verdict {
  const rules = rulesNow(world)
  return weigh(text, findings(text, inForce(world), rules, { ownHost: ownHost(world) }), rules)
}

export const CHOICE_NAMES = Object.keys(CHOICES) as ChoiceSetting[]

/** The acts that an owner has chosen; an unknown word for one changes nothing. */
export function chooseActs(world: World, typed: Readonly<Record<ChoiceSetting, string>>, by: Actor): boolean {
  const chosen = CHOICE_NAMES.map(name => ({ name, act: CHOICES[name].find(act => act === typed[name]) }))
  if (chosen.some(({ act }) => act === undefined)) return false
  const changed = chosen.filter(({ name, act }) => world.settings.get(name) !== act)
  if (changed.length === 0) return true
  tx(world, () => {
    const detail = Object.fromEntries(
      changed.map(({ name, act }) => [name, { from: world.settings.get(name), to: act }]),
    )
    record(world, { actor: by, act: 'settings.changed', subject: 'site', detail })
    for (const { name, act } of changed) world.settings.set(name, act as never, world.clock.now())
  })
  return true
}

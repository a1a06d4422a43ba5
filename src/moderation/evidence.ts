import { type Actor, digest, record, SYSTEM } from '../audit/index.ts'
import { MINUTE } from '../base/clock.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'
import type { Case } from './case.ts'
import { ruleOf } from './clocks.ts'
import type { Around } from './listeners.ts'

export interface Evidence {
  id: string
  case_id: string
  report_id: string
  class: 'evidence' | 'evidence-minor'
  at: number
  sealed: Uint8Array
  manifest: string
  manifest_sha256: string
  mark: string
}

export interface Manifest {
  v: 1
  evidence: string
  case: string
  report: string
  at: number
  /** What the sealed copy holds, by name. */
  parts: { name: string; count: number; sha256: string }[]
  sha256: string
}

export interface Custody {
  act: 'sealed' | 'opened'
  by: string
  at: number
}

const q = prepared(sql => ({
  insert: sql.run(`INSERT INTO evidence (id, case_id, report_id, class, at, sealed, manifest, manifest_sha256, mark)
    VALUES ($id, $case, $report, $class, $at, $sealed, $manifest, $hash, $mark)`),
  ofCase: sql.all<Evidence>('SELECT * FROM evidence WHERE case_id = $case ORDER BY at, id'),
  log: sql.run('INSERT INTO custody (id, evidence_id, act, by, at) VALUES ($id, $evidence, $act, $by, $at)'),
  custody: sql.all<Custody>(
    'SELECT act, by, at FROM custody WHERE evidence_id = $evidence ORDER BY at, rowid LIMIT 200',
  ),
  openedLast: sql.one<{
    at: number | null
  }>(`SELECT max(c.at) AS at FROM custody c JOIN evidence e ON e.id = c.evidence_id
    WHERE e.case_id = $case AND c.by = $by AND c.act = 'opened'`),
  newest: sql.one<{ at: number }>(
    'SELECT max(at) AS at FROM evidence WHERE case_id = $case HAVING max(at) IS NOT NULL',
  ),
}))

const place = (id: string) => ({ table: 'evidence', column: 'sealed', row: id })
/** Many reports of one thing within a minute are one moment. */
const SAME_MOMENT_MS = 60_000

/** Seals what stood around the reported thing. Its manifest goes into the audit chain, so that no later copy can take its place. */
export function sealAround(
  world: World,
  { case: of, report, around }: { case: Case; report: string; around: Around },
): void {
  const at = world.clock.now()
  const newest = q(world).newest({ case: of.id })
  if (newest && at - newest.at < SAME_MOMENT_MS) return
  const id = world.ids.next()
  const kept = ruleOf(of.kind).officers ? 'evidence-minor' : 'evidence'
  const content = JSON.stringify(around)
  const manifest: Manifest = {
    v: 1,
    evidence: id,
    case: of.id,
    report,
    at,
    parts: [
      { name: 'lines', count: around.lines.length, sha256: digest(JSON.stringify(around.lines)) },
      { name: 'people', count: around.people.length, sha256: digest(JSON.stringify(around.people)) },
      { name: 'room', count: around.room ? 1 : 0, sha256: digest(JSON.stringify(around.room)) },
    ],
    sha256: digest(content),
  }
  const text = JSON.stringify(manifest)
  const hash = digest(text)
  q(world).insert({
    id,
    case: of.id,
    report,
    class: kept,
    at,
    sealed: world.seal.close(kept, place(id), new TextEncoder().encode(content)),
    manifest: text,
    hash,
    mark: world.seal.mark(kept, text),
  })
  q(world).log({ id: world.ids.next(), evidence: id, act: 'sealed', by: SYSTEM.id, at })
  record(world, {
    actor: SYSTEM,
    act: 'evidence.sealed',
    subject: `case:${of.id}`,
    detail: { evidence: id, manifest: hash },
  })
}

/** Once opened, a copy can be read for so long. */
export const OPEN_MS = 15 * MINUTE

/** Whether this person has opened the case's copies lately. */
export const hasOpen = (world: World, id: string, by: string): boolean =>
  (q(world).openedLast({ case: id, by })?.at ?? 0) > world.clock.now() - OPEN_MS

/** For a case that is closed: whoever answers an appeal reads what the first one read, on the record too. */
export const openEvidence = (world: World, id: string, by: Actor): void => tx(world, () => openedBy(world, id, by))

/** Whoever claims a case sees its evidence: written down for each copy. */
export function openedBy(world: World, id: string, by: Actor): void {
  const found = q(world).ofCase({ case: id })
  const at = world.clock.now()
  for (const { id: evidence } of found) {
    q(world).log({ id: world.ids.next(), evidence, act: 'opened', by: by.id, at })
  }
  if (found.length > 0)
    record(world, { actor: by, act: 'evidence.opened', subject: `case:${id}`, detail: { copies: found.length } })
}

export interface EvidenceView {
  id: string
  at: number
  manifest: Manifest
  manifest_sha256: string
  custody: Custody[]
}

/** What is known of the copies without opening them. */
export const evidenceOf = (world: World, id: string): EvidenceView[] =>
  q(world)
    .ofCase({ case: id })
    .map(({ id: evidence, at, manifest, manifest_sha256 }) => ({
      id: evidence,
      at,
      manifest: JSON.parse(manifest) as Manifest,
      manifest_sha256,
      custody: q(world).custody({ evidence }),
    }))

export type Opened =
  | { ok: true; around: Around }
  /** `key`: sealed with another key. `changed`: not what was sealed. */
  | { ok: false; why: 'gone' | 'key' | 'changed' }

/** The content of one copy, compared with its manifest and the manifest with its mark. Whoever asks has claimed the case. */
export function readEvidence(world: World, id: string, evidence: string): Opened {
  const found = q(world)
    .ofCase({ case: id })
    .find(each => each.id === evidence)
  if (!found) return { ok: false, why: 'gone' }
  const opened = world.seal.open(found.class, place(found.id), found.sealed)
  if (!opened) return { ok: false, why: 'key' }
  const content = new TextDecoder().decode(opened)
  const manifest = JSON.parse(found.manifest) as Manifest
  const whole =
    digest(content) === manifest.sha256 &&
    digest(found.manifest) === found.manifest_sha256 &&
    world.seal.mark(found.class, found.manifest) === found.mark
  return whole ? { ok: true, around: JSON.parse(content) as Around } : { ok: false, why: 'changed' }
}

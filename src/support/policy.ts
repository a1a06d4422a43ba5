import { type Actor, record } from '../audit/index.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'
import { STARTERS } from './starters.ts'

export const POLICIES = ['terms', 'privacy', 'rules', 'contact'] as const
export type PolicySlug = (typeof POLICIES)[number]
export const isPolicy = (slug: string): slug is PolicySlug => (POLICIES as readonly string[]).includes(slug)

export const LONGEST_TITLE = 120
export const LONGEST_BODY = 40_000

/** One version of a text of the house. Version 0 ships with Footlight and was written by nobody. */
export interface Policy {
  slug: PolicySlug
  version: number
  title: string
  body: string
  /** `account:ID`; empty for version 0. */
  by: string
  /** 0 for version 0. */
  at: number
}

export type PolicyVersion = Omit<Policy, 'body'> & { handle: string | null }

const q = prepared(sql => ({
  latest: sql.one<Policy>('SELECT * FROM pages WHERE slug = $slug ORDER BY version DESC LIMIT 1'),
  one: sql.one<Policy>('SELECT * FROM pages WHERE slug = $slug AND version = $version'),
  list: sql.all<PolicyVersion>(`SELECT p.slug, p.version, p.title, p.by, p.at, a.handle
    FROM pages p LEFT JOIN accounts a ON p.by = 'account:' || a.id
    WHERE p.slug = $slug ORDER BY p.version DESC LIMIT 100`),
  insert: sql.run(`INSERT INTO pages (slug, version, title, body, by, at)
    VALUES ($slug, $version, $title, $body, $by, $at)`),
}))

const starter = (world: World, slug: PolicySlug): Policy => ({
  slug,
  version: 0,
  ...STARTERS[world.settings.get('language')][slug],
  by: '',
  at: 0,
})

/** What visitors read now. */
export const currentPolicy = (world: World, slug: PolicySlug): Policy =>
  q(world).latest({ slug }) ?? starter(world, slug)

export const policyVersion = (world: World, slug: PolicySlug, version: number): Policy | null =>
  version === 0 ? starter(world, slug) : q(world).one({ slug, version })

/** Newest first; the text that Footlight ships stands last. */
export function policyVersions(world: World, slug: PolicySlug): PolicyVersion[] {
  const { body: _, ...first } = starter(world, slug)
  return [...q(world).list({ slug }), { ...first, handle: null }]
}

export type PolicyWrong = { title?: 'empty' | 'long'; body?: 'empty' | 'long' }
export type Published = { ok: true; version: number } | { ok: false; wrong: PolicyWrong } | { ok: false; why: 'same' }

/** A new version; the old ones stay. */
export function publishPolicy(
  world: World,
  slug: PolicySlug,
  { title, body, by }: { title: string; body: string; by: Actor },
): Published {
  const wrong: PolicyWrong = {}
  if (title.trim() === '') wrong.title = 'empty'
  else if (title.length > LONGEST_TITLE) wrong.title = 'long'
  if (body.trim() === '') wrong.body = 'empty'
  else if (body.length > LONGEST_BODY) wrong.body = 'long'
  if (wrong.title || wrong.body) return { ok: false, wrong }
  return tx(world, () => {
    const now = currentPolicy(world, slug)
    if (now.title === title && now.body === body) return { ok: false, why: 'same' }
    const version = now.version + 1
    q(world).insert({ slug, version, title, body, by: by.id, at: world.clock.now() })
    record(world, { actor: by, act: 'page.published', subject: `page:${slug}`, detail: { version } })
    return { ok: true, version }
  })
}

const LONGEST_RULE = 80

/** The headings of the house rules: what a sanction or a stop names. Without headings there is one, the page as a whole. */
export function houseRules(world: World): string[] {
  const rules = currentPolicy(world, 'rules')
    .body.split('\n')
    .flatMap(line => /^#\s+(.+?)\s*$/.exec(line)?.[1]?.slice(0, LONGEST_RULE) ?? [])
  return rules.length > 0 ? [...new Set(rules)] : [currentPolicy(world, 'rules').title]
}

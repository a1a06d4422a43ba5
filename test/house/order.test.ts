import { expect, test } from 'bun:test'
import { type Source, sources } from '../help/sources.ts'

/** The architecture: a domain imports only domains to its left. */
export const ORDER = [
  'base',
  'audit',
  'accounts',
  'ledger',
  'compliance',
  'moderation',
  'rooms',
  'broadcasts',
  'chat',
  'wallet',
  'tips',
  'shows',
  'clubs',
  'library',
  'messages',
  'affiliates',
  'payouts',
  'support',
  'media',
  'admin',
  'ops',
]
/** Right of everything: they know the whole house. */
const HEADS = ['src/app.ts', 'src/wiring.ts', 'src/main.ts']
/** Edges that others use by name: who may enter, what the console says, what a page shows of it. */
const DOORS = ['index.ts', 'access.ts', 'cli.ts', 'view.ts']

const domainOf = (path: string): string | null => /^src\/([^/]+)\//.exec(path)?.[1] ?? null

test('every folder of src is a domain of the order', () => {
  const domains = new Set(sources('src/**/*.{ts,tsx}').map(source => domainOf(source.path)))
  domains.delete(null)
  domains.delete('migrations')
  expect([...domains].filter(domain => !ORDER.includes(domain!))).toEqual([])
})

test('a domain imports only domains to its left', () => {
  const wrong: string[] = []
  for (const { path, imports } of sources('src/**/*.{ts,tsx}')) {
    const domain = domainOf(path)
    if (!domain || domain === 'migrations') continue
    for (const { from, typeOnly } of imports) {
      if (!from.startsWith('src/')) continue
      if (from === 'src/world.ts') {
        if (!typeOnly) wrong.push(`${path} takes more than types from world.ts`)
        continue
      }
      if (HEADS.includes(from)) {
        wrong.push(`${path} imports ${from}`)
        continue
      }
      const other = domainOf(from)
      if (!other || other === domain || other === 'migrations') continue
      if (ORDER.indexOf(other) > ORDER.indexOf(domain)) wrong.push(`${path} imports ${from}, which stands to its right`)
    }
  }
  expect(wrong).toEqual([])
})

test('a domain is entered by its front door', () => {
  const wrong: string[] = []
  const enters = ({ path, imports }: Source) => {
    for (const { from, typeOnly } of imports) {
      const other = domainOf(from)
      if (!other || other === 'base' || other === 'migrations' || other === domainOf(path) || typeOnly) continue
      const file = from.split('/').slice(2).join('/')
      const head = HEADS.includes(path)
      // The site map puts the edges in their order, and the three heads wire what has no front door of its own.
      if (DOORS.includes(file) || head) continue
      wrong.push(`${path} imports ${from}`)
    }
  }
  for (const source of sources('src/**/*.{ts,tsx}')) enters(source)
  expect(wrong).toEqual([])
})

test('no file goes round in a circle with another domain', () => {
  const all = sources('src/**/*.{ts,tsx}')
  const graph = new Map<string, Set<string>>()
  for (const { path, imports } of all) {
    const domain = domainOf(path)
    if (!domain) continue
    const to = graph.get(domain) ?? new Set()
    for (const { from, typeOnly } of imports) {
      const other = domainOf(from)
      if (other && other !== domain && !typeOnly) to.add(other)
    }
    graph.set(domain, to)
  }
  const wrong = [...graph].flatMap(([domain, to]) =>
    [...to].filter(other => graph.get(other)?.has(domain)).map(other => `${domain} <-> ${other}`),
  )
  expect(wrong).toEqual([])
})

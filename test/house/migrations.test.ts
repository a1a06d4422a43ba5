import { expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../../src/base/db/migrate.ts'
import { migrations } from '../../src/migrations/index.ts'
import { ROOT } from '../help/sources.ts'

/** Name and SHA-256 of every migration that a release has carried. It only grows. */
const frozen = JSON.parse(readFileSync(join(ROOT, 'test/golden/migrations.json'), 'utf8')) as Record<string, string>
const changelog = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8')

test('what a release carried never changes', () => {
  const ours = Object.fromEntries(migrations.map(({ name, sql }) => [name, sha256(sql)]))
  for (const [name, hash] of Object.entries(frozen)) expect([name, ours[name]]).toEqual([name, hash])
})

test('a release freezes its migrations', () => {
  const released = /^## \d+\.\d+\.\d+ \(\d{4}-\d\d-\d\d\)/m.test(changelog)
  if (released) expect(Object.keys(frozen).length).toBeGreaterThan(0)
  else expect(frozen).toEqual({})
})

test('they are numbered without a gap, and every file is one of them', () => {
  expect(migrations.map(m => m.number)).toEqual(migrations.map((_, i) => i + 1))
  for (const { number, name } of migrations)
    expect(name).toMatch(new RegExp(`^${String(number).padStart(4, '0')}_[a-z_]+$`))
  const files = readdirSync(join(ROOT, 'src/migrations')).filter(file => file.endsWith('.sql'))
  expect(files.sort()).toEqual(migrations.map(m => `${m.name}.sql`))
})

test('each says first what the thing is, and keeps its types', () => {
  for (const { name, sql } of migrations) {
    expect([name, sql.split('\n')[0]]).toEqual([name, expect.stringMatching(/^-- [A-Z].*\.$/)])
    const tables = sql.match(/^CREATE TABLE [\s\S]*?^\)[^;]*;/gm) ?? []
    for (const table of tables)
      expect([name, table.trimEnd().split('\n').pop()]).toEqual([name, expect.stringMatching(/STRICT/)])
  }
})

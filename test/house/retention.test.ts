import { expect, test } from 'bun:test'
import { migrations } from '../../src/migrations/index.ts'
import { testWorld } from '../help/world.ts'

/** Why a row is kept, and so when it goes. A new class is a decision. */
const CLASSES: Record<string, string> = {
  site: 'as long as the site',
  audit: 'as long as the site; details can be erased',
  account: 'until the account is deleted',
  session: 'until it ends',
  code: 'until it was used or is over, and 90 days more',
  sanction: 'as long as it may be appealed or repeated',
  record: 'as the operator sets',
  chat: '90 days',
  ledger: 'ten years after the last posting, with bare ids and no names',
  case: 'until the case is closed, and as the law asks',
}

test('every table declares why it is kept', () => {
  const declared = new Map<string, string>()
  for (const { sql } of migrations) {
    for (const [, table = '', name = ''] of sql.matchAll(/^CREATE TABLE (\w+) \((?: -- retention: (\w+))?/gm)) {
      declared.set(table, name)
    }
  }
  const rows = testWorld()
    .db.query("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all() as { name: string }[]
  const tables = rows
    .map(row => row.name)
    .filter(name => name !== 'migrations' && !/_(fts|data|idx|content|docsize|config)$/.test(name))
  expect(tables.length).toBeGreaterThan(10)
  const wrong = tables.filter(table => !Object.hasOwn(CLASSES, declared.get(table) ?? ''))
  expect(wrong).toEqual([])
})

import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { prepared } from '../../src/base/db/prepared.ts'

test('no statement lets the planner look at what is bound, which would plan it anew at each call', () => {
  const db = new Database(':memory:')
  db.run("CREATE TABLE t (a TEXT, b INTEGER) STRICT; INSERT INTO t VALUES ('x', 1), (NULL, 2)")
  const texts: string[] = []
  const prepare = db.prepare.bind(db)
  db.prepare = ((text: string) => {
    texts.push(text)
    return prepare(text)
  }) as typeof db.prepare
  const q = prepared(sql => ({
    equal: sql.all<{ b: number }>('SELECT b FROM t WHERE a = $a AND b >= $least'),
    same: sql.one<{ b: number }>('SELECT b FROM t WHERE a IS $a'),
    set: sql.run('UPDATE t SET a = $a WHERE b = $b'),
  }))
  const given = { db }
  expect(q(given).equal({ a: 'x', least: 0 })).toEqual([{ b: 1 }])
  expect(q(given).same({ a: null })).toEqual({ b: 2 })
  expect(q(given).set({ a: 'y', b: 2 })).toBe(1)
  expect(q(given).same({ a: 'y' })).toEqual({ b: 2 })
  expect(texts.filter(text => /(=|IS) \$/.test(text))).toEqual([])
})

import type { Database, SQLQueryBindings, Statement } from 'bun:sqlite'

export type Params = Record<string, SQLQueryBindings | undefined> | undefined
type Given = { db: Database }

/** Columns whose integers stay bigint: what a member spends and what money is (`price_tokens`, `amount_minor`). */
const EXACT = /(^|_)(tokens|minor)$/

export interface Sql {
  /** The only row, or null. */
  one<Row>(text: string): (params?: Params) => Row | null
  all<Row>(text: string): (params?: Params) => Row[]
  /** Runs and answers how many rows changed. */
  run(text: string): (params?: Params) => number
}

const checked = (params: Params): never => (params ?? {}) as never

/**
 * SQLite plans a statement anew at every call once its planner has looked at the value of `column = $name`, and since 3.47 it looks in
 * every join: that was four to thirty times the work of the statement itself (docs/decisions/0029). Behind a plus it does not look, and
 * means the same.
 */
const plannedOnce = (text: string): string => text.replace(/(=|\bIS) (\$[a-z])/gi, '$1 +$2')

function sqlOf(db: Database): Sql {
  const shape = (statement: Statement): (<Row>(row: unknown) => Row) => {
    const exact = statement.columnNames.some(name => EXACT.test(name))
    statement.safeIntegers(exact)
    if (!exact) return row => row as never
    return row => {
      const record = row as Record<string, unknown>
      for (const name in record) {
        const value = record[name]
        if (typeof value === 'bigint' && !EXACT.test(name)) record[name] = Number(value)
      }
      return record as never
    }
  }
  return {
    one<Row>(text: string) {
      const statement = db.prepare(plannedOnce(text))
      const toRow = shape(statement)
      return (params?: Params) => {
        const row = statement.get(checked(params))
        return row === null ? null : toRow<Row>(row)
      }
    },
    all<Row>(text: string) {
      const statement = db.prepare(plannedOnce(text))
      const toRow = shape(statement)
      return (params?: Params) => statement.all(checked(params)).map(row => toRow<Row>(row))
    },
    run(text: string) {
      const statement = db.prepare(plannedOnce(text))
      return (params?: Params) => Number(statement.run(checked(params)).changes)
    },
  }
}

/**
 * Statements that live beside their verbs, built once per database:
 * `const q = prepared(sql => ({ byId: sql.one<Row>('...') }))`, then `q(world).byId({ id })`.
 */
export function prepared<T>(build: (sql: Sql) => T): (given: Given) => T {
  const built = new WeakMap<Database, T>()
  return ({ db }) => {
    let statements = built.get(db)
    if (statements === undefined) {
      statements = build(sqlOf(db))
      built.set(db, statements)
    }
    return statements
  }
}

import { Database } from 'bun:sqlite'
import { describe, expect, test } from 'bun:test'
import {
  afterUndo,
  answering,
  commitNow,
  durable,
  grouped,
  NotStored,
  openGroup,
  whenUndone,
} from '../../src/base/db/durable.ts'
import { configure } from '../../src/base/db/open.ts'
import { afterCommit, tx } from '../../src/base/db/tx.ts'

function shelf() {
  const db = new Database(':memory:', { strict: true, safeIntegers: true })
  configure(db)
  db.run('CREATE TABLE parents (id INTEGER PRIMARY KEY) STRICT')
  db.run(`CREATE TABLE rows (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED,
    CHECK (id < 1000)) STRICT`)
  const world = { db }
  return {
    ...world,
    put: (id: number) => db.run('INSERT INTO rows (id) VALUES (?)', [id]),
    /** Passes as a statement and fails at COMMIT. */
    orphan: (id: number) => db.run('INSERT INTO rows (id, parent) VALUES (?, 7)', [id]),
    ids: () => (db.query('SELECT id FROM rows ORDER BY id').all() as { id: bigint }[]).map(row => Number(row.id)),
  }
}

const outcome = (promise: Promise<void>) =>
  promise.then(
    () => 'stored',
    error => (error instanceof NotStored ? 'lost' : `thrown ${error}`),
  )

describe('a group', () => {
  test('is one COMMIT for all verbs of a turn', async () => {
    const world = shelf()
    grouped(world, () => world.put(1))
    const group = openGroup(world)
    grouped(world, () => world.put(2))
    expect(openGroup(world)).toBe(group)
    expect(world.db.inTransaction).toBe(true)
    await durable(world)
    expect(world.db.inTransaction).toBe(false)
    expect(openGroup(world)).toBe(null)
    await durable(world)
    expect(world.ids()).toEqual([1, 2])
  })
  test('ends by itself when a turn writes a lot', () => {
    const world = shelf()
    for (let i = 1; i <= 300; i++) grouped(world, () => world.put(i))
    expect(world.ids().length).toBe(300)
    world.db.run('CREATE TABLE probe (id INTEGER) STRICT')
    commitNow(world)
    expect(world.db.inTransaction).toBe(false)
  })
  test('keeps the others’ rows when one verb throws, be it the first, a middle one or the last', async () => {
    for (const bad of [0, 1, 2]) {
      const world = shelf()
      for (const i of [0, 1, 2]) {
        const verb = () =>
          grouped(world, () => {
            world.put(i * 10)
            if (i === bad) throw new Error('refused')
            world.put(i * 10 + 1)
          })
        if (i === bad) expect(verb).toThrow('refused')
        else verb()
      }
      await durable(world)
      expect(world.ids()).toEqual([0, 1, 10, 11, 20, 21].filter(id => Math.floor(id / 10) !== bad))
    }
  })
  test('is lost as a whole when the COMMIT fails, and everybody hears it', async () => {
    const world = shelf()
    const told: string[] = []
    let dropped = 0
    whenUndone(world, () => dropped++)
    const stored = answering(world)
    grouped(world, () => {
      world.put(1)
      afterCommit(world, () => told.push('one'))
    })
    const first = outcome(durable(world))
    grouped(world, () => world.orphan(2))
    const second = outcome(durable(world))
    expect(await Promise.all([first, second])).toEqual(['lost', 'lost'])
    expect(world.ids()).toEqual([])
    expect(told).toEqual([])
    expect(dropped).toBe(1)
    // Who asks late hears it too: the answer may have been made of rows that are gone.
    expect(await outcome(stored() ?? Promise.resolve())).toBe('lost')
    expect(answering(world)()).toBe(null)
    grouped(world, () => world.put(3))
    await durable(world)
    expect(world.ids()).toEqual([3])
  })
  test('is lost as a whole when SQLite rolled back by itself', async () => {
    const world = shelf()
    grouped(world, () => world.put(1))
    const waiting = outcome(durable(world))
    expect(() =>
      grouped(world, () => {
        world.put(2)
        world.db.run('INSERT OR ROLLBACK INTO rows (id) VALUES (1000)')
      }),
    ).toThrow('CHECK')
    expect(await waiting).toBe('lost')
    grouped(world, () => world.put(3))
    const again = outcome(durable(world))
    expect(() => world.db.run('INSERT OR ROLLBACK INTO rows (id) VALUES (1000)')).toThrow('CHECK')
    grouped(world, () => world.put(4))
    expect(await again).toBe('lost')
    await durable(world)
    expect(world.ids()).toEqual([4])
  })
  test('lets a door wait for rows that it may have read, and for nothing else', async () => {
    const world = shelf()
    const stored = answering(world)
    expect(stored()).toBe(null)
    grouped(world, () => world.put(1))
    expect(stored()).toBeInstanceOf(Promise)
    await stored()
    expect(stored()).toBe(null)
  })
})

describe('a verb', () => {
  test('is on the disk when tx returns, with what the turn wrote before', () => {
    const world = shelf()
    const told: number[] = []
    grouped(world, () => {
      world.put(1)
      afterCommit(world, () => told.push(1))
    })
    expect(told).toEqual([])
    expect(
      tx(world, () => {
        world.put(2)
        afterCommit(world, () => told.push(2))
        return grouped(world, () => 'inner')
      }),
    ).toBe('inner')
    expect(world.db.inTransaction).toBe(false)
    expect(told).toEqual([1, 2])
  })
  test('that is async is refused and rolled back', () => {
    const world = shelf()
    for (const run of [tx, grouped]) {
      expect(() =>
        run(
          world,
          async () => {
            world.put(1)
            await Promise.resolve()
          },
          undefined as never,
        ),
      ).toThrow('synchronous')
    }
    expect(world.ids()).toEqual([])
    expect(world.db.inTransaction).toBe(false)
  })
  test('that throws has its afterwards, and tells nobody', () => {
    const world = shelf()
    const told: string[] = []
    grouped(world, () => world.put(1))
    expect(() =>
      tx(world, () => {
        world.put(2)
        afterCommit(world, () => told.push('committed'))
        afterUndo(world, () => {
          told.push('undone')
          tx(world, () => world.put(5))
        })
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(told).toEqual(['undone'])
    expect(world.ids()).toEqual([1, 5])
  })
  test('inside a verb cannot end the transaction', () => {
    const world = shelf()
    expect(() => tx(world, () => commitNow(world))).toThrow('cannot commit itself')
  })
})

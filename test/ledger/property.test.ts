import { expect, test } from 'bun:test'
import { commitNow, durable, grouped, NotStored } from '../../src/base/db/durable.ts'
import { testWorld } from '../help/world.ts'
import { type Event, fingerprint, Model } from './model.ts'
import { chanceOf, differences, eventOf, play } from './play.ts'

const EVENTS = Number(process.env.EVENTS ?? 4000)
const SEED = Number(process.env.SEED ?? Math.floor(Date.now() % 1e9))

test(`thousands of random events end where a page of arithmetic ends (SEED=${SEED})`, async () => {
  console.log(`ledger model: SEED=${SEED} EVENTS=${EVENTS}`)
  const chance = chanceOf(SEED)
  const world = testWorld()
  const model = new Model()
  const past: Event[] = []
  // What this turn did and nobody was told yet: gone when its COMMIT fails.
  let pending: Event[] = []
  let lost = 0
  const settle = () => {
    for (const event of pending) model.do(event)
    pending = []
  }
  for (let n = 0; n < EVENTS; n++) {
    world.clock.pass(chance(50))
    const event = eventOf(chance, n, past)
    const fate = chance(60)
    if (fate === 0) {
      // A verb that fails after its posting.
      expect(() =>
        grouped(world, () => {
          play(world, event)
          throw new Error('no room')
        }),
      ).toThrow('no room')
      continue
    }
    if (fate === 1) {
      // A COMMIT that fails takes the turn's events with it.
      play(world, event)
      const told = durable(world).then(
        () => 'stored',
        error => (error instanceof NotStored ? 'lost' : error),
      )
      const waiting = world.db.inTransaction
      world.db.run('PRAGMA defer_foreign_keys = ON')
      if (waiting) {
        world.db.run("INSERT INTO checkpoints (n, body, key, signature) VALUES (99999999, '{}', 99, zeroblob(64))")
        expect(() => commitNow(world)).toThrow(NotStored)
        expect(await told).toBe('lost')
        lost++
        pending = []
        continue
      }
      settle()
    }
    const shadow = new Model()
    for (const map of ['wallets', 'holds', 'received', 'answers'] as const)
      for (const [k, v] of model[map]) (shadow[map] as Map<string, unknown>).set(k, v)
    for (const one of pending) shadow.do(one)
    const due = shadow.do(event)
    const got = play(world, event)
    if (got !== due) throw new Error(`event ${n} ${fingerprint(event)}: ${got}, the model says ${due} (SEED=${SEED})`)
    if (got === 'yes') pending.push(event)
    past.push(event)
    if (chance(5) === 0) {
      await durable(world)
      settle()
    } else if (!world.db.inTransaction) settle()
    if (n % 500 === 0) {
      await durable(world)
      settle()
      expect([SEED, n, differences(world, model)]).toEqual([SEED, n, []])
    }
  }
  await durable(world)
  settle()
  expect([SEED, differences(world, model)]).toEqual([SEED, []])
  expect(lost).toBeGreaterThan(0)
})

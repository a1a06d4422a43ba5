import { expect, test } from 'bun:test'
import { type buildApp, serveApp } from '../../src/app.ts'
import { durable, grouped } from '../../src/base/db/durable.ts'
import { afterCommit } from '../../src/base/db/tx.ts'
import { type TestWorld, testWorld } from '../help/world.ts'

/** The door with one route behind it. */
function door(world: TestWorld, route: (request: Request) => Response | Promise<Response>) {
  const app = { compile() {}, fetch: async (request: Request) => route(request) } as unknown as ReturnType<
    typeof buildApp
  >
  const served = serveApp(world, app, () => false)
  const server = { requestIP: () => null } as never
  return (path: string, method = 'GET') => served.fetch(new Request(`http://localhost${path}`, { method }), server)
}

/** Passes as a statement and fails at COMMIT: its posting never comes. */
const writeInVain = (world: TestWorld) =>
  grouped(world, () =>
    world.db.run(`INSERT INTO entries (posting, book, amount_minor, after_minor, seq, head)
      SELECT 1, id, -1, -1, 1, zeroblob(32) FROM books`),
  )

test('no answer leaves before its rows are on the disk', async () => {
  const world = testWorld()
  let stored = false
  const ask = door(world, () => {
    grouped(world, () => {
      world.settings.set('site_name', 'The Barn', 1)
      afterCommit(world, () => {
        stored = true
      })
    })
    return new Response('done')
  })
  const answer = await ask('/x', 'POST')
  expect([answer.status, stored, world.db.inTransaction]).toEqual([200, true, false])
})

test('a COMMIT that fails makes every answer of that moment a 503, those that only read too', async () => {
  const world = testWorld()
  world.db.run(
    `INSERT INTO books (kind, owner, unit, bound, head, salt) VALUES ('mint', 'site', 'TOK', 'ceil', zeroblob(32), zeroblob(16))`,
  )
  const ask = door(world, async request => {
    if (request.method === 'POST') writeInVain(world)
    // Its own work goes on after the group is gone.
    else if (request.url.endsWith('/slow')) await durable(world).catch(() => Bun.sleep(5))
    return new Response('done')
  })
  const answers = await Promise.all([ask('/tip', 'POST'), ask('/page'), ask('/slow')])
  expect(await Promise.all(answers.map(async one => (await one).status))).toEqual([503, 503, 503])
  expect(await (await answers[0]!).text()).toContain('Nothing was changed')
  expect((await ask('/page')).status).toBe(200)
})

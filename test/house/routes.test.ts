import { expect, test } from 'bun:test'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ACCESS } from '../../src/accounts/role.ts'
import { buildApp } from '../../src/app.ts'
import { wire } from '../../src/wiring.ts'
import { ROOT } from '../help/sources.ts'
import { testWorld } from '../help/world.ts'

interface Route {
  method: string
  path: string
  hooks: { detail?: { tags?: string[] } }
}

const world = testWorld()
const routes = (buildApp(world, wire(world)) as unknown as { routes: Route[] }).routes

const who = (route: Route): string[] =>
  (route.hooks.detail?.tags ?? []).filter(tag => tag.startsWith('access:')).map(tag => tag.slice(7))

test('every route says who may call it', () => {
  expect(routes.length).toBeGreaterThan(10)
  const wrong = routes
    .filter(route => {
      const said = who(route)
      return said.length !== 1 || !(ACCESS as readonly string[]).includes(said[0]!)
    })
    .map(route => `${route.method} ${route.path} ${who(route).join(' ')}`)
  expect(wrong).toEqual([])
})

/** Read it as the site map. After a change: GOLDEN=write bun test test/house/routes.test.ts, and look at the difference. */
test('the table of routes is the one that was agreed', () => {
  const file = join(ROOT, 'test/golden/routes.txt')
  const table = `${routes
    .map(route => `${route.method.padEnd(7)}${route.path}  ${who(route).join(' ')}`)
    .sort((a, b) => a.slice(7).localeCompare(b.slice(7)) || a.localeCompare(b))
    .join('\n')}\n`
  if (process.env.GOLDEN === 'write') writeFileSync(file, table)
  expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe(table)
})

import { describe, expect, test } from 'bun:test'
import { ROLES, type Role, readHandle } from '../../src/accounts/index.ts'
import { filter, mayFind } from '../../src/moderation/index.ts'
import { findRooms } from '../../src/rooms/index.ts'
import { safeUrl } from '../../views/parts/safe-url.ts'
import { HOSTILE, PROTOTYPE_BODIES } from '../help/hostile.ts'
import { testSite } from '../help/visit.ts'

const site = testSite()
const { world } = site
const everyone = Object.fromEntries(
  ROLES.map(role => [role, site.signedIn(site.person(`the_${role}x`, role))]),
) as Record<Role, ReturnType<typeof site.signedIn>>
const visitor = site.browser()
const mara = site.person('mara_voss', 'performer')

const clean = () => {
  const names = ['polluted', 'yes', '0']
  return names.filter(name => name in {} || name in [] || name in Function.prototype)
}

/** The routes that are there now, all of them; those that may end a session come last. */
const ending = ({ path }: { path: string }) => Number(/^\/(sign-out|account)\b/.test(path))
const routes = site.app.routes
  .filter(({ method }) => method !== 'WS')
  .map(({ method, path }) => ({ method: method === 'ALL' ? 'PUT' : method, path }))
  .sort((a, b) => ending(a) - ending(b))
const filled = (path: string) =>
  path
    .replace(/:room\b/, 'mara-voss')
    .replace(/:[a-z_]+\??/gi, 'nobody')
    .replace('*', 'x')

describe('64 KiB that are dear to read', () => {
  for (const [name, text] of HOSTILE) {
    test(`${name}: read by everything that reads what people type`, () => {
      for (const what of ['chat', 'title', 'bio', 'search', 'notice'] as const) {
        const answer = filter(world, { what, text, by: mara.id })
        if (answer.ok) expect(answer.text.length).toBe(text.length)
      }
      mayFind(world, text, null, '198.51.100.0/24')
      expect(findRooms(world, { search: text, tag: text })).toEqual([])
      expect(readHandle(text, 'Footlight', 'member').ok).toBe(false)
      expect(safeUrl(text)).not.toMatch(/^\s*(javascript|data|vbscript):/i)
    })
  }

  test('and the same text in every field of a search, an address, a header', async () => {
    for (const [name, text] of HOSTILE) {
      const typed = encodeURIComponent(text.slice(0, 6000).toWellFormed()).slice(0, 12_000)
      for (const path of [
        `/?q=${typed}`,
        `/?tag=${typed}`,
        `/rooms/${typed}`,
        `/report?room=${typed}`,
        `/sign-in?from=${typed}`,
      ]) {
        const { status } = await visitor.get(path.replace(/%[0-9A-F]?$/, ''))
        expect([name, path.slice(0, 20), status < 500]).toEqual([name, path.slice(0, 20), true])
      }
    }
  })
})

describe('names that reach every object', () => {
  test(`in the body of each of ${routes.length} routes, by everybody`, async () => {
    const wrong: string[] = []
    for (const { method, path } of routes) {
      if (method === 'GET') continue
      for (const [type, body] of PROTOTYPE_BODIES) {
        for (const visit of [visitor, everyone.member, everyone.performer, everyone.owner]) {
          const { status } = await visit.ask(filled(path), {
            method,
            headers: { 'content-type': type, 'sec-fetch-site': 'same-origin' },
            body,
          })
          if (status >= 500 && status !== 503) wrong.push(`${method} ${path} ${type} ${body.slice(0, 20)}: ${status}`)
        }
      }
    }
    expect(wrong).toEqual([])
    expect(clean()).toEqual([])
  })

  test('in the question of an address and in a cookie', async () => {
    const wrong: string[] = []
    const query =
      '__proto__[polluted]=yes&__proto__=yes&constructor[prototype][polluted]=yes&constructor=1&page=__proto__'
    for (const { method, path } of routes) {
      if (method !== 'GET') continue
      for (const visit of [visitor, everyone.owner]) {
        const { status } = await visit.get(`${filled(path)}?${query}`, {
          cookie: `__proto__=yes; constructor=yes; ${[...visit.jar].map(([name, value]) => `${name}=${value}`).join('; ')}`,
        })
        if (status >= 500 && status !== 503) wrong.push(`${path}: ${status}`)
      }
    }
    expect(wrong).toEqual([])
    expect(clean()).toEqual([])
  })

  test('the log stays one object a line, whatever it is told', () => {
    const before = world.lines.length
    for (const [, text] of HOSTILE) world.log.warn('typed', { text })
    expect(world.lines.length).toBe(before + HOSTILE.length)
    for (const line of world.lines) expect(() => JSON.parse(line)).not.toThrow()
    expect(world.lines.filter(line => /[\n\u202e]/.test(line.trimEnd()))).toEqual([])
  })
})

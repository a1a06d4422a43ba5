import { describe, expect, test } from 'bun:test'
import { ACCESS, type Access, admits, ROLES, type Role } from '../../src/accounts/role.ts'
import { type Site, testSite, type Visit } from '../help/visit.ts'

interface Route {
  method: string
  path: string
  who: Access[]
}

const site = testSite()
const everyone: Record<Role | 'visitor', Visit> = {
  visitor: site.browser(),
  ...(Object.fromEntries(ROLES.map(role => [role, site.signedIn(site.person(`the_${role}x`, role))])) as Record<
    Role,
    Visit
  >),
}

const routes: Route[] = site.app.routes.map(route => {
  const tags = ((route.hooks as { detail?: { tags?: string[] } }).detail?.tags ?? []).filter(tag =>
    tag.startsWith('access:'),
  )
  return {
    method: route.method,
    path: route.path,
    who: tags.map(tag => tag.slice('access:'.length) as Access),
  }
})

/** A path of this route with something in each place: it names nothing that exists. */
const filled = (path: string): string => path.replace(/:[a-z_]+\??/gi, 'nobody-here').replace('*', 'nothing')

const changes = (): number => Number((site.world.db.query('SELECT total_changes() AS n').get() as { n: bigint }).n)

/** `ALL` answers whatever method a path does not have; PUT is one of them. */
const asMethod = (method: string): string => (method === 'ALL' ? 'PUT' : method)

const table = routes.map(({ method, path, who }) => `${method} ${path} ${who.join(' ')}`)

describe('the route table', () => {
  test('says for every route exactly once who may call it', () => {
    expect(routes.length).toBeGreaterThan(20)
    expect(table.filter((_, i) => routes[i]!.who.length !== 1)).toEqual([])
    expect(table.filter((_, i) => !ACCESS.includes(routes[i]!.who[0]!))).toEqual([])
  })
  test('has each method and path once', () => {
    expect(table.filter((line, i) => table.indexOf(line) !== i)).toEqual([])
  })
  test('opens the panel to staff alone, the studio to performers alone, and one’s account to whoever is signed in', () => {
    for (const { method, path, who } of routes) {
      if (method === 'ALL') continue
      const line = `${path} ${who}`
      if (/^\/panel\b/.test(path)) expect(line).toMatch(/ staff(:owner|:moderator|:finance)?$/)
      if (/^\/studio\b/.test(path)) expect(line).toMatch(/ (performer|key:stream|key:rtc)$/)
      if (/^\/account\b/.test(path)) expect(line).toMatch(/ account$/)
      if (/^\/setup\b/.test(path)) expect(line).toMatch(/ (setup|staff:owner)$/)
    }
  })
})

describe('the matrix', () => {
  const sockets = (route: Route) => route.method === 'WS'
  const askable = routes.filter(route => !sockets(route) && route.who.length === 1)

  test('whoever a route does not admit is refused before anything is read, whatever is sent', async () => {
    const before = changes()
    for (const route of askable) {
      for (const [who, visit] of Object.entries(everyone)) {
        if (admits(route.who[0]!, who === 'visitor' ? null : (who as Role))) continue
        for (const body of ['', 'x=1&because=&rule=%00', '{"broken":']) {
          if (route.method === 'GET' && body !== '') continue
          const answer = await visit.ask(filled(route.path), {
            method: asMethod(route.method),
            headers: {
              accept: '*/*',
              'sec-fetch-site': 'same-origin',
              'content-type': body.startsWith('{') ? 'application/json' : 'application/x-www-form-urlencoded',
            },
            ...(route.method === 'GET' ? {} : { body }),
          })
          const asked = `${who}: ${route.method} ${route.path}`
          const refused = body.startsWith('{') ? [400, 401, 403] : [who === 'visitor' ? 401 : 403]
          expect([asked, refused.includes(answer.status) ? 'refused' : answer.status]).toEqual([asked, 'refused'])
        }
      }
    }
    expect(changes()).toBe(before)
  })
  test('whoever a page admits gets it, or hears that there is no such thing', async () => {
    for (const route of askable) {
      if (route.method !== 'GET' || /^(key:|setup)/.test(route.who[0]!)) continue
      for (const [who, visit] of Object.entries(everyone)) {
        if (!admits(route.who[0]!, who === 'visitor' ? null : (who as Role))) continue
        const { status } = await visit.get(filled(route.path), { accept: '*/*' })
        const asked = `${who}: GET ${route.path}`
        expect([asked, status === 401 || status === 500 ? status : 'heard']).toEqual([asked, 'heard'])
      }
    }
  })
  test('what names nothing changes nothing, and is never an error of ours', async () => {
    const before = changes()
    for (const route of askable) {
      if (!route.path.includes(':') || route.method === 'GET' || route.who[0]!.startsWith('key:')) continue
      for (const [who, visit] of Object.entries(everyone)) {
        if (!admits(route.who[0]!, who === 'visitor' ? null : (who as Role))) continue
        const { status } = await visit.ask(filled(route.path), {
          method: asMethod(route.method),
          headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
          ...(route.method === 'GET' ? {} : { body: '' }),
        })
        const asked = `${who}: ${route.method} ${route.path}`
        expect([asked, status >= 300 && status < 500 ? 'refused' : status]).toEqual([asked, 'refused'])
      }
    }
    expect(changes()).toBe(before)
  })
  test('another site moves nothing on a route that reads a cookie', async () => {
    for (const route of askable) {
      if (route.method === 'GET' || route.who[0]!.startsWith('key:')) continue
      for (const headers of [
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { origin: 'https://evil.example' },
        { origin: 'null' },
        {},
      ] as Record<string, string>[]) {
        const { status } = await everyone.owner.ask(filled(route.path), { method: asMethod(route.method), headers })
        const asked = `${JSON.stringify(headers)}: ${route.method} ${route.path}`
        expect([asked, status]).toEqual([asked, 403])
      }
    }
  })
})

describe('finance', () => {
  const opens = (role: Role) =>
    routes
      .filter(({ who, path }) => admits(who[0]!, role) && /^\/(panel|setup)\b/.test(path) && who[0] !== 'setup')
      .map(({ method, path }) => `${method} ${path}`)
      .sort()

  test('has this of the panel and nothing else; a new route of hers is a decision', () => {
    expect(
      opens('finance').filter(line => !/ \/panel\/(orders|vouchers|transfers|wallets|tips|earnings)\b/.test(line)),
    ).toEqual([
      'GET /panel',
      'GET /panel/approvals',
      'GET /panel/approvals/:approval',
      'GET /panel/samples',
      'GET /panel/tokens',
      'POST /panel/approvals.csv',
      'POST /panel/approvals/:approval',
      'POST /panel/samples.csv',
    ])
  })
  test('shares with moderators what shows nobody, and what each sees a part of', () => {
    const hers = new Set(opens('finance'))
    expect(opens('moderator').filter(line => hers.has(line))).toEqual([
      'GET /panel',
      'GET /panel/approvals',
      'GET /panel/approvals/:approval',
      'GET /panel/samples',
      'POST /panel/approvals.csv',
      'POST /panel/approvals/:approval',
      'POST /panel/samples.csv',
    ])
  })
  test('changes neither what is sold, nor the bank, nor a setting, nor a role', () => {
    const hers = new Set(opens('finance'))
    const owners = opens('owner').filter(line => line.startsWith('POST') && !hers.has(line))
    for (const line of ['/panel/money/packs', '/panel/money/bank', '/panel/settings', '/panel/people/:id/role'])
      expect(owners.some(each => each.startsWith(`POST ${line}`))).toBe(true)
  })
})

describe('another’s object', () => {
  test('is not there', async () => {
    const own: Site = testSite()
    const mine = own.signedIn(own.person('mara_voss'))
    const theirs = own.person('juno_9')
    const other = own.signedIn(theirs)
    const { handle } = own.world.db.query('SELECT handle FROM sessions WHERE account_id = ?').get(theirs.id) as {
      handle: string
    }
    expect((await mine.post(`/account/sessions/${handle}/end`)).status).toBe(404)
    expect((await other.get('/account')).status).toBe(200)
  })
})

test('a role is admitted where its side is', () => {
  const admitted = (who: Access) =>
    (['visitor', ...ROLES] as const).filter(role => admits(who, role === 'visitor' ? null : role))
  expect(Object.fromEntries(ACCESS.map(who => [who, admitted(who)]))).toEqual({
    anyone: ['visitor', 'owner', 'moderator', 'finance', 'performer', 'member'],
    account: ['owner', 'moderator', 'finance', 'performer', 'member'],
    member: ['performer', 'member'],
    performer: ['performer'],
    staff: ['owner', 'moderator', 'finance'],
    'staff:moderator': ['owner', 'moderator'],
    'staff:finance': ['owner', 'finance'],
    'staff:owner': ['owner'],
    setup: ['visitor', 'owner', 'moderator', 'finance', 'performer', 'member'],
    'key:stream': ['visitor', 'owner', 'moderator', 'finance', 'performer', 'member'],
    'key:rtc': ['visitor', 'owner', 'moderator', 'finance', 'performer', 'member'],
    'key:overlay': ['visitor', 'owner', 'moderator', 'finance', 'performer', 'member'],
    'key:mail': ['visitor', 'owner', 'moderator', 'finance', 'performer', 'member'],
  })
})

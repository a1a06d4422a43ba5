import { beforeAll, describe, expect, test } from 'bun:test'
import type { Role } from '../src/accounts/role.ts'
import { MINUTE } from '../src/base/clock.ts'
import { type Site, testSite, type Visit } from './help/visit.ts'

/** Markup, a live attribute, a scheme, a formula, a turn of direction: none of it may act where it is shown again. */
const MARK = `"'><img src=x onerror=alert(1)><b hx-get=/panel>`
const TURN = '\u202egnp.exe\u2066'
const CANARY = `=1+1 ${MARK} javascript:alert(1) ${TURN}`
const BROKEN_OUT = /<img src=x|<b hx-get|(?:href|src|action)="(?:javascript|data):/i

let site: Site
const as = {} as Record<Role | 'visitor', Visit>
const addresses = new Set<string>()

const kept = async (by: keyof typeof as, path: string, form: Record<string, string>) => {
  const answer = await as[by].post(path, form)
  expect([path, answer.status < 400 ? 'kept' : answer.body]).toEqual([path, 'kept'])
  return answer
}

beforeAll(async () => {
  site = testSite()
  const people = {
    owner: site.person('harald', 'owner'),
    moderator: site.person('juno_k', 'moderator'),
    performer: site.person('mara_voss', 'performer'),
    member: site.person('lena', 'member'),
  }
  as.visitor = site.browser()
  for (const role of ['owner', 'moderator', 'performer', 'member'] as const) as[role] = site.signedIn(people[role])

  await kept('owner', `/panel/people/${people.performer.id}/approval`, { because: CANARY })
  for (const slug of ['terms', 'privacy', 'contact']) {
    await kept('owner', `/panel/pages/${slug}`, { title: CANARY, body: `# ${CANARY}\n\n- ${CANARY}\n\n${CANARY}` })
  }
  await kept('owner', '/panel/pages/rules', { title: CANARY, body: `# ${MARK}\n${CANARY}` })
  await kept('owner', '/panel/invites', { role: 'performer', note: CANARY })
  await kept('performer', '/studio/broadcast', { title: CANARY, tags: 'cello' })
  await kept('performer', '/studio/room', { bio: CANARY, zone: 'UTC', picture: '' })
  await kept('performer', '/studio/dates', { day: '2026-12-01', time: '20:00', title: CANARY, repeats: 'weekly' })
  const report = { kind: 'fraud', subject: `javascript:alert(1)//${CANARY}`, text: CANARY, contact: CANARY }
  addresses.add((await kept('visitor', '/report', report)).location)
  const one = (sql: string) => (site.world.db.query(sql).get() as { id: string }).id
  await kept('visitor', '/report', { ...report, subject: 'lena' })
  const about = one('SELECT id FROM cases WHERE account_id IS NOT NULL')
  await kept('moderator', `/panel/reports/${about}/claim`, {})
  const decision = { act: 'warn', rule: MARK, to_person: CANARY, to_reporter: CANARY }
  await kept('moderator', `/panel/reports/${about}/decision`, decision)
  const unread = await as.member.get('/')
  const reasons = /\/decisions\/[a-z2-7]{52}/.exec(unread.body)![0]
  await kept('visitor', reasons, { text: CANARY })
  await kept('owner', `/panel/appeals/${one('SELECT id FROM appeals')}`, { outcome: 'upheld', because: CANARY })
  for (const path of [
    `/panel/reports/${about}`,
    `/panel/reports/${one('SELECT id FROM cases WHERE account_id IS NULL')}`,
  ])
    addresses.add(path)
  addresses.add(reasons)
  addresses.add(`/panel/appeals/${one('SELECT id FROM appeals')}`)
  await kept('owner', '/panel/rooms/mara-voss/stop', { rule: MARK, because: CANARY, minutes: '60' })
  await kept('moderator', `/panel/people/${people.member.id}/sanctions`, { rule: MARK, reason: CANARY, days: '7' })
  const other = site.person('petrichor', 'member')
  await kept('moderator', `/panel/people/${other.id}/sanctions`, { rule: MARK, reason: CANARY, days: 'ban' })
  addresses.add(`/panel/approvals/${one('SELECT id FROM approvals')}`)
  site.world.settings.set('site_name', MARK.slice(0, 40), 0)

  for (const who of Object.values(people)) addresses.add(`/panel/people/${who.id}`)
  for (const slug of ['terms', 'rules']) addresses.add(`/panel/pages/${slug}/1`)
  const typed = encodeURIComponent(CANARY)
  for (const path of [`/?q=${typed}`, `/?tag=${typed}`, `/report?room=${typed}`, `/report?code=${typed}`])
    addresses.add(path)
  for (const path of [
    `/sign-in?from=${typed}`,
    `/sign-in?said=${typed}`,
    `/panel/people?q=${typed}&is=${typed}`,
    `/${typed}`,
  ])
    addresses.add(path)
  addresses.add(`/panel/audit?actor=${typed}&act=${typed}&subject=${typed}`)
  for (const { method, path } of site.app.routes) {
    if (method !== 'GET' || path.includes('*')) continue
    addresses.add(
      path
        .replace(':room', 'mara-voss')
        .replace(':slug', 'terms')
        .replace(/:[a-z]+/g, typed),
    )
  }
})

describe('what people typed', () => {
  test('is text on every page, for everybody, and turns nothing around', async () => {
    let shown = 0
    for (const [who, visit] of Object.entries(as)) {
      for (const address of addresses) {
        for (const headers of [{}, { 'hx-request': 'true' }] as Record<string, string>[]) {
          const { body, status, response } = await visit.get(address, headers)
          const asked = `${who} ${address}`
          // A calendar and JSON are no markup; what is none says so, and nobody guesses.
          const markup = /^text\/(html|xml)|svg/.test(response.headers.get('content-type') ?? '')
          expect([asked, markup ? BROKEN_OUT.exec(body)?.[0] : undefined]).toEqual([asked, undefined])
          expect([asked, /[\u202a-\u202e\u2066-\u2069]/.test(body)]).toEqual([asked, false])
          expect([asked, status]).not.toEqual([asked, 500])
          if (body.includes('&lt;img src=x')) shown++
        }
      }
    }
    expect(shown).toBeGreaterThan(60)
  })
  test('is shown to whoever a sanction keeps out, as text', async () => {
    const barred = await site.browser().post('/sign-in', { handle: 'lena', password: 'four words that nobody says' })
    expect(barred.status).toBe(403)
    expect(barred.body).toContain('&lt;img src=x')
    expect(barred.body).not.toMatch(BROKEN_OUT)
  })
  test('is no formula in the trail’s CSV, and no line of the log', async () => {
    const { body } = await as.owner.post('/panel/audit.csv', {})
    expect(body).toContain('img src=x')
    for (const cell of body.matchAll(/(?:^|,)"(.)/gm)) expect(cell[1]).not.toMatch(/[=+\-@\t]/)
    for (const line of site.world.lines) expect(line).not.toContain('img src')
  })
})

test('every page says what it may load, and is kept by nobody on the way', async () => {
  site.world.clock.pass(2 * MINUTE)
  let panel = 0
  for (const [who, visit] of Object.entries(as)) {
    for (const address of addresses) {
      const { response, status } = await visit.get(address)
      const type = response.headers.get('content-type') ?? ''
      if (!type.startsWith('text/html')) continue
      if (who === 'owner' && address.startsWith('/panel/') && status === 200) panel++
      const asked = `${who} ${address} ${status}`
      const policy = response.headers.get('content-security-policy') ?? ''
      // A file to be saved runs nothing here, wherever it is opened.
      if (/^attachment;/.test(response.headers.get('content-disposition') ?? '')) {
        expect([asked, policy]).toEqual([asked, "default-src 'none'; sandbox"])
        continue
      }
      expect([asked, policy]).toEqual([
        asked,
        expect.stringMatching(
          /^default-src 'none'; script-src 'nonce-[\w-]{22}' 'strict-dynamic'; style-src 'self'; img-src 'self' blob:; /,
        ),
      ])
      expect([asked, /unsafe|\*|https?:/.test(policy)]).toEqual([asked, false])
      // The page for whoever is offline is the same for everybody, and kept for that.
      const caching = address === '/offline' ? 'public, max-age=0' : 'no-store'
      expect([asked, response.headers.get('cache-control')]).toEqual([asked, caching])
      const nonce = /'nonce-([\w-]+)'/.exec(policy)?.[1]
      const page = await visit.get(address)
      for (const [tag] of page.body.matchAll(/<script\b[^>]*>/g))
        expect([asked, tag]).toEqual([asked, expect.stringMatching(/\bsrc="\/assets\//)])
      expect([asked, / style="| on[a-z]+="|<style/.test(page.body)]).toEqual([asked, false])
      expect([asked, page.body.includes(nonce!)]).toEqual([asked, false])
    }
  }
  expect(panel).toBeGreaterThan(15)
})

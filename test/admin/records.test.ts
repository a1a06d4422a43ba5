import { beforeEach, describe, expect, test } from 'bun:test'
import { type Account, actorOf, invite } from '../../src/accounts/index.ts'
import { page as entries, propose } from '../../src/audit/index.ts'
import { DAY } from '../../src/base/clock.ts'
import { placeHold } from '../../src/broadcasts/index.ts'
import { makeReport, suspend, warn } from '../../src/moderation/index.ts'
import { roomOf } from '../../src/rooms/index.ts'
import { type Site, testSite, type Visit } from '../help/visit.ts'

let site: Site
let owner: Account
let performer: Account
let asOwner: Visit

const FORMULA = '=HYPERLINK("http://evil.example","go")'

beforeEach(() => {
  site = testSite()
  owner = site.person('harald', 'owner')
  performer = site.person('mara_voss', 'performer')
  asOwner = site.signedIn(owner)
})

/** Every list of the panel, filled with one row that holds a formula. */
function filled(): void {
  const { world, told } = site
  const by = actorOf(owner, '')
  const member = site.person('tom_low')
  const judged = { by, byRole: 'owner' as const, account: member.id, rule: '1. Be kind', reason: FORMULA }
  suspend(world, told, { ...judged, until: world.clock.now() + DAY })
  warn(world, told.moderation, judged)
  const room = roomOf(world, performer.id)!.id
  placeHold(world, told.broadcasts, { room, by, rule: '1. Be kind', because: FORMULA, minutes: 60 })
  invite(world, { role: 'performer', note: FORMULA, by, byRole: 'owner' })
  makeReport(world, told.cases, { kind: 'conduct', subject: FORMULA, text: FORMULA, contact: '' })
  propose(world, { kind: 'account.ban', subject: `account:${member.id}`, detail: { rule: 'x' }, reason: FORMULA, by })
}

const LISTS = ['people', 'sanctions', 'holds', 'invites', 'reports', 'appeals', 'approvals', 'filter', 'samples']

describe('every list of the panel', () => {
  test.each(LISTS)('%s opens, empty and filled, and is saved as CSV that no spreadsheet runs', async name => {
    expect((await asOwner.get(`/panel/${name}`)).status).toBe(200)
    filled()
    const page = await asOwner.get(`/panel/${name}`)
    expect(page.status).toBe(200)
    expect(page.body).toContain(`action="/panel/${name}.csv"`)
    const csv = await asOwner.post(`/panel/${name}.csv`)
    expect(csv.response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(csv.response.headers.get('content-disposition')).toMatch(/^attachment; filename="[a-z]+-2026-11-21\.csv"$/)
    for (const line of csv.body.trimEnd().split('\r\n')) expect(line).toMatch(/^"([^"]|"")*"(,"([^"]|"")*")*$/)
    expect(csv.body).not.toMatch(/(^|,)"[=+@-](?!\d)/m)
  })
  test.each(LISTS.filter(name => name !== 'samples'))('%s says who took it out, and with what filter', async name => {
    await asOwner.post(`/panel/${name}.csv`, { q: 'tom' })
    const [entry] = entries(site.world, { act: 'list.exported' })
    expect(entry).toMatchObject({ actor: `account:${owner.id}` })
    expect(entry!.detail).toContain('"q":"tom"')
  })
  test.each(LISTS)('%s is closed to performers, and no other site can have it saved', async name => {
    const visit = site.signedIn(performer)
    expect((await visit.get(`/panel/${name}`)).status).toBe(403)
    expect((await visit.post(`/panel/${name}.csv`)).status).toBe(403)
    expect((await asOwner.post(`/panel/${name}.csv`, {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  })
  test.each(LISTS)('%s survives hostile addresses', async name => {
    for (const query of [
      'q=%00%ff',
      'after=1-',
      'after=99999999999999999-x',
      `q=${'x'.repeat(5000)}`,
      'is=__proto__',
      'state=<b>',
    ])
      expect((await asOwner.get(`/panel/${name}?${query}`)).status).toBe(200)
  })
})

describe('sanctions', () => {
  test('are found by name, rule or reason, and by what they are', async () => {
    filled()
    const found = async (query: string) => (await asOwner.get(`/panel/sanctions?${query}`)).body
    expect(await found('q=TOM')).toContain('tom_low')
    expect(await found('q=nobody')).toContain('Nothing was done to anybody')
    expect(await found('measure=warning')).not.toContain('Ends in')
    expect(await found('measure=suspension')).toContain('Ends in 24 hours')
    expect(await found('measure=broadcast-cut')).toContain('mara_voss')
  })
})

describe('invitations', () => {
  test('are all kept: open, taken back, and over', async () => {
    filled()
    const listed = await asOwner.get('/panel/invites')
    expect(listed.body).toContain('=HYPERLINK(&quot;')
    const id = /\/panel\/invites\/([^/]+)\/void/.exec(listed.body)![1]
    await asOwner.post(`/panel/invites/${id}/void`)
    expect((await asOwner.get('/panel/invites')).body).toContain('Taken back')
    expect((await asOwner.get('/panel/invites?state=open')).body).toContain('Nobody was invited')
  })
})

import { beforeEach, describe, expect, test } from 'bun:test'
import type { Account } from '../../src/accounts/index.ts'
import { page as entries, verify } from '../../src/audit/index.ts'
import { DAY } from '../../src/base/clock.ts'
import { audience, feedReady, healthFound, online, openHolds, stage } from '../../src/broadcasts/index.ts'
import { claim, makeReport } from '../../src/moderation/index.ts'
import { type Site, testSite, type Visit } from '../help/visit.ts'
import { give } from '../tips/help.ts'

let site: Site
let owner: Account
let performer: Account
let asOwner: Visit
let asModerator: Visit

function goLive(name: string): void {
  online(site.world, site.told.broadcasts, name, 'rtmp')
  feedReady(site.world, site.told.broadcasts, name, { id: 'a'.repeat(26), outs: [] })
  healthFound(site.world, site.told.broadcasts, name, { bitrate: 4_000_000, faults: [] })
}

beforeEach(() => {
  site = testSite()
  owner = site.person('harald', 'owner')
  performer = site.person('mara_voss', 'performer')
  asOwner = site.signedIn(owner)
  asModerator = site.signedIn(site.person('juno', 'moderator'))
})

describe('who may open the panel', () => {
  const STAFF = ['/panel', '/panel/live', '/panel/people', '/panel/reports', '/panel/health']
  const OWNER = [
    '/panel/settings',
    '/panel/pages',
    '/panel/pages/terms',
    '/panel/audit',
    '/panel/audit/verify',
    '/panel/backups',
  ]

  test.each([...STAFF, ...OWNER])('%s is closed to visitors, members and performers', async path => {
    const visitor = await site.browser().get(path)
    expect(visitor.status).toBe(303)
    expect(visitor.location).toStartWith('/sign-in?from=')
    expect((await site.signedIn(site.person('ewa')).get(path)).status).toBe(403)
    expect((await site.signedIn(performer).get(path)).status).toBe(403)
  })

  test.each(STAFF)('%s opens for moderators and owners', async path => {
    expect((await asModerator.get(path)).status).toBe(200)
    expect((await asOwner.get(path)).status).toBe(200)
  })

  test.each(OWNER)('%s opens for the owner alone', async path => {
    expect((await asModerator.get(path)).status).toBe(403)
    expect((await asOwner.get(path)).status).toBe(200)
  })

  test.each([
    '/panel/settings',
    '/panel/settings/passphrase',
    '/panel/settings/restart',
    '/panel/pages/terms',
    '/panel/pages/terms/preview',
    '/panel/audit.csv',
    '/panel/backups',
  ])('POST %s is refused to a moderator and from another site', async path => {
    expect((await asModerator.post(path)).status).toBe(403)
    expect((await asOwner.post(path, {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  })

  test('every act of staff is refused to a performer', async () => {
    const visit = site.signedIn(performer)
    for (const path of [
      '/panel/rooms/mara-voss/stop',
      '/panel/holds/x/lift',
      '/panel/invites',
      '/panel/invites/x/void',
      `/panel/people/${performer.id}/approval`,
      `/panel/people/${performer.id}/approval/revoked`,
      `/panel/people/${performer.id}/sanctions`,
      `/panel/people/${performer.id}/sanctions/x/lift`,
      '/panel/reports/x/claim',
      '/panel/reports/x/leave',
      '/panel/reports/x/decision',
      '/panel/reports.csv',
      '/panel/appeals/x',
      '/panel/approvals/x',
    ]) {
      expect((await visit.post(path)).status).toBe(403)
    }
  })
})

describe('overview', () => {
  test('says what will be there before anybody is on air', async () => {
    const { body } = await asOwner.get('/panel')
    expect(body).toContain('The stages are dark')
    expect(body).toContain('No room is held')
  })

  test('shows a room on air with its viewers and bitrate, and only its part to htmx', async () => {
    goLive('mara-voss')
    audience.watches(site.world, 'mara-voss', 'someone', 1)
    const { body } = await asModerator.get('/panel')
    expect(body).toContain('mara_voss')
    expect(body).toContain('4.0 Mb/s')
    expect(body).toContain('/panel/rooms/mara-voss/stop')
    const part = await asModerator.get('/panel/live', { 'hx-request': 'true' })
    expect(part.body).toStartWith('<div')
    expect(part.body).toContain('mara_voss')
  })

  test('names what is wrong with the media server on every page of the panel', async () => {
    const up = site.world.media.status()
    site.world.media.status = () => ({ ...up, state: 'crash-loop', say: '' })
    for (const path of ['/panel', '/panel/people', '/panel/settings', '/panel/reports']) {
      expect((await asOwner.get(path)).body).toContain('The media server keeps ending.')
    }
  })
})

describe('errors', () => {
  test('are counted on the overview and on the health page, and both figures open their list', async () => {
    const log = site.world.log.child('media')
    for (let i = 0; i < 60; i++) log.error(`feed ${i} is lost`, { secret: 'abc' })
    for (const path of ['/panel', '/panel/health']) {
      expect((await asModerator.get(path)).body).toContain('href="/panel/errors"')
    }
    const first = await asModerator.get('/panel/errors')
    expect(first.body).toContain('feed 59 is lost')
    expect(first.body).not.toContain('feed 9 is lost')
    expect(first.body).not.toContain('abc')
    const next = /href="(\/panel\/errors\?after=[^"]+)"/.exec(first.body)?.[1] ?? ''
    expect((await asModerator.get(next)).body).toContain('feed 9 is lost')
    const sought = await asModerator.get('/panel/errors?q=feed%2017')
    expect(sought.body).toContain('feed 17 is lost')
    expect(sought.body).not.toContain('feed 18 is lost')
    expect((await asModerator.get('/panel/errors?q=nothing%20so')).body).toContain('Nothing fits')
    expect((await asModerator.post('/panel/errors.csv')).body.trim().split('\r\n')).toHaveLength(61)
  })
})

describe('backups', () => {
  test('are a list like the others: search, pages, CSV', async () => {
    const { db } = site.world
    const at = site.world.clock.now()
    for (let i = 0; i < 60; i++) {
      db.prepare(`INSERT INTO backups (id, file, size_bytes, sha256, at, took_ms, verified_at)
        VALUES (?, ?, 4000000, ?, ?, 700, ?)`).run(
        `backup${i}`,
        `/kept/footlight-night-${i}.db`,
        'f'.repeat(64),
        at - (60 - i) * DAY,
        at - (60 - i) * DAY,
      )
    }
    const first = await asOwner.get('/panel/backups')
    expect(first.body).toContain('footlight-night-59.db')
    expect(first.body).not.toContain('footlight-night-9.db')
    const next = /href="(\/panel\/backups\?after=[^"]+)"/.exec(first.body)?.[1] ?? ''
    expect((await asOwner.get(next)).body).toContain('footlight-night-9.db')
    const sought = await asOwner.get('/panel/backups?q=night-17')
    expect(sought.body).toContain('footlight-night-17.db')
    expect(sought.body).not.toContain('footlight-night-18.db')
    // How old the newest is does not depend on what is sought.
    expect(sought.body).toContain('from 24 h ago')
    expect((await asOwner.get('/panel/backups?q=nothing')).body).toContain('Nothing fits')
    const file = await asOwner.post('/panel/backups.csv')
    expect(file.body.trim().split('\r\n')).toHaveLength(61)
    expect(file.body).toContain('footlight-night-0.db')
    expect((await asModerator.post('/panel/backups.csv')).status).toBe(403)
  })
})

describe('what the house owes', () => {
  const figures = (html: string) =>
    [...html.matchAll(/<a class="figure" href="([^"]+)"><span class="figure-label">([^<]+)<\/span>(.*?)<\/a>/g)].map(
      ([, href = '', label = '', value = '']) => [label, value.replace(/<[^>]+>/g, ' ').trim(), href],
    )

  test('stands on the overview of those who may open its pages, and each figure opens its list', async () => {
    give(site.world, site.person('ewa').id, 340n)
    const owed = figures((await asOwner.get('/panel')).body)
    const wanted = [
      ['Tokens owed', '340', '/panel/tokens'],
      ['Set aside', '0', '/panel/wallets?is=held'],
      ['Paid for, not spent', '€0.00', '/panel/orders?state=paid'],
      ['Transfers to match', '0', '/panel/transfers?state=open'],
    ]
    for (const figure of wanted) expect(owed).toContainEqual(figure)
    for (const [, , href = ''] of owed.filter(([, , to]) => !to?.startsWith('#'))) {
      expect([href, (await asOwner.get(href)).status]).toEqual([href, 200])
    }
    for (const [label] of figures((await asModerator.get('/panel')).body)) expect(label).not.toBe('Tokens owed')
  })
})

describe('stop and hold', () => {
  const form = { rule: '1. Be kind', because: 'A stranger walked into the frame.', minutes: '60' }

  test('ends the broadcast, holds the room, writes the door before the cut, and says so in the trail', async () => {
    goLive('mara-voss')
    const { status, location } = await asModerator.post('/panel/rooms/mara-voss/stop', form)
    expect([status, location]).toEqual([303, '/panel?said=stopped'])
    expect(stage(site.world, 'mara-voss')).toMatchObject({ state: 'off', reason: 'cut', broadcast: null })
    expect(site.world.media.cuts).toEqual([{ name: 'mara-voss', why: 'cut' }])
    expect(site.world.media.admitted.get('mara-voss')?.heldUntil).toBe(site.world.clock.now() + 3_600_000)
    const [entry] = entries(site.world, { act: 'broadcast.cut' })
    expect(entry).toMatchObject({ reason: form.because })
    const { body } = await asModerator.get(location)
    expect(body).toContain('Stopped and held.')
    expect(body).toContain('A stranger walked into the frame.')
  })

  test('a lifted hold opens the door again, and lifting it twice says that it was over', async () => {
    await asModerator.post('/panel/rooms/mara-voss/stop', form)
    const [hold] = openHolds(site.world)
    const lifted = await asModerator.post(`/panel/holds/${hold!.id}/lift`)
    expect(lifted.location).toBe('/panel?said=lifted')
    expect(site.world.media.admitted.get('mara-voss')?.heldUntil).toBe(0)
    expect((await asModerator.post(`/panel/holds/${hold!.id}/lift`)).location).toBe('/panel?said=over')
  })

  test.each([
    [{ ...form, rule: '' }, 'Choose the rule'],
    [{ ...form, rule: 'A rule nobody wrote' }, 'Choose the rule'],
    [{ ...form, because: '  ' }, 'Write a sentence'],
    [{ ...form, because: 'x'.repeat(1001) }, '1,000 characters'],
    [{ ...form, minutes: '-5' }, 'Choose how long'],
    [{ ...form, minutes: '1e3' }, 'Choose how long'],
    [{ ...form, minutes: '10081' }, 'Choose how long'],
  ])('refuses %o in place and keeps what was typed', async (typed, words) => {
    goLive('mara-voss')
    const { status, body } = await asModerator.post('/panel/rooms/mara-voss/stop', typed)
    expect(status).toBe(422)
    expect(body).toContain(words)
    if (typed.because.trim()) expect(body).toContain(typed.because)
    expect(stage(site.world, 'mara-voss').state).toBe('live')
    expect(site.world.media.cuts).toEqual([])
  })

  test('a room that does not exist is 404, typed or hostile', async () => {
    for (const name of ['nobody', '..%2F..', '%3Cscript%3E', 'a'.repeat(500)]) {
      expect((await asModerator.get(`/panel/rooms/${name}/stop`)).status).toBe(404)
      expect((await asModerator.post(`/panel/rooms/${name}/stop`, form)).status).toBe(404)
    }
  })

  test('htmx gets the sheet alone', async () => {
    const { body } = await asModerator.get('/panel/rooms/mara-voss/stop', { 'hx-request': 'true' })
    expect(body).toStartWith('<dialog')
  })
})

describe('people', () => {
  test('an invitation is shown once, listed, and can be taken back', async () => {
    const made = await asModerator.post('/panel/invites', { role: 'performer', note: 'Ines <cello>' })
    expect(made.status).toBe(200)
    expect(made.body).toMatch(/http:\/\/localhost:8420\/links\/[A-Za-z0-9_-]{43}/)
    const listed = await asModerator.get('/panel/people')
    expect(listed.body).toContain('Ines &lt;cello&gt;')
    expect(listed.body).not.toMatch(/\/links\/[A-Za-z0-9_-]{43}/)
    const id = /\/panel\/invites\/([^/]+)\/void/.exec(listed.body)![1]
    expect((await asModerator.post(`/panel/invites/${id}/void`)).location).toEndWith('said=voided')
    expect((await asModerator.post(`/panel/invites/${id}/void`)).location).toEndWith('said=over')
  })

  test('a moderator invites no moderators, and a long note stays in its field', async () => {
    expect((await asModerator.post('/panel/invites', { role: 'moderator' })).status).toBe(422)
    expect((await asOwner.post('/panel/invites', { role: 'moderator' })).status).toBe(200)
    expect((await asOwner.post('/panel/invites', { role: 'owner' })).status).toBe(422)
    const long = await asOwner.post('/panel/invites', { role: 'performer', note: 'n'.repeat(121) })
    expect(long.status).toBe(422)
    expect(long.body).toContain('n'.repeat(121))
  })

  test('an approval opens the door and its withdrawal ends what is on air', async () => {
    const path = `/panel/people/${performer.id}`
    expect((await asModerator.get(path)).body).toContain('May mara_voss go on air?')
    const bare = await asModerator.post(`${path}/approval`, { because: '' })
    expect(bare.status).toBe(422)
    expect(bare.body).toContain('Write why')
    expect((await asModerator.post(`${path}/approval`, { because: 'Known to us' })).status).toBe(303)
    expect(site.world.media.admitted.get('mara-voss')?.refuse).toBeNull()
    goLive('mara-voss')
    expect((await asModerator.post(`${path}/approval/revoked`, { because: 'Moved on' })).status).toBe(303)
    expect(site.world.media.admitted.get('mara-voss')?.refuse).toBe('not-approved')
    expect(stage(site.world, 'mara-voss').state).toBe('off')
  })

  test('a suspension and a ban end sessions and the broadcast; a lift lets in again', async () => {
    const path = `/panel/people/${performer.id}`
    const asPerformer = site.signedIn(performer)
    goLive('mara-voss')
    const form = { rule: '1. Be kind', reason: 'Insults on air', days: '7' }
    expect((await asModerator.post(`${path}/sanctions`, form)).location).toEndWith('said=suspended')
    expect((await asPerformer.get('/panel')).status).toBe(303)
    expect(stage(site.world, 'mara-voss').state).toBe('off')
    const shown = await asModerator.get(path)
    expect(shown.body).toContain('Insults on air')
    const sanction = /\/sanctions\/([^/]+)\/lift/.exec(shown.body)![1]
    expect((await asModerator.post(`${path}/sanctions/${sanction}/lift`, { because: '' })).status).toBe(422)
    const lifted = await asModerator.post(`${path}/sanctions/${sanction}/lift`, { because: 'Apologised' })
    expect(lifted.location).toEndWith('said=lifted')
    expect((await asModerator.post(`${path}/sanctions`, { ...form, days: 'ban' })).location).toEndWith('said=banned')
    // Nobody bans alone: until another one has said yes it is a suspension.
    expect((await asModerator.get('/panel/people?is=banned')).body).not.toContain('mara_voss')
    expect((await asModerator.get('/panel/people?is=suspended')).body).toContain('mara_voss')
    const asked = (await asOwner.get('/panel/approvals')).body
    expect(asked).toContain('Ban mara_voss for good')
    const proposal = /\/panel\/approvals\/([a-z2-7]{26})/.exec(asked)![0]
    const mine = await asModerator.get(proposal)
    expect(mine.body).toContain('It is your own proposal.')
    expect(mine.body).not.toContain('Approve it')
    const { body } = await asOwner.get(proposal)
    const hash = /name="hash" value="([0-9a-f]{64})"/.exec(body)![1]!
    expect((await asModerator.post(proposal, { says: 'yes', hash })).status).toBe(422)
    expect((await asOwner.post(proposal, { says: 'yes', hash: '0'.repeat(64) })).status).toBe(422)
    expect((await asOwner.post(proposal, { says: 'no', hash, because: ' ' })).status).toBe(422)
    expect((await asOwner.post(proposal, { says: 'yes', hash })).location).toEndWith('said=approved')
    expect((await asModerator.get('/panel/people?is=banned')).body).toContain('mara_voss')
    expect((await asOwner.post(proposal, { says: 'yes', hash })).body).toContain('Somebody was faster')
  })

  test.each([
    [{ rule: '', reason: 'x', days: '7' }, 'Choose the rule'],
    [{ rule: '1. Be kind', reason: '', days: '7' }, 'Say why'],
    [{ rule: '1. Be kind', reason: 'kept as typed', days: '0' }, 'Choose how long'],
    [{ rule: '1. Be kind', reason: 'kept as typed', days: '31' }, '30 days at most'],
    [{ rule: '1. Be kind', reason: 'y'.repeat(1001), days: '7' }, '1,000 characters'],
  ])('refuses the sanction %o in place', async (typed, words) => {
    const { status, body } = await asModerator.post(`/panel/people/${performer.id}/sanctions`, typed)
    expect(status).toBe(422)
    expect(body).toContain(words)
    expect(body).toContain(typed.reason)
  })

  test('a moderator decides nothing about the owner, and nobody about themselves', async () => {
    const form = { rule: '1. Be kind', reason: 'A coup', days: 'ban' }
    const rank = await asModerator.post(`/panel/people/${owner.id}/sanctions`, form)
    expect([rank.status, rank.body.includes('The last owner stays') || rank.body.includes('Only an owner')]).toEqual([
      422,
      true,
    ])
    expect((await asOwner.post(`/panel/people/${owner.id}/sanctions`, form)).status).toBe(422)
    expect((await asOwner.get('/panel')).status).toBe(200)
  })

  test('an owner makes somebody an owner, for a reason, and nobody decides about themselves', async () => {
    const moderator = site.person('ida_k', 'moderator')
    const asIda = site.signedIn(moderator)
    const at = `/panel/people/${moderator.id}`
    expect((await asOwner.get(at)).body).toContain('Make ida_k an owner')
    expect((await asModerator.get(at)).body).not.toContain('Make ida_k')
    expect((await asModerator.post(`${at}/role`, { role: 'owner', because: 'Mine.' })).status).toBe(403)

    const unsaid = await asOwner.post(`${at}/role`, { role: 'owner', because: ' ' })
    expect([unsaid.status, unsaid.body.includes('Write why, in a sentence.')]).toEqual([422, true])
    expect((await asOwner.post(`${at}/role`, { role: 'member', because: 'Tired.' })).status).toBe(409)
    expect((await asOwner.post(`${at}/role`, { role: '__proto__', because: 'Tired.' })).status).toBe(409)
    const made = await asOwner.post(`${at}/role`, { role: 'owner', because: 'Keeps the house from now on.' })
    expect(made.location).toBe(`${at}?said=role-asked`)
    const again = await asOwner.post(`${at}/role`, { role: 'owner', because: 'Once more.' })
    expect([again.status, again.body.includes('waits for its second person')]).toEqual([422, true])
    // There is no other owner to say yes. The house has to allow it, and a night has to pass.
    const proposal = /\/panel\/approvals\/([a-z2-7]{26})/.exec((await asOwner.get('/panel/approvals')).body)![0]
    const approve = async () => {
      const hash = /name="hash" value="([0-9a-f]{64})"/.exec((await asOwner.get(proposal)).body)![1]!
      return asOwner.post(proposal, { says: 'yes', hash })
    }
    expect((await approve()).status).toBe(422)
    site.world.settings.set('second_person', 'owner_alone', site.world.clock.now())
    expect((await approve()).status).toBe(422)
    site.world.clock.pass(DAY)
    asOwner = site.signedIn(owner)
    expect((await approve()).location).toEndWith('said=approved')
    expect((await asIda.get('/panel')).status).toBe(303)
    expect(entries(site.world, { act: 'approval.approved' })[0]?.detail).toContain('"single_review":true')
    expect(entries(site.world, {})[0]).toMatchObject({
      act: 'account.role-changed',
      actor: `account:${owner.id}`,
      reason: 'Keeps the house from now on.',
    })
    // What the page of the last owner advises: now there are two.
    const back = site.signedIn({ ...moderator, role: 'owner' })
    expect((await back.post(`/panel/people/${owner.id}/role`, { role: 'moderator', because: 'Agreed.' })).status).toBe(
      303,
    )
    const own = await back.post(`${at}/role`, { role: 'moderator', because: 'Enough.' })
    expect([own.status, own.body.includes('Nobody decides about their own account.')]).toEqual([422, true])
  })
  test('a performer who becomes a member goes off the air, and a member who becomes one gets a room', async () => {
    await asOwner.post(`/panel/people/${performer.id}/approval`, { because: 'Seen.' })
    goLive('mara-voss')
    const at = `/panel/people/${performer.id}/role`
    expect((await asOwner.post(at, { role: 'member', because: 'Asked for it.' })).status).toBe(303)
    expect(stage(site.world, 'mara-voss').broadcast).toBeNull()
    expect(site.world.media.admitted.get('mara-voss')?.refuse).toBe('not-approved')
    expect((await site.browser().get('/rooms/mara-voss')).status).toBe(404)
    const member = site.person('lena')
    const to = `/panel/people/${member.id}/role`
    expect((await asOwner.post(to, { role: 'performer', because: 'Plays the viola.' })).status).toBe(303)
    expect((await site.signedIn({ ...member, role: 'performer' }).get('/studio')).status).toBe(200)
  })
  test('a search is paged, finds look-alikes, survives hostile words and leaves an entry', async () => {
    expect((await asOwner.get('/panel/people?q=MARA')).body).toContain('mara_voss')
    expect((await asOwner.get('/panel/people?q=nobodyatall')).body).toContain('Nobody by that name')
    for (const q of ["'%22--", '%25', '_', '%00', '<script>', 'x'.repeat(500)]) {
      expect((await asOwner.get(`/panel/people?q=${encodeURIComponent(q)}&after=1-x&is=__proto__`)).status).toBe(200)
    }
    expect(entries(site.world, { act: 'people.searched' }).length).toBeGreaterThan(0)
  })

  test('another page follows while there are more people', async () => {
    const first = ['amber', 'birch', 'cedar', 'dune', 'ember', 'fjord', 'grove', 'heath']
    const last = ['fox', 'hare', 'kite', 'moth', 'newt', 'pike', 'toad']
    for (const a of first) for (const b of last) site.person(`${a}${b}`)
    const page = await asOwner.get('/panel/people?is=member')
    const href = /href="(\/panel\/people\?is=member&amp;after=[^"]+)"/.exec(page.body)![1]!.replaceAll('&amp;', '&')
    const names = (body: string) => [...body.matchAll(/\/panel\/people\/[a-z2-7]{26}">([a-z]+)</g)].map(m => m[1])
    const next = await asOwner.get(href)
    expect(names(page.body)).toHaveLength(50)
    expect(names(next.body)).toHaveLength(6)
    expect(new Set([...names(page.body), ...names(next.body)]).size).toBe(56)
  })

  test('somebody who does not exist is 404', async () => {
    expect((await asOwner.get('/panel/people/nobody')).status).toBe(404)
    expect((await asOwner.post('/panel/people/nobody/approval', { because: 'x' })).status).toBe(404)
    expect((await asOwner.post(`/panel/people/${performer.id}/sanctions/nothing/lift`, { because: 'x' })).status).toBe(
      404,
    )
  })
})

describe('settings', () => {
  const good = {
    site_name: 'Harbour Studio',
    zone: 'Europe/Oslo',
    gel: 'own',
    gel_hue: '200',
    sign_up: 'on',
    public_url: 'https://harbour.example/',
    public_host: '203.0.113.7',
    viewers_at_peak: '500',
    uplink_mbit: '1000',
    backup_hour: '3',
    backup_keep: '7',
  }

  test('are saved, read back, and each change is in the trail', async () => {
    const { location } = await asOwner.post('/panel/settings', good)
    expect(location).toBe('/panel/settings?said=restart')
    const { settings } = site.world
    expect(settings.get('site_name')).toBe('Harbour Studio')
    expect(settings.get('public_url')).toBe('https://harbour.example')
    expect(settings.get('gel_hue')).toBe(200)
    const [entry] = entries(site.world, { act: 'settings.changed' })
    expect(JSON.parse(entry!.detail!).site_name).toEqual({ from: 'Footlight', to: 'Harbour Studio' })
    expect((await asOwner.post('/panel/settings', good)).location).toBe('/panel/settings?said=same')
    expect((await asOwner.get('/panel/settings')).body).toContain('Harbour Studio')
  })

  test('the machine’s own zone stays what it is, whatever zone the house has', async () => {
    const own = /This machine(?:'|&#39;)s, ([^<]+)</
    const before = own.exec((await asOwner.get('/panel/settings')).body)?.[1]
    expect(before).toBeTruthy()
    await asOwner.post('/panel/settings', { ...good, zone: 'Pacific/Auckland' })
    const { body } = await asOwner.get('/panel/settings')
    expect(own.exec(body)?.[1]).toBe(before!)
    expect(body).toMatch(/<option value="Pacific\/Auckland" selected/)
  })
  test('an unticked sign-up closes it, and a named gel is taken', async () => {
    const { sign_up: _, ...closed } = good
    await asOwner.post('/panel/settings', { ...closed, gel: '146' })
    expect(site.world.settings.get('sign_up')).toBe('closed')
    expect(site.world.settings.get('gel_hue')).toBe(146)
  })

  test.each([
    ['site_name', '', 'needs a name'],
    ['site_name', 'x'.repeat(41), '40 characters'],
    ['zone', 'Mars/Olympus', 'from the list'],
    ['gel_hue', '20', '42 is the least'],
    ['gel_hue', 'NaN', 'whole number'],
    ['public_url', 'javascript:alert(1)', 'the address alone'],
    ['public_url', 'https://user:pass@x.example', 'the address alone'],
    ['public_url', 'https://x.example/path', 'the address alone'],
    ['public_url', 'http://x.example', 'begin with https'],
    ['public_host', 'http://x', 'without http'],
    ['public_host', '-x..y', 'without http'],
    ['public_host', '::::::', 'without http'],
    ['public_host', '203.0.113.999', 'without http'],
    ['viewers_at_peak', '1e3', 'whole number'],
    ['viewers_at_peak', '0', '1 is the least'],
    ['uplink_mbit', '999999999', '100,000 is the most'],
    ['uplink_mbit', '99999999999999999999', 'whole number'],
    ['backup_hour', '24', '23 is the most'],
    ['backup_keep', '', 'Write a number'],
  ])('%s = %p is refused in place with everything typed kept', async (name, value, words) => {
    const { status, body } = await asOwner.post('/panel/settings', { ...good, [name]: value })
    expect(status).toBe(422)
    expect(body).toContain(words)
    if (name !== 'site_name') expect(body).toContain('value="Harbour Studio"')
    expect(site.world.settings.get('site_name')).toBe('Footlight')
  })

  test('a colour can be looked at without scripts before it is saved', async () => {
    const { status, body } = await asOwner.post('/panel/settings', { ...good, do: 'look' })
    expect(status).toBe(200)
    expect(body).toContain('value="Harbour Studio"')
    expect(site.world.settings.get('gel_hue')).toBe(64)
  })

  test('a new passphrase is asked twice, restarts the media server and never enters the trail', async () => {
    expect((await asOwner.post('/panel/settings/passphrase')).status).toBe(422)
    expect(site.world.media.restarts).toBe(0)
    expect((await asOwner.post('/panel/settings/passphrase', { sure: 'on' })).status).toBe(303)
    const made = site.world.settings.get('srt_passphrase')
    expect(made).toMatch(/^[a-z2-7]{24}$/)
    expect(site.world.media.restarts).toBe(1)
    expect((await asOwner.get('/panel/settings')).body).toContain(made)
    expect(JSON.stringify(entries(site.world, {}))).not.toContain(made)
    expect(site.world.lines.join('')).not.toContain(made)
  })
})

describe('audit trail', () => {
  test('filters by handle, act and subject, and says when nothing fits', async () => {
    await asModerator.post('/panel/rooms/mara-voss/stop', { rule: '1. Be kind', because: 'Out', minutes: '10' })
    const both = await asOwner.get('/panel/audit?actor=JUNO&act=broadcast.&subject=mara-voss')
    expect(both.body).toContain('Stopped and held the room')
    expect(both.body).not.toContain('Joined')
    expect((await asOwner.get('/panel/audit?actor=nobody')).body).toContain('Nothing fits this filter')
    for (const act of ['%25', "';--", '\u0000', 'x'.repeat(900)]) {
      expect((await asOwner.get(`/panel/audit?act=${encodeURIComponent(act)}&before=-1`)).status).toBe(200)
    }
  })

  test('finds words anywhere: in reasons, facts, names and in what acts are called', async () => {
    const because = 'A stranger walked into the Picture'
    await asModerator.post('/panel/rooms/mara-voss/stop', { rule: '1. Be kind', because, minutes: '10' })
    const found = async (q: string, language = 'en') => {
      const { body } = await asOwner.get(`/panel/audit?q=${encodeURIComponent(q)}`, { 'accept-language': language })
      return [...body.matchAll(/<code class="meta">([^<]+)/g)].map(([, act]) => act)
    }
    expect(await found('the picture')).toEqual(['broadcast.cut'])
    expect(await found('1. be kind')).toEqual(['broadcast.cut'])
    expect(await found('Stopped and held')).toEqual(['broadcast.cut'])
    expect(await found('beigetreten', 'de')).toContain('account.joined')
    expect(await found('beigetreten')).toEqual([])
    expect(await found('JUNO')).toContain('broadcast.cut')
    for (const q of ["';--", '%', 'x'.repeat(900), '\u0000', '[']) expect(await found(q)).toBeArray()
    const page = await asOwner.get('/panel/audit?q=the%20picture')
    expect(page.body).toContain('name="q" value="the picture"')
    const { body } = await asOwner.post('/panel/audit.csv', { q: 'the picture' })
    // Taking it out is an entry, which says what was looked for.
    const acts = body.split('\r\n').map(row => /"(audit\.exported|broadcast\.cut)"/.exec(row)?.[1])
    expect(acts.filter(Boolean)).toEqual(['audit.exported', 'broadcast.cut'])
  })

  test('names whom and what an entry is about in words that lead there, never by an id', async () => {
    const reported = makeReport(site.world, site.told.cases, { kind: 'other', subject: '', text: 'Hm', contact: '' })
    if (!reported.ok) throw new Error('a report')
    claim(site.world, reported.case.id, { id: `account:${owner.id}`, address: '' })
    const { body } = await asOwner.get('/panel/audit')
    expect(body).toContain(`<a class="name" href="/panel/reports/${reported.case.id}">a report</a>`)
    const ids = body
      .replace(/<[^>]+>/g, ' ')
      .match(/\b(?:account|room|case|site|system|console)(?::|\b(?= ))[a-z2-7]{26}/g)
    expect(ids).toBeNull()
  })

  test('Verify counts the entries, and names the one that was changed behind our back', async () => {
    const whole = verify(site.world)
    if (!whole.ok) throw new Error('the chain of a fresh site is whole')
    expect((await asOwner.get('/panel/audit/verify')).body).toContain(`All ${whole.entries} entries fit together.`)
    site.world.db.run('DROP TRIGGER audit_frozen')
    site.world.db.run("UPDATE audit SET actor = 'system' WHERE seq = 2")
    expect((await asOwner.get('/panel/audit/verify')).body).toContain('Entry 2 does not fit.')
  })

  test('the CSV holds no formula, is a download, and taking it is an entry', async () => {
    const because = '=HYPERLINK("https://evil.example","x")'
    await asModerator.post('/panel/rooms/mara-voss/stop', { rule: '1. Be kind', because, minutes: '10' })
    const { body, response } = await asOwner.post('/panel/audit.csv', { act: 'broadcast.' })
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="audit-2026-11-21.csv"')
    const [head, row, end] = body.split('\r\n')
    expect(head).toStartWith('"seq","at","actor"')
    expect(row).toContain(`"'=HYPERLINK(""https://evil.example"",""x"")"`)
    expect(end).toBe('')
    expect(entries(site.world, { act: 'audit.exported' })).toHaveLength(1)
  })
})

test('the health page speaks of the machine and the media server', async () => {
  const { status, body } = await asModerator.get('/panel/health')
  expect(status).toBe(200)
  for (const words of ['Media server', 'Disk', 'Memory', 'ffmpeg', 'Reach', 'v1.20.1']) expect(body).toContain(words)
})

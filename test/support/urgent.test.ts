import { beforeEach, describe, expect, test } from 'bun:test'
import { type Account, actorOf, askAddress, confirmAddress } from '../../src/accounts/index.ts'
import { deliver } from '../../src/base/mail/outbox.ts'
import type { Mail } from '../../src/base/mail/smtp.ts'
import { claim, makeReport, type ReportKind } from '../../src/moderation/index.ts'
import { noticesOf, setWishes, wishesOf } from '../../src/rooms/index.ts'
import { type Site, testSite } from '../help/visit.ts'

let site: Site
let owner: Account
let moderator: Account
let finance: Account

beforeEach(() => {
  site = testSite()
  owner = site.person('harald', 'owner')
  moderator = site.person('juno', 'moderator')
  finance = site.person('fina_berg', 'finance')
  site.person('tom_low')
  for (const [name, value] of [
    ['smtp_host', 'smtp.example.org'],
    ['mail_from', 'house@example.org'],
  ] as const) {
    site.world.settings.set(name, value, 0)
  }
  for (const { id, handle } of [owner, moderator]) {
    const code = askAddress(site.world, id, `${handle}@example.org`)
    expect(confirmAddress(site.world, code)).toBe(id)
  }
})

function reported(kind: ReportKind, more: Partial<Parameters<typeof makeReport>[2]> = {}) {
  const made = makeReport(site.world, site.told.cases, {
    kind,
    subject: 'tom_low',
    text: 'She says that she is fifteen.',
    contact: '',
    ...more,
  })
  if (!made.ok) throw new Error(JSON.stringify(made))
  return made.case
}

async function mailed(): Promise<Mail[]> {
  const mails: Mail[] = []
  await deliver(site.world, {}, async (_server, mail) => {
    mails.push(mail)
    return { ok: true, said: '' }
  })
  return mails.sort((a, b) => a.to.localeCompare(b.to))
}

const told = ({ id }: Account) => noticesOf(site.world, id).map(({ kind, facts }) => [kind, facts.href])

describe('a report that cannot wait', () => {
  test('is told to the owners at once and by mail, which says nothing of it', async () => {
    const of = reported('minor')
    expect(told(owner)).toEqual([['urgent', `/panel/reports/${of.id}`]])
    expect(told(moderator)).toEqual([])
    const mails = await mailed()
    expect(mails.map(({ to }) => to)).toEqual(['harald@example.org'])
    const [{ subject, text, html = '' } = mails[0]!] = mails
    for (const written of [subject, text, html]) {
      for (const word of ['fifteen', 'tom_low', 'report', 'age', of.id]) expect(written).not.toContain(word)
    }
  })

  test('goes to everybody who may look at it, also in their quiet hours, once for each case', async () => {
    for (const { id } of [owner, moderator]) {
      setWishes(site.world, id, { ...wishesOf(site.world, id), quiet_from: 0, quiet_to: 1439 })
    }
    const of = reported('danger')
    reported('danger', { text: 'Again.' })
    expect(told(owner)).toEqual([['urgent', `/panel/reports/${of.id}`]])
    expect(told(moderator)).toEqual([['urgent', `/panel/reports/${of.id}`]])
    expect(told(finance)).toEqual([])
    expect((await mailed()).map(({ to }) => to)).toEqual(['harald@example.org', 'juno@example.org'])
  })

  test('is not told to who keeps the money: no report is hers', () => {
    const purse = site.person('purse', 'finance')
    reported('danger')
    expect(told(purse)).toEqual([])
  })

  test('is not told to whom it is about', async () => {
    reported('danger', { subject: 'juno' })
    expect(told(moderator)).toEqual([])
    expect((await mailed()).map(({ to }) => to)).toEqual(['harald@example.org'])
  })

  test('stands over every page of the panel until somebody looks, and leads there from the notices', async () => {
    const of = reported('danger')
    const asJuno = site.signedIn(moderator)
    expect((await asJuno.get('/panel/people')).body).toContain('A report has to be looked at now.')
    expect((await asJuno.get('/panel/live')).body).toContain('A report has to be looked at now.')
    expect((await asJuno.get('/panel/people')).body).toContain('1 new notice')
    const list = await asJuno.get('/notices')
    const href = /href="(\/notices\/[a-z2-7]+)"/.exec(list.body)?.[1] ?? ''
    expect((await asJuno.get(href)).location).toBe(`/panel/reports/${of.id}`)
    claim(site.world, of.id, actorOf(moderator, ''))
    expect((await asJuno.get('/panel/people')).body).not.toContain('A report has to be looked at now.')
  })
})

test('any other report waits in the queue', async () => {
  reported('conduct')
  expect(told(owner)).toEqual([])
  expect(await mailed()).toEqual([])
})

test('the staff chooses how it is told; what others are told is left as it was', async () => {
  const asOwner = site.signedIn(owner)
  const page = await asOwner.get('/account/notices')
  expect(page.body).toContain('A report cannot wait, also in quiet hours')
  await asOwner.post('/account/notices', { urgent_site: 'on', report_mail: 'on' })
  expect(wishesOf(site.world, owner.id).choices).toMatchObject({
    urgent: { site: true, push: false, mail: false },
    live: { site: true, push: true, mail: true },
  })
  expect((await site.signedIn(finance).get('/account/notices')).body).not.toContain('A report cannot wait')
  const tom = site.person('ewa')
  expect((await site.signedIn(tom).get('/account/notices')).body).not.toContain('urgent_')
})

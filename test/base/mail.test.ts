import { afterEach, describe, expect, test } from 'bun:test'
import { mailTo } from '../../src/accounts/index.ts'
import { readAddress } from '../../src/accounts/mail.ts'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
import { deliver, outboxState, post } from '../../src/base/mail/outbox.ts'
import { carry, greet } from '../../src/base/mail/smtp.ts'
import { keepSecret, secretOf } from '../../src/base/seal/secrets.ts'
import { noticesOf, notify } from '../../src/rooms/notice.ts'
import { mailTold } from '../../src/rooms/notices/letters.tsx'
import { setWishes, wishesOf } from '../../src/rooms/wishes.ts'
import { type SmtpHouse, smtpHouse, wordsIn } from '../help/smtp.ts'
import { PASSWORD, type Site, testSite } from '../help/visit.ts'
import type { TestWorld } from '../help/world.ts'

const open: SmtpHouse[] = []
afterEach(async () => {
  for (const house of open.splice(0)) await house.stop()
})

async function server(manner: Parameters<typeof smtpHouse>[0] = {}): Promise<SmtpHouse> {
  const house = await smtpHouse(manner)
  open.push(house)
  return house
}

function mailBy(world: TestWorld, { port }: { port: number }, user = '', password = ''): void {
  const set = (name: Parameters<typeof world.settings.set>[0], value: string | number) =>
    world.settings.set(name, value as never, 0)
  set('smtp_host', '127.0.0.1')
  set('smtp_port', port)
  set('smtp_security', 'none')
  set('smtp_user', user)
  set('mail_from', 'stage@example.org')
  set('public_url', 'https://stage.example.org')
  if (password !== '') keepSecret(world, 'smtp', password)
}

const at = (port: number, more = {}) => ({
  host: '127.0.0.1',
  port,
  security: 'none' as const,
  user: '',
  password: '',
  from: 'stage@example.org',
  name: 'Harbour Studio',
  ...more,
})
const MAIL = { to: 'juno@example.org', subject: 'Grüße', text: 'Hello.\n.\nBye.', html: '<p>Hello.</p>' }

/** Somebody with a proved address. */
async function reader(site: Site, house: SmtpHouse) {
  const { world } = site
  const visit = site.signedIn(site.person('juno_9'))
  const account = world.db.query("SELECT id FROM accounts WHERE handle = 'juno_9'").get() as { id: string }
  await visit.post('/account/notices/mail', { address: 'juno@example.org' })
  await deliver(world, mailTold(world))
  const [link = ''] = /\/mail\/confirm\/[A-Za-z0-9_-]{43}/.exec(wordsIn(house.letters.at(-1)!)) ?? []
  return { visit, account: account.id, link }
}

describe('the server', () => {
  test('takes a mail in both forms, with its name and its letters whole', async () => {
    const house = await server()
    expect(await carry(at(house.port), MAIL)).toEqual({ ok: true, said: '250 2.0.0 taken as 4711' })
    const [letter] = house.letters
    expect(letter).toMatchObject({ from: 'stage@example.org', to: ['juno@example.org'] })
    expect(letter!.raw).toContain('From: Harbour Studio <stage@example.org>')
    expect(letter!.raw).toContain('Auto-Submitted: auto-generated')
    expect(letter!.raw).toContain('text/plain')
    expect(letter!.raw).toContain('text/html')
    expect(letter!.raw).toContain('Hello.\n.\nBye.')
  })
  test('that wants a password gets it, and says so when it is wrong', async () => {
    const house = await server({ user: 'stage', password: 'right' })
    expect(await greet(at(house.port, { user: 'stage', password: 'right' }))).toMatchObject({ ok: true })
    const wrong = await carry(at(house.port, { user: 'stage', password: 'wrong' }), MAIL)
    expect(wrong).toMatchObject({ ok: false, why: 'login', final: false })
    expect(wrong.said).toContain('That is not the password')
    expect(house.letters).toHaveLength(0)
  })
  test('names what is wrong in closed words', async () => {
    const gone = await server()
    await gone.stop()
    expect(await greet(at(gone.port))).toMatchObject({ ok: false, why: 'unreachable' })
    const plain = await server()
    expect(await greet(at(plain.port, { security: 'starttls' }))).toMatchObject({ ok: false, why: 'tls' })
    const nobody = await server({ rcpt: '550 5.1.1 no such user' })
    expect(await carry(at(nobody.port), MAIL)).toMatchObject({ ok: false, why: 'recipient', final: true })
    const later = await server({ rcpt: '451 4.7.1 greylisted' })
    expect(await carry(at(later.port), MAIL)).toMatchObject({ ok: false, why: 'recipient', final: false })
    const no = await server({ data: '554 5.7.1 spam' })
    expect(await carry(at(no.port), MAIL)).toMatchObject({ ok: false, why: 'refused', final: true })
  })
  test('is asked for nobody else by a line break in an address or a subject', async () => {
    const house = await server()
    await carry(at(house.port), { ...MAIL, subject: 'a\r\nBcc: evil@example.org\r\n', to: 'juno@example.org' })
    expect(house.letters[0]!.to).toEqual(['juno@example.org'])
    expect(house.letters[0]!.raw).not.toMatch(/^Bcc:/m)
  })
})

describe('the outbox', () => {
  test('keeps nothing that can be read, and nothing once it is gone', async () => {
    const { world } = testSite()
    mailBy(world, await server())
    expect(post(world, MAIL)).toBe(true)
    const row = world.db.query('SELECT * FROM outbox').get() as { mail_sealed: Uint8Array }
    expect(Buffer.from(row.mail_sealed).toString('latin1')).not.toContain('juno@example.org')
    expect(await deliver(world)).toBe(1)
    expect(outboxState(world)).toMatchObject({ waiting: 0 })
  })
  test('without a server takes nothing', () => {
    expect(post(testSite().world, MAIL)).toBe(false)
  })
  test('tries again, each time later, and gives up when nobody wants it any more', async () => {
    const { world } = testSite()
    const house = await server({ data: '451 4.3.0 try later' })
    mailBy(world, house)
    post(world, MAIL, { lastsMs: HOUR })
    const tries = () => house.heard.filter(line => line === 'DATA').length
    await deliver(world)
    expect([tries(), outboxState(world)]).toMatchObject([1, { waiting: 1, tried: 1, lastFailure: 'refused' }])
    await deliver(world)
    expect(tries()).toBe(1)
    world.clock.pass(MINUTE)
    await deliver(world)
    expect(tries()).toBe(2)
    world.clock.pass(4 * MINUTE)
    await deliver(world)
    expect(tries()).toBe(2)
    world.clock.pass(HOUR)
    await deliver(world)
    expect([tries(), outboxState(world).waiting]).toEqual([2, 0])
  })
  test('asks a server that is down once, not for each mail', async () => {
    const { world } = testSite()
    const house = await server({ user: 'stage', password: 'right' })
    mailBy(world, house, 'stage', 'wrong')
    for (let n = 0; n < 5; n++) post(world, MAIL)
    await deliver(world)
    await deliver(world)
    expect(house.heard.filter(line => line.startsWith('AUTH'))).toHaveLength(1)
    keepSecret(world, 'smtp', 'right')
    world.clock.pass(MINUTE)
    expect(await deliver(world)).toBe(5)
  })
})

describe('a secret of the house', () => {
  test('lies sealed, and opens with its own key alone', () => {
    const { world } = testSite()
    keepSecret(world, 'smtp', 'the word')
    expect(secretOf(world, 'smtp')).toBe('the word')
    const row = world.db.query('SELECT sealed FROM house_secrets').get() as { sealed: Uint8Array }
    expect(Buffer.from(row.sealed).toString('latin1')).not.toContain('the word')
    expect(secretOf(world, 'vapid')).toBe(null)
  })
})

describe('an address', () => {
  test('is read as a mail server would', () => {
    const good = ['a@b.co', 'juno.nine+x@example.org', 'jürgen@müller.example', "o'brien@example.co.uk"]
    for (const typed of good) expect([typed, readAddress(typed).ok]).toEqual([typed, true])
    expect(readAddress(' Juno@EXAMPLE.org ')).toEqual({ ok: true, address: 'Juno@example.org' })
    for (const typed of [
      '',
      'juno',
      '@example.org',
      'juno@',
      'juno@localhost',
      'juno@127.0.0.1',
      'juno@[127.0.0.1]',
      'a@b@c.org',
      'juno@example.org, evil@example.org',
      'juno@example.org\nBcc: evil@example.org',
      '<juno@example.org>',
      '"a b"@example.org',
      '.a@example.org',
      'a..b@example.org',
      `${'a'.repeat(65)}@example.org`,
      `a@${'b'.repeat(260)}.org`,
    ])
      expect([typed, readAddress(typed).ok]).toEqual([typed, false])
  })
  test('is proved by the mailbox: looking spends nothing, the button once', async () => {
    const site = testSite()
    const house = await server()
    mailBy(site.world, house)
    const { visit, account, link } = await reader(site, house)
    expect((await visit.get('/account/notices')).body).toContain('on its way to juno@example.org')
    expect(mailTo(site.world, account)).toBe(null)
    // Another browser, such as the phone on which the mail was read.
    const phone = site.browser()
    expect((await phone.get(link)).location).toBe('/mail/confirm')
    expect((await phone.get('/mail/confirm')).body).toContain('juno_9')
    expect(mailTo(site.world, account)).toBe(null)
    expect((await phone.post('/mail/confirm')).status).toBe(200)
    expect(mailTo(site.world, account)).toBe('juno@example.org')
    expect((await phone.post('/mail/confirm')).status).toBe(410)
    const again = site.browser()
    await again.get(link)
    expect((await again.post('/mail/confirm')).status).toBe(410)
  })
  test('lies sealed, and goes with its owner’s word', async () => {
    const site = testSite()
    const house = await server()
    mailBy(site.world, house)
    const { visit, account } = await reader(site, house)
    const row = site.world.db.query('SELECT address_sealed AS sealed FROM mail_addresses').get() as {
      sealed: Uint8Array
    }
    expect(Buffer.from(row.sealed).toString('latin1')).not.toContain('juno@')
    await visit.post('/account/notices/mail/drop')
    expect(mailTo(site.world, account)).toBe(null)
    expect(site.world.db.query('SELECT * FROM mail_codes').all()).toEqual([])
  })
  test('another one makes the first one’s code worthless', async () => {
    const site = testSite()
    const house = await server()
    mailBy(site.world, house)
    const { visit, link } = await reader(site, house)
    await visit.post('/account/notices/mail', { address: 'other@example.org' })
    await visit.get(link)
    expect((await visit.post('/mail/confirm')).status).toBe(410)
  })
  test('what was typed wrong stays, and asking often is refused', async () => {
    const site = testSite()
    mailBy(site.world, await server())
    const visit = site.signedIn(site.person('juno_9'))
    const wrong = await visit.post('/account/notices/mail', { address: 'juno at example' })
    expect([wrong.status, wrong.body.includes('value="juno at example"')]).toEqual([422, true])
    for (const n of [1, 2, 3]) {
      expect((await visit.post('/account/notices/mail', { address: `j${n}@example.org` })).status).toBe(303)
    }
    expect((await visit.post('/account/notices/mail', { address: 'j4@example.org' })).status).toBe(429)
  })
  test('one mailbox is not filled by many accounts', async () => {
    const site = testSite()
    mailBy(site.world, await server())
    const asks = ['juno_9', 'ivo_k', 'petrichor', 'kestrel'].map(handle =>
      site.signedIn(site.person(handle)).post('/account/notices/mail', { address: 'victim@example.org' }),
    )
    expect((await Promise.all(asks)).map(answer => answer.status)).toEqual([303, 303, 303, 429])
  })
})

describe('a notice by mail', () => {
  async function proved(manner: Parameters<typeof smtpHouse>[0] = {}) {
    const site = testSite()
    const house = await server(manner)
    mailBy(site.world, house)
    const { visit, account, link } = await reader(site, house)
    await visit.get(link)
    await visit.post('/mail/confirm')
    house.letters.length = 0
    return { ...site, house, visit, account }
  }

  test('names nothing unless its reader wants names', async () => {
    const { world, house, account, told, person } = await proved()
    void told
    person('mara_voss', 'performer')
    const room = world.db.query('SELECT id FROM rooms').get() as { id: string }
    notify(world, account, { kind: 'live', about: '1', room: room.id, facts: { title: 'The harbour' } })
    await deliver(world)
    const discreet = wordsIn(house.letters[0]!)
    expect(discreet).toContain('Subject: Something new for you')
    expect(discreet).not.toMatch(/mara|harbour at|The harbour/)
    const [notice] = noticesOf(world, account)
    expect(discreet).toContain(`https://stage.example.org/notices/${notice!.id}`)
    setWishes(world, account, { ...wishesOf(world, account), names: true })
    notify(world, account, { kind: 'live', about: '2', room: room.id, facts: { title: 'The harbour' } })
    await deliver(world)
    expect(wordsIn(house.letters[1]!)).toContain('mara_voss is on air: The harbour')
  })
  test('is written in its reader’s language', async () => {
    const { world, house, account } = await proved()
    world.db.query("UPDATE accounts SET language = 'de' WHERE id = ?").run(account)
    notify(world, account, { kind: 'report', about: '1' })
    await deliver(world)
    expect(wordsIn(house.letters[0]!)).toContain('Etwas Neues für dich')
  })
  test('ends by one click, from a mail program that has no cookie and no origin', async () => {
    const { world, house, account, app } = await proved()
    notify(world, account, { kind: 'report', about: '1' })
    await deliver(world)
    const { raw } = house.letters[0]!
    expect(raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
    const [, path = ''] = /List-Unsubscribe:\s*<https:\/\/stage\.example\.org(\/mail\/stop\/[^>\s]+)>/.exec(raw) ?? []
    const post = (to: string) =>
      app.handle(
        new Request(`http://localhost:8420${to}`, {
          method: 'POST',
          headers: { host: 'localhost:8420', 'content-type': 'application/x-www-form-urlencoded' },
          body: 'List-Unsubscribe=One-Click',
        }),
      )
    const forged = path.replace(/.$/, letter => (letter === 'A' ? 'B' : 'A'))
    expect((await post(forged)).status).toBe(410)
    expect(wishesOf(world, account).choices.report.mail).toBe(true)
    expect((await post(path)).status).toBe(200)
    expect(wishesOf(world, account).choices.report.mail).toBe(false)
    house.letters.length = 0
    notify(world, account, { kind: 'report', about: '2' })
    await deliver(world)
    expect(house.letters).toEqual([])
  })
  test('looking at the link ends nothing', async () => {
    const { world, house, account, browser } = await proved()
    notify(world, account, { kind: 'report', about: '1' })
    await deliver(world)
    const [path = ''] = /\/mail\/stop\/[a-z2-7]{26}\.[A-Za-z0-9_-]{24}/.exec(wordsIn(house.letters[0]!)) ?? []
    const { body } = await browser().get(path)
    expect(body).toContain(`action="${path.replace('.', '.')}"`)
    expect(wishesOf(world, account).choices.report.mail).toBe(true)
  })
  test('to a mailbox that is gone ends, and the page says so', async () => {
    const { world, account, visit, house } = await proved()
    await house.stop()
    const gone = await server({ rcpt: '550 5.1.1 no such user' })
    world.settings.set('smtp_port', gone.port, 0)
    notify(world, account, { kind: 'report', about: '1' })
    await deliver(world, mailTold(world))
    expect(mailTo(world, account)).toBe(null)
    expect((await visit.get('/account/notices')).body).toContain('takes no mail for it')
  })
  test('that waits goes with a deleted account', async () => {
    const { world, account, visit } = await proved()
    notify(world, account, { kind: 'report', about: '1' })
    expect(outboxState(world).waiting).toBe(1)
    expect((await visit.post('/account/delete', { delete_password: PASSWORD })).location).toContain('said=deleted')
    expect(outboxState(world).waiting).toBe(0)
    for (const table of ['mail_addresses', 'notices', 'notice_wishes', 'follows', 'mail_codes']) {
      expect([table, world.db.query(`SELECT * FROM ${table}`).all()]).toEqual([table, []])
    }
  })
})

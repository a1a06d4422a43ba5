import { afterEach, describe, expect, test } from 'bun:test'
import { secretOf } from '../../src/base/seal/secrets.ts'
import { categories } from '../../src/rooms/category.ts'
import { type SmtpHouse, smtpHouse } from '../help/smtp.ts'
import { testSite } from '../help/visit.ts'

const open: SmtpHouse[] = []
afterEach(async () => {
  for (const house of open.splice(0)) await house.stop()
})

function house() {
  const site = testSite()
  return { ...site, owner: site.signedIn(site.person('harbour', 'owner')) }
}

const GOOD = {
  smtp_host: 'smtp.example.org',
  smtp_port: '587',
  smtp_security: 'starttls',
  smtp_user: 'stage',
  smtp_password: 'a word that nobody reads',
  mail_from: 'stage@example.org',
}

describe('the mail server', () => {
  test('is kept, its password sealed, never shown, and left alone by an empty field', async () => {
    const { world, owner } = house()
    expect((await owner.post('/panel/mail', GOOD)).location).toBe('/panel/mail?said=saved')
    expect(secretOf(world, 'smtp')).toBe(GOOD.smtp_password)
    const { body } = await owner.get('/panel/mail')
    expect(body).toContain('value="smtp.example.org"')
    expect(body).not.toContain(GOOD.smtp_password)
    await owner.post('/panel/mail', { ...GOOD, smtp_password: '', smtp_port: '25' })
    expect([secretOf(world, 'smtp'), world.settings.get('smtp_port')]).toEqual([GOOD.smtp_password, 25])
    await owner.post('/panel/mail', { ...GOOD, smtp_password: '', forget: 'on' })
    expect(secretOf(world, 'smtp')).toBe(null)
    const trail = world.db.query("SELECT detail FROM audit WHERE act = 'mail.changed'").all() as { detail: string }[]
    expect(JSON.stringify(trail)).not.toContain(GOOD.smtp_password)
  })
  test('what is wrong is said at its field, and what was typed stays', async () => {
    const { world, owner } = house()
    for (const [wrong, words] of [
      [{ smtp_host: 'smtp://x' }, 'Write a name or an IP address'],
      [{ smtp_host: 'a b.example.org' }, 'Write a name or an IP address'],
      [{ smtp_port: '0' }, 'A whole number from 1'],
      [{ smtp_port: '65536' }, 'A whole number from 1'],
      [{ smtp_port: '5e2' }, 'A whole number from 1'],
      [{ smtp_security: 'ssl' }, 'Choose one of the three'],
      [{ mail_from: '' }, 'Mails need a sender'],
      [{ mail_from: 'not an address' }, 'That is no mail address'],
      [{ smtp_security: 'none' }, 'could be read on the way'],
    ] as const) {
      const { status, body } = await owner.post('/panel/mail', { ...GOOD, ...wrong })
      expect([JSON.stringify(wrong), status, body.includes(words)]).toEqual([JSON.stringify(wrong), 422, true])
      expect(body).toContain('value="stage"')
    }
    expect(world.settings.get('smtp_host')).toBe('')
  })
  test('a relay on this machine needs no encryption, and an empty host switches mail off', async () => {
    const { world, owner } = house()
    expect((await owner.post('/panel/mail', { ...GOOD, smtp_host: '127.0.0.1', smtp_security: 'none' })).status).toBe(
      303,
    )
    expect((await owner.post('/panel/mail', { ...GOOD, smtp_host: '', mail_from: '' })).status).toBe(303)
    expect(world.settings.get('smtp_host')).toBe('')
    expect((await owner.get('/panel/mail')).body).toContain('The house sends no mail.')
  })
  test('is tried, and its own answer is shown in words', async () => {
    const { owner } = house()
    const at = async (manner: Parameters<typeof smtpHouse>[0]) => {
      const server = await smtpHouse(manner)
      open.push(server)
      const relay = { ...GOOD, smtp_user: '', smtp_host: '127.0.0.1', smtp_security: 'none' }
      const typed = { ...relay, smtp_port: String(server.port) }
      return { server, answer: await owner.post('/panel/mail/test', { ...typed, to: 'me@example.org' }) }
    }
    const good = await at({})
    expect([good.answer.status, good.server.letters[0]?.to]).toEqual([200, ['me@example.org']])
    expect(good.answer.body).toContain('The server has taken it.')
    expect(good.answer.body).toContain('taken as 4711')
    const bad = await at({ rcpt: '550 5.1.1 <script>no</script>' })
    expect(bad.answer.status).toBe(422)
    expect(bad.answer.body).toContain('The server does not take this recipient.')
    expect(bad.answer.body).toContain('&lt;script&gt;no')
    expect((await owner.post('/panel/mail/test', { to: 'nobody' })).body).toContain('value="nobody"')
  })
  test('is tried as it stands in the form: what was typed stays and is saved by its own button alone', async () => {
    const { world, owner } = house()
    const server = await smtpHouse({ user: 'stage', password: 'the new word' })
    open.push(server)
    const typed = {
      ...GOOD,
      smtp_host: '127.0.0.1',
      smtp_security: 'none',
      smtp_port: String(server.port),
      smtp_user: 'stage',
      smtp_password: 'the new word',
      to: 'me@example.org',
    }
    const { status, body } = await owner.post('/panel/mail/test', typed)
    expect([status, server.letters.length]).toEqual([200, 1])
    for (const kept of ['value="127.0.0.1"', `value="${server.port}"`, 'value="stage"', 'value="me@example.org"']) {
      expect(body).toContain(kept)
    }
    expect(body).not.toContain('the new word')
    expect(body).toContain('Type it once more before you save.')
    expect(world.settings.get('smtp_host')).toBe('')
    // A password that is stored already is used where none is typed.
    await owner.post('/panel/mail', typed)
    expect((await owner.post('/panel/mail/test', { ...typed, smtp_password: '' })).status).toBe(200)
    expect((await owner.post('/panel/mail/test', { ...typed, smtp_password: '', forget: 'on' })).status).toBe(422)
    const wrong = await owner.post('/panel/mail/test', { ...typed, smtp_port: '0', to: 'nobody' })
    expect(wrong.status).toBe(422)
    for (const kept of ['A whole number from 1 to 65,535.', 'value="nobody"', 'value="127.0.0.1"']) {
      expect(wrong.body).toContain(kept)
    }
    expect((await owner.post('/panel/mail/test', { ...GOOD, smtp_host: '', to: 'me@example.org' })).body).toContain(
      'The house sends no mail.',
    )
  })
})

describe('categories', () => {
  test('are added, renamed, moved and removed by plain forms, in the trail', async () => {
    const { world, owner } = house()
    for (const name of ['Painting', 'Thread and paper', 'Música']) {
      expect((await owner.post('/panel/categories', { name })).status).toBe(303)
    }
    expect(categories(world).map(({ slug }) => slug)).toEqual(['painting', 'thread-and-paper', 'musica'])
    const [first, second] = categories(world)
    await owner.post(`/panel/categories/${second!.id}`, { name: 'Paper' })
    await owner.post(`/panel/categories/${second!.id}/raise`)
    expect(categories(world).map(({ name }) => name)).toEqual(['Paper', 'Painting', 'Música'])
    await owner.post(`/panel/categories/${first!.id}/remove`)
    expect(categories(world).map(({ name }) => name)).toEqual(['Paper', 'Música'])
    const acts = world.db.query("SELECT act FROM audit WHERE act LIKE 'category.%' ORDER BY seq").all() as {
      act: string
    }[]
    expect(acts.map(({ act }) => act).slice(-3)).toEqual(['category.renamed', 'category.raised', 'category.removed'])
  })
  test('have names of their own', async () => {
    const { owner } = house()
    await owner.post('/panel/categories', { name: 'Painting' })
    for (const [name, words] of [
      ['', 'Write a name.'],
      ['PAINTING', 'One of this name is there already.'],
      ['x'.repeat(33), 'Thirty-two letters at most.'],
    ] as const) {
      const { status, body } = await owner.post('/panel/categories', { name })
      expect([name, status, body.includes(words), body.includes(`value="${name}"`) || name === '']).toEqual([
        name,
        422,
        true,
        true,
      ])
    }
    expect((await owner.post('/panel/categories/nothing/raise')).status).toBe(404)
  })
})

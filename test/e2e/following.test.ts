import { afterAll, expect, test } from 'bun:test'
import { browser, troubles } from '../help/browser.ts'
import { openHouse, rtmpTarget } from '../help/house.ts'
import { peopleOf } from '../help/people.ts'
import { type Publisher, publish, until } from '../help/site.ts'
import { smtpHouse, wordsIn } from '../help/smtp.ts'

const house = await openHouse()
const post = await smtpHouse()
const mara = await house.performer('mara_voss')
const tomoko = await house.performer('tomoko_x')
const juno = await house.member('juno_9')
const { enter, leave } = peopleOf(house)
const on: Publisher[] = []

afterAll(async () => {
  for (const one of on) await one.stop()
  await leave()
  await post.stop()
})

test('a star without scripts, on a phone', async () => {
  const guest = await enter(null, '/rooms/mara-voss', { width: 390, height: 844, scripts: false })
  await guest.page.getByRole('link', { name: 'Follow mara_voss' }).click()
  await guest.page.waitForURL(/\/sign-in\?from=/)
  await juno.lend(guest)
  await guest.page.goto('/rooms/mara-voss/followers')
  await guest.page.getByRole('heading', { name: 'Follow mara_voss?' }).waitFor()
  await guest.page.getByRole('button', { name: 'Follow mara_voss' }).click()
  await guest.page.waitForURL('**/rooms/mara-voss')
  await guest.page.getByRole('button', { name: /^You follow mara_voss/ }).waitFor()
  await guest.page.goto('/following')
  await guest.page.getByRole('link', { name: 'mara_voss' }).waitFor()
  expect(troubles(guest)).toEqual([])
}, 60_000)

test('mail is set up in the panel, and an address is proved by its mailbox', async () => {
  await house.owner.did('/panel/mail', {
    smtp_host: '127.0.0.1',
    smtp_port: String(post.port),
    smtp_security: 'none',
    mail_from: 'stage@example.org',
  })
  const page = await enter(juno, '/account/notices')
  await page.page.getByLabel('Your address').fill('juno@example.org')
  await page.page.getByRole('button', { name: 'Send me a code' }).click()
  await page.page.getByText('A mail is on its way to juno@example.org.').waitFor()
  await until('the code arrives', () => post.letters.length === 1)
  const [link = ''] = /http:\/\/\S+\/mail\/confirm\/[A-Za-z0-9_-]{43}/.exec(wordsIn(post.letters[0]!)) ?? []
  await page.page.goto(link)
  expect(new URL(page.page.url()).pathname).toBe('/mail/confirm')
  await page.page.getByRole('button', { name: 'Yes, send notices here' }).click()
  await page.page.getByText('The address is yours.').waitFor()
  expect(troubles(page)).toEqual([])
}, 60_000)

test('whoever follows is told within ten seconds, on any page, and by a mail that names nothing', async () => {
  const reader = await enter(juno, '/account')
  const room = await enter(juno, '/rooms/tomoko-x')
  await reader.page.getByRole('link', { name: 'Notices' }).first().waitFor()
  on.push(publish(rtmpTarget(house, mara.room, await mara.key())))
  await until('the picture is there', async () => {
    const { body } = await juno.get('/')
    return body.includes('On now')
  })
  for (const { page } of [reader, room]) {
    await page.getByRole('link', { name: '1 new notice' }).first().waitFor({ timeout: 10_000 })
  }
  await until('the mail is there', () => post.letters.length === 2)
  const mail = wordsIn(post.letters[1]!)
  expect(mail).toContain('Something new for you')
  expect(mail).not.toContain('mara')
  await reader.page.getByRole('link', { name: '1 new notice' }).first().click()
  await reader.page.getByRole('link', { name: /^mara_voss is on air/ }).click()
  await reader.page.waitForURL('**/rooms/mara-voss')
  expect(troubles(room)).toEqual([])
}, 90_000)

test('what one follows comes first, and each card says why it is there', async () => {
  on.push(publish(rtmpTarget(house, tomoko.room, await tomoko.key())))
  await until('both are on', async () => ((await juno.get('/')).body.match(/class="card[ "]/g) ?? []).length === 2)
  const front = await enter(juno, '/')
  const row = front.page.getByRole('navigation', { name: 'Rooms that you follow' })
  await row.getByRole('link', { name: 'mara_voss' }).waitFor()
  expect(await row.getByRole('link').count()).toBe(1)
  const cards = front.page.locator('article.card')
  expect(await cards.first().textContent()).toContain('mara_voss')
  expect(await cards.first().textContent()).toContain('You follow')
  // The star of the other card: the list is drawn anew and it leads no less.
  const star = cards.nth(1).getByRole('button', { name: 'Follow tomoko_x' })
  await cards.nth(1).hover()
  await star.click()
  await cards
    .nth(1)
    .getByRole('button', { name: /^You follow tomoko_x/ })
    .waitFor()
  expect(troubles(front)).toEqual([])
}, 90_000)

test('calendar programs read the dates', async () => {
  await mara.caller.did('/studio/dates', {
    day: '2027-03-25',
    time: '19:00',
    title: 'The masts; with coffee',
    repeats: 'weekly',
  })
  const { body, headers } = await house.owner.get('/rooms/mara-voss/calendar.ics')
  expect(headers.get('content-type')).toContain('text/calendar')
  expect(body).toStartWith('BEGIN:VCALENDAR\r\nVERSION:2.0\r\n')
  expect(body).toContain('SUMMARY:The masts\\; with coffee')
  expect(body).toEndWith('END:VCALENDAR\r\n')
  await juno.did('/following/calendar')
  const [own = ''] = /\/calendar\/[a-z2-7]{26}\.ics/.exec((await juno.get('/following')).body) ?? []
  expect(await (await fetch(house.url + own)).text()).toContain('SUMMARY:mara_voss: The masts\\; with coffee')
}, 60_000)

test('the site can be kept on a phone, and says quietly when there is no network', async () => {
  const phone = await enter(juno, '/', { width: 390, height: 844 })
  const manifest = (await phone.page.evaluate(async () => {
    const href = document.querySelector<HTMLLinkElement>('link[rel=manifest]')?.href ?? ''
    return (await fetch(href)).json()
  })) as { name: string; display: string; start_url: string; icons: { src: string; sizes: string }[] }
  expect(manifest).toMatchObject({ name: 'Harbour stage', display: 'standalone', start_url: '/' })
  for (const { src, sizes } of manifest.icons) {
    const drawn = await phone.page.evaluate(async href => {
      const image = new Image()
      image.src = href
      await image.decode()
      return `${image.naturalWidth}x${image.naturalHeight}`
    }, src)
    expect(drawn).toBe(sizes)
  }
  await phone.page.evaluate(async () => void (await navigator.serviceWorker.ready))
  await phone.page.reload()
  await until('the worker stands before the page', () =>
    phone.page.evaluate(() => navigator.serviceWorker.controller !== null),
  )
  await phone.page.context().setOffline(true)
  await phone.page.getByText('You are offline. What you see may be old.').waitFor()
  await phone.page.goto('/week')
  await phone.page.getByRole('heading', { name: 'You are offline' }).waitFor()
  // The kept page is nobody's.
  expect(await phone.page.content()).not.toContain('juno_9')
  await phone.page.context().setOffline(false)
  await phone.page.getByRole('link', { name: 'Try again' }).click()
  await phone.page.getByRole('link', { name: 'mara_voss' }).first().waitFor()
}, 90_000)

test('a form without a network keeps its page and what was typed, and says so', async () => {
  const phone = await enter(juno, '/account/notices', { width: 390, height: 844 })
  const { page } = phone
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  await page.goto('/report')
  await until('the worker stands before the page', () =>
    page.evaluate(() => navigator.serviceWorker.controller !== null),
  )
  const form = page.locator('form', { has: page.locator('textarea') })
  const words = form.locator('textarea').first()
  const send = form.locator('button[type="submit"]').last()
  await form.locator('select').selectOption({ index: 1 })
  await form.locator('input[name="subject"]').fill('mara_voss')
  await words.fill('What I saw, in many words.')
  await page.context().setOffline(true)
  await send.click()
  await page.getByRole('alert').getByText('Not sent: you are offline.').waitFor()
  expect([new URL(page.url()).pathname, await words.inputValue()]).toEqual(['/report', 'What I saw, in many words.'])
  await page.context().setOffline(false)
  // A network, and nobody there.
  await house.stop()
  await send.click()
  await page.getByRole('alert').getByText('No answer came.').waitFor()
  expect([new URL(page.url()).pathname, await words.inputValue()]).toEqual(['/report', 'What I saw, in many words.'])
  // A form that is one button has the bar below.
  await house.start()
  await page.goto('/week')
  const bell = page
    .locator('form')
    .filter({ has: page.locator('button') })
    .first()
  await page.context().setOffline(true)
  await bell.evaluate(one => (one as HTMLFormElement).requestSubmit())
  await page.locator('#offline-bar', { hasText: 'Not sent: you are offline.' }).waitFor()
  await page.context().setOffline(false)
  await page.goto('/report')
  await form.locator('select').selectOption({ index: 1 })
  await form.locator('input[name="subject"]').fill('mara_voss')
  await words.fill('What I saw, in many words.')
  await send.click()
  await page.waitForURL(url => url.pathname !== '/report')
}, 90_000)

test('the badge stands on another site, as a picture and in a frame', async () => {
  const badge = `${house.url}/embed/mara-voss`
  const elsewhere = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: request =>
      new URL(request.url).pathname === '/picture'
        ? html(`<img id="badge" src="${badge}">`, { 'cross-origin-embedder-policy': 'require-corp' })
        : html(`<iframe src="${badge}" width="320" height="64"></iframe>`),
  })
  const context = await (await browser()).newContext()
  try {
    const page = await context.newPage()
    await page.goto(`http://127.0.0.1:${elsewhere.port}/picture`)
    const width = await page.locator('#badge').evaluate(async image => {
      await (image as HTMLImageElement).decode()
      return (image as HTMLImageElement).naturalWidth
    })
    expect(width).toBe(320)
    await page.goto(`http://127.0.0.1:${elsewhere.port}/frame`)
    await until('the frame shows it', async () => {
      const frame = page.frames().find(one => one.url() === badge)
      return frame && (await frame.evaluate(() => document.querySelector('a')?.textContent ?? '')).includes('mara_voss')
    })
    expect(await context.cookies()).toEqual([])
  } finally {
    await context.close()
    await elsewhere.stop(true)
  }
}, 60_000)

const html = (body: string, headers: Record<string, string> = {}): Response =>
  new Response(`<!doctype html>${body}`, { headers: { 'content-type': 'text/html', ...headers } })

test('other pages of ours stand in no frame', async () => {
  for (const path of ['/', '/rooms/mara-voss', '/notices']) {
    const { headers } = await juno.get(path)
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  }
})

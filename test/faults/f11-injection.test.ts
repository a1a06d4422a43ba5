import { afterAll, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { closeBrowser, type Person, person, troubles } from '../help/browser.ts'
import { type Caller, openHouse } from '../help/house.ts'
import { giveTokens } from '../help/tokens.ts'

const house = await openHouse()
const lena = await house.performer('lena')
const tove = await house.member('tove')
await giveTokens(house, { tove: 5000n })
const people: Person[] = []
afterAll(async () => {
  for (const one of people) await one.done()
  await closeBrowser()
  await house.done()
})

const HOSTILE = [
  '"><img src=x onerror="window.hit=1"><script>window.hit=1</script>',
  ["'><svg onload=window.hit=1>{{7*7}}$", '{7*7}'].join(''),
  '\u202Eevil\u2066\u2069 =HYPERLINK("x")',
  '<b hx-get="/sign-out" hx-trigger="load">b</b>',
]
/** What a script of theirs would look like if it stood in a page as markup. */
const ALIVE = /<img src=x|<svg onload|<script>window|<b hx-get/

/** Forms that end the session, the sign-in or the house for who sends them. */
const LEFT_ALONE =
  /^\/(sign-out|account\/(delete|password|sessions)|language|panel\/(settings\/restart|backups|people\/[^/]+\/(role|sanctions|approval))|studio\/(key|broadcast)|links|recover|setup)/

const ROUTES = readFileSync(join(import.meta.dir, '../golden/routes.txt'), 'utf8')
  .split('\n')
  .map(line => line.trim().split(/\s+/))
  .filter(
    ([method, path = '']) =>
      method === 'GET' && !/[*]|\.(csv|json|ics|webp|png|svg)|^\/(assets|m|rtc|links)\//.test(path),
  )
  .map(([, path = '', who = '']) => ({ path: path.replace(':room', lena.room).replace(':handle', 'lena'), who }))
  .filter(({ path }) => !path.includes(':'))

type Who = 'guest' | 'tove' | 'lena' | 'owner'
const callers: Record<Exclude<Who, 'guest'>, Caller> = { tove, lena: lena.caller, owner: house.owner }

interface Form {
  action: string
  fields: { name: string; value: string; typed: boolean }[]
}

const plain = (text: string) =>
  text
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')

/** The forms of a page as a browser without scripts would send them. */
function formsOf(html: string): Form[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].flatMap(([, head = '', body = '']) => {
    const action = plain(/\baction="([^"]*)"/.exec(head)?.[1] ?? '')
    if (!/\bmethod="post"/i.test(head) || !action.startsWith('/') || /multipart/.test(head)) return []
    const fields: Form['fields'] = []
    for (const [, inside = ''] of body.matchAll(/<input\b([^>]*)>/g)) {
      const name = /\bname="([^"]*)"/.exec(inside)?.[1]
      const type = /\btype="([^"]*)"/.exec(inside)?.[1] ?? 'text'
      if (!name || ((type === 'checkbox' || type === 'radio') && !/\bchecked\b/.test(inside))) continue
      const value = plain(/\bvalue="([^"]*)"/.exec(inside)?.[1] ?? (type === 'checkbox' ? 'on' : ''))
      fields.push({ name, value, typed: ['text', 'search', 'url'].includes(type) })
    }
    for (const [, inside = '', text = ''] of body.matchAll(/<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/g))
      fields.push({ name: /\bname="([^"]*)"/.exec(inside)?.[1] ?? '', value: plain(text), typed: true })
    for (const [, inside = '', options = ''] of body.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)) {
      const chosen =
        /<option[^>]*value="([^"]*)"[^>]*selected/.exec(options) ?? /<option[^>]*value="([^"]+)"/.exec(options)
      fields.push({ name: /\bname="([^"]*)"/.exec(inside)?.[1] ?? '', value: plain(chosen?.[1] ?? ''), typed: false })
    }
    return [{ action, fields: fields.filter(field => field.name !== '') }]
  })
}

for (const who of ['tove', 'lena', 'owner'] as const) {
  test(`every field that ${who} can type into takes hostile text, and answers it in words`, async () => {
    const caller = callers[who]
    const seen = new Set<string>()
    const wrong: string[] = []
    let sent = 0
    for (const { path } of ROUTES) {
      const page = await caller.get(path)
      if (page.status !== 200) continue
      for (const form of formsOf(page.body)) {
        const name = `${form.action.replace(/[a-z2-7]{26}/g, 'ID')} ${form.fields.map(field => field.name).join()}`
        if (seen.has(name) || LEFT_ALONE.test(form.action)) continue
        seen.add(name)
        if (!form.fields.some(field => field.typed)) continue
        for (const text of HOSTILE) {
          const values = Object.fromEntries(form.fields.map(({ name, value, typed }) => [name, typed ? text : value]))
          const answer = await caller.post(form.action, values)
          sent++
          if (answer.status >= 500 && answer.status !== 503) wrong.push(`${form.action}: ${answer.status}`)
          if (ALIVE.test(answer.body)) wrong.push(`${form.action}: stands in the page as markup`)
        }
        // One field at a time too, the others as they were: more gets through.
        for (const field of form.fields.filter(field => field.typed)) {
          const values = Object.fromEntries(form.fields.map(({ name, value }) => [name, value || 'a plain word']))
          const answer = await caller.post(form.action, { ...values, [field.name]: HOSTILE[0]! })
          sent++
          if (answer.status >= 500 && answer.status !== 503)
            wrong.push(`${form.action} ${field.name}: ${answer.status}`)
          if (ALIVE.test(answer.body)) wrong.push(`${form.action} ${field.name}: stands in the page as markup`)
        }
      }
    }
    expect(sent).toBeGreaterThan(20)
    expect(wrong).toEqual([])
  }, 300_000)
}

test('said in the room: a line, a tip with a note', async () => {
  for (const [i, text] of HOSTILE.entries()) {
    const line = await tove.post(`/rooms/${lena.room}/lines`, { text, key: `injection-${i}-line` })
    expect([text, line.status < 500, ALIVE.test(line.body)]).toEqual([text, true, false])
    await Bun.sleep(1100)
  }
})

for (const who of ['guest', 'tove', 'lena', 'owner'] as const) {
  test(`no page of ${who} runs any of it, asks for it or turns around`, async () => {
    const one = await person(house.url)
    people.push(one)
    if (who !== 'guest') await callers[who].lend(one)
    const wrong: string[] = []
    for (const { path } of ROUTES) {
      const answer = await one.page.goto(path).catch(() => null)
      if (!answer || answer.status() >= 400) {
        troubles(one)
        continue
      }
      if (await one.page.evaluate(() => 'hit' in window)) wrong.push(`${path}: it ran`)
      if (/[\u202A-\u202E]/.test(await one.page.content())) wrong.push(`${path}: turned around`)
      for (const trouble of troubles(one)) if (/policy|script|hit/i.test(trouble)) wrong.push(`${path}: ${trouble}`)
    }
    expect(wrong).toEqual([])
  }, 300_000)
}

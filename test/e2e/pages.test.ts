import { Database } from 'bun:sqlite'
import { afterAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { answered, closeBrowser, type Person, person, troubles } from '../help/browser.ts'
import { Caller, openHouse, rtmpTarget, wordsOf } from '../help/house.ts'
import { encoder, until } from '../help/site.ts'
import { picture } from '../help/watching.ts'

const house = await openHouse()
const lena = await house.performer('lena')
const oskar = await house.performer('oskar')
const tove = await house.member('tove')
await oskar.caller.did('/studio/room', {
  title: 'Cello under the roof',
  tags: 'cello, calm, a-rather-long-tag-here',
  bio: `I play what the rain suggests.\n${'Anunbrokenword'.repeat(12)}`,
  zone: 'Europe/Berlin',
  picture: '',
})
await oskar.caller.did('/studio/dates', {
  title: 'Suites by candle light, and a title that goes on for a while',
  day: new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10),
  time: '20:00',
  repeats: 'weekly',
})
const report = await new Caller(house.url).did('/report', {
  kind: 'conduct',
  subject: '/rooms/oskar',
  text: 'Somebody shouted.',
  contact: '',
})
const obs = encoder(rtmpTarget(house, lena.room, await lena.key()))
const people: Record<'guest' | 'lena' | 'oskar' | 'tove' | 'owner', Person> = {
  guest: await person(house.url),
  lena: await person(house.url),
  oskar: await person(house.url),
  tove: await person(house.url),
  owner: await person(house.url),
}
await lena.caller.lend(people.lena)
await oskar.caller.lend(people.oskar)
await tove.lend(people.tove)
await house.owner.lend(people.owner)
await until('a room is live', async () => (await (await fetch(house.url)).text()).includes('aria-label="On air"'))

afterAll(async () => {
  await obs.stop()
  for (const one of Object.values(people)) await one.done()
  await closeBrowser()
  await house.done()
})

type Who = keyof typeof people
const PAGES: [who: Who, path: string][] = [
  ['guest', '/'],
  ['guest', `/rooms/${lena.room}`],
  ['guest', `/rooms/${oskar.room}`],
  ['guest', '/sign-in'],
  ['guest', '/sign-up'],
  ['guest', '/rules'],
  ['guest', '/report'],
  ['guest', report.location],
  ['tove', '/'],
  ['tove', '/account'],
  ['oskar', '/studio'],
  ['lena', '/studio'],
  ['lena', '/studio/obs'],
  ['oskar', '/studio/room'],
  ['owner', '/panel'],
  ['owner', `/panel/rooms/${lena.room}/stop`],
  ['owner', '/panel/people'],
  ['owner', `/panel/people/${oskar.id}`],
  ['owner', '/panel/reports'],
  ['owner', '/panel/settings'],
  ['owner', '/panel/pages'],
  ['owner', '/panel/pages/terms'],
  ['owner', '/panel/audit'],
  ['owner', '/panel/health'],
  ['owner', '/panel/backups'],
]
const SIZES = [
  { width: 320, height: 640 },
  { width: 390, height: 844 },
  { width: 768, height: 1024 },
  { width: 1440, height: 900 },
]

/** What sticks out of the page to the right. */
const overflow = ({ page }: Person) =>
  page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    const out = [...document.querySelectorAll('body *')].filter(
      each => each.getBoundingClientRect().right > clientWidth + 1 && !each.closest('.table-scroll, .unseen'),
    )
    return [`${scrollWidth} of ${clientWidth}`, ...out.slice(0, 4).map(each => each.outerHTML.slice(0, 120))]
  })

const CONTROLS =
  /^\s*- (button|link|textbox|searchbox|combobox|checkbox|radio|switch|slider|spinbutton|menuitem\w*|tab)(?! ")\b.*$/gm

/** Controls without a name, as a screen reader would meet them. */
const nameless = async ({ page }: Person) => (await page.locator('body').ariaSnapshot()).match(CONTROLS) ?? []

/** Walks by the Tab key; answers what got the focus and does not show it. */
async function hiddenFocus({ page }: Person, most = 25): Promise<string[]> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  const found: string[] = []
  for (let n = 0; n < most; n++) {
    await page.keyboard.press('Tab')
    const bad = await page.evaluate(() => {
      const at = document.activeElement as HTMLElement | null
      if (!at || at === document.body || at.dataset.walked) return 'end'
      at.dataset.walked = 'yes'
      const looks = () =>
        [at, at.parentElement, at.parentElement?.parentElement, at.nextElementSibling, at.closest('article, li, .card')]
          .map(each => {
            if (!each) return ''
            const style = getComputedStyle(each)
            return [
              style.outlineStyle,
              style.outlineWidth,
              style.boxShadow,
              style.borderColor,
              style.backgroundColor,
            ].join()
          })
          .join('|')
      const focused = looks()
      const box = (at.classList.contains('unseen') ? (at.closest('label') ?? at) : at).getBoundingClientRect()
      at.blur()
      const before = looks()
      at.focus()
      return focused !== before && box.width > 0 && box.height > 0 ? '' : at.outerHTML.slice(0, 140)
    })
    if (bad === 'end') break
    if (bad) found.push(bad)
  }
  return found
}

describe('every page', () => {
  for (const [who, path] of PAGES) {
    const shown = path.replace(/[a-z2-7]{26}/, 'ID')
    test(`${shown} for ${who}: nothing sticks out, all has a name, the focus is seen`, async () => {
      const one = people[who]
      await one.page.setViewportSize(SIZES[3]!)
      expect((await one.page.goto(path))?.status()).toBe(200)
      for (const colorScheme of ['dark', 'light'] as const) {
        await one.page.emulateMedia({ colorScheme })
        for (const size of SIZES) {
          await one.page.setViewportSize(size)
          expect([size.width, colorScheme, await overflow(one)]).toEqual([size.width, colorScheme, []])
        }
      }
      await one.page.setViewportSize(SIZES[0]!)
      expect(await nameless(one)).toEqual([])
      await one.page.setViewportSize(SIZES[3]!)
      expect(await nameless(one)).toEqual([])
      expect(await hiddenFocus(one)).toEqual([])
      expect(troubles(one)).toEqual([])
    })
  }
})

describe('nothing jumps', () => {
  for (const size of [SIZES[1]!, SIZES[3]!]) {
    test(`while a room goes from dark to live and back, ${size.width} px wide`, async () => {
      const { page } = people.guest
      await page.setViewportSize(size)
      await page.addInitScript(() => {
        Object.assign(window, { shifted: 0 })
        new PerformanceObserver(list => {
          for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[]) {
            ;(window as unknown as { shifted: number }).shifted += entry.value
          }
        }).observe({ type: 'layout-shift', buffered: true })
      })
      await page.goto(`/rooms/${oskar.room}`)
      const one = encoder(rtmpTarget(house, oskar.room, await oskar.key()))
      try {
        await picture(people.guest)
      } finally {
        await one.stop()
      }
      await oskar.caller.did('/studio/broadcast/stop', { from: 'obs' })
      await page.locator('#slate').getByText('The stage is dark').waitFor()
      expect(await page.evaluate(() => (window as unknown as { shifted: number }).shifted)).toBeLessThan(0.05)
      await oskar.caller.did('/studio/broadcast/let-in')
    })
  }
})

test('a room that is live fits the window: a phone on its side is all picture, a tablet shows the chat to its end', async () => {
  const { page } = people.guest
  const box = async (what: string) => (await page.locator(what).boundingBox())!
  const one = encoder(rtmpTarget(house, oskar.room, await oskar.key()))
  try {
    for (const size of [
      { width: 844, height: 390 },
      { width: 768, height: 1024 },
    ]) {
      await page.setViewportSize(size)
      await page.goto(`/rooms/${oskar.room}`)
      await picture(people.guest)
      const player = await box('.player')
      expect(Math.round(player.height)).toBeGreaterThanOrEqual(Math.min(380, Math.floor((player.width * 9) / 16)))
      const say = await box('.say')
      expect(Math.round(say.y + say.height)).toBeLessThanOrEqual(size.height)
    }
  } finally {
    await one.stop()
    await oskar.caller.did('/studio/broadcast/stop', { from: 'obs' })
    await oskar.caller.did('/studio/broadcast/let-in')
  }
})

/** No stack, no source path, nothing that only a programmer reads. */
const inWords = (text: string) => !/\n\s+at |\/src\/|\bError:|SQLITE|undefined|\[object /.test(wordsOf(text))

describe('what cannot be shown', () => {
  test('a page that is not there, in our words, with a way on', async () => {
    const one = people.guest
    troubles(one)
    for (const path of [
      '/nonsense',
      '/rooms/nobody',
      '/panel/../rooms/%00',
      '/assets/none.js',
      '/rooms/%F0%9F%8E%BB',
    ]) {
      const answer = await one.page.goto(path)
      expect([path, answer?.status()]).toEqual([path, 404])
      expect([path, inWords((await answer?.text()) ?? '')]).toEqual([path, true])
      await one.page.getByRole('link', { name: 'See who is on' }).waitFor()
      for (const size of SIZES) {
        await one.page.setViewportSize(size)
        expect(await overflow(one)).toEqual([])
      }
      expect(troubles(one, answered(404))).toEqual([])
    }
  })

  test('a page of others: 403 when signed in, the way to sign in when not', async () => {
    for (const path of ['/panel', '/panel/settings', '/studio']) {
      expect((await people.tove.page.goto(path))?.status()).toBe(403)
      await people.tove.page.getByText('This door is closed').waitFor()
      expect(troubles(people.tove, answered(403))).toEqual([])
      await people.guest.page.goto(path)
      expect(new URL(people.guest.page.url()).pathname).toBe('/sign-in')
    }
    const foreign = await house.owner.post('/panel/invites', { role: 'performer' }, { 'sec-fetch-site': 'cross-site' })
    expect(foreign.status).toBe(403)
    expect(inWords(foreign.body)).toBe(true)
    expect(troubles(people.guest)).toEqual([])
  })

  test('our own fault: 500 with a number that the log knows, and nothing else', async () => {
    const db = new Database(join(house.data, 'footlight.db'))
    try {
      db.run('PRAGMA legacy_alter_table = ON')
      db.run('ALTER TABLE rooms RENAME TO rooms_gone')
      const answer = await people.guest.page.goto('/')
      expect(answer?.status()).toBe(500)
      const words = (await people.guest.page.locator('main').textContent()) ?? ''
      const incident = /\b[0-9A-F]{6}\b/.exec(words)?.[0] ?? 'none'
      expect(inWords((await answer?.text()) ?? '')).toBe(true)
      await until('the log knows it', () => house.output().includes(`"incident":"${incident}"`))
      expect(troubles(people.guest, answered(500))).toEqual([])
    } finally {
      db.run('ALTER TABLE rooms_gone RENAME TO rooms')
      db.close()
    }
    expect((await people.guest.page.goto('/'))?.status()).toBe(200)
  })
})

describe('hostile input', () => {
  const MARKUP = '"><img src=x onerror="window.hit=1"><script>window.hit=1</script>'
  const VALUES: [what: string, value: string][] = [
    ['markup', MARKUP],
    ['writing that turns around', '\u202Eevil\u2066\u2069'],
    ['100,000 characters', 'x'.repeat(100_000)],
    ['NUL and other controls', 'a\0b\x1b[31m\x7f'],
    ['half a letter', '\ud83c'],
    ['a template', ['$', '{7*7}{{7*7}}%s%n'].join('')],
    ['SQL', "'; DROP TABLE rooms; --"],
    ['nothing', ''],
  ]
  const stranger = new Caller(house.url)
  const FORMS: [by: Caller, path: string, honest: Record<string, string>][] = [
    [stranger, '/sign-in', { handle: 'tove', password: 'x' }],
    [stranger, '/sign-up', { handle: 'no', password: 'x' }],
    [tove, '/account/profile', { hue: '3', theme: 'dark' }],
    [tove, '/account/password', { current: 'x', password: 'y' }],
    [tove, '/account/delete', { delete_password: 'x' }],
    [oskar.caller, '/studio/broadcast', { title: 'Evening', tags: 'cello' }],
    [oskar.caller, '/studio/room', { title: 'T', tags: 'cello', bio: 'B', zone: 'UTC', picture: '' }],
    [oskar.caller, '/studio/dates', { title: 'D', day: '2031-01-01', time: '20:00', repeats: 'once' }],
    [oskar.caller, '/studio/broadcast/start', { tab: 'abcdefgh' }],
    [oskar.caller, '/studio/broadcast/pause', { on: '1' }],
    [house.owner, '/panel/invites', { role: 'performer', note: 'n' }],
    [house.owner, `/panel/people/${oskar.id}/approval`, { because: 'b' }],
    [house.owner, `/panel/people/${oskar.id}/sanctions`, { rule: 'none of ours', reason: 'r', days: '1' }],
    [house.owner, `/panel/rooms/${oskar.room}/stop`, { rule: 'none of ours', because: 'b', minutes: '10' }],
    [house.owner, '/panel/pages/contact', { title: 'Contact', body: 'Write.' }],
    [house.owner, '/panel/pages/contact/preview', { title: 'Contact', body: 'Write.' }],
    [house.owner, '/setup/kind', { rating: 'general' }],
  ]

  for (const [by, path, honest] of FORMS) {
    test(`${path.replace(/[a-z2-7]{26}/, 'ID')} answers it in words, and nothing of it comes alive`, async () => {
      for (const field of Object.keys(honest)) {
        for (const [what, value] of VALUES) {
          const answer = await by.post(path, { ...honest, [field]: value })
          const told = [field, what, answer.status]
          expect([...told, answer.status < 500 || answer.status === 503]).toEqual([...told, true])
          if (value.length > 65_536 && !path.endsWith('/preview'))
            expect([...told, answer.status >= 400]).toEqual([...told, true])
          expect([...told, answer.body.includes('<img src=x'), inWords(answer.body)]).toEqual([...told, false, true])
        }
      }
    })
  }

  test('settings take none of it, and keep what they were', async () => {
    const page = await house.owner.get('/panel/settings')
    const fields = [...page.body.matchAll(/<(?:input|select)[^>]*\bname="([a-z_]+)"/g)].map(found => found[1]!)
    expect(fields).toContain('public_url')
    for (const field of new Set(fields.filter(name => name !== 'site_name' && name !== 'sure'))) {
      for (const [what, value] of VALUES.filter(([what]) => what !== 'nothing')) {
        const answer = await house.owner.post('/panel/settings', {
          ...{ site_name: 'Harbour stage', zone: 'UTC', gel: '264', public_url: '', public_host: '', sign_up: 'on' },
          ...{ viewers_at_peak: '100', uplink_mbit: '100', backup_hour: '4', backup_keep: '14' },
          [field]: value,
        })
        const told = [field, what, answer.status]
        expect([...told, answer.status < 500, answer.body.includes('<img src=x')]).toEqual([...told, true, false])
        expect([...told, inWords(answer.body)]).toEqual([...told, true])
      }
    }
    await house.owner.did('/panel/settings', {
      ...{ site_name: 'Harbour stage', zone: 'UTC', gel: '264', public_url: '', public_host: '', sign_up: 'on' },
      ...{ viewers_at_peak: '100', uplink_mbit: '100', backup_hour: '4', backup_keep: '14' },
    })
  })

  test('addresses, codes and headers are no way in either', async () => {
    const asks = VALUES.slice(0, 7).flatMap(([, value]) => {
      const typed = encodeURIComponent(value.slice(0, 3000).toWellFormed())
      return [
        '/?q=',
        '/?tag=',
        '/?page=',
        '/report?code=',
        '/report?room=',
        '/sign-in?from=',
        '/rooms/',
        '/links/',
      ].map(path => path + typed)
    })
    for (const path of [...asks, '/%', '/?q=%ff%fe', '/rooms/%c0%ae%c0%ae', '//evil.example/', '/report?room=%']) {
      const answer = await stranger.get(path)
      const told = [path.slice(0, 60), answer.status]
      expect([...told, answer.status < 500, answer.body.includes('<img src=x')]).toEqual([...told, true, false])
      expect([...told, inWords(answer.body)]).toEqual([...told, true])
      expect(answer.location).not.toMatch(/^(https?:)?\/\/(?!127)/)
    }
    const { hostname, port } = new URL(house.url)
    const raw = await fetch(`http://${hostname}:${port}/sign-up`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', accept: 'text/html' },
      body: '{"handle": {"__proto__": 1}',
    })
    expect(raw.status).toBeGreaterThanOrEqual(400)
    expect(raw.status).toBeLessThan(500)
    expect(inWords(await raw.text())).toBe(true)
  })

  test('pages that show what was kept run none of it and turn nothing around', async () => {
    const again: [Who, string][] = [
      ['guest', '/'],
      ['guest', `/rooms/${oskar.room}`],
      ['guest', '/contact'],
      ['oskar', '/studio'],
      ['oskar', '/studio/room'],
      ['owner', '/panel/people'],
      ['owner', `/panel/people/${oskar.id}`],
      ['owner', '/panel/audit'],
    ]
    for (const [who, path] of again) {
      const one = people[who]
      troubles(one)
      await one.page.goto(path)
      expect([path, await one.page.evaluate(() => 'hit' in window)]).toEqual([path, false])
      expect([path, troubles(one)]).toEqual([path, []])
      expect([path, /[\u202A-\u202E]/.test(await one.page.content())]).toEqual([path, false])
    }
  })
})

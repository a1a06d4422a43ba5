import { expect, test } from 'bun:test'
import { MINUTE } from '../../src/base/clock.ts'
import { evening } from '../tips/help.ts'

/** What people type where a number belongs, by accident or not. Other scripts: Arabic-Indic, full width, Devanagari. */
const HOSTILE = [
  ...['-5', '−5', '+5', '2.555', '1e3', '0x10', '1 0', '5²', 'ten', 'Infinity'],
  ...['9'.repeat(40), '9223372036854775808', '٣٠', '３０', '३०'],
]
/** Prices have cents, and may be nothing: a card that is given away. */
const NOT_WHOLE = ['0', '2.5', '2,5']

interface Field {
  name: string
  value: string
  mode: string | undefined
}

function formsOf(html: string): { action: string; fields: Field[] }[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].flatMap(([, head = '', body = '']) => {
    const at = (inside: string, name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(inside)?.[1]
    const fields: Field[] = []
    for (const [, inside = ''] of body.matchAll(/<input\b([^>]*)>/g)) {
      const [name, type] = [at(inside, 'name'), at(inside, 'type') ?? 'text']
      if (!name || (type === 'checkbox' && !/\bchecked\b/.test(inside))) continue
      if (type === 'radio' && fields.some(known => known.name === name)) continue
      fields.push({ name, value: at(inside, 'value') ?? '', mode: at(inside, 'inputmode') })
    }
    for (const [, inside = '', words = ''] of body.matchAll(/<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/g)) {
      fields.push({ name: at(inside, 'name') ?? '', value: words || 'a reason', mode: undefined })
    }
    for (const [, inside = '', options = ''] of body.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)) {
      fields.push({ name: at(inside, 'name') ?? '', value: at(options, 'value') ?? '', mode: undefined })
    }
    const action = (at(head, 'action') ?? '').replace(/#.*/, '')
    return /\bmethod="post"/.test(head) && fields.some(({ mode }) => mode) ? [{ action, fields }] : []
  })
}

test('every field of money takes a plain number and nothing else, in its place, and nothing moves', async () => {
  const { site, world, performer, member } = evening(1000n)
  const owner = site.person('harald', 'owner')
  site.person('juno', 'moderator')
  const pages = [
    ...['/rooms/mara-voss', '/wallet'].map(path => [member, path] as const),
    ...['/studio/tips', '/studio/chat'].map(path => [performer, path] as const),
    ...['/panel/vouchers/batches', `/panel/wallets/${member.id}`, '/panel/money', '/panel/gifts'].map(
      path => [owner, path] as const,
    ),
    [owner, '/panel/transfers'] as const,
  ]
  const moved = () => world.db.query('SELECT count(*) AS n, max(n) AS last FROM postings').get()
  const before = moved()
  const tried = new Set<string>()
  const taken: string[] = []
  for (const [who, path] of pages) {
    const page = await site.signedIn(who).get(path)
    expect([path, page.status]).toEqual([path, 200])
    for (const { action, fields } of formsOf(page.body)) {
      // Where a pack stands is no amount.
      for (const field of fields.filter(({ name, mode }) => mode && !name.startsWith('place-'))) {
        const name = `${action.replace(/[a-z2-7]{26}/g, 'ID')} ${field.name}`
        if (tried.has(name)) continue
        tried.add(name)
        const good = Object.fromEntries(
          fields.map(({ name: each, value, mode }) => [each, mode && !value ? '5' : value]),
        )
        if (field.name === 'other') good.amount = 'other'
        const visit = site.signedIn(who)
        for (const typed of field.mode === 'numeric' ? [...HOSTILE, ...NOT_WHOLE] : HOSTILE) {
          world.clock.pass(MINUTE / 4)
          const answer = await visit.post(action, { ...good, [field.name]: typed })
          if (answer.status !== 422) taken.push(`${name} takes ${typed}: ${answer.status} ${answer.location}`)
        }
      }
    }
  }
  expect(tried.size).toBeGreaterThan(20)
  expect(taken).toEqual([])
  expect(moved()).toEqual(before)
}, 120_000)

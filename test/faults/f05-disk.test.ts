import { Database } from 'bun:sqlite'
import { afterAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { closeBrowser, moves, type Person, person } from '../help/browser.ts'
import { openHouse, rtmpTarget, wordsOf } from '../help/house.ts'
import { encoder, until } from '../help/site.ts'

// A file that would grow beyond the limit is refused instead of ending the process: what a full disk does.
const house = await openHouse([], {}, ['sh', '-c', 'trap "" XFSZ; exec "$0" "$@"'])
const lena = await house.performer('lena')
const tove = await house.member('tove')
const obs = encoder(rtmpTarget(house, lena.room, await lena.key()))
const guests: Person[] = []

afterAll(async () => {
  await obs.stop()
  for (const guest of guests) await guest.done()
  await closeBrowser()
  await house.done()
})

/** No file of the process may grow beyond this many bytes. */
function room(bytes: number | 'unlimited'): void {
  const limit = Bun.spawnSync(['prlimit', '--pid', String(house.child().pid), `--fsize=${bytes}:unlimited`])
  if (!limit.success) throw new Error(limit.stderr.toString())
}

const db = () => new Database(join(house.data, 'footlight.db'), { readonly: true })
const count = (table: 'tips' | 'postings' | 'lines'): number => {
  const read = db()
  try {
    return (read.query(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n
  } finally {
    read.close()
  }
}

const keyOf = (html: string): string => /name="key" value="([^"]+)"/.exec(html)?.[1] ?? ''

async function tip(key: string, tokens = '5') {
  return tove.post(`/rooms/${lena.room}/tips`, { key, tokens, note: '' })
}

async function formKey(): Promise<string> {
  const page = await tove.get(`/rooms/${lena.room}/tips`)
  const key = keyOf(page.body)
  expect(key).not.toBe('')
  return key
}

async function sight(): Promise<Person> {
  const guest = await person(house.url)
  guests.push(guest)
  await guest.page.goto(`/rooms/${lena.room}`)
  await until('the picture moves', () => moves(guest.page), 60_000)
  return guest
}

const say = (text: string, key: string) => tove.post(`/rooms/${lena.room}/lines`, { text, key })

describe('a disk that fills while a room is live', () => {
  let guest: Person
  let waiting = ''

  test('before: tokens are there, a tip and a line go through', async () => {
    const made = await house.owner.post('/panel/vouchers/batches', {
      key: 'f05-cards-of-the-house',
      count: '1',
      tokens: '500',
      price: '0',
      note: 'A test',
    })
    const code = /[0-9A-HJKMNP-TV-Z]{5}(?:-[0-9A-HJKMNP-TV-Z]{5}){3}-[0-9A-Z*~$=]/.exec(made.body)?.[0]
    if (!code) throw new Error(`no code is shown: ${wordsOf(made.body)}`)
    await tove.did('/wallet/redeem', { code })
    expect((await tip(await formKey())).status).toBe(303)
    guest = await sight()
    expect((await say('before it fills', 'key-before-it-fills')).status).toBe(303)
    await guest.page.getByText('before it fills').waitFor()
    waiting = await formKey()
  })

  test('full: a tip is refused with a sentence, and nothing of it is there', async () => {
    const before = { tips: count('tips'), postings: count('postings') }
    room(4096)
    const answer = await tip(waiting)
    expect(answer.status).toBe(503)
    expect(wordsOf(answer.body)).toMatch(/Nothing was (charged|changed)/)
    expect({ tips: count('tips'), postings: count('postings') }).toEqual(before)
  })

  test('full: the picture goes on, and so does the chat', async () => {
    const said = await say('while it is full', 'key-while-it-is-full')
    expect(said.status).toBe(303)
    await guest.page.getByText('while it is full').waitFor()
    expect(await moves(guest.page)).toBe(true)
    expect((await fetch(`${house.url}/rooms/${lena.room}`)).status).toBe(200)
  })

  test('space again: it recovers alone, the same tip is one tip, and no line is lost', async () => {
    const before = count('tips')
    room('unlimited')
    await until('the tip goes through', async () => (await tip(waiting)).status === 303)
    expect((await tip(waiting)).status).toBe(303)
    expect(count('tips')).toBe(before + 1)
    await until('the line is written down', () => {
      const read = db()
      try {
        return read.query("SELECT 1 FROM lines WHERE text = 'while it is full'").get() !== null
      } finally {
        read.close()
      }
    })
    const page = await fetch(`${house.url}/rooms/${lena.room}`)
    expect((await page.text()).match(/while it is full/g)?.length).toBe(1)
    expect(await guest.page.getByText('while it is full').count()).toBe(1)
    const { code, out } = await house.cli('ledger', 'recount')
    expect([code, out]).toEqual([0, out])
  })
})

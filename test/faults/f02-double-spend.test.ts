import { Database } from 'bun:sqlite'
import { afterAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { recount } from '../../src/ledger/index.ts'
import { openHouse } from '../help/house.ts'
import { until } from '../help/site.ts'
import { giveTokens } from '../help/tokens.ts'

/** How many tips at once want the tokens of one. */
const TIPS = 500
const PRICE = 5

const house = await openHouse(['--limits', 'bench'])
const mara = await house.performer('mara_voss')
const ways = ['http', 'sockets', 'pipelined', 'frames'] as const
const members = new Map<string, Awaited<ReturnType<typeof house.member>>>()
for (const way of ways) members.set(way, await house.member(`tipper_${way}`))
await giveTokens(house, Object.fromEntries(ways.map(way => [`tipper_${way}`, BigInt(PRICE)])))

afterAll(() => house.done())

const read = <T>(ask: (db: Database) => T): T => {
  const db = new Database(join(house.data, 'footlight.db'), { readonly: true, strict: true, safeIntegers: true })
  try {
    return ask(db)
  } finally {
    db.close()
  }
}

/** One tip is there, the wallet is empty and never was below, and the ledger agrees with itself. */
function spentOnce(way: string): void {
  const { id, tips } = read(db => ({
    ...(db.query('SELECT id FROM accounts WHERE handle = ?').get(`tipper_${way}`) as { id: string }),
    tips: db
      .query('SELECT tokens FROM tips WHERE member_id = (SELECT id FROM accounts WHERE handle = ?)')
      .all(`tipper_${way}`) as { tokens: bigint }[],
  }))
  expect(tips).toEqual([{ tokens: BigInt(PRICE) }])
  const book = read(db =>
    db.query("SELECT id, balance_minor FROM books WHERE kind = 'wallet' AND owner = ?").get(id),
  ) as {
    id: bigint
    balance_minor: bigint
  }
  expect(book.balance_minor).toBe(0n)
  const lowest = read(db => db.query('SELECT MIN(after_minor) AS least FROM entries WHERE book = ?').get(book.id)) as {
    least: bigint
  }
  expect(lowest.least).toBe(0n)
  expect(read(db => recount({ db }))).toMatchObject({ ok: true })
}

const fields = (way: string, n: number) => ({
  key: `double-spend-${way}-${String(n).padStart(6, '0')}`,
  way: 'tokens',
  amount: String(PRICE),
  sure: String(PRICE),
})

const cookieOf = (way: string): string =>
  [...members.get(way)!.jar].map(([name, value]) => `${name}=${value}`).join('; ')

const counted = (answers: readonly (string | number)[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const answer of answers) counts[answer] = (counts[answer] ?? 0) + 1
  return counts
}

/** Pages of one person, each with its socket to the room. */
async function sockets(way: string, count: number): Promise<WebSocket[]> {
  return Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<WebSocket>((open, failed) => {
          const socket = new WebSocket(`${house.url.replace('http', 'ws')}/rooms/${mara.room}/live`, {
            headers: { origin: house.url, cookie: cookieOf(way) },
          } as never)
          socket.onerror = () => failed(new Error('no socket'))
          socket.onmessage = ({ data }) => {
            if (/seat="/.test(String(data))) open(socket)
          }
        }),
    ),
  )
}

/** What each answer says: every act is answered by one of the two events, or by a refusal of the wire. */
function answersOf(all: WebSocket[]): string[] {
  const heard: string[] = []
  for (const socket of all) {
    socket.onmessage = ({ data }) => {
      const text = String(data)
      if (text.includes('kind="tipped"')) heard.push('tipped')
      const refused = /kind="tip-refused" data-said="([^"]+)"/.exec(text)?.[1]
      if (refused) heard.push(/why&quot;:&quot;([a-z-]+)/.exec(refused)?.[1] ?? refused)
      if (text.includes('kind="wrong"')) heard.push('wrong')
    }
    socket.onclose = () => heard.push('closed')
  }
  return heard
}

describe(`${TIPS} tips at once on a balance for one`, () => {
  test('by HTTP: one success, and everybody else hears what is missing', async () => {
    const tipper = members.get('http')!
    const answers = await Promise.all(
      Array.from({ length: TIPS }, (_, n) => tipper.post(`/rooms/${mara.room}/tips`, fields('http', n))),
    )
    expect(counted(answers.map(answer => answer.status))).toEqual({ 303: 1, 422: TIPS - 1 })
    for (const { status, body } of answers) if (status === 422) expect(body).toContain('Your tip of 5 is kept')
    spentOnce('http')
  }, 60_000)

  test('by sockets of one person', async () => {
    const all = await sockets('sockets', 20)
    const heard = answersOf(all)
    // A page has at most so many acts under way; more are sent once these were answered.
    const each = TIPS / all.length
    for (let n = 0; n < each; n++) {
      for (const [at, socket] of all.entries()) {
        socket.send(JSON.stringify({ act: 'tip', ...fields('sockets', at * each + n) }))
      }
    }
    await until('every tip was answered', () => heard.length >= TIPS)
    expect(counted(heard)).toEqual({ tipped: 1, 'not-enough': TIPS - 1 })
    for (const socket of all) {
      socket.onclose = null
      socket.close()
    }
    spentOnce('sockets')
  }, 60_000)

  // The server takes no second request before the first was answered: it hangs up, and whoever sent them asks again.
  test('down one pipelined connection, and then again, because it hung up', async () => {
    const requests = Array.from({ length: TIPS }, (_, n) => {
      const body = new URLSearchParams(fields('pipelined', n)).toString()
      return `POST /rooms/${mara.room}/tips HTTP/1.1\r\nHost: 127.0.0.1:${house.http}\r\nCookie: ${cookieOf('pipelined')}\r\nSec-Fetch-Site: same-origin\r\nAccept: text/html\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    }).join('')
    const heard = await new Promise<string>((done, failed) => {
      let said = ''
      let sent = 0
      const bytes = new TextEncoder().encode(requests)
      const push = (socket: { write(part: Uint8Array): number }) => {
        while (sent < bytes.length) {
          const took = socket.write(bytes.subarray(sent))
          if (took <= 0) return
          sent += took
        }
      }
      void Bun.connect({
        hostname: '127.0.0.1',
        port: house.http,
        socket: {
          open: push,
          drain: push,
          data(_, part) {
            said += new TextDecoder('latin1').decode(part)
          },
          close: () => done(said),
          error: (_, error) => failed(error),
        },
      })
    })
    expect(heard.match(/HTTP\/1\.1 303/g)?.length ?? 0).toBeLessThanOrEqual(1)
    const tipper = members.get('pipelined')!
    const answers = await Promise.all(
      Array.from({ length: TIPS }, (_, n) => tipper.post(`/rooms/${mara.room}/tips`, fields('pipelined', n))),
    )
    expect(counted(answers.map(answer => answer.status))).toEqual({ 303: 1, 422: TIPS - 1 })
    spentOnce('pipelined')
  }, 60_000)

  test('down one socket, frame after frame, as long as it has room for them', async () => {
    const [socket] = await sockets('frames', 1)
    const heard = answersOf([socket!])
    for (let n = 0; n < TIPS; n++) socket!.send(JSON.stringify({ act: 'tip', ...fields('frames', n) }))
    await until('every tip was answered', () => heard.length >= TIPS)
    const counts = counted(heard)
    expect(counts.tipped).toBe(1)
    expect((counts['not-enough'] ?? 0) + (counts.wrong ?? 0)).toBe(TIPS - 1)
    socket!.onclose = null
    socket!.close()
    spentOnce('frames')
  }, 60_000)
})

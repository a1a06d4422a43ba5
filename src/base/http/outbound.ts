import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'

/** What we ask of a machine that somebody else has named. */
export interface OutboundAsk {
  url: string
  method?: 'GET' | 'POST'
  headers?: Readonly<Record<string, string>>
  body?: Uint8Array<ArrayBuffer> | string
  /** Less than the ten seconds that there are at most. */
  withinMs?: number
}

export type OutboundWhy =
  /** Not https, a port that is not listed, or an address that is not a public one. */
  'not-allowed' | 'unreachable' | 'timeout' | 'too-large' | 'bad-answer'

export type OutboundAnswer =
  | { ok: true; status: number; headers: Headers; body: Uint8Array }
  | { ok: false; why: OutboundWhy }

export type Outbound = (ask: OutboundAsk) => Promise<OutboundAnswer>

/** What a test puts in the place of the world outside. The product has one set of these and no setting for it. */
export interface OutboundDoors {
  /** Every address of the name. */
  resolve(host: string): Promise<string[]>
  /** Whether one may connect to this address at this port. */
  admits(address: string, port: number): boolean
  /** Certificates that are trusted besides the machine's own. */
  ca?: string
}

const TIMEOUT_MS = 10_000
const MOST_BYTES = 1024 * 1024
const MOST_REDIRECTS = 3
const PORTS: readonly number[] = [443]

type Net = readonly [bytes: readonly number[], bits: number]

/** What is not the public internet. Source: https://www.iana.org/assignments/iana-ipv4-special-registry */
const CLOSED_V4: readonly Net[] = [
  [[0], 8],
  [[10], 8],
  [[100, 64], 10],
  [[127], 8],
  [[169, 254], 16],
  [[172, 16], 12],
  [[192, 0, 0], 24],
  [[192, 0, 2], 24],
  [[192, 31, 196], 24],
  [[192, 52, 193], 24],
  [[192, 88, 99], 24],
  [[192, 168], 16],
  [[192, 175, 48], 24],
  [[198, 18], 15],
  [[198, 51, 100], 24],
  [[203, 0, 113], 24],
  [[224], 4],
  [[240], 4],
]

/** Only 2000::/3 is given out; of it these are not. Source: https://www.iana.org/assignments/iana-ipv6-special-registry */
const CLOSED_V6: readonly Net[] = [
  [[0x20, 0x01, 0x00], 23],
  [[0x20, 0x01, 0x0d, 0xb8], 32],
  [[0x20, 0x02], 16],
  [[0x26, 0x20, 0x00, 0x4f, 0x80, 0x00], 48],
  [[0x3f, 0xff, 0x00], 20],
]

function within(address: readonly number[], [bytes, bits]: Net): boolean {
  for (let at = 0; at < bits; at++) {
    const mask = 0x80 >> (at & 7)
    if (((address[at >> 3] ?? 0) & mask) !== ((bytes[at >> 3] ?? 0) & mask)) return false
  }
  return true
}

function bytesOfV6(address: string): number[] | null {
  const plain = address.toLowerCase()
  const [, tail = ''] = /:(\d+\.\d+\.\d+\.\d+)$/.exec(plain) ?? []
  const four = tail === '' ? [] : tail.split('.').map(Number)
  const groups = tail === '' ? plain : plain.slice(0, -tail.length) + [0, 2].map(at => hex(four, at)).join(':')
  const [left = '', right] = groups.split('::')
  const words = (part: string) => (part === '' ? [] : part.split(':').map(word => Number.parseInt(word, 16)))
  const before = words(left)
  const after = right === undefined ? [] : words(right)
  const gap = 8 - before.length - after.length
  if (right === undefined ? gap !== 0 : gap < 0) return null
  return [...before, ...Array<number>(gap).fill(0), ...after].flatMap(word => [word >> 8, word & 255])
}

const hex = (four: readonly number[], at: number): string => (((four[at] ?? 0) << 8) | (four[at + 1] ?? 0)).toString(16)

/** Whether the address is one of the public internet: what is written, mapped, tunnelled or kept for us is not. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4: {
      const bytes = address.split('.').map(Number)
      return !CLOSED_V4.some(net => within(bytes, net))
    }
    case 6: {
      const bytes = address.includes('%') ? null : bytesOfV6(address)
      return bytes !== null && (bytes[0]! & 0xe0) === 0x20 && !CLOSED_V6.some(net => within(bytes, net))
    }
    default:
      return false
  }
}

/** Names that no resolver of the internet answers, whatever this machine's own file says. */
const isOwnName = (host: string): boolean =>
  !host.includes('.') ||
  /(^|\.)(localhost|local|internal|intranet|lan|home|corp|arpa|test|invalid|onion)\.?$/.test(host)

const REAL: OutboundDoors = {
  resolve: async host => (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address),
  admits: (address, port) => PORTS.includes(port) && isPublicAddress(address),
}

type Checked = { ok: true; url: URL; host: string; address: string } | { ok: false; why: OutboundWhy }

/** The address to connect to, when the URL may be asked at all: every address of the name has to be a public one. */
export async function checkOutbound(typed: string, doors: Partial<OutboundDoors> = {}): Promise<Checked> {
  const { resolve, admits } = { ...REAL, ...doors }
  const no = (why: OutboundWhy) => ({ ok: false, why }) as const
  const url = URL.parse(typed)
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') return no('not-allowed')
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  const port = url.port === '' ? 443 : Number(url.port)
  let addresses: string[]
  if (isIP(host) !== 0) addresses = [host]
  else {
    if (doors.resolve === undefined && isOwnName(host)) return no('not-allowed')
    addresses = await resolve(host).catch(() => [])
    if (addresses.length === 0) return no('unreachable')
  }
  if (!addresses.every(address => admits(address, port))) return no('not-allowed')
  return { ok: true, url, host, address: addresses[0]! }
}

/**
 * The only way out to a machine that somebody else has named: https, a public address that we resolved ourselves and connect
 * to, each redirect checked anew, ten seconds and a mebibyte in all. Source: OWASP ASVS 5.0, 13.2.
 */
export function outboundWith(doors: Partial<OutboundDoors> = {}): Outbound {
  return async ask => {
    const signal = AbortSignal.timeout(Math.min(TIMEOUT_MS, ask.withinMs ?? TIMEOUT_MS))
    let url = ask.url
    try {
      for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
        const checked = await Promise.race([checkOutbound(url, doors), over(signal)])
        if (!checked.ok) return checked
        const response = await connect(checked, ask, signal, doors.ca)
        const to = response.headers.get('location')
        if (![301, 302, 303, 307, 308].includes(response.status) || to === null) return await read(response)
        await response.body?.cancel()
        // What is posted is meant for the machine that was named: a push service never sends it on.
        if (ask.method === 'POST') return { ok: false, why: 'bad-answer' }
        url = URL.parse(to, checked.url)?.href ?? ''
      }
      return { ok: false, why: 'bad-answer' }
    } catch {
      return { ok: false, why: signal.aborted ? 'timeout' : 'unreachable' }
    }
  }
}

const over = (signal: AbortSignal): Promise<never> =>
  new Promise((_, fail) => signal.addEventListener('abort', () => fail(signal.reason), { once: true }))

/** To the checked address, under the name that was asked for: the certificate has to be that name's. */
function connect(
  { url, host, address }: Extract<Checked, { ok: true }>,
  ask: OutboundAsk,
  signal: AbortSignal,
  ca?: string,
): Promise<Response> {
  const at = new URL(url)
  at.hostname = address.includes(':') ? `[${address}]` : address
  at.hash = ''
  return fetch(at, {
    method: ask.method ?? 'GET',
    headers: { 'user-agent': 'Footlight', ...ask.headers, host: url.host },
    ...(ask.body === undefined ? {} : { body: ask.body }),
    redirect: 'manual',
    signal,
    keepalive: false,
    tls: { ...(isIP(host) === 0 ? { serverName: host } : {}), ...(ca === undefined ? {} : { ca }) },
  })
}

async function read(response: Response): Promise<OutboundAnswer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > MOST_BYTES) return { ok: false, why: 'too-large' }
    chunks.push(chunk)
  }
  return { ok: true, status: response.status, headers: response.headers, body: new Uint8Array(Buffer.concat(chunks)) }
}

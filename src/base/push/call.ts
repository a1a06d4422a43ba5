import { vapidHeaders } from '@block65/webcrypto-web-push'
import type { World } from '../../world.ts'
import { publicUrl } from '../http/public-url.ts'
import { keepSecret, secretOf } from '../seal/secrets.ts'

/** The key by which push services know this house: made at the first use and kept sealed. Source: RFC 8292. */
export interface VapidKeys {
  publicKey: string
  privateKey: string
}

const making = new WeakMap<World['db'], Promise<VapidKeys>>()

export function vapidKeys(world: World): Promise<VapidKeys> {
  const kept = secretOf(world, 'vapid')
  if (kept !== null) return Promise.resolve(JSON.parse(kept) as VapidKeys)
  let made = making.get(world.db)
  if (!made) {
    made = makeKeys().then(keys => {
      keepSecret(world, 'vapid', JSON.stringify(keys))
      return keys
    })
    making.set(world.db, made)
  }
  return made
}

async function makeKeys(): Promise<VapidKeys> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  const publicKey = Buffer.from(await crypto.subtle.exportKey('raw', pair.publicKey)).toString('base64url')
  const { d = '' } = await crypto.subtle.exportKey('jwk', pair.privateKey)
  return { publicKey, privateKey: d }
}

export type Called =
  | { ok: true }
  /** `gone`: the browser has ended it, or its address may not be asked. `later`: another try may do. */
  | { ok: false; why: 'gone' | 'later'; afterMs: number; status: number }

const MOST_WAIT_MS = 60 * 60_000
/** Push services answer in a fraction of it. */
const WITHIN_MS = 5000

/**
 * Calls one browser through its push service. The call carries nothing at all, so that no service learns more than the hour:
 * the browser comes and asks what is new. Source: RFC 8030, 5.
 */
export async function call(
  world: World,
  endpoint: string,
  { lastsMs, fleeting }: { lastsMs: number; fleeting: boolean },
): Promise<Called> {
  const gone = { ok: false, why: 'gone', afterMs: 0, status: 0 } as const
  if (URL.parse(endpoint)?.protocol !== 'https:') return gone
  const { headers } = await vapidHeaders(
    { endpoint, expirationTime: null, keys: { p256dh: '', auth: '' } },
    { ...(await vapidKeys(world)), subject: subjectOf(world) },
  )
  const answer = await world.outbound({
    url: endpoint,
    method: 'POST',
    headers: {
      ...headers,
      ttl: String(Math.floor(lastsMs / 1000)),
      urgency: fleeting ? 'high' : 'normal',
      topic: 'notices',
    },
    body: '',
    withinMs: WITHIN_MS,
  })
  if (!answer.ok) {
    if (answer.why === 'not-allowed') return gone
    return { ok: false, why: 'later', afterMs: 0, status: 0 }
  }
  const { status } = answer
  if (status >= 200 && status < 300) return { ok: true }
  if (status === 404 || status === 410) return { ...gone, status }
  const wait = Number(answer.headers.get('retry-after') ?? 0)
  const afterMs = Number.isFinite(wait) && wait > 0 ? Math.min(MOST_WAIT_MS, wait * 1000) : 0
  return { ok: false, why: 'later', afterMs, status }
}

/** Whom a push service may write to when our calls trouble it. */
function subjectOf(world: World): string {
  const from = world.settings.get('mail_from')
  if (from !== '') return `mailto:${from}`
  const url = publicUrl(world)
  return url.startsWith('https:') ? url : 'https://localhost'
}

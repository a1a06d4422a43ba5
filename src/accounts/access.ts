import { Elysia } from 'elysia'
import { say } from '../../views/words/index.ts'
import { isLanguage, type Language, languageAsked, speaking } from '../../views/words/speak.ts'
import { clientAddress } from '../base/http/address.ts'
import { clearCookie, cookie, readCookies } from '../base/http/cookies.ts'
import { sameOrigin } from '../base/http/origin.ts'
import { Refused } from '../base/http/refused.ts'
import { base64url } from '../base/ids.ts'
import type { World } from '../world.ts'
import { agentOf } from './agent.ts'
import { chooseLanguage, chosenLanguage, hearLanguage } from './language.ts'
import { type Access, admits, readsCookie } from './role.ts'
import { type Begun, holderOf, type Presented, type Side } from './session.ts'
import type { Browser } from './sign-in.ts'
import type { Visitor } from './visitor.ts'

/** What every handler may read besides Elysia's own context. */
export type Asking = {
  visitor: Visitor | null
  /** Client address behind named proxies. */
  address: string
  /** Nonce of this answer's Content-Security-Policy. */
  nonce: string
  /** The language of this answer, also for what is told to its socket later. */
  language: Language
}

/** Address of the peer, given by the server to each request; `app.ts` fills it. */
export const peers = new WeakMap<Request, string>()

/**
 * Identifies in a root derive and refuses in `transform`, ahead of validation. Every route says `access: '...'`;
 * the route-table test finds the one that does not. One instance a world: Elysia then runs it once a request.
 */
function build(world: World) {
  return new Elysia({ name: 'access' })
    .derive(
      { as: 'global' },
      async ({ request }): Promise<Asking> => ({
        visitor: await visitorOf(world, request),
        address: clientAddress(request, peers.get(request) ?? '', world.config.trustedProxies),
        nonce: base64url(world.ids.bytes(16)),
        language: speaking(),
      }),
    )
    .macro({
      access: (who: Access) => ({
        detail: { tags: [`access:${who}`] },
        transform(context: { request: Request }) {
          const { request, visitor, params } = context as unknown as Asking & { request: Request; params?: object }
          if (readsCookie(who) && !sameOrigin(request, ourOrigin(world, request))) {
            throw new Refused(403, say.errors.otherSite)
          }
          if (!admits(who, visitor?.role ?? null)) throw new Refused(visitor ? 403 : 401)
          // What cannot be decoded, such as /rooms/%ff, comes as null.
          if (Object.values(params ?? {}).includes(null)) throw new Refused(404)
        },
      }),
    })
}

const built = new WeakMap<World, ReturnType<typeof build>>()

export function access(world: World): ReturnType<typeof build> {
  let plugin = built.get(world)
  if (!plugin) {
    plugin = build(world)
    built.set(world, plugin)
  }
  return plugin
}

/**
 * The origin that pages of this request have. Host is what the browser put in the address bar, so a page on another origin
 * can never equal it; the scheme is TLS's, or the named proxy's.
 */
export function ourOrigin(world: World, request: Request): string {
  const url = new URL(request.url)
  const proxied = world.config.trustedProxies.includes((peers.get(request) ?? '').replace(/^::ffff:/, ''))
  const forwarded = proxied ? request.headers.get('x-forwarded-proto') : null
  const scheme = forwarded === 'https' || forwarded === 'http' ? forwarded : url.protocol.slice(0, -1)
  return `${scheme}://${request.headers.get('host') ?? url.host}`
}

const COOKIES: Record<Side, string> = { staff: '__Host-fl-staff', audience: '__Host-fl' }
const DEVICE_COOKIE = '__Host-fl-device'
const CODE_COOKIE = '__Host-fl-code'

/** Exactly one value of exactly our shape; a browser with our cookie never sends another. */
function only(request: Request, name: string, shape: RegExp): string | null {
  const values = readCookies(request, name)
  return values.length === 1 && shape.test(values[0]!) ? values[0]! : null
}

export function presented(request: Request): Presented[] {
  const found: Presented[] = []
  for (const side of ['staff', 'audience'] as const) {
    const secret = only(request, COOKIES[side], /^[A-Za-z0-9_-]{43}$/)
    if (secret) found.push({ side, secret })
  }
  return found
}

/** Who holds the session cookie of this request, or null. No cookie, no work. */
async function visitorOf(world: World, request: Request): Promise<Visitor | null> {
  for (const one of presented(request)) {
    const visitor = await holderOf(world, one)
    if (visitor) return visitor
  }
  return null
}

const devices = (request: Request): string[] =>
  only(request, DEVICE_COOKIE, /^[A-Za-z0-9_-]{32}(\.[A-Za-z0-9_-]{32}){0,3}$/)?.split('.') ?? []

/** What sign-in is told about the browser that asks. */
export const browserOf = (request: Request, address: string): Browser => ({
  agent: agentOf(request.headers.get('user-agent')),
  address,
  devices: devices(request),
  sessions: presented(request),
})

/** The new session's cookie; whatever other session the browser had is over. */
export function sessionCookies(request: Request, begun: Begun, device: string | null): string[] {
  const other: Side = begun.side === 'staff' ? 'audience' : 'staff'
  const set = [cookie(COOKIES[begun.side], begun.secret, { maxAgeSeconds: begun.lastsMs / 1000 })]
  if (readCookies(request, COOKIES[other]).length > 0) set.push(clearCookie(COOKIES[other]))
  if (device !== null) set.push(deviceCookie(request, device))
  return set
}

/** A browser that several people use remembers the last four of them. */
export const deviceCookie = (request: Request, device: string): string =>
  cookie(DEVICE_COOKIE, [device, ...devices(request)].slice(0, 4).join('.'), { maxAgeSeconds: 400 * 24 * 60 * 60 })

export const noSessionCookies = (request: Request): string[] =>
  Object.values(COOKIES)
    .filter(name => readCookies(request, name).length > 0)
    .map(name => clearCookie(name))

/** A link's code waits here for the form that spends it, out of the address bar. */
/** What has not the shape of a code is an empty cookie: nothing that somebody typed into an address stands in a header. */
export const codeCookie = (code: string): string =>
  cookie(CODE_COOKIE, /^[A-Za-z0-9_-]{43}$/.test(code) ? code : '', { maxAgeSeconds: 600 })
export const presentedCode = (request: Request): string => only(request, CODE_COOKIE, /^[A-Za-z0-9_-]{43}$/) ?? ''
export const noCodeCookie = (): string => clearCookie(CODE_COOKIE)

const LANGUAGE_COOKIE = '__Host-fl-language'

function chosenHere(request: Request): Language | null {
  const chosen = readCookies(request, LANGUAGE_COOKIE)[0] ?? ''
  return isLanguage(chosen) ? chosen : null
}

/** What the reader chose, else the first of the browser's languages that we have, else the house's own. */
export const languageOf = (world: World, request: Request): Language =>
  chosenHere(request) ?? languageAsked(request.headers.get('accept-language') ?? '', world.settings.get('language'))

export const languageCookie = (language: Language): string =>
  cookie(LANGUAGE_COOKIE, language, { maxAgeSeconds: 400 * 24 * 60 * 60 })

/** An account's choice comes along into every browser; an account without one takes on what was chosen in this one. */
export function bringLanguage(world: World, request: Request, account: string): string[] {
  hearLanguage(world, account, speaking())
  const chosen = chosenLanguage(world, account)
  const here = chosenHere(request)
  if (chosen !== null) return chosen === here ? [] : [languageCookie(chosen)]
  if (here !== null) chooseLanguage(world, account, here)
  return []
}

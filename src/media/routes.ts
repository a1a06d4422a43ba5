import { Elysia, t } from 'elysia'
import { say } from '../../views/words/index.ts'
import { access, ourOrigin } from '../accounts/access.ts'
import { isStaff, type Visitor } from '../accounts/index.ts'
import { cookie } from '../base/http/cookies.ts'
import { readAtMost } from '../base/http/form.ts'
import { sameOrigin } from '../base/http/origin.ts'
import { Refused } from '../base/http/refused.ts'
import type { Served } from '../base/http/server.ts'
import type { Out } from '../broadcasts/index.ts'
import * as broadcasts from '../broadcasts/index.ts'
import { roomByName, roomOf } from '../rooms/index.ts'
import type { World } from '../world.ts'
import { FEED, ROOM } from './config.ts'
import { type Gateways, gatewaysOf } from './gateways.ts'
import { MOST_FRAME } from './thumbnail.ts'
import type { Got } from './upstream.ts'
import { doorSays, MOST_SDP, type Opened, type Owner, type Problem } from './webrtc.ts'

const PASS = '__Secure-fl-pass'
/** Browsers keep it no longer than anybody watches; the pass itself ends much sooner. */
const PASS_SECONDS = 12 * 3600
const FEED_PATH = new RegExp(`^/m/(${FEED})/(?:(src|opus|aac)/)?([A-Za-z0-9_.]{1,80})$`)
const ROOM_NAME = new RegExp(`^${ROOM}$`)
const MINUTE = 60_000

export const mediaRoutes = (world: World) => {
  const gateways = gatewaysOf(world)
  return new Elysia({ name: 'media' })
    .use(access(world))
    .post(
      '/rooms/:room/passes',
      ({ params, body, visitor, address }) => {
        const holder = visitor ? visitor.id : address
        // Every page of a house asks again when its feed begins anew: an address may ask for many.
        if (!world.rates.take(`pass ${holder}`, visitor ? 20 : 240, MINUTE)) {
          return problem({ status: 429, word: 'rate', say: say.media.manyTries })
        }
        const given = broadcasts.givePass(world, {
          room: params.room,
          seat: body.seat,
          handle: body.pass,
          account: visitor?.id ?? null,
          session: visitor?.session ?? null,
          counted: !visitor || (!isStaff(visitor.role) && roomOf(world, visitor.id)?.name !== params.room),
        })
        if (!given.ok) return problem(passSays()[given.why])
        return passReply(gateways, given.pass)
      },
      {
        access: 'anyone',
        body: t.Object({
          seat: t.String({ minLength: 1, maxLength: 64 }),
          pass: t.Optional(t.String({ maxLength: 26 })),
        }),
      },
    )
    .get('/m/:feed/*', ({ request }) => serveFeed(world, request) ?? notFound(), { access: 'anyone' })
    .post(
      '/m/:feed/:out/whep',
      async ({ request, params, address, visitor }) => {
        const { feed, out } = params
        const nonces = passNonces(request.headers.get('cookie'))
        const pass = broadcasts.passFor(world, feed, nonces)
        if (!pass) return problem(nonces.length > 0 ? passOver() : noPass())
        if (!world.rates.take(`whep ${pass.handle}`, 10, MINUTE)) return problem(tooOften())
        const has = gateways.outs(feed).find(o => o.name === out)
        if (!has?.whep) return problem({ status: 404, word: 'dark', say: say.media.noRealTime })
        const offer = await readSdp(request, 'application/sdp')
        if ('word' in offer) return problem(offer)
        if (gateways.realTime(pass.room) === 'full') {
          return problem({
            status: 503,
            word: 'full',
            say: say.media.realTimeFull,
          })
        }
        const end = () => void gateways.rtc.closeOf(pass.handle)
        const owner: Owner & { kind: 'viewer' } = {
          kind: 'viewer',
          pass: pass.handle,
          session: visitor?.session ?? null,
          room: pass.room,
          ended() {
            pass.ends.delete(end)
            pass.usedAt = world.clock.monotonic()
            pass.connected = false
          },
        }
        const opened = await gateways.rtc.watch(feed, out, owner, offer.bytes, address)
        if (!opened.ok) return problem(opened)
        // It may have ended while MediaMTX made its answer.
        if (pass.over) {
          end()
          return problem(passOver())
        }
        pass.ends.add(end)
        pass.connected = true
        return created(opened)
      },
      { access: 'anyone', parse: 'none' },
    )
    .all('/m/:feed/:out/whep', ({ request }) => notThatMethod(request, 'application/sdp'), { access: 'anyone' })
    .post(
      '/studio/whip',
      async ({ request, visitor, address }) => {
        const room = roomOf(world, visitor!.id)?.name
        if (!room) return problem(noRoom())
        if (!world.rates.take(`whip ${visitor!.id}`, 10, MINUTE)) return problem(tooOften())
        const owner: Owner = { kind: 'studio', room, session: visitor!.session }
        return publish(gateways, request, owner, 'browser', address, null)
      },
      { access: 'performer', parse: 'none' },
    )
    .all('/studio/whip', ({ request }) => notThatMethod(request, 'application/sdp'), { access: 'anyone' })
    .post(
      '/studio/whip/test',
      async ({ request, visitor, address }) => {
        if (!world.rates.take(`whip-test ${visitor!.id}`, 10, MINUTE)) return problem(tooOften())
        const offer = await readSdp(request, 'application/sdp')
        if ('word' in offer) return problem(offer)
        const opened = await gateways.rtc.test({ kind: 'test', session: visitor!.session }, offer.bytes, address)
        return opened.ok ? created(opened) : problem(opened)
      },
      { access: 'performer', parse: 'none' },
    )
    .all('/studio/whip/test', ({ request }) => notThatMethod(request, 'application/sdp'), { access: 'anyone' })
    .post(
      '/whip/:room',
      async ({ request, params, address }) => {
        if (!world.rates.take(`whip ${address}`, 10, MINUTE)) return problem(tooOften())
        const key = /^Bearer ([A-Za-z0-9._~+/-]{1,128}=*)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
        if (!key || !ROOM_NAME.test(params.room)) return problem({ status: 401, word: 'key', say: doorSays().key })
        return publish(gateways, request, { kind: 'encoder', room: params.room }, 'whip', address, key)
      },
      { access: 'key:stream', parse: 'none' },
    )
    .all('/whip/:room', ({ request }) => notThatMethod(request, 'application/sdp'), { access: 'key:stream' })
    .patch(
      '/rtc/:sid',
      async ({ request, params, visitor }) => {
        const owner = mayTouch(world, gateways, request, params.sid, visitor)
        // Only what exists is counted: made-up names would push out the counts of others.
        if (owner && !world.rates.take(`rtc ${params.sid}`, 60, MINUTE)) return problem(tooOften())
        const fragment = await readSdp(request, 'application/trickle-ice-sdpfrag')
        if ('word' in fragment) return problem(fragment)
        if (!owner) return notFound()
        const got = await gateways.rtc.patch(params.sid, fragment.bytes, request.headers.get('if-match'))
        if ('word' in got) return problem(got)
        return answer(got, got.status === 200 ? 200 : 204)
      },
      { access: 'key:rtc', parse: 'none' },
    )
    .delete(
      '/rtc/:sid',
      async ({ request, params, visitor }) => {
        const owner = mayTouch(world, gateways, request, params.sid, visitor)
        if (!owner) return notFound()
        const received = await gateways.rtc.bye(params.sid)
        return Response.json(received ?? {}, { headers: { 'cache-control': 'no-store' } })
      },
      { access: 'key:rtc' },
    )
    .all('/rtc/:sid', ({ request }) => notThatMethod(request, 'application/trickle-ice-sdpfrag', 'PATCH, DELETE'), {
      access: 'key:rtc',
    })
    .put(
      '/studio/frame',
      async ({ request, visitor }) => {
        const room = roomOf(world, visitor!.id)?.name
        if (!room) return problem(noRoom())
        if (!world.rates.take(`frame ${visitor!.id}`, 12, MINUTE)) return problem(tooOften())
        const body = await readAtMost(request, MOST_FRAME)
        const kept = body === null ? 'too-large' : await gateways.thumbnails.frame(room, body)
        if (kept === 'kept') return new Response(null, { status: 204 })
        if (kept === 'too-large') return problem({ status: 413, word: kept, say: say.media.frameLarge })
        if (kept === 'not-on-air') return problem({ status: 409, word: kept, say: say.media.notOnAir })
        return problem({ status: 415, word: kept, say: say.media.frameKind })
      },
      { access: 'performer', parse: 'none' },
    )
    .get(
      '/rooms/:room/thumbnail.webp',
      ({ request, params }) => {
        const size = new URL(request.url).searchParams.get('size') === 'large' ? 'large' : 'small'
        const picture = gateways.thumbnails.of(params.room, size)
        if (!picture) {
          const drawn = broadcasts.onAir(broadcasts.stage(world, params.room)) ? drawnFor(world, params.room) : null
          if (!drawn) throw new Refused(404)
          return new Response(null, { status: 302, headers: { location: drawn, 'cache-control': 'no-store' } })
        }
        const headers = { 'content-type': 'image/webp', 'cache-control': 'no-cache', etag: picture.etag }
        if (request.headers.get('if-none-match') === picture.etag) return new Response(null, { status: 304, headers })
        return new Response(picture.bytes, { headers })
      },
      { access: 'anyone' },
    )
}

/**
 * Nine of ten requests of a house that plays: they carry their own headers, and no session, page or form belongs to them. They
 * need no look at how they came either, since a browser shows the pass only where it got it, and over TLS or on this machine.
 */
export function picturesFirst(world: World, served: Served): Served {
  return {
    ...served,
    fetch(request, server) {
      const picture = request.method === 'GET' ? serveFeed(world, request) : null
      return picture ?? served.fetch(request, server)
    },
  }
}

/** Playlists, init and parts of a feed for whoever holds a pass for it. Null: this is no file of a feed. */
function serveFeed(world: World, request: Request): Response | Promise<Response> | null {
  const { url } = request
  const from = url.indexOf('/', 8)
  if (!url.startsWith('/m/', from)) return null
  const mark = url.indexOf('?', from)
  const path = FEED_PATH.exec(mark < 0 ? url.slice(from) : url.slice(from, mark))
  if (!path) return null
  const [, feed = '', out, name = ''] = path
  const gateways = gatewaysOf(world)
  const nonces = passNonces(request.headers.get('cookie'))
  const pass = broadcasts.passFor(world, feed, nonces)
  if (!pass) return refusedPass(nonces.length > 0)
  const right = gateways.right(pass)
  if (name === 'master.m3u8' && !out) {
    const best = hlsOut(gateways.outs(feed))
    return best ? gateways.hls.master(feed, best.name, `${best.name}/`, right) : notFound()
  }
  if (!out || !gateways.outs(feed).some(o => o.name === out && o.hls)) return notFound()
  if (name === 'index.m3u8') return gateways.hls.master(feed, out, '', right)
  if (name.endsWith('_stream.m3u8')) {
    return gateways.hls.playlist(feed, out, name.slice(0, -12), mark < 0 ? '' : url.slice(mark + 1), right)
  }
  return name.endsWith('.mp4') ? gateways.hls.file(feed, out, name, request.headers.get('range'), right) : notFound()
}

/** LL-HLS plays AAC everywhere, so the bridged sound goes first. */
const hlsOut = (outs: Out[]): Out | undefined =>
  outs.find(out => out.name === 'aac' && out.hls) ??
  outs.find(out => out.hls && out.hlsSound) ??
  outs.find(out => out.hls)

const whepOut = (outs: Out[]): Out | undefined =>
  outs.find(out => out.whep && out.whepSound) ?? outs.find(out => out.whep)

function passReply(gateways: Gateways, pass: broadcasts.Pass): Response {
  const outs = gateways.outs(pass.feed)
  const hls = hlsOut(outs)
  const whep = whepOut(outs)
  return Response.json(
    {
      pass: pass.handle,
      feed: pass.feed,
      outs,
      hls: hls ? `/m/${pass.feed}/master.m3u8` : null,
      hlsSound: hls?.hlsSound ?? false,
      whep: whep ? `/m/${pass.feed}/${whep.name}/whep` : null,
      whepSound: whep?.whepSound ?? false,
      realTime: gateways.realTime(pass.room),
    },
    {
      headers: {
        'cache-control': 'no-store',
        // Two tabs of one browser on one feed must not overwrite each other's pass: the name has one letter of the handle.
        'set-cookie': cookie(`${PASS}-${pass.handle[0]}`, pass.nonce, {
          path: `/m/${pass.feed}/`,
          maxAgeSeconds: PASS_SECONDS,
          sameSite: 'Strict',
        }),
      },
    },
  )
}

const NONCE = /__Secure-fl-pass-[a-z2-7]=([A-Za-z0-9_-]{43})(?=;|$)/y
const MOST_PASSES = 32
function passNonces(cookies: string | null): string[] {
  const found: string[] = []
  if (cookies === null) return found
  let at = cookies.indexOf(PASS)
  while (at >= 0 && found.length < MOST_PASSES) {
    NONCE.lastIndex = at
    const nonce = NONCE.exec(cookies)?.[1]
    if (nonce) found.push(nonce)
    at = cookies.indexOf(PASS, at + PASS.length)
  }
  return found
}

async function publish(
  gateways: Gateways,
  request: Request,
  owner: Owner & { room: string },
  source: 'browser' | 'whip',
  address: string,
  key: string | null,
): Promise<Response> {
  const word = gateways.mayPublish(owner.room, address, key)
  if (word === 'media-down') {
    return problem({ status: 503, word, say: say.media.starting })
  }
  if (word) return problem({ status: word === 'key' ? 401 : word === 'rate' ? 429 : 403, word, say: doorSays()[word] })
  const offer = await readSdp(request, 'application/sdp')
  if ('word' in offer) return problem(offer)
  const opened = await gateways.rtc.publish(owner.room, owner, source, offer.bytes, address)
  return opened.ok ? created(opened) : problem(opened)
}

/** A browser's session belongs to the sign-in that opened it, and obeys the origin rule; an encoder's to whoever knows its id. */
function mayTouch(
  world: World,
  gateways: Gateways,
  request: Request,
  sid: string,
  visitor: Visitor | null,
): Owner | null {
  const owner = gateways.rtc.ownerOf(sid)
  if (!owner || owner.kind === 'encoder') return owner
  if (!sameOrigin(request, ourOrigin(world, request))) {
    throw new Refused(403, say.errors.otherSite)
  }
  return owner.session === null || owner.session === visitor?.session ? owner : null
}

type Sdp = { bytes: Uint8Array<ArrayBuffer> } | Omit<Problem, 'ok'>

async function readSdp(request: Request, type: string): Promise<Sdp> {
  if ((request.headers.get('content-type') ?? '').split(';', 1)[0]!.trim().toLowerCase() !== type) {
    return { status: 415, word: 'type', say: say.media.sendAs(type) }
  }
  const bytes = await readAtMost(request, MOST_SDP)
  if (bytes === null) return { status: 413, word: 'too-large', say: say.media.offerLarge }
  const text = new TextDecoder().decode(bytes)
  const fits = type === 'application/sdp' ? /^v=0\r?\n/.test(text) && /\r?\nm=/.test(text) : /(?:^|\n)a=/.test(text)
  return fits ? { bytes } : { status: 400, word: 'offer', say: say.media.offerUnread }
}

function created({ sid, answer: got }: Extract<Opened, { ok: true }>): Response {
  const response = answer(got, 201)
  response.headers.set('location', `/rtc/${sid}`)
  return response
}

/** Upstream's answer without its name, its secret and its session. */
function answer(got: Got, status: number): Response {
  const headers = new Headers({ 'cache-control': 'no-store' })
  for (const name of ['content-type', 'etag', 'link', 'accept-patch']) {
    const value = got.headers[name]
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return new Response(status === 204 ? null : got.body, { status, headers })
}

function problem({ status, word, say }: Omit<Problem, 'ok'>): Response {
  return new Response(JSON.stringify({ status, word, detail: say }), {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(status === 429 || status === 503 ? { 'retry-after': '5' } : {}),
    },
  })
}

function notThatMethod(request: Request, accept: string, allowed = 'POST'): Response {
  const headers = { allow: `${allowed}, OPTIONS`, 'accept-post': accept, 'cache-control': 'no-store' }
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers })
  return new Response(null, { status: 405, headers })
}

function refusedPass(had: boolean): Response {
  return new Response(had ? passOver().say : noPass().say, {
    status: had ? 403 : 401,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  })
}

const notFound = (): Response =>
  new Response(say.media.nothingHere, {
    status: 404,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  })

const noPass = () => ({ status: 401, word: 'no-pass', say: say.media.openRoom }) as const
const passOver = () => ({ status: 403, word: 'pass-over', say: say.media.passOver }) as const
const tooOften = () => ({ status: 429, word: 'rate', say: say.media.triesMinute }) as const
const noRoom = () => ({ status: 403, word: 'no-room', say: say.media.noRoom }) as const

const passSays = (): Record<
  Extract<ReturnType<typeof broadcasts.givePass>, { ok: false }>['why'],
  Omit<Problem, 'ok'>
> => ({
  'no-seat': { status: 409, word: 'no-seat', say: say.media.connectionGone },
  dark: { status: 404, word: 'dark', say: say.media.stageDark },
  'too-many': {
    status: 409,
    word: 'too-many',
    say: say.media.twoRooms,
  },
  elsewhere: { status: 409, word: 'elsewhere', say: say.media.elsewhere },
})

function drawnFor(world: World, room: string): string | null {
  const picture = roomByName(world, room)?.picture
  const name = picture ? `img/${picture}.svg` : 'img/sign.svg'
  return world.assets.has(name) ? world.assets.href(name) : null
}

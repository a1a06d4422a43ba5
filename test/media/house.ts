import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { join as joinHouse } from '../../src/accounts/account.ts'
import type { Role } from '../../src/accounts/role.ts'
import { beginSession } from '../../src/accounts/session.ts'
import { buildApp, serveApp } from '../../src/app.ts'
import { systemClock } from '../../src/base/clock.ts'
import { Rates } from '../../src/base/http/rate.ts'
import { systemIds } from '../../src/base/ids.ts'
import { logTo } from '../../src/base/log.ts'
import { audience, replaceKey, stage } from '../../src/broadcasts/index.ts'
import { gatewaysOf, Media, picturesFirst, tellBroadcasts } from '../../src/media/index.ts'
import { openRoom, roomOf } from '../../src/rooms/index.ts'
import { type Told, wire } from '../../src/wiring.ts'
import type { World } from '../../src/world.ts'
import { testWorld } from '../help/world.ts'
import { binary, ffmpeg, free, PASSPHRASE, until } from './help.ts'

export interface House {
  world: World
  told: Told
  media: Media
  url: string
  lines: string[]
  ports: { rtmp: number; srt: number; webrtc: number }
  account(handle: string, role?: Role): { id: string; session: string; cookie: string }
  /** A performer who may broadcast, her room and its key. */
  performer(handle: string): { id: string; session: string; cookie: string; room: string; key: string }
  rtmp(room: string, key: string): string
  /** Waits until the room has a feed. */
  live(room: string): Promise<string>
  /** What a page gets that has the room open. */
  pass(room: string, who?: { id: string; session: string; cookie: string }): Promise<Viewer>
  stop(): Promise<void>
}

export interface Viewer {
  seat: string
  reply: Record<string, unknown> & { feed: string; hls: string; whep: string; pass: string }
  cookie: string
  get(path: string, headers?: Record<string, string>): Promise<Response>
}

/** The site with its real media server behind a real port. */
export async function openHouse(
  options: { ffmpeg?: string; pages?: Record<string, (request: Request) => Response> } = {},
): Promise<House> {
  const data = mkdtempSync(join(tmpdir(), 'footlight-house-'))
  const ports = { rtmp: await free('tcp'), srt: await free('udp'), webrtc: await free('udp') }
  const lines: string[] = []
  const plain = testWorld()
  const world: World = {
    ...plain,
    clock: systemClock,
    ids: systemIds(Date.now),
    rates: new Rates(systemClock),
    log: logTo(line => lines.push(line), 'debug', Date.now),
  }
  const told = wire(world)
  const gateways = gatewaysOf(world)
  const listen = (port: number) => ({ host: '127.0.0.1', port })
  const media = new Media({
    clock: world.clock,
    ids: world.ids,
    log: world.log,
    config: {
      data,
      rtmp: listen(ports.rtmp),
      rtmps: null,
      srt: listen(ports.srt),
      webrtc: listen(ports.webrtc),
      ffmpeg: options.ffmpeg ?? ffmpeg,
    },
    binary: { ok: true, file: binary },
    site: () => ({ srtPassphrase: PASSPHRASE, publicHost: '127.0.0.1', viewersAtPeak: 200, certificate: null }),
    told: { ...tellBroadcasts(world, told.broadcasts, gateways), statusChanged() {} },
  })
  world.media = media
  gateways.attach(media)
  const served = picturesFirst(
    world,
    serveApp(world, buildApp(world, told), () => false),
  )
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    idleTimeout: 30,
    fetch(request, server) {
      const page = options.pages?.[new URL(request.url).pathname]
      return page ? page(request) : served.fetch(request, server as never)
    },
    websocket: served.websocket as never,
  })
  await media.start()
  const url = `http://127.0.0.1:${server.port}`
  const account = (handle: string, role: Role = 'member') => {
    const joined = joinHouse(world, told.accounts, { handle, hash: 'x', role, address: '' })
    if (!joined.ok) throw new Error(joined.why)
    const begun = beginSession(world, told.accounts, { account: joined.account, agent: '', address: '', instead: [] })
    const name = begun.side === 'staff' ? '__Host-fl-staff' : '__Host-fl'
    const session = Bun.SHA256.hash(begun.secret, 'hex') as string
    return { id: joined.account.id, session, cookie: `${name}=${begun.secret}` }
  }
  return {
    world,
    told,
    media,
    url,
    lines,
    ports,
    account,
    performer(handle) {
      const who = account(handle, 'performer')
      const at = Date.now()
      const room = roomOf(world, who.id) ?? openRoom(world, who.id, handle)
      world.db
        .query(
          'INSERT INTO approvals_to_broadcast (account_id, by, because, at) VALUES ($account, $account, $account, $at)',
        )
        .run({ account: who.id, at })
      const key = replaceKey(world, room.id, { id: `account:${who.id}`, address: '' })
      return { ...who, room: room.name, key }
    },
    rtmp: (room, key) => `rtmp://127.0.0.1:${ports.rtmp}/live/${room}?pass=${key}`,
    async live(room) {
      await until(`${room} is live`, () => stage(world, room).state === 'live' && stage(world, room).feed)
      return stage(world, room).feed!.id
    },
    async pass(room, who) {
      const seat = world.ids.next()
      audience.arrive(world, {
        id: seat,
        room,
        account: who?.id ?? null,
        session: who?.session ?? null,
        address: '127.0.0.1',
      })
      const response = await fetch(`${url}/rooms/${room}/passes`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'sec-fetch-site': 'same-origin',
          ...(who ? { cookie: who.cookie } : {}),
        },
        body: JSON.stringify({ seat }),
      })
      const reply = (await response.json()) as Viewer['reply']
      if (!response.ok) throw new Error(JSON.stringify(reply))
      const cookie = response.headers.getSetCookie()[0]!.split(';', 1)[0]!
      return {
        seat,
        reply,
        cookie,
        get: (path, headers = {}) => fetch(url + path, { headers: { cookie, ...headers } }),
      }
    },
    async stop() {
      await media.stop()
      gateways.stop()
      await server.stop(true)
      rmSync(data, { recursive: true, force: true })
    },
  }
}

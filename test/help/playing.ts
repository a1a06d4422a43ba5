import type { Server } from 'bun'
import type { Account } from '../../src/accounts/index.ts'
import { serveApp } from '../../src/app.ts'
import { commitNow } from '../../src/base/db/durable.ts'
import { SocketHub } from '../../src/base/realtime/hub.ts'
import { feedReady, online } from '../../src/broadcasts/index.ts'
import { linesBefore } from '../../src/chat/index.ts'
import { type Room, roomOf } from '../../src/rooms/index.ts'
import { until } from './site.ts'
import { testSite } from './visit.ts'

let feeds = 0

/** A studio with rooms that can be on air. */
export function studio(flags: string[] = []) {
  const site = testSite(flags)
  const { world, told } = site
  const performer = (handle: string) => {
    const account = site.person(handle, 'performer')
    world.db
      .prepare('INSERT INTO approvals_to_broadcast (account_id, at, by, because) VALUES (?, 0, ?, ?)')
      .run(account.id, 'console', 'for the test')
    return { account, room: roomOf(world, account.id)! }
  }
  const goLive = ({ name }: Room) => {
    online(world, told.broadcasts, name, 'rtmp')
    const id = String.fromCharCode(97 + (feeds++ % 26)).repeat(26)
    const outs = [{ name: 'src', hls: true, whep: true, hlsSound: true, whepSound: true }]
    feedReady(world, told.broadcasts, name, { id, outs })
  }
  /** Sentences and texts of the room's chat, oldest first. */
  const said = (room: Room) => {
    commitNow(world)
    return linesBefore(world, { room: room.id, reader: null }).lines
  }
  return { ...site, performer, goLive, said, mara: performer('mara_voss') }
}

/** Serves a site on a free port, with sockets that reach their pages. `running` collects how it is stopped. */
export function openSite({ world, app }: Pick<ReturnType<typeof testSite>, 'world' | 'app'>, running: (() => void)[]) {
  const hub = new SocketHub()
  world.hub.publish = (topic, frame) => hub.publish(topic, frame)
  const served = serveApp(world, app, () => false)
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: served.fetch,
    websocket: served.websocket,
  } as Parameters<typeof Bun.serve>[0]) as Server<unknown>
  hub.attach(server)
  running.push(() => void server.stop(true))
  return server
}

/** The studio on a free port. */
export function openStudio(running: (() => void)[], flags: string[] = []) {
  const it = studio(flags)
  const server = openSite(it, running)

  /** A page of a room. */
  async function sit(room: Room, account: Account | null) {
    const cookie = account ? [...it.signedIn(account).jar].map(([name, value]) => `${name}=${value}`).join('; ') : ''
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rooms/${room.name}/live`, {
      headers: { origin: `http://127.0.0.1:${server.port}`, ...(cookie ? { cookie } : {}) },
    } as unknown as string[])
    const page = { frames: [] as string[], say: (input: object) => socket.send(JSON.stringify(input)), text: '' }
    socket.onmessage = event => {
      page.frames.push(String(event.data))
      page.text += String(event.data)
    }
    running.push(() => socket.close())
    await until('the page is seated', () => page.text.includes('id="media"'))
    return page
  }
  return { ...it, sit }
}

import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Config, readConfig } from '../../../src/base/config.ts'
import { seedStory } from '../../story/seed.ts'
import type { Stand } from '../case.ts'
import { onServerCore } from '../lib.ts'
import { Control } from './control.ts'
import { end, freePort, until } from './proc.ts'

export interface Product {
  url: string
  port: number
  pid: number
  room: string
  key: string
  rtmp: number
  data: string
  /** Null with the real media server. */
  origin: Control | null
  /** As a page does: opens the room's socket and asks for a pass. The socket stays open. */
  pass(): Promise<{ cookie: string; feed: string; hls: string }>
}

export interface ProductOptions {
  /** Flags of the stand-in origin; without, the product runs its own MediaMTX. */
  origin?: string[]
  tls?: { cert: string; key: string }
  /** More flags of the product. */
  flags?: string[]
  /** Another build of it. */
  binary?: string
  env?: Record<string, string>
  /** What the folder holds besides the story. */
  seed?: (config: Config) => Promise<unknown>
}

/** An empty data folder and free ports for the product, as its flags say them. */
export function newHouse(stand: Stand, more: string[] = []) {
  const data = join(stand.temp(), 'data')
  const [http, rtmp, srt, webrtc] = [freePort(), freePort(), freePort(), freePort()]
  const flags = ['--data', data, '--http', `127.0.0.1:${http}`, '--rtmp', `127.0.0.1:${rtmp}`, '--rtmps', 'off']
  flags.push('--srt', `127.0.0.1:${srt}`, '--webrtc', `127.0.0.1:${webrtc}`, '--public-host', '127.0.0.1', ...more)
  const parsed = readConfig(flags, {})
  if (!parsed.ok) throw new Error(parsed.say)
  return { data, http, rtmp, flags, config: parsed.config }
}

/** The compiled product with sign-in, passes, budget, rates and logs as they are. */
export async function startProduct(stand: Stand, options: ProductOptions = {}): Promise<Product> {
  const tls = options.tls ? ['--tls-cert', options.tls.cert, '--tls-key', options.tls.key] : []
  const { data, http, rtmp, flags, config } = newHouse(stand, [...(options.flags ?? []), ...tls])
  const keys = await seedStory(config)
  await options.seed?.(config)
  const [performer] = [...keys.values()]
  if (!performer) throw new Error('The story has no performer.')
  let control = ''
  if (options.origin) {
    const folder = stand.temp()
    control = join(folder, 'control.sock')
    const file = join(folder, 'origin')
    const words = [process.execPath, join(import.meta.dir, 'origin.ts'), '--control', control, '--room', performer.room]
    writeFileSync(file, `#!/bin/sh\nexec ${[...words, ...options.origin].map(word => `'${word}'`).join(' ')} "$@"\n`)
    chmodSync(file, 0o755)
    flags.push('--mediamtx', file)
  }
  const child = Bun.spawn(onServerCore([options.binary ?? stand.binary, 'serve', ...flags]), {
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: Bun.file(join(data, 'bench.log')),
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...options.env },
  })
  stand.after(() => end(child))
  const scheme = options.tls ? 'https' : 'http'
  const url = `${scheme}://127.0.0.1:${http}`
  const insecure = { tls: { rejectUnauthorized: false } }
  const health = () => fetch(`${url}/health`, insecure).then(answer => answer.ok)
  const up = until(`the product answers at ${url}`, health)
  if ((await Promise.race([up, child.exited])) !== true) {
    up.catch(() => {})
    const said = (await Bun.file(join(data, 'bench.log')).text()).trim().split('\n').at(-1)
    throw new Error(`The executable does not start on a folder of this source; build it anew. It said: ${said}`)
  }
  if (!options.origin) await until('the product accepts RTMP', () => accepts(rtmp))
  const origin = options.origin ? await Control.open(control) : null
  if (origin) stand.after(() => origin.close())
  return {
    url,
    port: http,
    pid: child.pid,
    room: performer.room,
    key: performer.key,
    rtmp,
    data,
    origin,
    pass: () =>
      until('a pass', async () => {
        const socket = new WebSocket(`${url.replace('http', 'ws')}/rooms/${performer.room}/live`, {
          headers: { origin: url },
          ...insecure,
        } as never)
        const seat = await new Promise<string>((resolve, reject) => {
          const late = setTimeout(() => reject(new Error('no seat')), 3000)
          socket.onerror = () => reject(new Error('no socket'))
          socket.onmessage = message => {
            const found = /seat="([^"]+)"/.exec(String(message.data))?.[1]
            if (!found) return
            clearTimeout(late)
            resolve(found)
          }
        })
        const response = await fetch(`${url}/rooms/${performer.room}/passes`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
          body: JSON.stringify({ seat }),
          ...insecure,
        } as RequestInit)
        if (!response.ok) {
          socket.close()
          throw new Error(await response.text())
        }
        stand.after(() => socket.close())
        const reply = (await response.json()) as { feed: string; hls: string }
        return { cookie: response.headers.getSetCookie()[0]!.split(';', 1)[0]!, feed: reply.feed, hls: reply.hls }
      }),
  }
}

const accepts = async (port: number): Promise<boolean> => {
  const socket = await Bun.connect({ hostname: '127.0.0.1', port, socket: { data() {} } })
  socket.end()
  return true
}

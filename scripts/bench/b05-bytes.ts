import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { against, missing, peerProgram, type Run, type Stand, staged } from './case.ts'
import { type Bars, onLoadCore, treeCpuSeconds } from './lib.ts'
import { freePort } from './load/proc.ts'
import { type Product, startProduct } from './load/product.ts'
import { startNginx } from './peers/nginx/start.ts'
import type { Asked } from './run.ts'

const CONNECTIONS = 32
/** One pass pays for 1.1 media seconds a second: media of no length lets wrk take all it can without lifting the budget. */
const ORIGIN = ['--part-bytes', '60000', '--segment-bytes', '600000', '--part-seconds', '0.0000001']
const SIZES = ['playlist', 'part', 'segment'] as const
type Size = (typeof SIZES)[number]

/**
 * B5: playlists of 2 kB, parts of 60 kB and segments of 600 kB, in clear and over TLS 1.3, against files behind one worker of
 * nginx. Ours checks the pass, its age and its budget at each request; nginx checks nothing.
 */
export default (asked: Asked): Promise<void> =>
  staged(asked, async stand => {
    const wrk = peerProgram('wrk')
    const nginx = peerProgram('nginx')
    const bars = (name: string): Bars => ({
      case: `B5.${name}.nginx`,
      better: 'higher',
      unit: 'requests/s',
      must: 0.9,
      moonshot: 1.2,
    })
    if (!wrk || !nginx) {
      missing(bars('all'), wrk ? 'nginx' : 'wrk')
      return
    }
    const tls = certificate(stand)
    const clear = await startProduct(stand, { origin: ORIGIN })
    const secure = await startProduct(stand, { origin: ORIGIN, tls })
    const cipher = cipherOf(secure.port)
    const port = freePort()
    const tlsPort = freePort()
    // A pass that nobody uses for half a minute is over, and the other cells take longer.
    const keep = setInterval(() => {
      for (const [product, address] of [
        [clear, addresses.clear],
        [secure, addresses.tls],
      ] as const) {
        read(product.url + address.playlist, address.cookie).catch(() => {})
      }
    }, 5000)
    stand.after(() => clearInterval(keep))
    const files = new Map<Size, string>()
    const words = { PORT: port, TLS: tlsPort, CERT: tls.cert, KEY: tls.key, CIPHER: cipher }
    const addresses = { clear: await addressesOf(clear), tls: await addressesOf(secure) }
    let folder = ''
    const peer = await startNginx(stand, nginx, 'files', words, run => {
      folder = join(run, 'files')
    })
    mkdirSync(folder, { recursive: true })
    for (const size of SIZES) {
      const bytes = await read(clear.url + addresses.clear[size], addresses.clear.cookie)
      const name = `/${size}.${size === 'playlist' ? 'm3u8' : 'mp4'}`
      writeFileSync(join(folder, name), bytes)
      files.set(size, name)
      const secured = await read(secure.url + addresses.tls[size], addresses.tls.cookie)
      if (secured.length !== bytes.length) throw new Error(`${size} differs between clear and TLS`)
    }
    if (cipherOf(tlsPort) !== cipher) throw new Error(`nginx does not speak ${cipher}`)
    const seconds = stand.quick ? 2 : 5
    for (const way of ['clear', 'tls'] as const) {
      const [product, address] = way === 'clear' ? [clear, addresses.clear] : [secure, addresses.tls]
      const at = way === 'clear' ? `http://127.0.0.1:${port}` : `https://127.0.0.1:${tlsPort}`
      for (const size of SIZES) {
        await against(
          stand,
          bars(`${way}.${size}`),
          () => load(wrk, product.url + address[size], address.cookie, product.pid, seconds),
          () => load(wrk, at + files.get(size), address.cookie, peer.pid, seconds),
        )
      }
    }
  })

async function addressesOf(product: Product): Promise<Record<Size, string> & { cookie: string }> {
  const { feed, cookie } = await product.pass()
  const folder = `/m/${feed}/src`
  const playlist = `${folder}/video1_stream.m3u8`
  const text = new TextDecoder().decode(await read(product.url + playlist, cookie))
  const part = /#EXT-X-PART:[^\n]*URI="([^"]+)"/.exec(text)?.[1]
  const segment = /^(\S+_seg[0-9]+\.mp4)$/m.exec(text)?.[1]
  return { cookie, playlist, part: `${folder}/${part}`, segment: `${folder}/${segment}` }
}

async function read(url: string, cookie: string): Promise<Uint8Array> {
  const response = await fetch(url, { headers: { cookie }, tls: { rejectUnauthorized: false } } as RequestInit)
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}`)
  return response.bytes()
}

async function load(wrk: string, url: string, cookie: string, pid: number, seconds: number): Promise<Run> {
  const cpu = await treeCpuSeconds(pid)
  const began = performance.now()
  const child = Bun.spawn(
    onLoadCore([wrk, '-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '-H', `Cookie: ${cookie}`, url]),
    { stdout: 'pipe', stderr: 'inherit' },
  )
  const said = await new Response(child.stdout).text()
  await child.exited
  const wall = (performance.now() - began) / 1000
  const served = (await treeCpuSeconds(pid)) - cpu
  const requests = Number(/([0-9]+) requests in/.exec(said)?.[1] ?? 0)
  const errors = /Non-2xx[^\n]*|Socket errors: connect [1-9][^\n]*|Socket errors:[^\n]*read [1-9][^\n]*/.exec(said)?.[0]
  const generator = Number(child.resourceUsage()?.cpuTime.total ?? 0) / 1e6
  return {
    value: Number(/Requests\/sec:\s+([0-9.]+)/.exec(said)?.[1] ?? 0),
    perCpuSecond: requests / served,
    loadBound: generator / wall > 0.9,
    ...(errors ? { wrong: errors.trim() } : requests === 0 ? { wrong: 'no answer' } : {}),
  }
}

/** The kind of key that certificates have today, made for this run. */
function certificate(stand: Stand): { cert: string; key: string } {
  const folder = stand.temp()
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const made = Bun.spawnSync([
    ...['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
    ...['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert],
  ])
  if (!made.success) throw new Error(`openssl: ${made.stderr}`)
  return { cert, key }
}

/** What the server chooses when wrk's library offers all it has. */
function cipherOf(port: number): string {
  const asked = Bun.spawnSync(['openssl', 's_client', '-connect', `127.0.0.1:${port}`, '-tls1_3'], {
    stdin: new Uint8Array(),
    stderr: 'ignore',
    timeout: 5000,
  })
  const cipher = /Cipher is (TLS_[A-Z0-9_]+)/.exec(asked.stdout.toString())?.[1]
  if (!cipher) throw new Error('no TLS 1.3')
  return cipher
}

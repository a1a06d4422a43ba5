import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { against, missing, peerProgram, type Run, type Stand, staged } from './case.ts'
import { type Bars, onLoadCore, onServerCore, treeCpuSeconds } from './lib.ts'
import { end, freePort, until } from './load/proc.ts'
import { newHouse } from './load/product.ts'
import { seedRooms } from './load/rooms.ts'
import type { Peer } from './peers/rooms-page/page.tsx'
import type { Asked } from './run.ts'

const ROOMS = 24
const CONNECTIONS = 64
const FASTIFY: Bars = { case: 'B10.rooms.fastify', better: 'higher', unit: 'pages/s', must: 1.5, moonshot: 3 }
const BARE: Bars = { case: 'B10.rooms.bun', better: 'higher', unit: 'pages/s', must: 0.8 }

/**
 * B10: the page of rooms for somebody who is signed in: 24 cards with texts that want escaping, what she follows, her purse.
 * The peers read the same database and draw with the product's own views; three bodies of each are the same but for the nonce.
 */
export default (asked: Asked): Promise<void> =>
  staged(asked, async stand => {
    const wrk = peerProgram('wrk')
    if (!wrk) return void missing(FASTIFY, 'wrk')
    const { data, http, flags, config } = newHouse(stand, ['--limits', 'bench', '--log', 'error'])
    const cookie = `__Host-fl=${await seedRooms(config, ROOMS)}`
    const product = Bun.spawn(onServerCore([stand.binary, 'serve', ...flags]), { stdout: 'ignore', stderr: 'ignore' })
    stand.after(() => end(product))
    const url = `http://127.0.0.1:${http}/`
    await until('the product answers', async () => (await page(url, cookie)).includes('stage_amber'))

    const peer = await readPage(url, cookie, join(data, 'footlight.db'))
    const bare = await startPeer(stand, peer, 'bare')
    const ours = () => load(wrk, url, cookie, product.pid, stand.quick)
    const sources = { ours: url, bare: bare.url }
    const node = peerProgram('node')
    const fastify = node ? await startPeer(stand, peer, 'fastify', node) : null
    const wrong = await different(cookie, fastify ? { ...sources, fastify: fastify.url } : sources)
    const checked = (run: () => Promise<Run>) => async () => ({ ...(await run()), ...(wrong ? { wrong } : {}) })
    if (fastify)
      await against(
        stand,
        FASTIFY,
        ours,
        checked(() => load(wrk, fastify.url, cookie, fastify.pid, stand.quick)),
      )
    else missing(FASTIFY, 'Fastify')
    await against(
      stand,
      BARE,
      ours,
      checked(() => load(wrk, bare.url, cookie, bare.pid, stand.quick)),
    )
  })

async function page(url: string, cookie: string): Promise<string> {
  const response = await fetch(url, { headers: { cookie, accept: 'text/html' } })
  if (!response.ok) throw new Error(`${url} answers ${response.status}`)
  return response.text()
}

/** What differs from answer to answer: nonces, the time of the page. */
const plain = (html: string): string => html.replace(/nonce="[^"]*"/g, '').replace(/data-now="\d+"/g, '')

async function different(cookie: string, sources: Record<string, string>): Promise<string> {
  for (let i = 0; i < 3; i++) {
    const [first, ...others] = await Promise.all(
      Object.entries(sources).map(async ([name, url]) => [name, plain(await page(url, cookie))] as const),
    )
    for (const [name, html] of others) {
      if (html === first![1]) continue
      const at = [...html].findIndex((letter, i) => letter !== first![1][i])
      return `${name} draws another page: “${first![1].slice(at - 30, at + 60)}” became “${html.slice(at - 30, at + 60)}”`
    }
  }
  return ''
}

/** The hashed addresses are read from our own page, so that the peers send as many bytes. */
async function readPage(url: string, cookie: string, file: string): Promise<Peer> {
  const html = await page(url, cookie)
  const one = (shape: RegExp): string => shape.exec(html)?.[1] ?? ''
  const [cssHref = '', themeHref = ''] = [...html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map(
    found => found[1]!,
  )
  return {
    file,
    port: freePort(),
    site: {
      name: one(/<span class="brand-name">([^<]+)</),
      cssHref,
      themeHref,
      iconHref: one(/<link rel="icon"[^>]* href="([^"]+)"/),
      scriptHrefs: [one(/<script type="module" src="([^"]+)"/)],
    },
    assets: Object.fromEntries(
      ['painter', 'musician', 'dancer', 'potter'].map(name => [
        name,
        one(new RegExp(`src="(/assets/[^"]*${name}[^"]*)"`)),
      ]),
    ),
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  }
}

async function startPeer(
  stand: Stand,
  given: Peer,
  name: 'bare' | 'fastify',
  node = '',
): Promise<{ url: string; pid: number }> {
  const peer = { ...given, port: freePort() }
  const script = join(import.meta.dir, `peers/rooms-page/${name}.ts`)
  let command = [process.execPath, script]
  if (name === 'fastify') {
    const file = join(stand.temp(), 'fastify.mjs')
    const built = await Bun.build({
      entrypoints: [script],
      target: 'node',
      format: 'esm',
      external: ['fastify', 'better-sqlite3'],
    })
    if (!built.success) throw new Error(built.logs.join('\n'))
    writeFileSync(file, await built.outputs[0]!.text())
    Bun.spawnSync(['ln', '-s', join(node, 'node_modules'), join(file, '../node_modules')])
    command = ['node', file]
  }
  const child = Bun.spawn(onServerCore([...command, JSON.stringify(peer)]), {
    stdout: 'ignore',
    stderr: 'inherit',
    env: { ...process.env, NODE_ENV: 'production' },
  })
  stand.after(() => end(child))
  const url = `http://127.0.0.1:${peer.port}/`
  await until(`${name} answers`, async () => (await fetch(url)).status === 401)
  return { url, pid: child.pid }
}

async function load(wrk: string, url: string, cookie: string, pid: number, quick: boolean): Promise<Run> {
  const seconds = quick ? 3 : 8
  const before = await treeCpuSeconds(pid)
  const words = ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '-H', `Cookie: ${cookie}`, '-H', 'Accept: text/html', url]
  const child = Bun.spawn(onLoadCore([wrk, ...words]), { stdout: 'pipe', stderr: 'inherit' })
  const said = await new Response(child.stdout).text()
  const cpu = (await treeCpuSeconds(pid)) - before
  const value = Number(/Requests\/sec:\s+([\d.]+)/.exec(said)?.[1] ?? 0)
  const bad = /Non-2xx or 3xx responses: (\d+)|Socket errors:[^\n]*/.exec(said)?.[0]
  return { value, perCpuSecond: (value * seconds) / cpu, ...(bad ? { wrong: bad } : {}) }
}

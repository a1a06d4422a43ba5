import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Subprocess } from 'bun'
import { freePorts, until } from '../../test/help/site.ts'
import { ROOT } from '../bundle.ts'
import { absolute, compared, median, onServerCore, say, treeMemoryMib } from './lib.ts'
import type { Asked } from './run.ts'

const STARTS = 20

interface Started {
  ms: number
  child: Subprocess
}

/** B11: from exec to the first page and to RTMP's accept, memory at rest, size of the file. Caches are warm, the data folder is not empty. */
export default async function start({ quick, binary }: Asked): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'footlight-bench-'))
  const starts = quick ? 6 : STARTS
  try {
    const [http = 0, rtmp = 0, rtmps = 0, srt = 0, webrtc = 0, peerHttp = 0] = await freePorts(6)
    const ours = [
      ...[binary, 'serve', '--data', join(scratch, 'data'), '--http', `127.0.0.1:${http}`, '--log', 'error'],
      ...['--rtmp', `127.0.0.1:${rtmp}`, '--rtmps', `127.0.0.1:${rtmps}`, '--srt', `127.0.0.1:${srt}`],
      ...['--webrtc', `127.0.0.1:${webrtc}`],
    ]
    const page = () => wholePage(`http://127.0.0.1:${http}/`)

    // MediaMTX alone: the one that ours has extracted, receivers only, as its own configuration has them.
    await (await launch(ours, () => connects(rtmp))).end()
    const alone = join(scratch, 'mediamtx.yml')
    await Bun.write(
      alone,
      `logLevel: error\nrtsp: false\nhls: false\nwebrtc: false\nmoq: false\nsrt: true\nsrtAddress: 127.0.0.1:${srt}\nrtmp: true\nrtmpAddress: 127.0.0.1:${rtmp}\npaths:\n  all_others: {}\n`,
    )
    const bin = new Bun.Glob('mediamtx-*').scanSync({ cwd: join(scratch, 'data/bin'), absolute: true }).next()
      .value as string
    const accepts = () => connects(rtmp)

    const pocketbase = Bun.spawnSync([join(ROOT, 'scripts/bench/peers/get'), 'pocketbase'], { stderr: 'inherit' })
    const pb = pocketbase.stdout.toString().trim()
    const peer = [pb, 'serve', `--http=127.0.0.1:${peerHttp}`, `--dir=${join(scratch, 'pb')}`]
    const peerPage = () => wholePage(`http://127.0.0.1:${peerHttp}/_/`)

    const a: number[] = []
    const b: number[] = []
    if (pocketbase.exitCode === 0) await (await launch(peer, peerPage)).end()
    for (let i = 0; i < starts; i++) {
      const one = await launch(ours, page)
      a.push(one.ms)
      await one.end()
      if (pocketbase.exitCode !== 0) continue
      const two = await launch(peer, peerPage)
      b.push(two.ms)
      await two.end()
    }
    const bars = { case: 'B11.page.pocketbase', unit: 'ms', better: 'lower', must: 1.5, moonshot: 1 } as const
    if (b.length > 0) compared(bars, a, b)
    else say('PocketBase is not to be had: only the time of ours is told')
    absolute({ case: 'B11.page.absolute', unit: 'ms', better: 'lower' }, median(a), a.length)

    const c: number[] = []
    const d: number[] = []
    for (let i = 0; i < starts; i++) {
      const one = await launch(ours, accepts)
      c.push(one.ms)
      await one.end()
      const two = await launch([bin, alone], accepts)
      d.push(two.ms)
      await two.end()
    }
    compared({ case: 'B11.rtmp.mediamtx', unit: 'ms', better: 'lower' }, c, d)
    const added = c.map((ms, i) => ms - d[i]!)
    absolute(
      { case: 'B11.rtmp.added', unit: 'ms more than MediaMTX alone', better: 'lower', must: 150, moonshot: 50 },
      median(added),
      starts,
    )

    // Memory: the product at rest with its child, against the least that could do it, an empty Bun server beside MediaMTX.
    const hello = join(scratch, 'hello.ts')
    await Bun.write(
      hello,
      `Bun.serve({ port: ${peerHttp}, hostname: '127.0.0.1', fetch: () => new Response('hello') })\n`,
    )
    const bare = join(scratch, 'hello')
    Bun.spawnSync([process.execPath, 'build', '--compile', '--bytecode', '--format=esm', hello, '--outfile', bare])
    const e: number[] = []
    const f: number[] = []
    for (let i = 0; i < (quick ? 2 : 5); i++) {
      const one = await launch(ours, accepts)
      await page()
      await Bun.sleep(3000)
      e.push(await treeMemoryMib(one.child.pid))
      await one.end()
      const server = await launch([bare], () => wholePage(`http://127.0.0.1:${peerHttp}/`))
      const media = await launch([bin, alone], accepts)
      await Bun.sleep(3000)
      f.push((await treeMemoryMib(server.child.pid)) + (await treeMemoryMib(media.child.pid)))
      await server.end()
      await media.end()
    }
    compared({ case: 'B11.memory.bare', unit: 'MiB', better: 'lower', must: 1.3, moonshot: 1.1 }, e, f)

    const packed = Bun.zstdCompressSync(await Bun.file(bin).bytes(), { level: 19 }).length
    const parts = statSync(bare).size + packed
    const more = (statSync(binary).size - parts) / 1024 / 1024
    absolute({ case: 'B11.size.added', unit: 'MiB more than its parts', better: 'lower', must: 5 }, more, 1)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

async function launch(command: string[], ready: () => Promise<boolean>): Promise<Started & { end(): Promise<void> }> {
  const from = performance.now()
  const child = Bun.spawn(onServerCore(command), { stdin: 'ignore', stdout: 'ignore', stderr: 'ignore' })
  const end = performance.now() + 20_000
  while (!(await ready())) {
    if (performance.now() > end || child.exitCode !== null) throw new Error(`${command[0]} did not start`)
    await Bun.sleep(1)
  }
  const ms = performance.now() - from
  return {
    ms,
    child,
    async end() {
      child.kill('SIGTERM')
      await until('it ends', () => child.exitCode !== null || child.signalCode !== null, 20_000)
    },
  }
}

async function wholePage(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { redirect: 'manual' })
    return response.ok && (await response.text()).length > 0
  } catch {
    return false
  }
}

function connects(port: number): Promise<boolean> {
  return new Promise(done => {
    const socket = createConnection({ host: '127.0.0.1', port })
    socket.once('connect', () => {
      socket.destroy()
      done(true)
    })
    socket.once('error', () => done(false))
  })
}

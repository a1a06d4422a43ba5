import { join } from 'node:path'
import { against, missing, peerProgram, type Run, type Stand, staged } from './case.ts'
import { type Bars, emit, onLoadCore, onServerCore } from './lib.ts'
import { Control } from './load/control.ts'
import { end, freePort } from './load/proc.ts'
import { startProduct } from './load/product.ts'
import { startNginx } from './peers/nginx/start.ts'
import { startVarnish } from './peers/varnish/start.ts'
import type { Asked } from './run.ts'

const LOAD = { viewers: 200, rounds: 12, spreadMs: 60, waitMs: 200 }
const VARNISH: Bars = { case: 'B4.p99.varnish', better: 'lower', unit: 'ms added', must: 1, moonshot: 0.5 }
const NGINX: Bars = { case: 'B4.p99.nginx', better: 'lower', unit: 'ms added', must: 0.15, moonshot: 0.03 }

/**
 * B4: 200 viewers of one blocked LL-HLS reload, the time between the origin's answer and the viewer's last byte. Ours is the
 * executable with its passes; only MediaMTX is a stand-in that completes a part when the case says so. The peers ask the same
 * origin over TCP.
 */
export default (asked: Asked): Promise<void> =>
  staged(asked, async stand => {
    const product = await startProduct(stand, { origin: [] })
    const pass = await product.pass()
    let hits = 0
    const path = `/m/${pass.feed}/src/video1_stream.m3u8`
    const ours = async () => {
      const run = await rounds(stand, { port: product.port, path, cookie: pass.cookie, control: product.origin!.path })
      hits = Math.max(hits, run.hits)
      return run
    }
    const origin = await startOrigin(stand)
    const cached = (port: number) => () =>
      rounds(stand, { port, path: '/feed/video1_stream.m3u8', cookie: '', control: origin.control })
    const varnish = peerProgram('varnish')
    if (varnish) {
      const port = freePort()
      await startVarnish(stand, varnish, { PORT: port, ORIGIN: origin.port })
      await against(stand, VARNISH, ours, cached(port))
    } else missing(VARNISH, 'Varnish')
    const nginx = peerProgram('nginx')
    if (nginx) {
      const port = freePort()
      await startNginx(stand, nginx, 'reload', { PORT: port, ORIGIN: origin.port })
      await against(stand, NGINX, ours, cached(port))
    } else missing(NGINX, 'nginx')
    const unit = 'origin hits a URL'
    const line = { case: 'B4.hits', ours: hits, peer: null, ratio: null, unit, n: stand.pairs }
    emit({ ...line, better: 'equal', must: 1, pass: hits === 1 })
  })

async function startOrigin(stand: Stand): Promise<{ port: number; control: string }> {
  const port = freePort()
  const control = join(stand.temp(), 'control.sock')
  const script = join(import.meta.dir, 'load/origin.ts')
  const child = Bun.spawn(onServerCore([process.execPath, script, '--control', control, '--port', String(port)]), {
    stdout: 'ignore',
    stderr: 'inherit',
  })
  stand.after(() => end(child))
  const open = await Control.open(control)
  open.close()
  return { port, control }
}

async function rounds(
  stand: Stand,
  to: { port: number; path: string; cookie: string; control: string },
): Promise<Run & { hits: number }> {
  const asked = { ...LOAD, ...to, rounds: stand.quick ? 8 : LOAD.rounds }
  const script = join(import.meta.dir, 'load/reload-client.ts')
  const child = Bun.spawn(onLoadCore([process.execPath, script, JSON.stringify(asked)]), {
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const said = JSON.parse(await new Response(child.stdout).text()) as { p99: number; hits: number; wrong: string }
  return { value: said.p99, hits: said.hits, ...(said.wrong ? { wrong: said.wrong } : {}) }
}

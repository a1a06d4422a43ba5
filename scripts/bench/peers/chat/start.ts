import { join } from 'node:path'
import type { Stand } from '../../case.ts'
import { onServerCore } from '../../lib.ts'
import { end, freePort, until } from '../../load/proc.ts'

export type ChatPeer = 'socketio' | 'ws' | 'bare'

/** One of the programs beside, on the server's core. `folder` holds the modules of Node's world. */
export async function startChat(
  stand: Stand,
  peer: ChatPeer,
  folder: string,
  ...more: string[]
): Promise<{ port: number; pid: number; end(): Promise<void> }> {
  const port = freePort()
  const runtime = peer === 'bare' ? process.execPath : 'node'
  const script = join(import.meta.dir, `${peer}.mjs`)
  const child = Bun.spawn(onServerCore([runtime, script, folder, String(port), ...more]), {
    stdout: 'ignore',
    stderr: 'inherit',
  })
  stand.after(() => end(child))
  await until(`${peer} answers`, async () => (await fetch(`http://127.0.0.1:${port}/`)).status > 0)
  return { port, pid: child.pid, end: () => end(child) }
}

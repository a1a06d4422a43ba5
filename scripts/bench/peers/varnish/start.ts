import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Stand } from '../../case.ts'
import { onServerCore } from '../../lib.ts'
import { end, until } from '../../load/proc.ts'

/** In memory, on core 0; request coalescing is what it does by itself. */
export async function startVarnish(
  stand: Stand,
  program: string,
  words: { PORT: number; ORIGIN: number },
): Promise<{ pid: number }> {
  const run = stand.temp()
  const file = join(run, 'reload.vcl')
  const text = readFileSync(join(import.meta.dir, 'reload.vcl'), 'utf8')
  writeFileSync(file, text.replaceAll('@ORIGIN@', String(words.ORIGIN)))
  const child = Bun.spawn(
    onServerCore([
      ...[program, '-F', '-j', 'none', '-n', join(run, 'work'), '-a', `127.0.0.1:${words.PORT}`, '-f', file],
      ...['-s', 'malloc,200m', '-p', 'thread_pool_min=250', '-p', 'thread_pools=1', '-p', 'thread_pool_max=1000'],
      ...['-T', 'none'],
    ]),
    { stdout: 'ignore', stderr: 'ignore' },
  )
  stand.after(() => end(child))
  await until('varnish answers', async () => (await fetch(`http://127.0.0.1:${words.PORT}/none`)).status > 0)
  return { pid: child.pid }
}

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Stand } from '../../case.ts'
import { onServerCore } from '../../lib.ts'
import { end, until } from '../../load/proc.ts'

/** One worker on core 0. The configuration's `@WORDS@` are filled in. */
export async function startNginx(
  stand: Stand,
  program: string,
  name: 'reload' | 'files',
  words: Record<string, string | number>,
  prepare: (run: string) => void = () => {},
): Promise<{ pid: number }> {
  const run = stand.temp()
  mkdirSync(join(run, 'files'))
  prepare(run)
  let text = readFileSync(join(import.meta.dir, `${name}.conf`), 'utf8')
  for (const [word, value] of Object.entries({ ...words, RUN: run })) text = text.replaceAll(`@${word}@`, String(value))
  const file = join(run, 'nginx.conf')
  writeFileSync(file, process.getuid?.() === 0 ? `user root;\n${text}` : text)
  const child = Bun.spawn(onServerCore([program, '-p', run, '-c', file]), { stdout: 'ignore', stderr: 'inherit' })
  stand.after(() => end(child, 'SIGQUIT'))
  await until('nginx answers', async () => (await fetch(`http://127.0.0.1:${words.PORT}/none`)).status > 0)
  return { pid: child.pid }
}

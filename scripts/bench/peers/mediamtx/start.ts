import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../../bundle.ts'
import type { Stand } from '../../case.ts'
import { onServerCore } from '../../lib.ts'
import { end, until } from '../../load/proc.ts'

/** The same MediaMTX as the product brings, by itself. */
export async function startMediamtx(stand: Stand, words: { RTMP: number; HLS: number }): Promise<void> {
  const found = Bun.spawnSync([join(ROOT, 'scripts/mediamtx')], { stderr: 'ignore' })
  if (!found.success) throw new Error('scripts/mediamtx gave no binary')
  const file = join(stand.temp(), 'mediamtx.yml')
  let text = readFileSync(join(import.meta.dir, 'lowlatency.yml'), 'utf8')
  for (const [word, value] of Object.entries(words)) text = text.replaceAll(`@${word}@`, String(value))
  writeFileSync(file, text)
  const child = Bun.spawn(onServerCore([found.stdout.toString().trim(), file]), {
    stdout: 'inherit',
    stderr: 'inherit',
  })
  stand.after(() => end(child))
  await until('MediaMTX answers', async () => (await fetch(`http://127.0.0.1:${words.HLS}/bench/`)).status > 0)
}

import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { say } from '../../views/words/index.ts'
import { saying } from '../base/saying.ts'
import { MEDIAMTX_VERSION } from './config.ts'

export type Binary = { ok: true; file: string } | { ok: false; readonly say: string }

/** The sentence is made when it is read, in the language of the reader. */
const unfit = (told: () => string): Binary => ({
  ok: false,
  get say() {
    return told()
  },
})

/** MediaMTX as it lies in the executable, compressed with zstd. */
export interface Embedded {
  sha256: string
  zstd(): Promise<Uint8Array>
}

/** The media server to run: the one that `--mediamtx` names, else the bundled one, else what scripts/mediamtx cached. */
export async function findBinary(o: { given: string; embedded: Embedded | null; data: string }): Promise<Binary> {
  if (o.given) return check(resolve(o.given), 'given')
  if (o.embedded) return extract(o.embedded, join(resolve(o.data), 'bin'))
  const arch = process.arch === 'x64' ? 'amd64' : process.arch === 'arm' ? 'armv7' : process.arch
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache')
  const cached = join(cache, 'footlight', 'mediamtx', MEDIAMTX_VERSION, `${process.platform}_${arch}`, 'mediamtx')
  if (existsSync(cached)) return check(cached, 'cached')
  return unfit(() => say.media.missing)
}

async function check(file: string, from: 'given' | 'cached'): Promise<Binary> {
  if (!mayRun(file)) return unfit(() => (from === 'given' ? say.media.givenNotRun(file) : say.media.cachedNotRun(file)))
  const version = await versionOf(file)
  if (version === MEDIAMTX_VERSION) return { ok: true, file }
  return unfit(() =>
    from === 'given' ? say.media.givenOther(file, MEDIAMTX_VERSION) : say.media.cachedOther(file, MEDIAMTX_VERSION),
  )
}

const versionOf = (file: string): Promise<string> => saying([file, '--version'], 10_000)

/** Written once under a name that holds its hash, and hashed again at each start: its size alone proves nothing. */
async function extract(embedded: Embedded, folder: string): Promise<Binary> {
  const name = `mediamtx-${MEDIAMTX_VERSION}-${embedded.sha256.slice(0, 8)}`
  const file = join(folder, name)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const there = existsSync(file) && (await hash(await Bun.file(file).bytes())) === embedded.sha256
    if (!there) {
      const bytes = new Uint8Array(await Bun.zstdDecompress(await embedded.zstd()))
      if ((await hash(bytes)) !== embedded.sha256) return unfit(() => say.media.damaged)
      const fresh = `${file}.tmp${process.pid}`
      writeFileSync(fresh, bytes, { mode: 0o755 })
      chmodSync(fresh, 0o755)
      renameSync(fresh, file)
    }
    for (const old of readdirSync(folder))
      if (old.startsWith('mediamtx-') && old !== name) rmSync(join(folder, old), { force: true })
    // The same bytes ran before; only a disk that was mounted noexec since could stop them, and the system says so.
    if (there && mayRun(file)) return { ok: true, file }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    return unfit(() =>
      code === 'ENOSPC'
        ? say.media.putFull(folder)
        : code === 'EROFS' || code === 'EACCES'
          ? say.media.putClosed(folder)
          : say.media.putFailed(folder, code),
    )
  }
  if ((await versionOf(file)) === MEDIAMTX_VERSION) return { ok: true, file }
  return unfit(() => say.media.noStart(folder))
}

/** Off this thread: 50 MB take longer than the first page should wait. */
async function hash(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex')
}

function mayRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

import { dlopen, FFIType, ptr } from 'bun:ffi'

const PR_SET_PDEATHSIG = 1
const SIGKILL = 9

/**
 * The body of `footlight __exec PARENT FILE ARGUMENT...`: asks the kernel to kill this process when its parent dies,
 * then becomes FILE. A child started without it outlives a parent that is killed (prctl(2), Linux; elsewhere the
 * sweep by pid file at the next start is all there is).
 */
export function execChild(argv: string[]): never {
  const [parent = '', ...command] = argv
  const file = command[0]
  if (!/^[1-9][0-9]*$/.test(parent) || !file?.startsWith('/')) return leave('__exec is for Footlight itself.')
  const libc = openLibc()
  if (!libc) return leave('No C library to become another program with.')
  libc.symbols.prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
  // The parent may have died before the kernel was asked.
  if (libc.symbols.getppid() !== Number(parent)) return leave('The parent is gone.')
  const words = command.map(word => Buffer.from(`${word}\0`))
  const table = new BigUint64Array(words.length + 1)
  words.forEach((word, i) => {
    table[i] = BigInt(ptr(word))
  })
  libc.symbols.execv(ptr(words[0]!), ptr(table))
  return leave(`${file} could not be started.`)
}

function openLibc() {
  const musl = `libc.musl-${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}.so.1`
  for (const name of ['libc.so.6', musl]) {
    try {
      return dlopen(name, {
        prctl: { args: [FFIType.i32, FFIType.u64, FFIType.u64, FFIType.u64, FFIType.u64], returns: FFIType.i32 },
        getppid: { args: [], returns: FFIType.i32 },
        execv: { args: [FFIType.ptr, FFIType.ptr], returns: FFIType.i32 },
      })
    } catch {}
  }
  return null
}

function leave(why: string): never {
  process.stderr.write(`${why}\n`)
  process.exit(127)
}

/** The command that starts `file` tied to our life; from the compiled executable or from the source. */
export function tied(file: string, args: string[]): string[] {
  if (process.platform !== 'linux') return [file, ...args]
  const compiled = import.meta.path.startsWith('/$bunfs/')
  const self = compiled
    ? [process.execPath, '__exec']
    : [process.execPath, '--no-env-file', new URL('./exec-entry.ts', import.meta.url).pathname]
  return [...self, String(process.pid), file, ...args]
}

/** A child's environment is ours to the last variable: `MTX_*` would override the configuration of MediaMTX. */
export function cleanEnvironment(): Record<string, string> {
  const env: Record<string, string> = { PATH: process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin' }
  if (process.env.TZ) env.TZ = process.env.TZ
  if (process.env.LANG) env.LANG = process.env.LANG
  return env
}

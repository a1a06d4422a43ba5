import { createHash } from 'node:crypto'
import { chownSync, copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { SQL } from 'bun'
import type { Stand } from '../../case.ts'
import { onServerCore } from '../../lib.ts'
import { end, freePort, until } from '../../load/proc.ts'

const BIN = '/usr/lib/postgresql/15/bin'

export const hasPostgres = (): boolean => existsSync(join(BIN, 'postgres'))

/** A library that makes each sync of whoever preloads it take two milliseconds more; null without a C compiler. */
export function slowDisk(stand: Stand): string | null {
  if (!Bun.which('cc')) return null
  const library = join(stand.temp(), 'slow-disk.so')
  const made = Bun.spawnSync([
    'cc',
    '-shared',
    '-fPIC',
    '-O2',
    '-o',
    library,
    join(import.meta.dir, 'slow-disk.c'),
    '-ldl',
  ])
  if (!made.success) throw new Error(`cc: ${made.stderr}`)
  return library
}

/** Postgres refuses to run as root. */
const plainly = (words: string[]): string[] =>
  process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--', ...words] : words

const serve = async (stand: Stand, words: string[], port: number): Promise<{ port: number; pid: number }> => {
  const child = Bun.spawn(onServerCore([process.execPath, ...words]), { stdout: 'ignore', stderr: 'inherit' })
  stand.after(() => end(child))
  await until('the peer answers', () => fetch(`http://127.0.0.1:${port}/`).then(answer => answer.ok))
  return { port, pid: child.pid }
}

export function startAppend(stand: Stand): Promise<{ port: number; pid: number }> {
  const port = freePort()
  return serve(stand, [join(import.meta.dir, 'append.ts'), String(port), join(stand.temp(), 'appended')], port)
}

/** A cluster of its own with the same books, sessions and members, and a server before it. */
export async function startPostgres(
  stand: Stand,
  cookies: string[],
): Promise<{ port: number; pid: number; tips(): Promise<number> }> {
  const folder = stand.temp()
  if (process.getuid?.() === 0) {
    const uid = (name: string) => Number(Bun.spawnSync(['id', name, 'postgres']).stdout.toString())
    chownSync(folder, uid('-u'), uid('-g'))
  }
  const data = join(folder, 'data')
  const made = Bun.spawnSync(plainly([join(BIN, 'initdb'), '-D', data, '-A', 'trust', '-U', 'bench', '--no-sync']))
  if (!made.success) throw new Error(`initdb: ${made.stderr}`)
  copyFileSync(join(import.meta.dir, 'postgres.conf'), join(data, 'postgresql.conf'))
  const port = freePort()
  const words = [join(BIN, 'postgres'), '-D', data, '-p', String(port), '-k', folder]
  const server = Bun.spawn(onServerCore(plainly(words)), { stdout: 'ignore', stderr: 'ignore' })
  stand.after(() => end(server, 'SIGINT'))
  const url = `postgres://bench@127.0.0.1:${port}/postgres`
  const sql = await until('Postgres takes connections', async () => {
    const trial = new SQL({ url, max: 1 })
    await trial`SELECT 1`
    return trial
  })
  stand.after(() => sql.close())
  await sql.file(join(import.meta.dir, 'postgres.sql'))
  for (const [kind, owner, unit, bound] of [
    ['received', 'p.1', 'TOK', 'floor'],
    ['cost', 'shares', 'EUR', 'free'],
    ['earned', 'p', 'EUR', 'floor'],
  ] as const) {
    await sql`INSERT INTO books (kind, owner, unit, bound) VALUES (${kind}, ${owner}, ${unit}, ${bound})`
  }
  for (const [i, cookie] of cookies.entries()) {
    const id = createHash('sha256').update(cookie.slice('__Host-fl='.length)).digest()
    await sql`INSERT INTO sessions VALUES (${id}, ${`member-${i}`})`
    await sql`INSERT INTO books (kind, owner, unit, bound, balance_minor) VALUES ('wallet', ${`member-${i}`}, 'TOK', 'floor', 900000000)`
  }
  const app = freePort()
  const { pid } = await serve(stand, [join(import.meta.dir, 'postgres-app.ts'), String(app), url], app)
  return {
    port: app,
    pid,
    async tips() {
      const [row] = await sql`SELECT count(*)::int AS n FROM tips`
      return row.n
    },
  }
}

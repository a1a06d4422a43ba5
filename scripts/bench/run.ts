import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { cpus, release } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../bundle.ts'
import { failures, say } from './lib.ts'

export interface Asked {
  quick: boolean
  /** Pairs that count. */
  pairs: number
  binary: string
}

const words = process.argv.slice(2)
const value = (flag: string): string | undefined => {
  const at = words.indexOf(flag)
  if (at < 0) return undefined
  const [, given] = words.splice(at, 2)
  return given
}
const pairsGiven = value('--pairs')
const out = value('--out')
const quick = words.includes('--quick')
const wanted = words.filter(word => !word.startsWith('--')).map(word => word.toUpperCase())
const pairs = pairsGiven === undefined ? (quick ? 2 : 5) : Number(pairsGiven)
if (!Number.isInteger(pairs) || pairs < 1 || pairs > 50) {
  console.error('--pairs takes a whole number from 1 to 50.')
  process.exit(2)
}

/** Files are named `b11-start.ts`: the case first, then its subject. */
const files = readdirSync(import.meta.dir)
  .filter(name => /^[a-z]+\d+-.*\.ts$/.test(name))
  .sort()
const idOf = (file: string): string =>
  file
    .split('-')[0]!
    .replace(/([a-z]+)0*(\d+)/, '$1$2')
    .toUpperCase()
const chosen = wanted.length === 0 ? files : files.filter(file => wanted.includes(idOf(file)))
const unknown = wanted.filter(id => !files.some(file => idOf(file) === id))
if (unknown.length > 0) {
  console.error(`There is no case ${unknown.join(', ')}. There are ${files.map(idOf).join(', ')}.`)
  process.exit(2)
}

const binary = process.env.FOOTLIGHT_BINARY ?? join(ROOT, 'dist/footlight')
if (!existsSync(binary)) {
  console.error('The executable is not built yet. Run scripts/build first: benchmarks measure what people run.')
  process.exit(2)
}

if (out !== undefined) {
  const write = Bun.file(out).writer()
  const log = console.log
  console.log = (line: string) => {
    write.write(`${line}\n`)
    write.flush()
    log(line)
  }
}

console.log(
  JSON.stringify({
    run: {
      commit: Bun.spawnSync(['git', 'rev-parse', '--short', 'HEAD'], { cwd: ROOT }).stdout.toString().trim(),
      binary: createHash('sha256')
        .update(await Bun.file(binary).bytes())
        .digest('hex')
        .slice(0, 16),
      kernel: release(),
      cpu: cpus()[0]?.model.trim(),
      cores: cpus().length,
      date: new Date().toISOString(),
      versions: versions(),
      // Peers as their own documents advise; what they were given is known by its hash.
      configs: configs(),
      // How often one may ask is lifted for the generators of these.
      limits: { bench: ['B1', 'B2', 'B3', 'B9', 'B10', 'B12.chat'], default: 'all else' },
      quick,
      pairs,
    },
  }),
)
for (const file of chosen) {
  say(`--- ${file}`)
  const { default: bench } = (await import(join(import.meta.dir, file))) as { default: (asked: Asked) => Promise<void> }
  try {
    await bench({ quick, pairs, binary })
  } catch (error) {
    console.log(
      JSON.stringify({
        case: idOf(file),
        ours: 0,
        peer: null,
        ratio: null,
        unit: '',
        n: 0,
        void: String(error).slice(0, 300),
        pass: false,
      }),
    )
    process.exitCode = 1
  }
}
if (failures > 0) process.exitCode = 1

function versions(): Record<string, string> {
  const programs: [string, string][] = [
    ['nginx', '-v'],
    ['varnishd', '-V'],
    ['ffmpeg', '-version'],
    ['chromium', '--version'],
    ['wrk', '-v'],
  ]
  const found: Record<string, string> = { bun: Bun.version }
  for (const [program, flag] of programs) {
    const file = Bun.which(program, { PATH: `${process.env.PATH}:/usr/sbin` })
    const ran = file ? Bun.spawnSync([file, flag]) : null
    found[program] = ran ? `${ran.stdout}${ran.stderr}`.trim().split('\n', 1)[0]!.slice(0, 60) : 'missing'
  }
  return found
}

function configs(): Record<string, string> {
  const peers = join(import.meta.dir, 'peers')
  return Object.fromEntries(
    [...new Bun.Glob('**/*.{conf,vcl,yml}').scanSync({ cwd: peers })].sort().map(file => [
      file,
      createHash('sha256')
        .update(readFileSync(join(peers, file)))
        .digest('hex')
        .slice(0, 12),
    ]),
  )
}

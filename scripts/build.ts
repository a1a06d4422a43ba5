import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import pkg from '../package.json' with { type: 'json' }
import { bundleAssets, ROOT } from './bundle.ts'

const USAGE = `Usage: scripts/build [--target TARGET] [--out FILE]

Makes one executable with the pages, the migrations, the browser's files, MediaMTX and all licences in it.

  --target  ${'bun-linux-x64, bun-linux-arm64, bun-darwin-x64 or bun-darwin-arm64 (default: this machine)'}
  --out     where to put it (default: dist/footlight, for another machine dist/footlight-OS-ARCH)`

const MEDIAMTX: Record<string, [os: string, arch: string]> = {
  'bun-linux-x64': ['linux', 'amd64'],
  'bun-linux-arm64': ['linux', 'arm64'],
  'bun-darwin-x64': ['darwin', 'amd64'],
  'bun-darwin-arm64': ['darwin', 'arm64'],
}

const say = (text: string) => process.stderr.write(`build: ${text}\n`)
const stop = (text: string): never => {
  say(text)
  process.exit(1)
}

const { target, out } = arguments_()
const own = `bun-${process.platform}-${process.arch}`
const platform = MEDIAMTX[target] ?? stop(`I cannot build for ${target}. Known: ${Object.keys(MEDIAMTX).join(', ')}.`)
const work = join(ROOT, 'dist/build')
mkdirSync(work, { recursive: true })

say('styles and scripts for the browser')
rmSync(join(work, 'assets'), { recursive: true, force: true })
const assets = await bundleAssets(join(work, 'assets'))

const media = await mediamtx()
const licences = join(ROOT, 'THIRD_PARTY.md')
if (!existsSync(licences)) stop('THIRD_PARTY.md is missing. Run scripts/third-party.')

const entry = join(work, `footlight-${target}.ts`)
await Bun.write(entry, entrySource())

say(`the executable for ${target}`)
const fresh = `${out}.new${process.pid}`
mkdirSync(resolve(out, '..'), { recursive: true })
const build = Bun.spawn(
  [
    process.execPath,
    'build',
    entry,
    '--compile',
    `--target=${target}`,
    '--bytecode',
    '--format=esm',
    '--sourcemap',
    '--no-compile-autoload-dotenv',
    '--no-compile-autoload-bunfig',
    `--outfile=${fresh}`,
  ],
  { cwd: ROOT, stdout: 'ignore', stderr: 'pipe' },
)
const words = await new Response(build.stderr).text()
if ((await build.exited) !== 0) stop(`the compiler refused it:\n${words}`)
chmodSync(fresh, 0o755)
renameSync(fresh, out)
rmSync(`${fresh}.map`, { force: true })
say(
  `${relative(process.cwd(), out) || out} · ${(statSync(out).size / 1e6).toFixed(0)} MB · ${pkg.version} (${commit()})`,
)

function arguments_(): { target: string; out: string } {
  try {
    const { values } = parseArgs({
      args: process.argv.slice(2),
      options: { target: { type: 'string' }, out: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    })
    if (values.help) {
      console.log(USAGE)
      process.exit(0)
    }
    const here = `bun-${process.platform}-${process.arch}`
    const target = (values.target ?? here).replace(/-(amd64|x86_64)$/, '-x64').replace(/-aarch64$/, '-arm64')
    const name = target === here ? 'footlight' : `footlight-${target.replace(/^bun-/, '')}`
    return { target, out: values.out ? resolve(values.out) : join(ROOT, 'dist', name) }
  } catch (error) {
    return stop(`${(error as Error).message}\n\n${USAGE}`)
  }
}

/** Compressed once for each binary: zstd at level 19 takes half a minute. */
async function mediamtx(): Promise<{ file: string; sha256: string }> {
  const [os, arch] = platform as [string, string]
  const found = Bun.spawnSync(
    [join(ROOT, 'scripts/mediamtx'), ...(target === own ? [] : ['--os', os, '--arch', arch])],
    {
      stderr: 'inherit',
    },
  )
  if (found.exitCode !== 0) stop('MediaMTX is missing; the lines above say why.')
  const bytes = await Bun.file(found.stdout.toString().trim()).bytes()
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const file = join(work, `mediamtx-${os}_${arch}-${sha256.slice(0, 12)}.zst`)
  if (!existsSync(file)) {
    say('MediaMTX, compressed')
    await Bun.write(`${file}.new`, await Bun.zstdCompress(bytes, { level: 19 }))
    renameSync(`${file}.new`, file)
  }
  return { file, sha256 }
}

function commit(): string {
  if (process.env.FOOTLIGHT_COMMIT) return process.env.FOOTLIGHT_COMMIT
  const said = Bun.spawnSync(['git', '-C', ROOT, 'describe', '--always', '--dirty=+', '--abbrev=10', '--exclude=*'], {
    stderr: 'ignore',
  })
  return said.exitCode === 0 ? said.stdout.toString().trim() : 'unknown'
}

/** Static imports are what the compiler embeds; the entry of each target names its own MediaMTX. */
function entrySource(): string {
  const path = (file: string) => JSON.stringify(`./${relative(work, file)}`)
  const lines = [
    "import { main } from '../../src/main.ts'",
    ...assets.map((asset, i) => `import asset${i} from ${path(asset.file)} with { type: 'file' }`),
    `import mediamtx from ${path(media.file)} with { type: 'file' }`,
    `import licenses from ${path(licences)} with { type: 'file' }`,
    'await main({',
    `  version: ${JSON.stringify(pkg.version)},`,
    `  commit: ${JSON.stringify(commit())},`,
    '  assets: [',
    ...assets.map(
      ({ name, href, type }, i) => `    ${JSON.stringify({ name, href, type }).slice(0, -1)}, "file": asset${i} },`,
    ),
    '  ],',
    `  mediamtx: { file: mediamtx, sha256: ${JSON.stringify(media.sha256)}, compressed: true },`,
    '  licenses,',
    '}, process.argv.slice(2), process.env)',
    '',
  ]
  return lines.join('\n')
}

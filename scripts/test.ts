import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { isAbsolute, join, relative, resolve } from 'node:path'
import { ROOT } from './bundle.ts'

let passed = 0
let failed = 0
const wrong: string[] = []

const say = (text: string) => process.stderr.write(`\ntest: ${text}\n`)
const scratch = mkdtempSync(join(tmpdir(), 'footlight-test-'))
const asked = process.argv.slice(2)
const quick = asked.includes('--quick')
const named = asked
  .filter(word => word !== '--quick')
  .map(word => relative(ROOT, isAbsolute(word) ? word : resolve(word)))
const env = { ...process.env, FOOTLIGHT_BINARY: join(ROOT, 'dist/footlight') }

if (named.length > 0) {
  if (named.some(path => /^test\/(e2e|faults)/.test(path)) && !quick) step('the executable', ['scripts/build'])
  tests(named)
} else {
  step('types', [process.execPath, 'node_modules/typescript/bin/tsc', '--noEmit'])
  step('format and lint', [process.execPath, 'node_modules/@biomejs/biome/bin/biome', 'check', '.'])
  step('licences of what is bundled', ['scripts/third-party', '--check'])
  const mediamtx = step('the media server', ['scripts/mediamtx'])
  const folders = readdirSync(join(ROOT, 'test'), { withFileTypes: true })
    .filter(entry => entry.isDirectory() && !['e2e', 'faults', 'help', 'golden'].includes(entry.name))
    .map(entry => `test/${entry.name}`)
    .filter(holdsTests)
    .sort()
  tests(folders)
  if (!quick && mediamtx && step('the executable', ['scripts/build'])) {
    tests(['test/faults'])
    tests(['test/e2e'])
  }
}

rmSync(scratch, { recursive: true, force: true })
for (const name of wrong) process.stderr.write(`failed: ${name}\n`)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)

function holdsTests(folder: string): boolean {
  return [...new Bun.Glob('**/*.test.{ts,tsx}').scanSync({ cwd: join(ROOT, folder) })].length > 0
}

/** One thing that is right or wrong as a whole. */
function step(name: string, command: string[]): boolean {
  say(name)
  const { exitCode } = Bun.spawnSync(command, { cwd: ROOT, env, stdin: 'ignore', stdout: 2, stderr: 2 })
  if (exitCode === 0) passed++
  else {
    failed++
    wrong.push(name)
  }
  return exitCode === 0
}

/** Counts from the runner's own report. A run that dies, or says less than its exit status, is a failure more. */
function tests(paths: string[]): void {
  say(paths.join(' '))
  const report = join(scratch, `${paths[0]!.replaceAll('/', '-')}.xml`)
  const { exitCode } = Bun.spawnSync(
    [
      process.execPath,
      '--no-env-file',
      'test',
      '--timeout=120000',
      '--reporter=junit',
      `--reporter-outfile=${report}`,
      ...paths.map(path => `./${path}`),
    ],
    { cwd: ROOT, env, stdin: 'ignore', stdout: 2, stderr: 2 },
  )
  const counts = read(report)
  passed += counts.tests - counts.failures - counts.skipped
  failed += counts.failures + counts.skipped
  wrong.push(...counts.names)
  if (counts.skipped > 0) wrong.push(`${counts.skipped} in ${paths.join(' ')} were skipped`)
  if (counts.tests === 0 || (exitCode !== 0 && counts.failures === 0)) {
    failed++
    wrong.push(`${paths.join(' ')} did not run to its end`)
  }
}

function read(report: string): { tests: number; failures: number; skipped: number; names: string[] } {
  let xml = ''
  try {
    xml = readFileSync(report, 'utf8')
  } catch {
    return { tests: 0, failures: 0, skipped: 0, names: [] }
  }
  const root = /<testsuites [^>]*>/.exec(xml)?.[0] ?? ''
  const count = (name: string) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(root)?.[1] ?? 0)
  const names = [...xml.matchAll(/<testcase name="([^"]*)"[^>]*file="([^"]*)"[^>]*>\s*<failure/g)].map(
    ([, name, file]) => `${file}: ${name}`,
  )
  return { tests: count('tests'), failures: count('failures'), skipped: count('skipped'), names }
}

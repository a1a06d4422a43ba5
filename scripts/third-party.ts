import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from './bundle.ts'

interface Bundled {
  name: string
  version: string
  license: string
  home: string
  where: string
  texts: string[]
}

const FILE = join(ROOT, 'THIRD_PARTY.md')

/** Packages of which the bundler took at least one file, on the server or for the browser. */
export async function bundledPackages(): Promise<Bundled[]> {
  const client = readdirSync(join(ROOT, 'assets/client'), { withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
    .map(entry => join(ROOT, 'assets/client', entry.name))
  const server = await packagesOf([join(ROOT, 'src/main.ts')], 'bun')
  const browser = await packagesOf(client, 'browser')
  const all = [...new Set([...server, ...browser])].sort()
  return all.map(name => {
    const folder = join(ROOT, 'node_modules', name)
    const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      version: string
      license?: string
      homepage?: string
      repository?: string | { url?: string }
    }
    const repository = typeof about.repository === 'string' ? about.repository : (about.repository?.url ?? '')
    const texts = readdirSync(folder)
      .filter(file => /^(licen[cs]e|notice|copying)(\.|-|$)/i.test(file))
      .sort()
      .map(file => readFileSync(join(folder, file), 'utf8').trim())
    if (texts.length === 0 && !about.license) throw new Error(`no licence is in ${name}: look at it before bundling it`)
    return {
      name,
      version: about.version,
      license: about.license ?? 'see below',
      home:
        repository
          .replace(/^git\+/, '')
          .replace(/^git:/, 'https:')
          .replace(/\.git$/, '')
          .replace(/^(github:)?(?=[\w.-]+\/[\w.-]+$)/, 'https://github.com/') ||
        about.homepage ||
        '',
      where: [server.has(name) ? 'server' : '', browser.has(name) ? 'browser' : ''].filter(Boolean).join(', '),
      texts,
    }
  })
}

async function packagesOf(entrypoints: string[], target: 'bun' | 'browser'): Promise<Set<string>> {
  const built = await Bun.build({ entrypoints, target, sourcemap: 'external' })
  if (!built.success) throw new AggregateError(built.logs, 'the bundle does not build')
  const found = new Set<string>()
  for (const output of built.outputs) {
    if (output.kind !== 'sourcemap') continue
    for (const source of (JSON.parse(await output.text()) as { sources: string[] }).sources) {
      const name = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(source)?.[1]
      if (name) found.add(name)
    }
  }
  return found
}

/** MIT's own words, for the packages that name the licence in package.json alone. */
const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`

const textOf = ({ name, license, texts }: Bundled): string => {
  if (texts.length > 0) return texts.join('\n\n')
  if (license === 'MIT') return `Copyright (c) the authors of ${name}\n\n${MIT}`
  throw new Error(`${name} is under ${license} and brings no text of it: add it here by hand`)
}

function npmPart(packages: Bundled[]): string {
  return [
    '## npm packages',
    '',
    '| Package | Version | Licence | In | Source |',
    '|---|---|---|---|---|',
    ...packages.map(p => `| ${p.name} | ${p.version} | ${p.license} | ${p.where} | ${p.home} |`),
    '',
    ...packages.flatMap(p => [`### ${p.name} ${p.version}`, '', fence(textOf(p)), '']),
  ].join('\n')
}

const fence = (text: string): string => `\`\`\`text\n${text.replaceAll('```', "'''").trim()}\n\`\`\``

const BUN = `## Bun ${Bun.version}

The executable is Bun with Footlight in it. Bun is under the MIT licence (https://github.com/oven-sh/bun, tag bun-v${Bun.version}).
It statically contains JavaScriptCore and WebKit's WTF (https://github.com/oven-sh/WebKit), parts of which are under the GNU Library General Public License version 2 (LGPL-2) and others under BSD licences, and further libraries, each under its own licence: BoringSSL, brotli, libarchive, lol-html, mimalloc, picohttpparser, zstd, simdutf, tinycc, uSockets and uWebSockets, zlib-cloudflare, c-ares, libicu, libbase64, libuv (Windows), SQLite. The list with all texts is at https://bun.com/docs/project/license.

For the LGPL: whoever wants to run Footlight with another JavaScriptCore builds it from source. Obtain Bun's source at the tag above, replace WebKit as its CONTRIBUTING.md says, and run this repository's \`scripts/build\` with the Bun that comes out: everything of Footlight is in this repository under the MIT licence.

${fence(`MIT License

Copyright (c) Oven (https://oven.sh) and the contributors of Bun

${MIT}`)}
`

async function media(): Promise<string> {
  const notices = join(tmpdir(), `footlight-notices-${process.pid}.txt`)
  const run = Bun.spawnSync([join(ROOT, 'scripts/mediamtx'), '--notices', notices], { stderr: 'inherit' })
  if (run.exitCode !== 0) throw new Error('the notices of MediaMTX could not be collected; the lines above say why')
  const text = readFileSync(notices, 'utf8')
  const version = readFileSync(join(ROOT, 'mediamtx/version'), 'utf8').trim()
  return `## MediaMTX ${version}

The media server inside is MediaMTX, unchanged but for two generated files that its source module lacks, built by \`scripts/mediamtx\` or taken from its official release. Source: https://github.com/bluenviron/mediamtx/tree/${version}. Its licence and those of all Go modules in it:

${fence(text)}
`
}

async function main(): Promise<void> {
  const packages = await bundledPackages()
  const npm = npmPart(packages)
  if (process.argv.includes('--check')) {
    const known = existsSync(FILE) ? readFileSync(FILE, 'utf8') : ''
    if (known.includes(npm)) return
    console.error('THIRD_PARTY.md does not list what is bundled now. Run scripts/third-party.')
    process.exit(1)
  }
  const whole = [
    '# Third parties',
    '',
    'What the Footlight executable contains that others wrote, with their licences and where their source is. Made by `scripts/third-party` from the bundle itself; do not edit by hand. `footlight licenses` prints it.',
    '',
    'Not inside, but used where it is installed: ffmpeg (https://ffmpeg.org, LGPL or GPL), started as a program of its own.',
    '',
    npm,
    BUN,
    await media(),
  ].join('\n')
  await Bun.write(FILE, whole)
  process.stderr.write(
    `third-party: ${packages.length} npm packages, Bun, MediaMTX · ${(whole.length / 1000).toFixed(0)} kB\n`,
  )
}

if (import.meta.main) await main()

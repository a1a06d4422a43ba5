import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { basename, dirname, extname, join, relative, resolve } from 'node:path'
import type { BunPlugin } from 'bun'
import pkg from '../package.json' with { type: 'json' }
import type { Asset, Bundle } from '../src/base/http/assets.ts'

export const ROOT = resolve(dirname(Bun.fileURLToPath(import.meta.url)), '..')

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.png': 'image/png',
  '.ogg': 'audio/ogg',
  '.mp3': 'audio/mpeg',
}

/**
 * The bundler writes `(width < 1100px)` as `(max-width: 1100px)`, and `(width < 360px)` as `(max-width: 359.999px)`, which
 * Chromium rounds to 360. Both are true at the very width; the opposite of `(width >= N)` is not.
 */
const EXACT_WIDTHS: BunPlugin = {
  name: 'exact-widths',
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => ({
      loader: 'css',
      contents: (await Bun.file(path).text()).replace(/\((width|height) < (\w+)\)/g, '(not ($1 >= $2))'),
    }))
  },
}

/** Bundles css and client modules, hashes every asset, and writes them to `out`. Client modules sit in assets/client, one entry a file directly there. */
export async function bundleAssets(out: string): Promise<Asset[]> {
  mkdirSync(out, { recursive: true })
  const entries = readdirSync(join(ROOT, 'assets/client'), { withFileTypes: true })
    .filter(e => e.isFile() && e.name.endsWith('.ts'))
    .map(e => join(ROOT, 'assets/client', e.name))
  const found: { name: string; bytes: Uint8Array }[] = []
  if (entries.length > 0) {
    const scripts = await Bun.build({
      entrypoints: entries,
      target: 'browser',
      format: 'esm',
      minify: true,
      splitting: false,
      naming: '[name].[ext]',
    })
    if (!scripts.success) throw new AggregateError(scripts.logs, 'the client modules do not build')
    for (const file of scripts.outputs) {
      if (file.kind === 'entry-point') {
        found.push({ name: basename(file.path), bytes: new Uint8Array(await file.arrayBuffer()) })
      }
    }
  }
  const styles = await Bun.build({
    entrypoints: [join(ROOT, 'assets/css/index.css')],
    minify: true,
    naming: 'app.[ext]',
    plugins: [EXACT_WIDTHS],
  })
  if (!styles.success) throw new AggregateError(styles.logs, 'the style sheets do not build')
  for (const file of styles.outputs) found.push({ name: 'app.css', bytes: new Uint8Array(await file.arrayBuffer()) })
  for (const folder of ['img', 'sound']) {
    for (const file of filesBelow(join(ROOT, 'assets', folder))) {
      found.push({ name: relative(join(ROOT, 'assets'), file), bytes: await Bun.file(file).bytes() })
    }
  }
  const assets: Asset[] = []
  for (const { name, bytes } of found.sort((a, b) => a.name.localeCompare(b.name))) {
    const type = TYPES[extname(name)]
    if (!type) throw new Error(`no content type for assets/${name}`)
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 10)
    const file = join(out, `${basename(name, extname(name))}-${hash}${extname(name)}`)
    await Bun.write(file, bytes)
    assets.push({ name, href: `/assets/${basename(file)}`, type, file })
  }
  return assets
}

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(e => e.isFile() && !e.name.startsWith('.'))
      .map(e => join(e.parentPath, e.name))
  } catch {
    return []
  }
}

/** The bundle for running from source: assets built afresh, no media server inside. */
export async function sourceBundle(): Promise<Bundle> {
  const assets = await bundleAssets(join(ROOT, 'dist/dev'))
  const licenses = join(ROOT, 'THIRD_PARTY.md')
  return {
    version: pkg.version,
    commit: 'source',
    assets,
    mediamtx: null,
    licenses: existsSync(licenses) ? licenses : '',
  }
}

import { afterAll, beforeAll, expect, test } from 'bun:test'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { binary, sha256 } from './help.ts'

const script = new URL('../../scripts/mediamtx', import.meta.url).pathname
const base = mkdtempSync(join(tmpdir(), 'footlight-obtain-'))
const shop = join(base, 'shop')
const target = `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`
const archive = `mediamtx_v1.20.1_${target}.tar.gz`

/** A curl that fetches from a folder instead of the network: the release as its makers lay it out. */
beforeAll(() => {
  mkdirSync(join(base, 'bin'))
  mkdirSync(shop)
  writeFileSync(
    join(base, 'bin', 'curl'),
    `#!/bin/sh\nfor word; do case $word in https://*) url=$word ;; esac; done\nwhile [ "$1" != -o ]; do shift; done\n[ -f "${shop}/\${url##*/}" ] || { echo "curl: (22) 404" >&2; exit 22; }\ncp "${shop}/\${url##*/}" "$2"\n`,
  )
  chmodSync(join(base, 'bin', 'curl'), 0o755)
  copyFileSync(binary, join(shop, 'mediamtx'))
  expect(Bun.spawnSync(['sh', '-c', `tar -c -C "${shop}" mediamtx | gzip -1 >"${shop}/${archive}"`]).success).toBe(true)
  pin(sha256File(join(shop, archive)))
}, 60_000)
afterAll(() => rmSync(base, { recursive: true, force: true }))

const sha256File = (file: string) => new Bun.CryptoHasher('sha256').update(readFileSync(file)).digest('hex')
const pin = (sum: string) =>
  writeFileSync(join(shop, 'checksums.sha256'), `${sha256('other')}  other.tar.gz\n${sum}  ${archive}\n`)

function obtain(args: string[], env: Record<string, string> = {}) {
  const cache = env.XDG_CACHE_HOME ?? mkdtempSync(join(base, 'cache-'))
  const ran = Bun.spawnSync([script, ...args], {
    env: { HOME: base, PATH: `${join(base, 'bin')}:/usr/bin:/bin`, XDG_CACHE_HOME: cache, ...env },
  })
  return { code: ran.exitCode, out: ran.stdout.toString().trim(), said: ran.stderr.toString(), cache }
}

test('the file that MEDIAMTX_PATH names is used if it is the right one', () => {
  expect(obtain([], { MEDIAMTX_PATH: binary })).toMatchObject({ code: 0, out: binary, said: '' })
  expect(obtain([], { MEDIAMTX_PATH: '/bin/true' }).said).toContain('which is not MediaMTX v1.20.1')
  expect(obtain([], { MEDIAMTX_PATH: '/nonexistent' })).toMatchObject({ code: 1, out: '' })
})

test('the official release is checked, kept outside the repository, and found again without the network', () => {
  const first = obtain([])
  expect(first).toMatchObject({ code: 0, out: join(first.cache, 'footlight/mediamtx/v1.20.1', target, 'mediamtx') })
  expect(first.said).toContain(`release  v1.20.1 sha256:${sha256File(join(shop, archive))} ${target}`)
  const again = obtain([], { XDG_CACHE_HOME: first.cache })
  expect(again).toMatchObject({ code: 0, out: first.out, said: '' })
  writeFileSync(first.out, 'something else')
  const mended = obtain([], { XDG_CACHE_HOME: first.cache })
  expect(mended.code).toBe(0)
  expect(mended.said).toContain('has changed since')
  expect(sha256File(first.out)).toBe(sha256File(binary))
}, 30_000)

test('an archive with another checksum is not used, nor another file in its place', () => {
  pin(sha256('not this one'))
  const refused = obtain(['--from', 'release'])
  expect(refused).toMatchObject({ code: 1, out: '' })
  expect(refused.said).toContain('I do not use it.')
  expect(existsSync(join(refused.cache, 'footlight/mediamtx/v1.20.1', target))).toBe(false)
  pin(sha256File(join(shop, archive)))
  // The right archive of the wrong machine.
  const other = target === 'linux_arm64' ? 'amd64' : 'arm64'
  copyFileSync(join(shop, archive), join(shop, archive.replace(target, `linux_${other}`)))
  writeFileSync(
    join(shop, 'checksums.sha256'),
    `${sha256File(join(shop, archive))}  ${archive.replace(target, `linux_${other}`)}\n`,
  )
  expect(obtain(['--from', 'release', '--arch', other]).said).toContain(
    `does not hold MediaMTX v1.20.1 for linux_${other}`,
  )
  pin(sha256File(join(shop, archive)))
}, 30_000)

test('wrong words are answered with the right ones', () => {
  for (const args of [['--arch', 'pdp11'], ['--arch'], ['--from', 'elsewhere'], ['--colour', 'blue']]) {
    const said = obtain(args)
    expect([args, said.code, said.out]).toEqual([args, 1, ''])
    expect(said.said.length).toBeGreaterThan(20)
  }
  const inside = obtain([], { XDG_CACHE_HOME: join(script, '..', '..', 'cache') })
  expect(inside.said).toContain('inside the repository')
})

import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { selfSigned } from '../../src/base/http/self-signed.ts'
import { BINARY, freePorts, type Site, startSite, until } from '../help/site.ts'

const root = mkdtempSync(join(tmpdir(), 'footlight-appliance-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Runs the file to its end, as somebody at a console. */
async function run(...words: string[]) {
  const ran = Bun.spawn([BINARY, ...words], {
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
    env: { PATH: process.env.PATH ?? '' },
  })
  const late = setTimeout(() => ran.kill('SIGKILL'), 20_000)
  const [out, err] = await Promise.all([new Response(ran.stdout).text(), new Response(ran.stderr).text()])
  const code = await ran.exited
  clearTimeout(late)
  return { code, out: out.trim(), err: err.trim() }
}

async function flags(): Promise<string[]> {
  const [rtmp, rtmps, srt, webrtc] = await freePorts(4)
  return [
    '--rtmp',
    `127.0.0.1:${rtmp}`,
    '--rtmps',
    `127.0.0.1:${rtmps}`,
    '--srt',
    `127.0.0.1:${srt}`,
    '--webrtc',
    `127.0.0.1:${webrtc}`,
  ]
}

/** No stack, no source path, nothing that only a programmer reads. */
const inWords = (text: string) => !/\n\s+at |\/src\/|\bError:/.test(text)

describe('one file', () => {
  let site: Site
  beforeAll(async () => {
    site = await startSite()
  })
  afterAll(() => site.done())

  test('prints a link to set it up, and its media server comes up', async () => {
    expect(site.output()).toMatch(/Set it up here, within an hour: http:\/\/127\.0\.0\.1:\d+\/links\/[\w-]{43}/)
    await until('the media server is up', async () => (await (await fetch(`${site.url}/health`)).text()) === 'ok\n')
    expect(readdirSync(join(site.data, 'bin'))).toEqual([expect.stringMatching(/^mediamtx-v1\.20\.1-[0-9a-f]{8}$/)])
  })

  test('a second copy on the folder is refused and leaves the first alone', async () => {
    const { code, err } = await run('serve', '--data', site.data, '--http', '127.0.0.1:0', ...(await flags()))
    expect(code).toBe(1)
    expect(err).toBe(
      `Another Footlight (process ${site.child().pid}) runs on the data folder ${site.data}. Stop that one, or give this one a folder of its own with --data.`,
    )
    expect((await fetch(`${site.url}/health`)).ok).toBe(true)
  })

  test('a taken port is named with a way out', async () => {
    const { code, err } = await run(
      '--data',
      join(root, 'taken'),
      '--http',
      `127.0.0.1:${site.http}`,
      ...(await flags()),
    )
    expect(code).toBe(1)
    expect(err.split('\n').pop()).toBe(
      `Port ${site.http} is taken by another program. Stop that one (ss -lntp shows it), or choose another: --http 127.0.0.1:${site.http + 1}`,
    )
    expect(inWords(err)).toBe(true)
  })

  test('makes links with the address of the running site', async () => {
    const { code, out } = await site.cli('setup')
    expect(code).toBe(0)
    expect(out).toMatch(new RegExp(`^${site.url}/links/[\\w-]{43}\\n$`))
  })

  test('backs itself up while it runs, refuses to restore, and restores once it is stopped', async () => {
    const file = join(root, 'while-running.db')
    expect(await site.cli('backup', file)).toMatchObject({ code: 0 })
    const refused = await site.cli('restore', file)
    expect(refused.code).toBe(1)
    expect(refused.err).toContain('runs on the data folder')
    expect(await site.stop()).toBe(0)
    expect(await site.cli('restore', file)).toMatchObject({ code: 0 })
    await site.start()
    expect((await site.cli('audit', 'verify')).out).toMatch(/^The audit chain is whole: \d+ entries/)
  })

  test('the doctor and the health word see it running', async () => {
    const health = await site.cli('health')
    expect(health.code).toBe(0)
    const doctor = await site.cli('doctor')
    expect(doctor.out).toContain(`Port ${site.http}`)
    expect(doctor.out).toContain('the running site has it.')
    expect(inWords(doctor.out)).toBe(true)
  })

  test('shows the outside how to get HTTPS, and nothing else', async () => {
    for (const path of ['/', '/sign-in', '/setup/you', '/hls/x', '/nonsense']) {
      const page = await fetch(`${site.url}${path}`, { headers: { host: 'stage.example.org' } })
      expect([path, page.status]).toEqual([path, 403])
      const text = await page.text()
      expect([path, text.includes('This house needs HTTPS')]).toEqual([path, true])
    }
    const post = await fetch(`${site.url}/sign-in`, {
      method: 'POST',
      headers: { host: 'stage.example.org' },
      body: 'handle=a',
    })
    expect(post.status).toBe(403)
  })
})

describe('a bad start', () => {
  const refused: [what: string, make: (data: string) => void, words: RegExp][] = [
    ['a file for a folder', data => writeFileSync(data, ''), /is not a folder\. Name another one with --data\.$/],
    [
      'a database that is none',
      data => {
        Bun.spawnSync(['mkdir', '-p', data])
        writeFileSync(join(data, 'footlight.db'), 'x'.repeat(9000))
      },
      /is damaged and was left as it is\./,
    ],
  ]
  for (const [what, make, words] of refused) {
    test(`${what} is said in a sentence`, async () => {
      const data = join(root, what.replaceAll(' ', '-'))
      make(data)
      const { code, err } = await run('--data', data, '--http', '127.0.0.1:0', ...(await flags()))
      expect(code).toBe(1)
      expect(err).toMatch(words)
      expect(inWords(err)).toBe(true)
    })
  }

  for (const words of [
    ['nonsense'],
    ['--nonsense'],
    ['backup'],
    ['serve', 'now'],
    ['--http', 'nonsense'],
    ['--log', 'loud'],
    ['account'],
  ]) {
    test(`footlight ${words.join(' ')} ends with 2 and a sentence`, async () => {
      const { code, out, err } = await run(...words)
      expect(code).toBe(2)
      expect(out).toBe('')
      expect(err).toMatch(/^[^\n]+$/)
      expect(inWords(err)).toBe(true)
    })
  }

  test('a command for a folder without a site makes none', async () => {
    const data = join(root, 'none')
    for (const words of [
      ['audit', 'verify'],
      ['account', 'link', 'x'],
      ['backup', join(root, 'none.db')],
      ['health'],
    ]) {
      const { code, err } = await run(...words, '--data', data)
      expect([words[0], code]).toEqual([words[0], 1])
      expect(inWords(err)).toBe(true)
    }
    expect(existsSync(data)).toBe(false)
  })

  test('a certificate whose key is another is refused before anything opens', async () => {
    const [a, b] = [1, 2].map(n => selfSigned(['localhost'], Date.now(), new Uint8Array(16).fill(n)))
    writeFileSync(join(root, 'a.crt'), a!.cert)
    writeFileSync(join(root, 'b.key'), b!.key)
    const { code, err } = await run(
      '--data',
      join(root, 'tls'),
      '--http',
      '127.0.0.1:0',
      '--tls-cert',
      join(root, 'a.crt'),
      '--tls-key',
      join(root, 'b.key'),
    )
    expect(code).toBe(1)
    expect(err).toContain('does not belong to the certificate')
  })
})

test('help, version and licences are there without a folder', async () => {
  const help = await run('--help')
  expect(help.code).toBe(0)
  expect(help.out).toContain('account link NAME')
  expect((await run('version')).out).toMatch(/^footlight \d+\.\d+\.\d+ \(.+\)$/)
  const licences = await run('licenses')
  for (const name of ['MediaMTX', 'elysia', 'JavaScriptCore', 'LGPL'])
    expect([name, licences.out.includes(name)]).toEqual([name, true])
})

test('what Bun reads from its environment or folder does not reach the file', async () => {
  const folder = mkdtempSync(join(root, 'cwd-'))
  writeFileSync(join(folder, '.env'), 'FOOTLIGHT_LOG=loud\n')
  writeFileSync(join(folder, 'bunfig.toml'), 'preload = ["./nothing.ts"]\n')
  const ran = Bun.spawnSync([BINARY, 'version'], { cwd: folder, env: { PATH: '' } })
  expect(ran.exitCode).toBe(0)
  expect(ran.stdout.toString()).toStartWith('footlight ')
})

test('TLS from files: renewed while somebody listens, and the plain port leads to it', async () => {
  const make = (n: number) => selfSigned(['localhost', '127.0.0.1'], Date.now(), new Uint8Array(16).fill(n))
  const [cert, key] = [join(root, 'site.crt'), join(root, 'site.key')]
  const write = (n: number) => {
    const pair = make(n)
    writeFileSync(key, pair.key)
    writeFileSync(cert, pair.cert)
  }
  write(1)
  const [http, plain] = await freePorts(2)
  const data = join(root, 'https')
  const child = Bun.spawn(
    [
      BINARY,
      ...['--data', data, '--http', `127.0.0.1:${http}`, '--http-redirect', `127.0.0.1:${plain}`],
      ...['--tls-cert', cert, '--tls-key', key, '--public-url', `https://localhost:${http}`],
      ...(await flags()),
    ],
    { stdin: 'ignore', stdout: 'pipe', stderr: 'pipe', env: { PATH: process.env.PATH ?? '' } },
  )
  try {
    const serial = () =>
      new Promise<string>((answer, fail) => {
        const socket = connect({ host: '127.0.0.1', port: http!, rejectUnauthorized: false }, () => {
          answer(socket.getPeerCertificate().serialNumber)
          socket.destroy()
        })
        socket.on('error', fail)
      })
    await until('it answers over TLS', async () => (await serial()) !== '')
    const first = await serial()
    const ask = (path: string, init: RequestInit = {}) =>
      fetch(`https://127.0.0.1:${http}${path}`, { ...init, tls: { rejectUnauthorized: false } } as RequestInit)
    expect((await ask('/sign-in')).headers.get('strict-transport-security')).toStartWith('max-age=')

    const led = await fetch(`http://127.0.0.1:${plain}/rooms/x?y=1`, {
      redirect: 'manual',
      headers: { host: 'evil.example' },
    })
    expect([led.status, led.headers.get('location')]).toEqual([308, `https://localhost:${http}/rooms/x?y=1`])
    expect((await fetch(`http://127.0.0.1:${plain}/sign-in`, { method: 'POST', body: 'x=y' })).status).toBe(403)
    Bun.spawnSync(['mkdir', '-p', join(data, 'acme/.well-known/acme-challenge')])
    writeFileSync(join(data, 'acme/.well-known/acme-challenge/token-1'), 'proof')
    const proof = await fetch(`http://127.0.0.1:${plain}/.well-known/acme-challenge/token-1`)
    expect(await proof.text()).toBe('proof')
    expect(
      (
        await fetch(`http://127.0.0.1:${plain}/.well-known/acme-challenge/..%2f..%2ffootlight.db`, {
          redirect: 'manual',
        })
      ).status,
    ).toBe(308)

    write(2)
    child.kill('SIGHUP')
    await until('the new certificate is shown', async () => (await serial()) !== first)
    writeFileSync(key, 'nonsense')
    child.kill('SIGHUP')
    expect((await ask('/health')).ok).toBe(true)
    child.kill('SIGTERM')
    expect(await child.exited).toBe(0)
  } finally {
    child.kill('SIGKILL')
  }
})

test('a misspelt variable is named', async () => {
  const ran = Bun.spawn([BINARY, '--data', join(root, 'taken.db/x'), '--http', '192.0.2.1:1'], {
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'pipe',
    env: { PATH: '', FOOTLIGHT_HTP: ':1' },
  })
  expect(await new Response(ran.stderr).text()).toContain(
    'I do not know the variable FOOTLIGHT_HTP; it changes nothing.',
  )
  expect(await ran.exited).toBe(1)
})

test('a self-signed start for a try-out serves every name of this machine', async () => {
  const [http] = await freePorts(1)
  const child = Bun.spawn(
    [
      BINARY,
      '--data',
      join(root, 'try-out'),
      '--http',
      `127.0.0.1:${http}`,
      '--tls',
      'self-signed',
      ...(await flags()),
    ],
    {
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'ignore',
      env: { PATH: process.env.PATH ?? '' },
    },
  )
  try {
    const ca = () => Bun.file(join(root, 'try-out/tls/self-signed.crt')).text()
    await until(
      'a browser that trusts it is served',
      async () => (await fetch(`https://localhost:${http}/health`, { tls: { ca: await ca() } })).ok,
    )
    const page = await fetch(`https://localhost:${http}/sign-in`, { tls: { ca: await ca() } })
    expect(page.headers.get('strict-transport-security')).toBeNull()
  } finally {
    child.kill('SIGKILL')
    await child.exited
  }
})

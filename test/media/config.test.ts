import { afterAll, expect, test } from 'bun:test'
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '../../src/media/client.ts'
import { type ConfigOptions, config, partMs } from '../../src/media/config.ts'
import { binary, free, PASSPHRASE, until } from './help.ts'

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

const GOLDEN: ConfigOptions = {
  run: '/run/footlight-1000/footlight-abc123',
  doorUrl: 'http://127.0.0.1:40001/RANDOM',
  rtspPort: 40002,
  rtmp: { host: '0.0.0.0', port: 1935 },
  rtmps: { host: '0.0.0.0', port: 1936 },
  srt: { host: '0.0.0.0', port: 8890 },
  srtPassphrase: PASSPHRASE,
  webrtc: { host: '0.0.0.0', port: 8189 },
  webrtcHosts: ['192.0.2.7', '2001:db8::7'],
  hlsSecret: 'SECRET',
  hlsPartMs: 200,
  recordings: '/var/lib/footlight/recordings',
}

async function real(change: Partial<ConfigOptions> = {}): Promise<ConfigOptions> {
  const run = mkdtempSync(join(tmpdir(), 'footlight-config-'))
  folders.push(run)
  return {
    ...GOLDEN,
    run,
    rtspPort: await free('tcp'),
    rtmp: { host: '127.0.0.1', port: await free('tcp') },
    rtmps: null,
    srt: { host: '127.0.0.1', port: await free('udp') },
    webrtc: { host: '127.0.0.1', port: await free('udp') },
    recordings: join(run, 'recordings'),
    ...change,
  }
}

function start(o: ConfigOptions, more = '') {
  const file = join(o.run, 'mediamtx.yml')
  writeFileSync(file, config(o) + more)
  return Bun.spawn([binary, file], { stdout: 'pipe', stderr: 'pipe', env: {} })
}

/** Addresses that the process listens on: from /proc, so that nothing is forgotten. */
function listening(pid: number): string[] {
  const inodes = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap(fd => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? []
      } catch {
        return []
      }
    }),
  )
  const found: string[] = []
  for (const kind of ['tcp', 'tcp6', 'udp', 'udp6']) {
    for (const line of readFileSync(`/proc/net/${kind}`, 'utf8').trim().split('\n').slice(1)) {
      const words = line.trim().split(/\s+/)
      const [address = '', port = ''] = words[1]!.split(':')
      const open = kind.startsWith('udp') || words[3] === '0A'
      if (!open || !inodes.has(words[9]!)) continue
      const host = address === '0100007F' ? '127.0.0.1' : /^0+$/.test(address) ? '*' : address
      found.push(`${kind.slice(0, 3)} ${host}:${Number.parseInt(port, 16)}`)
    }
  }
  for (const line of readFileSync('/proc/net/unix', 'utf8').trim().split('\n').slice(1)) {
    const words = line.trim().split(/\s+/)
    if (inodes.has(words[6]!) && words[7] && words[5] === '01') found.push(`unix ${words[7]}`)
  }
  return found.sort()
}

test('the configuration is what the golden file shows', async () => {
  const golden = Bun.file(new URL('../golden/mediamtx.yml', import.meta.url))
  expect(config(GOLDEN)).toBe(await golden.text())
})

test('MediaMTX starts with it and listens on exactly what it should', async () => {
  const o = await real()
  const child = start(o)
  const client = new Client(join(o.run, 'api.sock'))
  try {
    let version = ''
    await until('ready', () => {
      void client.info().then(got => {
        if (got.ok) version = got.value.version
      })
      return version
    })
    expect(version).toBe('v1.20.1')
    expect(listening(child.pid)).toEqual(
      [
        `tcp 127.0.0.1:${o.rtspPort}`,
        `tcp 127.0.0.1:${o.rtmp!.port}`,
        `tcp 127.0.0.1:${o.webrtc.port}`,
        `udp 127.0.0.1:${o.srt!.port}`,
        `udp 127.0.0.1:${o.webrtc.port}`,
        `unix ${o.run}/api.sock`,
        `unix ${o.run}/hls.sock`,
        `unix ${o.run}/webrtc.sock`,
      ].sort(),
    )
  } finally {
    client.close()
    child.kill('SIGKILL')
    await child.exited
  }
})

test('RTMPS alone, everything off, and every address form are accepted too', async () => {
  const run = mkdtempSync(join(tmpdir(), 'footlight-config-'))
  folders.push(run)
  const made = Bun.spawnSync([
    ...['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
    ...['-subj', '/CN=localhost', '-keyout', join(run, 'rtmps.key'), '-out', join(run, 'rtmps.crt')],
  ])
  expect(made.success).toBe(true)
  const strict = await real({ run, rtmp: null, rtmps: { host: '127.0.0.1', port: await free('tcp') } })
  const none = await real({ rtmp: null, srt: null, webrtcHosts: [] })
  for (const [o, want] of [
    [strict, `tcp 127.0.0.1:${strict.rtmps!.port}`],
    [none, `tcp 127.0.0.1:${none.rtspPort}`],
  ] as const) {
    const child = start(o)
    try {
      const found = await until('listening', () => {
        const now = listening(child.pid)
        return now.includes(want) && now.includes(`unix ${o.run}/webrtc.sock`) && now
      })
      expect(found.some(at => at.startsWith('udp') && !at.endsWith(`:${o.webrtc.port}`))).toBe(o.srt !== null)
      expect(found.includes('tcp *:1935')).toBe(false)
    } finally {
      child.kill('SIGKILL')
      await child.exited
    }
  }
})

test('an unknown key is fatal, so a golden file that starts holds no misspelt one', async () => {
  const child = start(await real(), 'noSuchKey: true\n')
  expect(await child.exited).toBe(1)
  expect((await new Response(child.stdout).text()) + (await new Response(child.stderr).text())).toContain('noSuchKey')
})

test('parts grow longer as the house fills', () => {
  expect([1, 200, 201, 500, 501].map(partMs)).toEqual([200, 200, 333, 333, 500])
})

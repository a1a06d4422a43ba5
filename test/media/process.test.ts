import { afterEach, describe, expect, test } from 'bun:test'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { systemClock } from '../../src/base/clock.ts'
import { logTo } from '../../src/base/log.ts'
import { type Binary, findBinary } from '../../src/media/index.ts'
import { MediaProcess, type Run } from '../../src/media/process.ts'
import { binary, film, free, killPublishers, publish, type Stand, stand, until } from './help.ts'

const folders: string[] = []
const processes: MediaProcess[] = []
afterEach(async () => {
  killPublishers()
  for (const one of processes.splice(0)) await one.stop()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'footlight-process-'))
  folders.push(made)
  return made
}

const alive = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

interface Watched {
  process: MediaProcess
  states: string[]
  runs: Run[]
  lines: string[]
}

/** A bare child: API and nothing else, or the configuration given. */
function supervise(found: Binary = { ok: true, file: binary }, yaml?: string, data = folder()): Watched {
  const states: string[] = []
  const runs: Run[] = []
  const lines: string[] = []
  const one: MediaProcess = new MediaProcess({
    binary: found,
    data,
    clock: systemClock,
    log: logTo(line => lines.push(line), 'debug', Date.now),
    configure: (at, rtspPort) => ({
      yaml:
        yaml ??
        `logStructured: true\nauthMethod: http\nauthHTTPAddress: http://127.0.0.1:9/\nauthHTTPExclude: [{action: api}]\napi: true\napiAddress: unix://${at}/api.sock\nrtspAddress: 127.0.0.1:${rtspPort}\nrtspTransports: [tcp]\nrtmp: false\nhls: false\nwebrtc: false\nsrt: false\nmoq: false\n`,
      secrets: [],
    }),
    onEvent() {},
    onUp: run => runs.push(run),
    onDown() {},
    onState: () => states.push(one.state),
  })
  processes.push(one)
  return { process: one, states, runs, lines }
}

/** A program that stands in for the binary. */
function script(text: string): Binary {
  const file = join(folder(), 'mediamtx')
  writeFileSync(file, `#!/bin/sh\n${text}\n`)
  chmodSync(file, 0o755)
  return { ok: true, file }
}

describe('the child', () => {
  test('runs in a folder of its own that only we may enter, with an environment of three variables', async () => {
    process.env.MTX_RTMP = 'yes'
    const w = supervise()
    await w.process.start()
    delete process.env.MTX_RTMP
    const run = w.runs[0]!
    expect(statSync(run.folder).mode & 0o777).toBe(0o700)
    expect(statSync(join(run.folder, 'mediamtx.yml')).mode & 0o777).toBe(0o600)
    expect(readlinkSync(`/proc/${run.pid}/exe`)).toBe(binary)
    const names = readFileSync(`/proc/${run.pid}/environ`, 'utf8')
      .split('\0')
      .filter(Boolean)
      .map(v => v.split('=')[0])
    expect(names.filter(name => !['PATH', 'TZ', 'LANG'].includes(name!))).toEqual([])
    expect(readFileSync(`/proc/${run.pid}/cmdline`, 'utf8').split('\0').filter(Boolean)).toEqual([
      binary,
      join(run.folder, 'mediamtx.yml'),
    ])
    await w.process.stop()
    expect(w.states).toEqual(['up', 'stopped'])
    expect(alive(run.pid)).toBe(false)
    expect(existsSync(run.folder)).toBe(false)
  })

  test('is started again after a kill, and after standing still', async () => {
    const w = supervise()
    await w.process.start()
    process.kill(w.runs[0]!.pid, 'SIGKILL')
    await until('again', () => w.runs.length === 2)
    expect(alive(w.runs[0]!.pid)).toBe(false)
    process.kill(w.runs[1]!.pid, 'SIGSTOP')
    await until('again', () => w.runs.length === 3, 20_000)
    expect(alive(w.runs[1]!.pid)).toBe(false)
    expect(w.lines.some(line => line.includes('media.hung'))).toBe(true)
    expect(w.process.restarts).toBe(2)
    expect(new Set(w.runs.map(run => run.folder)).size).toBe(3)
  }, 40_000)

  test('that is restarted in order is no fault, however often', async () => {
    const w = supervise()
    await w.process.start()
    for (let life = 2; life <= 7; life++) {
      await w.process.restart()
      await until('again', () => w.runs.length === life && w.process.state === 'up')
    }
    const said = w.lines.map(line => JSON.parse(line) as { level: string; event: string })
    expect(said.filter(line => line.level === 'error')).toEqual([])
    expect(said.filter(line => line.event === 'media.exited').map(line => line.level)).toEqual(Array(6).fill('info'))
    expect(w.states).not.toContain('crash-loop')
    process.kill(w.runs.at(-1)!.pid, 'SIGKILL')
    await until('again', () => w.runs.length === 8)
    expect(w.lines.filter(line => line.includes('media.exited')).at(-1)).toContain('"level":"error"')
  }, 60_000)

  test('that exits five times within a minute is a crash loop, and goes on being tried', async () => {
    const w = supervise(script('exit 3'))
    await w.process.start()
    expect(w.process.state).toBe('down')
    await until('crash loop', () => w.process.state === 'crash-loop')
    expect(w.process.say).toContain('keeps failing')
    expect(w.process.restarts).toBe(5)
    await w.process.stop()
    expect(w.process.state).toBe('stopped')
  }, 30_000)

  test('of another version is not used', async () => {
    const w = supervise(
      script(`exec ${process.execPath} -e '
      const path = require("fs").readFileSync(process.argv[1], "utf8").match(/unix:\\/\\/(\\S+api.sock)/)[1]
      Bun.serve({ unix: path, fetch: () => Response.json({ version: "v1.19.0" }) })' "$1"`),
    )
    await w.process.start()
    await until('said', () => w.process.say.includes('v1.19.0'))
    expect(w.process.say).toBe('The media server is v1.19.0, but Footlight needs v1.20.1.')
  }, 30_000)

  test('whose port is taken says which, and what to do', async () => {
    const port = await free('tcp')
    const other = Bun.listen({ hostname: '127.0.0.1', port, socket: { data() {} } })
    const w = supervise(
      undefined,
      `logStructured: true\nrtsp: false\nhls: false\nwebrtc: false\nsrt: false\nmoq: false\nrtmpAddress: 127.0.0.1:${port}\n`,
    )
    await w.process.start()
    expect(w.process.say).toContain(`Port ${port} (tcp) is taken by another program.`)
    expect(w.process.say).toContain('--rtmp')
    other.stop(true)
  }, 30_000)

  test('that is missing leaves the site up, with a sentence', async () => {
    const w = supervise({
      ok: false,
      say: 'The media server is missing. Run scripts/mediamtx, or name it with --mediamtx.',
    })
    await w.process.start()
    expect([w.process.state, w.process.say]).toEqual([
      'missing',
      'The media server is missing. Run scripts/mediamtx, or name it with --mediamtx.',
    ])
  })
})

describe('orphans', () => {
  const host = (data: string) =>
    Bun.spawn([process.execPath, new URL('./host.ts', import.meta.url).pathname, data], {
      stdout: 'pipe',
      stderr: 'inherit',
    })

  test('a killed parent leaves no child behind', async () => {
    const data = folder()
    const parent = host(data)
    const reader = parent.stdout.getReader()
    const pid = Number(Buffer.from((await reader.read()).value!).toString())
    expect(readlinkSync(`/proc/${pid}/exe`)).toBe(binary)
    parent.kill('SIGKILL')
    await parent.exited
    await until('the child is gone', () => !alive(pid))
    // What the killed run left is cleared away by the next.
    const left = JSON.parse(readFileSync(join(data, 'mediamtx.pid'), 'utf8'))
    expect(existsSync(left.folder)).toBe(true)
    const next = supervise(undefined, undefined, data)
    await next.process.start()
    expect(existsSync(left.folder)).toBe(false)
  }, 30_000)

  test('one that lives all the same is ended at the next start; a stranger with its number is not', async () => {
    const data = folder()
    const yaml = join(data, 'orphan.yml')
    writeFileSync(
      yaml,
      'rtsp: false\nrtmp: false\nhls: false\nwebrtc: false\nsrt: false\nmoq: false\napi: true\napiAddress: unix://' +
        data +
        '/a.sock\n',
    )
    const orphan = Bun.spawn([binary, yaml], { stdout: 'ignore', stderr: 'ignore' })
    await until('up', () => existsSync(join(data, 'a.sock')))
    writeFileSync(join(data, 'mediamtx.pid'), JSON.stringify({ pid: orphan.pid, file: binary, folder: '/' }))
    await supervise(undefined, undefined, data).process.start()
    expect(alive(orphan.pid)).toBe(false)
    const other = folder()
    const stranger = Bun.spawn(['sleep', '60'])
    writeFileSync(join(other, 'mediamtx.pid'), JSON.stringify({ pid: stranger.pid, file: binary, folder: '/tmp' }))
    await supervise(undefined, undefined, other).process.start()
    expect(alive(stranger.pid)).toBe(true)
    stranger.kill()
  }, 30_000)

  test('a broken pid file is no obstacle', async () => {
    const data = folder()
    writeFileSync(join(data, 'mediamtx.pid'), '{"pid": "1; rm", "folder": "../..')
    const w = supervise(undefined, undefined, data)
    await w.process.start()
    expect(w.process.state).toBe('up')
  })
})

describe('a broadcast while the child dies', () => {
  test('is away at once and goes on with the encoder that comes back', async () => {
    film()
    const s: Stand = await stand()
    try {
      s.room('mira')
      publish(s.rtmp('mira'))
      const first = await until('live', () => s.last('live', 'mira'))
      process.kill(s.media.status().pid, 'SIGKILL')
      const away = await until('away', () => s.last('away', 'mira'))
      expect(away.reason).toBe('restart')
      expect(s.last('feedClosed', 'mira')!.id).toBe(first.feed!.id)
      await until('up', () => s.media.status().state === 'up')
      publish(s.rtmp('mira'))
      const second = await until('live again', () => s.count('live', 'mira') === 2 && s.last('live', 'mira'))
      expect(second.feed!.id).not.toBe(first.feed!.id)
      expect(s.count('ended', 'mira')).toBe(0)
      await s.media.restart()
      await until('restarted', () => s.media.status().restarts === 2 && s.media.status().state === 'up')
      expect(s.last('away', 'mira')!.at).toBeGreaterThan(second.at)
    } finally {
      await s.stop()
    }
    expect(s.last('off', 'mira')!.reason).toBe('restart')
    expect(s.last('ended', 'mira')!.reason).toBe('restart')
  }, 40_000)
})

describe('the bundled binary', () => {
  const bytes = () => readFileSync(binary)
  const sha256 = () => createHash('sha256').update(bytes()).digest('hex')
  const embedded = () => ({ sha256: sha256(), zstd: async () => Bun.zstdCompressSync(bytes(), { level: 1 }) })

  test('is put into the data folder once, checked at each start, and mended', async () => {
    const data = folder()
    mkdirSync(join(data, 'bin'))
    writeFileSync(join(data, 'bin', 'mediamtx-v1.0.0-00000000'), 'old')
    const found = await findBinary({ given: '', embedded: embedded(), data })
    if (!found.ok) throw new Error(found.say)
    expect(readdirSync(dirname(found.file))).toEqual([`mediamtx-v1.20.1-${sha256().slice(0, 8)}`])
    writeFileSync(found.file, 'damaged')
    expect(await findBinary({ given: '', embedded: embedded(), data })).toEqual(found)
    expect(readFileSync(found.file).length).toBe(bytes().length)
  }, 30_000)

  test('that is damaged, or has nowhere to go, is said', async () => {
    const broken = { ...embedded(), sha256: '0'.repeat(64) }
    expect(await findBinary({ given: '', embedded: broken, data: folder() })).toMatchObject({ ok: false })
    const file = join(folder(), 'file')
    writeFileSync(file, '')
    const nowhere = await findBinary({ given: '', embedded: embedded(), data: file })
    expect(nowhere.ok ? '' : nowhere.say).toContain('could not be put into')
  }, 30_000)

  test('gives way to the one that was named, if that is the right one', async () => {
    expect(await findBinary({ given: binary, embedded: null, data: folder() })).toEqual({ ok: true, file: binary })
    for (const given of ['/bin/true', '/nonexistent/mediamtx', tmpdir()]) {
      const found = await findBinary({ given, embedded: null, data: folder() })
      expect(found.ok ? '' : found.say).toContain(`--mediamtx names ${given}`)
    }
  })
})

import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Subprocess } from 'bun'

const ROOT = resolve(import.meta.dir, '../..')

/** The product as people run it: the compiled file. */
export const BINARY = process.env.FOOTLIGHT_BINARY ?? join(ROOT, 'dist/footlight')

export interface Site {
  url: string
  http: number
  rtmp: number
  srt: number
  webrtc: number
  data: string
  /** All that the process has written so far. */
  output(): string
  /** Runs another command of the same file on the same data folder. */
  cli(...words: string[]): Promise<{ code: number; out: string; err: string }>
  child(): Subprocess
  /** Starts it again on the same data and ports. */
  start(): Promise<void>
  /** Ends it as the system would: SIGTERM. Answers the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number>
  /** Ends it and removes its data. */
  done(): Promise<void>
}

/** Ports that were free a moment ago. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<import('node:net').Server>(open => {
          const server = createServer()
          server.listen(0, '127.0.0.1', () => open(server))
        }),
    ),
  )
  const ports = servers.map(server => (server.address() as { port: number }).port)
  await Promise.all(servers.map(server => new Promise(closed => server.close(closed))))
  return ports
}

/** Waits for a condition, never for a time. Throws with `what` when it does not come. */
export async function until<T>(what: string, ask: () => T | Promise<T>, ms = 30_000): Promise<NonNullable<T>> {
  const end = Date.now() + ms
  let last: unknown
  for (;;) {
    try {
      const answer = await ask()
      if (answer) return answer as NonNullable<T>
    } catch (error) {
      last = error
    }
    if (Date.now() > end)
      throw new Error(`waited ${ms} ms in vain: ${what}${last ? ` (${String(last).slice(0, 300)})` : ''}`)
    await Bun.sleep(50)
  }
}

const setpriv = Bun.which('setpriv')

/** The words for a child that does not outlive the tests, whatever happens to them: the runner calls no exit handlers. */
const tied = (words: string[]): string[] => (setpriv ? [setpriv, '--pdeathsig', 'KILL', ...words] : words)

/** `through` starts the file instead of us: a shell that limits it. */
export async function startSite(
  flags: string[] = [],
  env: Record<string, string> = {},
  through: string[] = [],
): Promise<Site> {
  const [http = 0, rtmp = 0, rtmps = 0, srt = 0, webrtc = 0] = await freePorts(5)
  const data = mkdtempSync(join(tmpdir(), 'footlight-e2e-'))
  const url = `http://127.0.0.1:${http}`
  const common = ['--data', data]
  const listen = [
    ...['--http', `127.0.0.1:${http}`, '--rtmp', `127.0.0.1:${rtmp}`, '--rtmps', `127.0.0.1:${rtmps}`],
    ...['--srt', `127.0.0.1:${srt}`, '--webrtc', `127.0.0.1:${webrtc}`, '--public-host', '127.0.0.1'],
  ]
  const environment = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', TMPDIR: tmpdir(), ...env }
  let said = ''
  let child: Subprocess
  const start = async () => {
    child = Bun.spawn(tied([...through, BINARY, 'serve', ...common, ...listen, ...flags]), {
      env: environment,
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'pipe',
    })
    for (const stream of [child.stdout, child.stderr] as ReadableStream<Uint8Array>[]) {
      void (async () => {
        for await (const chunk of stream) said += new TextDecoder().decode(chunk)
      })()
    }
    const running = child
    await until(`the site answers at ${url}; it said: ${said.slice(-500)}`, async () => {
      if (running.exitCode !== null) throw new Error(`it ended with ${running.exitCode}: ${said.slice(-800)}`)
      return (await fetch(`${url}/health`)).ok
    })
  }
  await start()
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal)
    return await child.exited
  }
  return {
    url,
    http,
    rtmp,
    srt,
    webrtc,
    data,
    output: () => said,
    child: () => child,
    start,
    stop,
    async cli(...words) {
      const ran = Bun.spawn([BINARY, ...words, ...common], {
        env: environment,
        stdin: 'ignore',
        stdout: 'pipe',
        stderr: 'pipe',
      })
      const [out, err] = await Promise.all([new Response(ran.stdout).text(), new Response(ran.stderr).text()])
      return { code: await ran.exited, out, err }
    },
    async done() {
      if (child.exitCode === null && child.signalCode === null) {
        const late = setTimeout(() => child.kill('SIGKILL'), 8000)
        await stop()
        clearTimeout(late)
      }
      rmSync(data, { recursive: true, force: true })
    },
  }
}

export interface Publisher {
  child: Subprocess
  words(): string
  stop(): Promise<void>
}

const PICTURE = ['-re', '-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=30']
const SOUND = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000']
const CODEC = [
  ...['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-pix_fmt', 'yuv420p', '-g', '30', '-bf', '0'],
  ...['-b:v', '800k', '-c:a', 'aac', '-b:a', '96k', '-ac', '2'],
]

/** As `publish`, and comes back by itself as OBS does. */
export function encoder(target: string, more: string[] = []): Pick<Publisher, 'stop'> {
  let over = false
  let now = publish(target, more)
  const life = (async () => {
    while (!over) {
      await now.child.exited
      if (over) return
      await Bun.sleep(300)
      if (!over) now = publish(target, more)
    }
  })()
  return {
    async stop() {
      over = true
      await now.stop()
      await life
    },
  }
}

/** ffmpeg as the performer. `format` is flv for RTMP, mpegts for SRT. */
export function publish(target: string, more: string[] = []): Publisher {
  const format = target.startsWith('srt:') ? 'mpegts' : 'flv'
  const child = Bun.spawn(
    tied(['ffmpeg', '-nostdin', '-loglevel', 'error', ...PICTURE, ...SOUND, ...CODEC, ...more, '-f', format, target]),
    { stdin: 'ignore', stdout: 'ignore', stderr: 'pipe' },
  )
  let said = ''
  void (async () => {
    for await (const chunk of child.stderr) said += new TextDecoder().decode(chunk)
  })()
  return {
    child,
    words: () => said,
    async stop() {
      child.kill('SIGKILL')
      await child.exited
    },
  }
}

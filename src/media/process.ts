import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import type { Subprocess } from 'bun'
import { say } from '../../views/words/index.ts'
import type { Clock } from '../base/clock.ts'
import { briefly, type Log } from '../base/log.ts'
import type { Binary } from './binary.ts'
import { Client } from './client.ts'
import { MEDIAMTX_VERSION } from './config.ts'
import { cleanEnvironment, tied } from './exec.ts'
import { eventOf, type MediaEvent, masked, readLine } from './log-patterns.ts'

export type ProcessState = 'starting' | 'up' | 'down' | 'crash-loop' | 'missing' | 'stopped'

/** One life of the child: its private folder and the clients of its sockets. */
export interface Run {
  folder: string
  pid: number
  rtspPort: number
  client: Client
  startedAt: number
}

export interface ProcessOptions {
  /** The binary or the reason why there is none; a function is asked at the start, so that pages need not wait for its hash. */
  binary: Binary | (() => Promise<Binary>)
  data: string
  clock: Clock
  log: Log
  /** Writes `mediamtx.yml` and what it names into the folder; all secrets are new each time. */
  configure(folder: string, rtspPort: number): { yaml: string; secrets: string[] }
  onEvent(event: MediaEvent): void
  onUp(run: Run): void
  onDown(why: 'exited' | 'hung'): void
  onState(): void
}

const BACK_OFF_MS = [0, 250, 500, 1000, 2000, 5000, 10_000]
const HEALTHY_MS = 60_000
const READY_MS = 15_000
const PROBE_EVERY_MS = 400
const PROBE_TIMEOUT_MS = 2000
const LAGGING_MS = 200
const STOP_MS = 10_000
const KEPT_STDERR = 64 * 1024

/** Keeps one MediaMTX alive: starts it, watches that it answers, starts it again, and never leaves one behind. */
export class MediaProcess {
  state: ProcessState = 'starting'
  /** Why it is not up, in the words of whoever asks. */
  private told: () => string = () => ''
  restarts = 0
  run: Run | null = null

  get say(): string {
    return this.told()
  }

  private binary: Binary | null = null
  private child: Subprocess<'ignore', 'pipe', 'pipe'> | null = null
  private stopping = false
  /** Its end was ordered: no fault. */
  private restarting = false
  private exits: number[] = []
  private step = 0
  private lag = 0
  private stderr = ''
  private portSay: (() => string) | null = null
  private readonly pidFile: string
  private timers = new Set<ReturnType<typeof setTimeout>>()
  private life: Promise<void> = Promise.resolve()
  private wake: () => void = () => {}

  constructor(private readonly o: ProcessOptions) {
    this.pidFile = join(o.data, 'mediamtx.pid')
  }

  /** Sweeps what an earlier run left, then starts; resolves when the child is up or has failed for the first time. */
  async start(): Promise<void> {
    const binary = typeof this.o.binary === 'function' ? await this.o.binary() : this.o.binary
    this.binary = binary
    if (!binary.ok) {
      this.to('missing', () => binary.say)
      return
    }
    await this.sweep()
    this.measureLag()
    const first = Promise.withResolvers<void>()
    this.life = this.live(first.resolve)
    await first.promise
  }

  async stop(): Promise<void> {
    if (this.stopping) return this.life
    this.stopping = true
    for (const timer of this.timers) clearTimeout(timer)
    this.wake()
    const child = this.child
    if (child) {
      child.kill(process.platform === 'darwin' ? 'SIGINT' : 'SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
      await child.exited
      clearTimeout(late)
    }
    await this.life
    this.to('stopped')
  }

  /** Ends the child in order; the loop starts it again with a new configuration. */
  async restart(): Promise<void> {
    const child = this.child
    if (!child) return
    this.step = 0
    this.restarting = true
    child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
    await child.exited
    clearTimeout(late)
  }

  /** The last of its standard error: Go stacks after a hang or a panic. */
  lastWords(): string {
    return this.stderr
  }

  private async live(tried: () => void): Promise<void> {
    while (!this.stopping) {
      const began = this.o.clock.monotonic()
      let end: 'exited' | 'hung' = 'exited'
      try {
        end = await this.once(tried)
      } catch (error) {
        this.o.log.error('media.start-failed', { why: briefly(error) })
      }
      tried()
      if (this.stopping) return
      const now = this.o.clock.monotonic()
      if (now - began > HEALTHY_MS) this.step = 0
      this.exits = this.exits.filter(at => now - at < 60_000)
      if (!this.restarting) this.exits.push(now)
      this.restarts++
      this.o.onDown(end)
      // Said once to whoever reads the console, not only to the panel.
      if (this.portSay && this.portSay() !== this.say) this.o.log.error('media.port', { say: this.portSay() })
      if (this.exits.length >= 5) {
        this.to('crash-loop', this.portSay ?? (() => say.media.keepsFailing))
        this.o.log.error('media.crash-loop', { exits: this.exits.length })
      } else {
        this.to('down', this.portSay ?? (() => say.media.startsAgain))
      }
      const wait = BACK_OFF_MS[Math.min(this.step++, BACK_OFF_MS.length - 1)]!
      await this.pause(wait * (0.8 + Math.random() * 0.4))
    }
  }

  /** One life, from spawn to exit. */
  private async once(tried: () => void): Promise<'exited' | 'hung'> {
    if (!this.binary?.ok) return 'exited'
    const { file } = this.binary
    const folder = runFolder()
    let hung = false
    try {
      const rtspPort = freePort()
      const { yaml, secrets } = this.o.configure(folder, rtspPort)
      const path = join(folder, 'mediamtx.yml')
      writeFileSync(`${path}.new`, yaml, { mode: 0o600 })
      renameSync(`${path}.new`, path)
      this.stderr = ''
      this.portSay = null
      this.restarting = false
      const child = Bun.spawn(tied(file, [path]), {
        stdin: 'ignore',
        stdout: 'pipe',
        stderr: 'pipe',
        cwd: folder,
        env: cleanEnvironment(),
      })
      this.child = child
      writeFileSync(this.pidFile, JSON.stringify({ pid: child.pid, file, folder }), { mode: 0o600 })
      const output = Promise.all([this.readLog(child.stdout, secrets), this.readErrors(child.stderr)])
      const client = new Client(join(folder, 'api.sock'))
      const alive = { now: true }
      const watching = this.watch(client, child, alive, { folder, rtspPort, tried }).catch(() => false)
      await child.exited
      alive.now = false
      await output
      client.close()
      hung = await watching
      this.o.log[this.stopping || this.restarting ? 'info' : 'error']('media.exited', {
        code: child.exitCode,
        signal: child.signalCode,
        hung,
        words: masked(this.stderr.slice(-2000), secrets),
      })
    } finally {
      // Nothing may go on without its pid file, such as on a full disk.
      this.child?.kill('SIGKILL')
      this.child = null
      this.run = null
      rmSync(folder, { recursive: true, force: true })
      rmSync(this.pidFile, { force: true })
    }
    return hung ? 'hung' : 'exited'
  }

  /** Waits until it answers, then asks again and again; resolves true when it had to be killed. */
  private async watch(
    client: Client,
    child: Subprocess,
    alive: { now: boolean },
    { folder, rtspPort, tried }: { folder: string; rtspPort: number; tried: () => void },
  ): Promise<boolean> {
    const until = this.o.clock.monotonic() + READY_MS
    for (;;) {
      if (!alive.now) return false
      const info = await client.info(1000)
      if (info.ok) {
        if (info.value.version !== MEDIAMTX_VERSION) {
          const { version } = info.value
          this.portSay = () => say.media.otherVersion(version, MEDIAMTX_VERSION)
          child.kill('SIGKILL')
          return false
        }
        break
      }
      if (this.o.clock.monotonic() > until) {
        child.kill('SIGKILL')
        return true
      }
      await Bun.sleep(25)
    }
    if (!alive.now || this.stopping) return false
    this.run = { folder, pid: child.pid, rtspPort, client, startedAt: this.o.clock.now() }
    this.to('up')
    this.o.log.info('media.up', { pid: child.pid, version: MEDIAMTX_VERSION })
    this.o.onUp(this.run)
    tried()
    let failures = 0
    while (alive.now && !this.stopping) {
      this.lag = 0
      const answer = await client.paths(PROBE_TIMEOUT_MS)
      if (!alive.now || this.stopping) return false
      if (answer.ok) failures = 0
      else if (this.lag < LAGGING_MS) failures++
      if (failures >= 2) {
        this.o.log.error('media.hung', { pid: child.pid })
        // Go prints the stacks of all its goroutines on SIGQUIT and exits.
        child.kill('SIGQUIT')
        await Promise.race([child.exited, Bun.sleep(500)])
        child.kill('SIGKILL')
        return true
      }
      if (answer.ok) await Promise.race([child.exited, Bun.sleep(PROBE_EVERY_MS)])
      else if (answer.why !== 'timeout') await Bun.sleep(PROBE_EVERY_MS)
    }
    return false
  }

  private async readLog(stream: ReadableStream<Uint8Array>, secrets: string[]): Promise<void> {
    for await (const raw of lines(stream)) {
      const { level, message } = readLine(raw)
      const event = eventOf(message)
      if (event?.kind === 'port-taken') {
        const { protocol, port, denied } = event
        this.portSay = () => (denied ? say.media.portDenied : say.media.portTaken)(protocol, port, flagsOf(protocol))
      }
      if (level === 'WAR' || level === 'ERR' || level === 'RAW') {
        this.o.log[level === 'WAR' ? 'info' : 'warn']('media.says', { words: masked(message, secrets).slice(0, 500) })
      } else {
        this.o.log.debug('media.says', { words: masked(message, secrets).slice(0, 500) })
      }
      if (event) this.o.onEvent(event)
    }
  }

  private async readErrors(stream: ReadableStream<Uint8Array>): Promise<void> {
    for await (const line of lines(stream)) this.stderr = `${this.stderr}${line}\n`.slice(-KEPT_STDERR)
  }

  /** An orphan of an earlier run is ended, but only if it really is our binary. */
  private async sweep(): Promise<void> {
    let left: { pid: number; file: string; folder: string }
    try {
      left = JSON.parse(readFileSync(this.pidFile, 'utf8'))
    } catch {
      return
    }
    if (Number.isInteger(left.pid) && left.pid > 1 && runs(left.pid, left.file)) {
      this.o.log.warn('media.orphan', { pid: left.pid })
      signal(left.pid, 'SIGTERM')
      const until = this.o.clock.monotonic() + 3000
      while (runs(left.pid, left.file) && this.o.clock.monotonic() < until) await Bun.sleep(50)
      if (runs(left.pid, left.file)) signal(left.pid, 'SIGKILL')
    }
    if (typeof left.folder === 'string' && /\/footlight-[A-Za-z0-9]{6}$/.test(left.folder)) {
      rmSync(left.folder, { recursive: true, force: true })
    }
    rmSync(this.pidFile, { force: true })
  }

  /** A probe that failed while our own loop stood still proves nothing about the child. */
  private measureLag(): void {
    let expected = this.o.clock.monotonic() + 100
    const tick = () => {
      const now = this.o.clock.monotonic()
      this.lag = Math.max(this.lag, now - expected)
      expected = now + 100
      if (!this.stopping) this.later(tick, 100)
    }
    this.later(tick, 100)
  }

  private later(run: () => void, ms: number): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer)
      run()
    }, ms)
    this.timers.add(timer)
  }

  private pause(ms: number): Promise<void> {
    return new Promise(resolve => {
      this.wake = resolve
      this.later(resolve, ms)
    })
  }

  private to(state: ProcessState, told: () => string = () => ''): void {
    if (this.state === state && this.say === told()) return
    this.state = state
    this.told = told
    this.o.onState()
  }
}

const flagsOf = (protocol: string): string => (protocol === 'udp' ? say.media.flagsUdp : say.media.flagsTcp)

/** A new private folder whose socket paths fit into sockaddr_un (104 bytes on macOS, 108 on Linux). */
function runFolder(): string {
  const candidates = [process.env.XDG_RUNTIME_DIR, `/run/footlight-${userInfo().uid}`, tmpdir(), '/tmp']
  for (const base of candidates) {
    if (!base?.startsWith('/') || base.length > 70) continue
    try {
      if (base.startsWith('/run/footlight-')) mkdirSync(base, { mode: 0o700, recursive: true })
      const folder = mkdtempSync(join(base, 'footlight-'))
      chmodSync(folder, 0o700)
      return folder
    } catch {}
  }
  throw new Error(
    'No folder for the sockets of the media server: neither the runtime nor the temporary folder can be written.',
  )
}

/** A free loopback port; if it is taken before the child binds it, the next start picks another. */
function freePort(): number {
  const socket = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } })
  const port = socket.port
  socket.stop(true)
  return port
}

function runs(pid: number, file: string): boolean {
  if (process.platform === 'linux') {
    try {
      return readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, '') === file
    } catch {
      return false
    }
  }
  const ps = Bun.spawnSync(['ps', '-p', String(pid), '-o', 'comm='])
  return ps.stdout.toString().trim() === file
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {}
}

async function* lines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of stream) {
    rest += decoder.decode(chunk, { stream: true })
    const parts = rest.split('\n')
    rest = parts.pop()!.slice(-MOST_LINE)
    for (const part of parts) if (part) yield part
  }
  if (rest) yield rest
}

const MOST_LINE = 64 * 1024

import { readdirSync, readFileSync, statfsSync } from 'node:fs'
import { availableParallelism, freemem, loadavg, totalmem } from 'node:os'
import { resolve } from 'node:path'
import type { World } from '../world.ts'

export interface Health {
  /** ms since the process started. */
  uptime: number
  rss: number
  memoryFree: number
  memoryTotal: number
  /** Share of one core that this process used over the last five seconds. */
  cpu: number
  cores: number
  load: number
  /** Longest wait of a timer over the last five seconds, in ms. */
  lag: number
  diskFree: number
  diskTotal: number
  /** Open files, and how many are allowed; 0 where the system does not tell. */
  files: number
  filesMost: number
  version: string
  commit: string
  bun: string
}

const EVERY_MS = 5000
const TICK_MS = 100

interface Gauge {
  cpu: number
  lag: number
  startedAt: number
  version: string
  commit: string
}

const gauges = new WeakMap<World, Gauge>()

/** Begins to measure; answers how to stop. */
export function watchHealth(world: World, { version, commit }: { version: string; commit: string }): () => void {
  const { clock } = world
  const gauge: Gauge = { cpu: 0, lag: 0, startedAt: clock.now(), version, commit }
  gauges.set(world, gauge)
  let used = process.cpuUsage()
  let since = clock.monotonic()
  let last = since
  let worst = 0
  const tick = setInterval(() => {
    const now = clock.monotonic()
    worst = Math.max(worst, now - last - TICK_MS)
    last = now
    if (now - since < EVERY_MS) return
    const spent = process.cpuUsage(used)
    gauge.cpu = (spent.user + spent.system) / 1000 / (now - since)
    gauge.lag = Math.max(0, worst)
    used = process.cpuUsage()
    since = now
    worst = 0
  }, TICK_MS)
  tick.unref()
  return () => clearInterval(tick)
}

export function health(world: World): Health {
  const gauge = gauges.get(world)
  const disk = diskOf(world.config.data)
  const files = openFiles()
  return {
    uptime: gauge ? world.clock.now() - gauge.startedAt : 0,
    rss: process.memoryUsage.rss(),
    memoryFree: freemem(),
    memoryTotal: totalmem(),
    cpu: gauge?.cpu ?? 0,
    cores: availableParallelism(),
    load: loadavg()[0] ?? 0,
    lag: gauge?.lag ?? 0,
    diskFree: disk.free,
    diskTotal: disk.total,
    files: files.open,
    filesMost: files.most,
    version: gauge?.version ?? '',
    commit: gauge?.commit ?? '',
    bun: Bun.version,
  }
}

export function diskOf(folder: string): { free: number; total: number } {
  try {
    const { bavail, blocks, bsize } = statfsSync(resolve(folder))
    return { free: bavail * bsize, total: blocks * bsize }
  } catch {
    return { free: 0, total: 0 }
  }
}

export function openFiles(): { open: number; most: number } {
  try {
    const limits = readFileSync('/proc/self/limits', 'utf8')
    const most = Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? 0)
    return { open: readdirSync('/proc/self/fd').length, most }
  } catch {
    return { open: 0, most: 0 }
  }
}

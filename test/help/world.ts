import { Database } from 'bun:sqlite'
import { createHash } from 'node:crypto'
import type { Clock } from '../../src/base/clock.ts'
import { readConfig } from '../../src/base/config.ts'
import { migrate } from '../../src/base/db/migrate.ts'
import { configure } from '../../src/base/db/open.ts'
import { type Asset, Assets } from '../../src/base/http/assets.ts'
import { Rates } from '../../src/base/http/rate.ts'
import { base32, type Ids } from '../../src/base/ids.ts'
import { logTo } from '../../src/base/log.ts'
import type { DoorRoom, MediaPort, MediaStatus } from '../../src/base/ports.ts'
import { Presence } from '../../src/base/realtime/presence.ts'
import { sealWith } from '../../src/base/seal/box.ts'
import { openSettings } from '../../src/base/settings.ts'
import { migrations } from '../../src/migrations/index.ts'
import type { World } from '../../src/world.ts'

/** A clock that the test moves by hand. Starts on Saturday 21 November 2026, 18:00 UTC. */
export class HandClock implements Clock {
  at = Date.UTC(2026, 10, 21, 18)
  now = () => this.at
  monotonic = () => this.at
  pass(ms: number): void {
    this.at += ms
  }
}

/** Chance from a seed: the same in every run. */
export function seededIds(seed = 'footlight'): Ids {
  let n = 0
  const bytes = (count: number): Uint8Array => {
    const out = new Uint8Array(count)
    for (let i = 0; i < count; i += 32) {
      const block = createHash('sha256').update(`${seed}:${n++}`).digest()
      out.set(block.subarray(0, Math.min(32, count - i)), i)
    }
    return out
  }
  return { bytes, next: () => base32(bytes(16)) }
}

/** Remembers what was published. */
export class RememberingHub {
  readonly frames: { topic: string; frame: string }[] = []
  publish(topic: string, frame: string): void {
    this.frames.push({ topic, frame })
  }
}

/** Records what the domains ordered of the media server. */
export class RecordingMedia implements MediaPort {
  readonly admitted = new Map<string, DoorRoom>()
  readonly cuts: { name: string; why: string }[] = []
  admit(room: DoorRoom): void {
    this.admitted.set(room.name, room)
  }
  forget(name: string): void {
    this.admitted.delete(name)
  }
  async cut(name: string, why: string): Promise<void> {
    this.cuts.push({ name, why })
  }
  restarts = 0
  async restart(): Promise<void> {
    this.restarts++
  }
  status(): MediaStatus {
    return {
      state: 'up',
      say: '',
      version: 'v1.20.1',
      pid: 1,
      startedAt: 0,
      restarts: 0,
      ffmpeg: { found: false, version: '' },
      listeners: [],
    }
  }
}

const snapshot = (() => {
  const db = new Database(':memory:', { strict: true, safeIntegers: true })
  migrate(db, migrations, 0)
  return db.serialize()
})()

const assets = testAssets()

export interface TestWorld extends World {
  clock: HandClock
  hub: RememberingHub
  media: RecordingMedia
  lines: string[]
}

/** A whole migrated database in memory (deserialised, under a millisecond) and everything a verb may touch. */
export function testWorld(flags: string[] = []): TestWorld {
  const db = Database.deserialize(snapshot, { strict: true, safeIntegers: true })
  configure(db)
  const clock = new HandClock()
  const lines: string[] = []
  const parsed = readConfig(flags, {})
  if (!parsed.ok) throw new Error(parsed.say)
  return {
    db,
    clock,
    ids: seededIds(),
    hub: new RememberingHub(),
    presence: new Presence(),
    media: new RecordingMedia(),
    settings: openSettings(db),
    seal: sealWith(new Uint8Array(32).fill(7), seededIds('seal')),
    rates: new Rates(clock),
    outbound: async () => ({ ok: false, why: 'unreachable' }),
    config: parsed.config,
    assets: new Assets(assets),
    lines,
    log: logTo(line => lines.push(line), 'debug', clock.now),
  }
}

/** Pages only need names to resolve, not bytes. */
function testAssets(): Asset[] {
  const glob = new Bun.Glob('**/*')
  const root = new URL('../../assets', import.meta.url).pathname
  const assets: Asset[] = [{ name: 'app.css', href: '/assets/app-test.css', type: 'text/css', file: '' }]
  for (const name of glob.scanSync({ cwd: root })) {
    if (name.startsWith('client/') && !name.slice(7).includes('/')) {
      const js = name.slice(7).replace(/\.ts$/, '.js')
      assets.push({
        name: js,
        href: `/assets/${js.replace('.js', '-test.js')}`,
        type: 'text/javascript',
        file: `${root}/${name}`,
      })
    } else if (!name.startsWith('client/') && !name.startsWith('css/')) {
      assets.push({
        name,
        href: `/assets/${name.split('/').pop()}`,
        type: 'application/octet-stream',
        file: `${root}/${name}`,
      })
    }
  }
  return assets
}

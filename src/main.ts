import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { buildApp, serveApp } from './app.ts'
import { systemClock } from './base/clock.ts'
import { readConfig } from './base/config.ts'
import { migrate } from './base/db/migrate.ts'
import { openDatabase } from './base/db/open.ts'
import { Assets, type Bundle } from './base/http/assets.ts'
import { Rates } from './base/http/rate.ts'
import { listenHttp } from './base/http/server.ts'
import { systemIds } from './base/ids.ts'
import { logTo } from './base/log.ts'
import { SocketHub } from './base/realtime/hub.ts'
import { Presence } from './base/realtime/presence.ts'
import { openSettings } from './base/settings.ts'
import { migrations } from './migrations/index.ts'
import { wire } from './wiring.ts'
import type { World } from './world.ts'

/** argv and env in, a running site out. The only place that reads them. */
export async function main(bundle: Bundle, argv: string[], env: Record<string, string | undefined>): Promise<void> {
  const parsed = readConfig(argv, env)
  if (!parsed.ok) {
    console.error(parsed.say)
    process.exit(2)
  }
  const { config } = parsed
  mkdirSync(config.data, { recursive: true, mode: 0o700 })
  const clock = systemClock
  const log = logTo(line => process.stderr.write(line), config.log, clock.now)
  const db = openDatabase(join(config.data, 'footlight.db'))
  const migrated = migrate(db, migrations, clock.now())
  if (!migrated.ok) {
    console.error(`This database is ${migrated.why}: ${migrated.name}.`)
    process.exit(1)
  }
  const hub = new SocketHub()
  const world: World = {
    db,
    clock,
    ids: systemIds(clock.now),
    hub,
    presence: new Presence(),
    media: undefined as never,
    settings: openSettings(db),
    rates: new Rates(clock),
    config,
    assets: new Assets(bundle.assets),
    log,
  }
  const app = buildApp(world, wire(world))
  const listening = listenHttp(
    serveApp(app, () => false),
    { host: config.http.host, port: config.http.port, hub },
  )
  if (!listening.ok) {
    console.error(listening.detail)
    process.exit(1)
  }
  log.info('listening', { url: listening.server.url.href })
}

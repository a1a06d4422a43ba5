import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { flushSeen, sweepSessions } from './accounts/index.ts'
import { takeSample } from './admin/index.ts'
import { buildApp, serveApp } from './app.ts'
import { DAY, HOUR, MINUTE, systemClock } from './base/clock.ts'
import { type Config, OPTIONS } from './base/config.ts'
import { tx } from './base/db/tx.ts'
import { checkpointWhenIdle } from './base/db/wal.ts'
import { needHttps, onlySecure } from './base/html/need-https.tsx'
import { Assets, type Bundle } from './base/http/assets.ts'
import { ownAddresses, type Pair, readPair, tryOutPair } from './base/http/certificate.ts'
import { outboundWith } from './base/http/outbound.ts'
import { isLoopback, localUrl, publicHost, publicUrl, speaksTls } from './base/http/public-url.ts'
import { Rates } from './base/http/rate.ts'
import { redirectServer } from './base/http/redirect.ts'
import { HttpServer, type Refusal, standsFor } from './base/http/server.ts'
import { secret26, systemIds } from './base/ids.ts'
import { courier } from './base/jobs/courier.ts'
import { briefly, type Log, logTo } from './base/log.ts'
import { deliverAll } from './base/mail/outbox.ts'
import { sweepPictures } from './base/picture/index.ts'
import type { MediaPort, MediaStatus } from './base/ports.ts'
import { SocketHub } from './base/realtime/hub.ts'
import { Presence } from './base/realtime/presence.ts'
import { sealWith } from './base/seal/box.ts'
import { masterFile, openMaster } from './base/seal/master.ts'
import { openSettings } from './base/settings.ts'
import { admitEveryRoom, closeLeftOpen } from './broadcasts/index.ts'
import { countViewers } from './broadcasts/live.tsx'
import { eraseLines, tendRooms } from './chat/index.ts'
import { tendPlay } from './chat/play/live.tsx'
import { findBinary, gatewaysOf, Media, picturesFirst, tellBroadcasts } from './media/index.ts'
import { forgetReporters, inForce, sweepHits } from './moderation/index.ts'
import { scheduleBackups } from './ops/backup.ts'
import { ask, type Call } from './ops/cli.ts'
import { machineSay, openFolder } from './ops/folder.ts'
import { watchHealth } from './ops/health.ts'
import { tendLedger } from './ops/ledger.ts'
import { noteOpen, openAt } from './ops/lock.ts'
import { setupLink } from './ops/setup.ts'
import { beginCalls, remind, roomById, sweepNotices } from './rooms/index.ts'
import { mailTold } from './rooms/notices/letters.tsx'
import { expireOrders, tellSpent } from './wallet/index.ts'
import { wire } from './wiring.ts'
import type { World } from './world.ts'

const CERTIFICATE_LOOK_MS = 10_000
/** Answers that are under way at a stop get this long; the pages come back by themselves. */
const GOODBYE_MS = 5000

/** argv and env in, a running site or a finished command out. The only place that reads them. */
export async function main(bundle: Bundle, argv: string[], env: Record<string, string | undefined>): Promise<void> {
  process.umask(0o077)
  // Bun itself obeys these, and every child would inherit them.
  for (const name of Object.keys(process.env)) if (name.startsWith('BUN_')) delete process.env[name]
  const asked = ask(argv, env)
  if (asked.what === 'say') {
    console.log(asked.text)
    return
  }
  if (asked.what === 'wrong') {
    console.error(asked.text)
    process.exit(2)
  }
  const { command, ...rest } = asked
  const fault = (error: unknown): never => {
    console.error(machineSay(resolve(asked.config.data), error) ?? `Footlight has a fault: ${briefly(error)}`)
    if (asked.config.log === 'debug') console.error(error)
    process.exit(1)
  }
  if (command.name === 'serve') {
    for (const name of unknownVariables(env)) console.error(`I do not know the variable ${name}; it changes nothing.`)
    const said = await serve(bundle, asked.config).catch(fault)
    if (said !== '') {
      console.error(said)
      process.exit(1)
    }
    return
  }
  const call: Call = {
    ...rest,
    bundle,
    env,
    say: text => console.log(text),
    sorry: text => console.error(text),
    open: ({ alone }) => openConsole(asked.config, bundle, alone),
  }
  try {
    process.exitCode = await command.run(call)
  } catch (error) {
    fault(error)
  }
}

function logOf(config: Config): Log {
  return logTo(line => process.stderr.write(line), config.log, systemClock.now)
}

export function worldOf(
  config: Config,
  bundle: Bundle,
  db: World['db'],
  hub: World['hub'],
  media: MediaPort,
  log: Log,
  master: Uint8Array,
): World {
  const ids = systemIds(systemClock.now)
  return {
    db,
    clock: systemClock,
    ids,
    hub,
    presence: new Presence(),
    media,
    settings: openSettings(db),
    seal: sealWith(master, ids),
    rates: new Rates(systemClock, undefined, config.limits === 'bench'),
    outbound: outboundWith(),
    config,
    assets: new Assets(bundle.assets),
    log,
  }
}

export const masterOf = (config: Config) => openMaster(masterFile(config), systemIds(systemClock.now))

/** The console's own world, beside a running site: it commands no media server. */
function openConsole(config: Config, bundle: Bundle, alone: boolean): (World & { close(): void }) | null {
  const folder = openFolder(config.data, { alone, now: systemClock.now() })
  if (!folder.ok) {
    console.error(folder.say)
    return null
  }
  const master = masterOf(config)
  if (!master.ok) {
    folder.close()
    console.error(master.say)
    return null
  }
  const at = openAt(resolve(config.data))
  const named = at && config.publicUrl === '' ? { ...config, publicUrl: at.url } : config
  const media: MediaPort = {
    admit() {},
    forget() {},
    cut: async () => {},
    restart: async () => {},
    status: () => NO_MEDIA,
  }
  const world = worldOf(
    named,
    bundle,
    folder.db,
    { publish() {} },
    media,
    logOf({ ...config, log: 'warn' }),
    master.key,
  )
  return { ...world, close: folder.close }
}

const NO_MEDIA: MediaStatus = {
  state: 'missing',
  say: '',
  version: '',
  pid: 0,
  startedAt: 0,
  restarts: 0,
  ffmpeg: { found: false, version: '' },
  listeners: [],
}

/** Opens the site and stays; or answers the sentence that says why not. */
async function serve(bundle: Bundle, config: Config): Promise<string> {
  const log = logOf(config)
  const data = resolve(config.data)
  const folder = openFolder(data, { alone: true, now: systemClock.now() })
  if (!folder.ok) return folder.say
  const give = (say: string) => {
    folder.close()
    return say
  }
  const master = masterOf(config)
  if (!master.ok) return give(master.say)
  const hub = new SocketHub()
  const world = worldOf(config, bundle, folder.db, hub, undefined as never, log, master.key)
  firstSettings(world)

  const pair = certificate(world, data)
  if (!pair.ok) return give(pair.say)

  const told = wire(world)
  const gateways = gatewaysOf(world)
  const media = new Media({
    clock: world.clock,
    ids: world.ids,
    log,
    config,
    binary: () =>
      findBinary({
        given: config.mediamtx,
        embedded: bundle.mediamtx
          ? { sha256: bundle.mediamtx.sha256, zstd: () => Bun.file(bundle.mediamtx!.file).bytes() }
          : null,
        data,
      }),
    site: () => ({
      srtPassphrase: world.settings.get('srt_passphrase'),
      publicHost: publicHost(world),
      viewersAtPeak: world.settings.get('viewers_at_peak'),
      certificate: config.tlsCert === '' ? null : pair.current(),
    }),
    told: {
      ...tellBroadcasts(world, told.broadcasts, gateways),
      statusChanged: status => log.info('media', { state: status.state, say: status.say }),
    },
  })
  world.media = media
  gateways.attach(media)
  closeLeftOpen(world)
  eraseLines(world)
  forgetReporters(world)
  // Read before the first text comes, not under it.
  inForce(world)
  admitEveryRoom(world)

  const app = buildApp(world, told)
  // A browser that was told to insist on HTTPS would not let anybody past the warning of a self-signed certificate.
  const secureFrom = () =>
    config.tls !== 'self-signed' && (config.tlsCert !== '' || publicUrl(world).startsWith('https:'))
  const http = new HttpServer(
    picturesFirst(world, onlySecure(world, serveApp(world, app, secureFrom))),
    config.http,
    hub,
  )
  const bound = http.start(pair.current())
  if (!bound.ok) {
    // A name that stands for no address fails like a port that is taken.
    const why = (await standsFor(config.http.host)) ? bound.why : 'no-such-address'
    return give(portSay('http', config.http, { ...bound, why }))
  }
  config.http.port = http.port

  // A house that plays goes on: what throws outside a request is a fault of ours or of the disk, and stands in the log.
  process.on('uncaughtException', error => log.error('fault', { error: briefly(error) }))
  process.on('unhandledRejection', error => log.error('fault', { error: briefly(error) }))
  const stops: (() => void)[] = []
  if (config.httpRedirect) {
    mkdirSync(join(data, 'acme'), { recursive: true })
    try {
      const redirect = redirectServer({
        at: config.httpRedirect,
        to: () => publicUrl(world),
        refuse: request => needHttps(world, request, 'outside', ''),
        challenges: join(data, 'acme'),
      })
      stops.push(() => void redirect.stop(true))
    } catch (error) {
      const why = (error as { code?: string }).code === 'EACCES' ? 'not-allowed' : 'port-taken'
      await http.stop(0)
      return give(portSay('http-redirect', config.httpRedirect, { ok: false, why, detail: briefly(error) }))
    }
  }
  const renew = () => {
    const fresh = pair.renewed()
    if (!fresh) return
    const opened = http.replaceCertificate(fresh)
    if (opened.ok) log.info('certificate replaced')
    else log.error('certificate not replaced', { why: opened.detail })
    media.certificateChanged()
  }
  stops.push(
    every(CERTIFICATE_LOOK_MS, renew),
    every(MINUTE, () => {
      admitEveryRoom(world)
      sweepSessions(world)
      sweepHits(world)
      expireOrders(world)
      tellSpent(world)
      sweepNotices(world)
      remind(world, id => told.rooms.onStage(roomById(world, id)?.name ?? '').state !== 'off')
    }),
    every(MINUTE, () => takeSample(world)),
    every(DAY, () => {
      eraseLines(world)
      forgetReporters(world)
    }),
    countViewers(world),
    scheduleBackups(world),
    every(HOUR, () => void sweepPictures(world)),
    tendPlay(world, told.chat),
    tendRooms(world, told.chat),
    tendLedger(world),
    courier(world, 'mail', () => deliverAll(world, mailTold(world))),
    courier(world, 'push', async () => void beginCalls(world)),
    checkpointWhenIdle(world),
    watchHealth(world, bundle),
  )
  goodbye(log, async () => {
    for (const stop of stops) stop()
    await media.stop()
    gateways.stop()
    await http.stop(GOODBYE_MS)
    flushSeen(world)
    folder.close()
  })
  // A closed terminal hangs up; a service is told to read its certificate again.
  process.on('SIGHUP', () => (process.stdin.isTTY ? process.kill(process.pid, 'SIGTERM') : renew()))

  greet(world, bundle)
  await media.start()
  return ''
}

/** What every site has from its first start on. */
function firstSettings(world: World): void {
  if (world.settings.get('srt_passphrase') !== '') return
  tx(world, () => world.settings.set('srt_passphrase', secret26(world.ids).slice(0, 24), world.clock.now()))
}

interface Certificate {
  ok: true
  current(): Pair | null
  /** A pair that differs from the current one and is good, once; null otherwise. */
  renewed(): Pair | null
}

function certificate(world: World, data: string): Certificate | { ok: false; say: string } {
  const { config, log } = world
  if (!speaksTls(world)) return { ok: true, current: () => null, renewed: () => null }
  const read = () =>
    config.tlsCert === ''
      ? {
          ok: true as const,
          pair: tryOutPair(data, publicHost(world), world.clock.now(), () => world.ids.bytes(16)),
        }
      : readPair(config.tlsCert, config.tlsKey)
  const first = read()
  if (!first.ok) return first
  let current = first.pair
  let complaint = ''
  return {
    ok: true,
    current: () => current,
    renewed() {
      const now = read()
      if (!now.ok) {
        // A renewal writes two files: between them they do not fit, which is worth one line, not six a minute.
        if (now.say !== complaint) log.warn('certificate unreadable, the old one stays', { why: now.say })
        complaint = now.say
        return null
      }
      complaint = ''
      if (now.pair.cert === current.cert && now.pair.key === current.key) return null
      current = now.pair
      return current
    },
  }
}

function portSay(flag: string, at: { host: string; port: number }, { why, detail }: Refusal): string {
  const shown = `${at.host.includes(':') ? `[${at.host}]` : at.host}:${at.port}`
  switch (why) {
    case 'port-taken':
      return `Port ${at.port} is taken by another program. Stop that one (ss -lntp shows it), or choose another: --${flag} ${at.host}:${at.port + 1}`
    case 'not-allowed':
      return `Port ${at.port} is not open to this user: those below 1024 need a right. Choose another with --${flag}, or run as the service that "footlight install" makes.`
    case 'no-such-address':
      return `${shown} is no address of this machine. Write --${flag} 127.0.0.1:${at.port} for this machine alone, or :${at.port} for all its addresses.`
    case 'failed':
      return `--${flag} ${shown} does not open: ${detail}`
    default:
      return why satisfies never
  }
}

function greet(world: World, { version }: Bundle): void {
  const url = publicUrl(world)
  noteOpen(resolve(world.config.data), { url, local: localUrl(world), config: world.config })
  world.log.info('listening', { url, version })
  console.log(`Footlight ${version} is open at ${url}`)
  const link = setupLink(world)
  if (link) console.log(`Set it up here, within an hour: ${url}${link}`)
  if (link && speaksTls(world) && isLoopback(new URL(url).hostname) && !isLoopback(world.config.http.host)) {
    for (const address of ownAddresses().slice(0, 3)) {
      const host = address.includes(':') ? `[${address}]` : address
      console.log(`From another machine: https://${host}:${world.config.http.port}${link}`)
    }
  }
}

/** A misspelt variable would change nothing, silently. */
function unknownVariables(env: Record<string, string | undefined>): string[] {
  const known = new Set<string>(OPTIONS.map(option => option.env))
  return Object.keys(env).filter(name => name.startsWith('FOOTLIGHT_') && !known.has(name))
}

function every(ms: number, run: () => void): () => void {
  const timer = setInterval(run, ms)
  return () => clearInterval(timer)
}

/** The first signal stops in order, a second one at once. */
function goodbye(log: Log, stop: () => Promise<void>): void {
  let stopping = false
  const leave = (signal: string) => {
    if (stopping) process.exit(1)
    stopping = true
    log.info('stopping', { signal })
    stop().then(
      () => process.exit(0),
      error => {
        log.error('the stop failed', { error: briefly(error) })
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', () => leave('SIGTERM'))
  process.on('SIGINT', () => leave('SIGINT'))
}

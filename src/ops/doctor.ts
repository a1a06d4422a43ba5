import { createSocket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { existsSync, statSync } from 'node:fs'
import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import { dirname, resolve } from 'node:path'
import { decimal, length, listed, number } from '../../views/format.ts'
import { say } from '../../views/words/index.ts'
import { DAY, HOUR, systemClock } from '../base/clock.ts'
import type { Config, Listen } from '../base/config.ts'
import { covers, readPair } from '../base/http/certificate.ts'
import { isLoopback, publicHost, publicUrl } from '../base/http/public-url.ts'
import { isFree } from '../base/http/server.ts'
import { outboxState, smtpServer } from '../base/mail/outbox.ts'
import { greet } from '../base/mail/smtp.ts'
import { saying } from '../base/saying.ts'
import { masterFile } from '../base/seal/master.ts'
import { findBinary, findFfmpeg, MEDIAMTX_VERSION } from '../media/index.ts'
import { pushState } from '../rooms/index.ts'
import type { World } from '../world.ts'
import { backupAge } from './backup.ts'
import type { Call } from './cli.ts'
import { databaseFile } from './folder.ts'
import { diskOf, openFiles } from './health.ts'
import { isRunning, openAt } from './lock.ts'

export interface Finding {
  id: string
  title: string
  state: 'ok' | 'warn' | 'bad'
  fact: string
  /** What to do; empty when all is well. */
  fix: string
}

const ok = (id: string, title: string, fact: string): Finding => ({ id, title, state: 'ok', fact, fix: '' })
const warn = (id: string, title: string, fact: string, fix: string): Finding => ({
  id,
  title,
  state: 'warn',
  fact,
  fix,
})
const bad = (id: string, title: string, fact: string, fix: string): Finding => ({ id, title, state: 'bad', fact, fix })

type Given = Pick<World, 'config' | 'settings'>

const GB = 1024 ** 3

/** From the console, beside a running site or without one. */
export async function doctor(call: Call): Promise<Finding[]> {
  const data = resolve(call.config.data)
  const running = isRunning(data)
  const config = openAt(data)?.config ?? call.config
  const findings = [folder(data)]
  const world = existsSync(databaseFile(data)) ? call.open({ alone: false }) : null
  const settings: World['settings'] = world?.settings ?? { get: () => '' as never, set() {} }
  const given: Given = { config, settings }
  findings.push(
    keyFinding({ ...config, data }),
    disk(data),
    await clockOf(systemClock.now()),
    files(),
    ffmpeg((await findFfmpeg(config.ffmpeg))?.version ?? ''),
    await mediaServer(call, config, data),
    certificate(given, systemClock.now()),
    ...(await ports(config, running)),
    await reach(given),
  )
  if (world) findings.push(backupFinding(world), await mailAsked(world), pushFinding(world))
  world?.close()
  return findings
}

/** Unpacked and started once to ask its version; without a data folder there is no place to unpack it to yet. */
async function mediaServer({ bundle }: Call, { mediamtx }: Config, data: string): Promise<Finding> {
  const title = say.ops.mediaServer
  const inside = bundle.mediamtx
  if (inside && mediamtx === '' && !existsSync(data)) {
    return ok('media', title, say.ops.mediaInside(MEDIAMTX_VERSION))
  }
  const binary = await findBinary({
    given: mediamtx,
    embedded: inside ? { sha256: inside.sha256, zstd: () => Bun.file(inside.file).bytes() } : null,
    data,
  })
  return binary.ok
    ? ok('media', title, say.ops.mediaReady(MEDIAMTX_VERSION))
    : bad('media', title, binary.say, say.ops.mediaBuild)
}

/** From inside the running site: the wizard and the health page. */
export async function examine(world: World): Promise<Finding[]> {
  const status = world.media.status()
  return [
    folder(resolve(world.config.data)),
    keyFinding(world.config),
    disk(resolve(world.config.data)),
    await clockOf(world.clock.now()),
    files(),
    ffmpeg(status.ffmpeg.found ? status.ffmpeg.version : ''),
    status.state === 'up'
      ? ok('media', say.ops.mediaServer, say.ops.mediaRuns(status.version))
      : status.state === 'starting'
        ? warn('media', say.ops.mediaServer, say.ops.mediaStarting, say.ops.lookInMoment)
        : bad('media', say.ops.mediaServer, status.say || say.ops.mediaNot, say.ops.logSays),
    certificate(world, world.clock.now()),
    receivers(world),
    await reach(world),
    backupFinding(world),
    mailFinding(world),
    pushFinding(world),
  ]
}

function folder(data: string): Finding {
  const title = say.ops.dataFolder
  if (!existsSync(data)) return warn('folder', title, say.ops.folderMissing(data), say.ops.folderMade)
  const mode = statSync(data).mode & 0o777
  if (mode & 0o077) {
    return bad('folder', title, say.ops.folderOpen(data), `chmod 700 ${data}`)
  }
  return ok('folder', title, say.ops.folderOwn)
}

function disk(data: string): Finding {
  const { free, total } = diskOf(existsSync(data) ? data : '.')
  if (total === 0) return warn('disk', say.ops.disk, say.ops.diskUnknown, '')
  const fact = say.ops.diskFree(decimal(free / GB, free < 10 * GB ? 1 : 0), decimal(total / GB, 0))
  if (free < GB) return bad('disk', say.ops.disk, fact, say.ops.diskFreeSome)
  if (free < 5 * GB) return warn('disk', say.ops.disk, fact, say.ops.diskPlan)
  return ok('disk', say.ops.disk, fact)
}

/** Released in 2026: a clock before that is not set, and sign-in codes and certificates would fail. */
const EARLIEST = Date.UTC(2026, 0, 1)

async function clockOf(now: number): Promise<Finding> {
  const shown = `${new Date(now).toISOString().slice(0, 16).replace('T', ' ')} UTC`
  if (now < EARLIEST) return bad('clock', say.ops.clock, say.ops.clockSays(shown), say.ops.clockSet)
  const synced = await synchronised()
  if (synced === false) return warn('clock', say.ops.clock, say.ops.clockLoose(shown), 'timedatectl set-ntp true')
  return ok('clock', say.ops.clock, synced ? say.ops.clockKept(shown) : `${shown}.`)
}

async function synchronised(): Promise<boolean | null> {
  if (process.platform !== 'linux') return null
  const said = await saying(['timedatectl', 'show', '--property=NTPSynchronized', '--value'], 2000)
  return said === 'yes' ? true : said === 'no' ? false : null
}

function files(): Finding {
  const { most } = openFiles()
  if (most === 0) return ok('files', say.ops.openFiles, say.ops.filesUnknown)
  const fact = say.ops.filesAllowed(number(most))
  if (most < 65_536) {
    return warn('files', say.ops.openFiles, fact, say.ops.filesRaise)
  }
  return ok('files', say.ops.openFiles, fact)
}

function ffmpeg(version: string): Finding {
  if (version) return ok('ffmpeg', 'ffmpeg', say.ops.ffmpegIs(version))
  return warn('ffmpeg', 'ffmpeg', say.ops.ffmpegNot, say.ops.ffmpegInstall)
}

function certificate(given: Given, now: number): Finding {
  const { config } = given
  const title = say.ops.certificate
  const url = publicUrl(given)
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '')
  if (config.tlsCert) {
    const read = readPair(config.tlsCert, config.tlsKey)
    if (!read.ok) return bad('certificate', title, read.say, say.ops.certMend)
    const { facts } = read
    const left = Math.floor((facts.until - now) / DAY)
    const day = new Date(facts.until).toISOString().slice(0, 10)
    if (left < 0) return bad('certificate', title, say.ops.certEnded(day), say.ops.certRenew)
    if (!covers(facts, host)) {
      return bad('certificate', title, say.ops.certOther(facts.names.join(', '), host), say.ops.certGet)
    }
    if (left < 14) return warn('certificate', title, say.ops.certEnds(left, day), say.ops.certWhy)
    return ok('certificate', title, say.ops.certFor(facts.names.join(', '), day))
  }
  if (config.tls === 'self-signed') {
    return warn('certificate', title, say.ops.certSelf, say.ops.certGetOwn)
  }
  if (config.trustedProxies.length > 0) {
    return url.startsWith('https:')
      ? ok('certificate', title, say.ops.certProxy(config.trustedProxies.join(', ')))
      : warn('certificate', title, say.ops.certProxyShould, say.ops.certSetHttps)
  }
  if (isLoopback(config.http.host)) return ok('certificate', title, say.ops.certNotNeeded)
  return bad('certificate', title, say.ops.certNone, say.ops.certFlags)
}

/** What the media server opened, as it says itself. */
function receivers(world: World): Finding {
  const { listeners, state } = world.media.status()
  if (state !== 'up') return bad('ports', say.ops.receivers, say.ops.receiversShut, say.ops.seeAbove)
  return ok('ports', say.ops.receivers, say.ops.receiversOpen(listeners.join(', ')))
}

async function ports(config: Config, running: boolean): Promise<Finding[]> {
  const wanted: [flag: string, at: Listen | null, udp: boolean][] = [
    ['http', config.http, false],
    ['rtmp', config.rtmp, false],
    ['srt', config.srt, true],
    ['webrtc', config.webrtc, true],
  ]
  const found: Finding[] = []
  for (const [flag, at, udp] of wanted) {
    if (!at || at.port === 0) continue
    const title = say.ops.port(at.port)
    const kind = udp ? 'UDP' : 'TCP'
    const free = udp ? await udpFree(at) : isFree(at).ok
    if (running && !free) found.push(ok(`port-${flag}`, title, say.ops.portHas(flag, kind)))
    else if (running) found.push(warn(`port-${flag}`, title, say.ops.portClosed(flag, kind), say.ops.portOther))
    else if (free) found.push(ok(`port-${flag}`, title, say.ops.portFree(flag, kind)))
    else found.push(bad(`port-${flag}`, title, say.ops.portTaken(flag, kind), say.ops.portStop(flag)))
  }
  return found
}

function udpFree(at: Listen): Promise<boolean> {
  const socket = createSocket(at.host.includes(':') ? 'udp6' : 'udp4')
  return new Promise(answer => {
    socket.once('error', () => answer(false))
    socket.bind(at.port, at.host, () => {
      socket.close()
      answer(true)
    })
  })
}

const PRIVATE =
  /^(10\.|192\.168\.|172\.(1[6-9]|2[0-9]|3[01])\.|100\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\.|169\.254\.|127\.|::1$|f[cd]|fe80)/i

/**
 * Whether viewers and encoders can find the ports, as far as one can tell from here: the address that they are told must be one
 * of this machine, or a router has to forward. Nobody outside is asked.
 */
async function reach(given: Given): Promise<Finding> {
  const title = say.ops.reach
  const { config } = given
  const host = publicHost(given)
  const udp = portsOf(config.srt?.port, config.webrtc.port)
  if (host === '') {
    return warn('reach', title, say.ops.reachNone, say.ops.reachSet)
  }
  const addresses = isIP(host)
    ? [host]
    : await lookup(host, { all: true })
        .then(all => all.map(a => a.address))
        .catch(() => [])
  if (addresses.length === 0) return bad('reach', title, say.ops.reachNowhere(host), say.ops.reachRecord)
  const own = new Set(
    Object.values(networkInterfaces())
      .flat()
      .map(i => i?.address),
  )
  if (addresses.every(address => isLoopback(address))) return ok('reach', title, say.ops.reachAlone(host))
  if (addresses.some(address => own.has(address))) {
    const inside = addresses.every(address => PRIVATE.test(address))
    return inside ? ok('reach', title, say.ops.reachOwn(host)) : ok('reach', title, say.ops.reachThis(host, udp))
  }
  return warn(
    'reach',
    title,
    say.ops.reachOther(host, addresses.join(', ')),
    say.ops.reachForward(portsOf(config.rtmp?.port, config.webrtc.port), udp),
  )
}

/** Whoever gets the folder, or an old disk of it, gets what is sealed too. */
function keyFinding(config: Config): Finding {
  const words = say.cases.key
  const file = masterFile(config)
  if (!existsSync(file)) return ok('key', words.title, words.none)
  const inside = dirname(file) === resolve(config.data)
  return inside ? warn('key', words.title, words.inside(file), words.move) : ok('key', words.title, words.outside(file))
}

function backupFinding(world: World): Finding {
  const age = backupAge(world)
  const hour = `${world.settings.get('backup_hour')}:00`
  if (age === null) return warn('backup', say.ops.backup, say.ops.backupNone, say.ops.backupFirst(hour))
  const shown = age < HOUR ? say.ops.underHour : say.ops.oldBy(length(age))
  if (age > 2 * DAY) return bad('backup', say.ops.backup, say.ops.backupNewest(shown), say.ops.backupLog)
  return ok('backup', say.ops.backup, say.ops.backupChecked(shown))
}

/** Without mail everything works, so none is no fault; what lies here because nobody takes it is one. */
function mailFinding(world: World): Finding {
  const title = say.ops.mail
  const server = smtpServer(world)
  if (!server) return ok('mail', title, say.ops.mailNone)
  const { tried, waiting, lastFailure } = outboxState(world)
  const words = say.following.panel.mail
  if (tried > 0 && lastFailure) return warn('mail', title, words.stuck(tried), words.why[lastFailure])
  return ok('mail', title, say.ops.mailBy(`${server.host}:${server.port}`, words.waiting(waiting)))
}

/** As above, and the server is asked whether it lets us in: at the console once, not by each page that looks. */
async function mailAsked(world: World): Promise<Finding> {
  const server = smtpServer(world)
  const asked = server && (await greet(server))
  if (!server || !asked || asked.ok) return mailFinding(world)
  const fact = say.ops.mailShut(`${server.host}:${server.port}`, asked.said)
  return bad('mail', say.ops.mail, fact, say.following.panel.mail.why[asked.why])
}

function pushFinding(world: World): Finding {
  const title = say.ops.push
  const url = new URL(publicUrl(world))
  if (url.protocol !== 'https:' && !isLoopback(url.hostname)) {
    return warn('push', title, say.ops.pushPlain, say.ops.certSetHttps)
  }
  const { devices, tried } = pushState(world)
  if (tried > 0) return warn('push', title, say.ops.pushVain(tried), say.ops.pushOut)
  return ok('push', title, devices === 0 ? say.ops.pushNobody : say.ops.pushTo(devices))
}

const portsOf = (...ports: (number | undefined)[]): string => listed(ports.filter(Boolean).map(String))

/** For `footlight health`. */
export async function askHealth(config: Config): Promise<{ ok: boolean; say: string }> {
  const at = openAt(resolve(config.data))
  if (!at) return { ok: false, say: `No Footlight runs on the data folder ${resolve(config.data)}.` }
  try {
    const answer = await fetch(`${at.local}/health`, {
      signal: AbortSignal.timeout(5000),
      tls: { rejectUnauthorized: false },
    })
    const text = (await answer.text()).trim()
    return { ok: answer.ok, say: text }
  } catch {
    return { ok: false, say: `Nothing answers at ${at.local}.` }
  }
}

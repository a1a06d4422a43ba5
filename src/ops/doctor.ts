import { createSocket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { existsSync, statSync } from 'node:fs'
import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import { resolve } from 'node:path'
import { DAY, HOUR, systemClock } from '../base/clock.ts'
import type { Config, Listen } from '../base/config.ts'
import { covers, readPair } from '../base/http/certificate.ts'
import { isLoopback, publicHost, publicUrl } from '../base/http/public-url.ts'
import { isFree } from '../base/http/server.ts'
import { saying } from '../base/saying.ts'
import { findBinary, findFfmpeg, MEDIAMTX_VERSION } from '../media/index.ts'
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
    disk(data),
    await clockOf(systemClock.now()),
    files(),
    ffmpeg((await findFfmpeg(config.ffmpeg))?.version ?? ''),
    await mediaServer(call, config, data),
    certificate(given, systemClock.now()),
    ...(await ports(config, running)),
    await reach(given),
  )
  if (world) findings.push(backupFinding(world))
  world?.close()
  return findings
}

/** Unpacked and started once to ask its version; without a data folder there is no place to unpack it to yet. */
async function mediaServer({ bundle }: Call, { mediamtx }: Config, data: string): Promise<Finding> {
  const title = 'Media server'
  const inside = bundle.mediamtx
  if (inside && mediamtx === '' && !existsSync(data)) {
    return ok('media', title, `MediaMTX ${MEDIAMTX_VERSION} is in this file; it is unpacked at the first start.`)
  }
  const binary = await findBinary({
    given: mediamtx,
    embedded: inside ? { sha256: inside.sha256, zstd: () => Bun.file(inside.file).bytes() } : null,
    data,
  })
  return binary.ok
    ? ok('media', title, `MediaMTX ${MEDIAMTX_VERSION} is ready.`)
    : bad('media', title, binary.say, 'Build again with scripts/build, or name a copy with --mediamtx.')
}

/** From inside the running site: the wizard and the health page. */
export async function examine(world: World): Promise<Finding[]> {
  const status = world.media.status()
  return [
    folder(resolve(world.config.data)),
    disk(resolve(world.config.data)),
    await clockOf(world.clock.now()),
    files(),
    ffmpeg(status.ffmpeg.found ? status.ffmpeg.version : ''),
    status.state === 'up'
      ? ok('media', 'Media server', `MediaMTX ${status.version} runs.`)
      : status.state === 'starting'
        ? warn('media', 'Media server', 'It is starting.', 'Look again in a moment.')
        : bad('media', 'Media server', status.say || 'It does not run.', 'The log of footlight says why.'),
    certificate(world, world.clock.now()),
    receivers(world),
    await reach(world),
    backupFinding(world),
  ]
}

function folder(data: string): Finding {
  const title = 'Data folder'
  if (!existsSync(data)) return warn('folder', title, `${data} does not exist yet.`, 'It is made at the first start.')
  const mode = statSync(data).mode & 0o777
  if (mode & 0o077) {
    return bad('folder', title, `Other users of this machine may look into ${data}.`, `chmod 700 ${data}`)
  }
  return ok('folder', title, 'Only this user can look into it.')
}

function disk(data: string): Finding {
  const { free, total } = diskOf(existsSync(data) ? data : '.')
  if (total === 0) return warn('disk', 'Disk', 'The system does not say how much is free.', '')
  const fact = `${(free / GB).toFixed(free < 10 * GB ? 1 : 0)} GB free of ${(total / GB).toFixed(0)} GB.`
  if (free < GB) return bad('disk', 'Disk', fact, 'Free some space: below 1 GB backups and pictures stop.')
  if (free < 5 * GB) return warn('disk', 'Disk', fact, 'Plan for 5 GB and more.')
  return ok('disk', 'Disk', fact)
}

/** Released in 2026: a clock before that is not set, and sign-in codes and certificates would fail. */
const EARLIEST = Date.UTC(2026, 0, 1)

async function clockOf(now: number): Promise<Finding> {
  const shown = `${new Date(now).toISOString().slice(0, 16).replace('T', ' ')} UTC`
  if (now < EARLIEST) return bad('clock', 'Clock', `It says ${shown}.`, 'Set it: timedatectl set-ntp true')
  const synced = await synchronised()
  if (synced === false)
    return warn('clock', 'Clock', `${shown}, but nothing keeps it right.`, 'timedatectl set-ntp true')
  return ok('clock', 'Clock', synced ? `${shown}, kept right by the network.` : `${shown}.`)
}

async function synchronised(): Promise<boolean | null> {
  if (process.platform !== 'linux') return null
  const said = await saying(['timedatectl', 'show', '--property=NTPSynchronized', '--value'], 2000)
  return said === 'yes' ? true : said === 'no' ? false : null
}

function files(): Finding {
  const { most } = openFiles()
  if (most === 0) return ok('files', 'Open files', 'The system sets no limit that can be read.')
  const fact = `${most.toLocaleString('en')} at once are allowed.`
  if (most < 65_536) {
    return warn(
      'files',
      'Open files',
      fact,
      'Each viewer takes two. Raise it: ulimit -n 65536, or LimitNOFILE in the unit.',
    )
  }
  return ok('files', 'Open files', fact)
}

function ffmpeg(version: string): Finding {
  if (version)
    return ok('ffmpeg', 'ffmpeg', `Version ${version}: sound from OBS reaches everybody, and cards get pictures.`)
  return warn(
    'ffmpeg',
    'ffmpeg',
    'It is not here: in real time OBS is silent, and cards have no picture.',
    'Install it (Debian: apt-get install ffmpeg) or name it with --ffmpeg.',
  )
}

function certificate(given: Given, now: number): Finding {
  const { config } = given
  const title = 'Certificate'
  const url = publicUrl(given)
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '')
  if (config.tlsCert) {
    const read = readPair(config.tlsCert, config.tlsKey)
    if (!read.ok) return bad('certificate', title, read.say, 'Mend the files; they are read again by themselves.')
    const { facts } = read
    const left = Math.floor((facts.until - now) / DAY)
    const day = new Date(facts.until).toISOString().slice(0, 10)
    if (left < 0)
      return bad('certificate', title, `It ended on ${day}.`, 'Renew it; the files are read again by themselves.')
    if (!covers(facts, host)) {
      return bad(
        'certificate',
        title,
        `It is for ${facts.names.join(', ')}, not for ${host}.`,
        'Get one for this name, or set the public address.',
      )
    }
    if (left < 14)
      return warn('certificate', title, `It ends in ${left} days, on ${day}.`, 'See why it was not renewed.')
    return ok('certificate', title, `For ${facts.names.join(', ')} until ${day}.`)
  }
  if (config.tls === 'self-signed') {
    return warn(
      'certificate',
      title,
      'Self-signed, for a try-out: every browser warns of it, and OBS takes no RTMPS.',
      'Get one for your name: --tls-cert and --tls-key.',
    )
  }
  if (config.trustedProxies.length > 0) {
    return url.startsWith('https:')
      ? ok('certificate', title, `The proxy (${config.trustedProxies.join(', ')}) has it.`)
      : warn('certificate', title, 'The proxy should have one.', 'Set the public address to its https address.')
  }
  if (isLoopback(config.http.host)) return ok('certificate', title, 'Not needed on this machine alone.')
  return bad(
    'certificate',
    title,
    'None, and the site listens to the outside: only this machine is served.',
    '--tls-cert and --tls-key, or --trusted-proxy, or --tls self-signed.',
  )
}

/** What the media server opened, as it says itself. */
function receivers(world: World): Finding {
  const { listeners, state } = world.media.status()
  if (state !== 'up') return bad('ports', 'Receivers', 'Closed while the media server is down.', 'See the line above.')
  return ok('ports', 'Receivers', `Open: ${listeners.join(', ')}.`)
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
    const title = `Port ${at.port}`
    const kind = udp ? 'UDP' : 'TCP'
    const free = udp ? await udpFree(at) : isFree(at).ok
    if (running && !free) found.push(ok(`port-${flag}`, title, `${flag} (${kind}): the running site has it.`))
    else if (running)
      found.push(
        warn(
          `port-${flag}`,
          title,
          `${flag} (${kind}) is closed.`,
          'The site runs with other flags, or its media server is down.',
        ),
      )
    else if (free) found.push(ok(`port-${flag}`, title, `${flag} (${kind}): free.`))
    else
      found.push(
        bad(
          `port-${flag}`,
          title,
          `${flag} (${kind}) is taken or not allowed.`,
          `Stop what has it (ss -lnp), or choose another with --${flag}.`,
        ),
      )
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
  const title = 'Reach'
  const { config } = given
  const host = publicHost(given)
  const udp = [config.srt?.port, config.webrtc.port].filter(Boolean).join(' and ')
  if (host === '') {
    return warn(
      'reach',
      title,
      'No public host is set: viewers are told the addresses of this machine.',
      'Set the public address, or --public-host.',
    )
  }
  const addresses = isIP(host)
    ? [host]
    : await lookup(host, { all: true })
        .then(all => all.map(a => a.address))
        .catch(() => [])
  if (addresses.length === 0)
    return bad('reach', title, `${host} leads nowhere.`, 'Add an A or AAAA record for it with whoever has your domain.')
  const own = new Set(
    Object.values(networkInterfaces())
      .flat()
      .map(i => i?.address),
  )
  if (addresses.every(address => isLoopback(address))) return ok('reach', title, `${host}: this machine alone.`)
  if (addresses.some(address => own.has(address))) {
    const inside = addresses.every(address => PRIVATE.test(address))
    return inside
      ? ok('reach', title, `${host}: your own network.`)
      : ok('reach', title, `${host} is this machine. Let UDP ${udp} through the firewall, if there is one.`)
  }
  return warn(
    'reach',
    title,
    `${host} (${addresses.join(', ')}) is no address of this machine: a router or proxy stands before it.`,
    `Let it forward TCP ${[config.rtmp?.port, config.webrtc.port].filter(Boolean).join(' and ')} and UDP ${udp} to this machine.`,
  )
}

function backupFinding(world: World): Finding {
  const age = backupAge(world)
  const hour = `${world.settings.get('backup_hour')}:00`
  if (age === null)
    return warn(
      'backup',
      'Backup',
      'There is none yet.',
      `The first is made at ${hour}; the health page makes one now.`,
    )
  const shown =
    age < HOUR
      ? 'less than an hour old'
      : age < DAY
        ? `${Math.round(age / HOUR)} h old`
        : `${Math.floor(age / DAY)} ${age < 2 * DAY ? 'day' : 'days'} old`
  if (age > 2 * DAY) return bad('backup', 'Backup', `The newest is ${shown}.`, 'The log says why none was made.')
  return ok('backup', 'Backup', `The newest is ${shown}, and was opened and checked.`)
}

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

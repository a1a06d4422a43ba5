import { isIP } from 'node:net'

/**
 * Every flag and environment variable, in one table: the parser, `--help` and docs/configuration.md are made from it.
 * What the owner changes while the site runs is a setting (`base/settings.ts`), not configuration.
 */
export interface Option {
  flag: string
  env: string
  value: string
  fallback: string
  help: string
}

export const OPTIONS = [
  {
    flag: 'data',
    env: 'FOOTLIGHT_DATA',
    value: 'FOLDER',
    fallback: './data',
    help: 'Folder for the database, backups and the extracted media server.',
  },
  {
    flag: 'master-key-file',
    env: 'FOOTLIGHT_MASTER_KEY_FILE',
    value: 'FILE',
    fallback: '',
    help: 'Key that seals what a stolen database must not tell, such as word lists. Made at the first start; master.key in the data folder when empty. Best kept on another disk, and always in another place than the backups.',
  },
  {
    flag: 'http',
    env: 'FOOTLIGHT_HTTP',
    value: 'ADDRESS',
    fallback: '127.0.0.1:8420',
    help: 'Where pages are served: HOST:PORT, :PORT for every IPv4 address, [::]:PORT for IPv6 too. Outside localhost this needs TLS or a trusted proxy.',
  },
  {
    flag: 'public-url',
    env: 'FOOTLIGHT_PUBLIC_URL',
    value: 'URL',
    fallback: '',
    help: 'Address people type, such as https://stage.example.org. Taken from --http when empty.',
  },
  {
    flag: 'public-host',
    env: 'FOOTLIGHT_PUBLIC_HOST',
    value: 'HOST',
    fallback: '',
    help: 'Name or address for OBS and WebRTC. Taken from the public URL when empty.',
  },
  {
    flag: 'tls-cert',
    env: 'FOOTLIGHT_TLS_CERT',
    value: 'FILE',
    fallback: '',
    help: 'Certificate chain in PEM. Reloaded when the file changes.',
  },
  { flag: 'tls-key', env: 'FOOTLIGHT_TLS_KEY', value: 'FILE', fallback: '', help: 'Private key in PEM.' },
  {
    flag: 'tls',
    env: 'FOOTLIGHT_TLS',
    value: 'MODE',
    fallback: 'auto',
    help: 'auto: TLS when certificate files are given. self-signed: with a certificate of our own, for a try-out.',
  },
  {
    flag: 'http-redirect',
    env: 'FOOTLIGHT_HTTP_REDIRECT',
    value: 'ADDRESS',
    fallback: '',
    help: 'Plain port that sends browsers to HTTPS, such as :80.',
  },
  {
    flag: 'trusted-proxy',
    env: 'FOOTLIGHT_TRUSTED_PROXY',
    value: 'ADDRESSES',
    fallback: '',
    help: 'Comma-separated addresses of proxies whose X-Forwarded-For and X-Forwarded-Proto count.',
  },
  { flag: 'rtmp', env: 'FOOTLIGHT_RTMP', value: 'ADDRESS', fallback: ':1935', help: 'RTMP from OBS. "off" closes it.' },
  {
    flag: 'rtmps',
    env: 'FOOTLIGHT_RTMPS',
    value: 'ADDRESS',
    fallback: ':1936',
    help: 'RTMP over TLS; open when a certificate is there.',
  },
  {
    flag: 'srt',
    env: 'FOOTLIGHT_SRT',
    value: 'ADDRESS',
    fallback: ':8890',
    help: 'SRT from OBS (UDP). "off" closes it.',
  },
  { flag: 'webrtc', env: 'FOOTLIGHT_WEBRTC', value: 'ADDRESS', fallback: ':8189', help: 'WebRTC media, UDP and TCP.' },
  {
    flag: 'mediamtx',
    env: 'FOOTLIGHT_MEDIAMTX',
    value: 'FILE',
    fallback: '',
    help: 'Use this MediaMTX v1.20.1 instead of the bundled one.',
  },
  {
    flag: 'ffmpeg',
    env: 'FOOTLIGHT_FFMPEG',
    value: 'FILE',
    fallback: '',
    help: 'Native ffmpeg for sound bridging and thumbnails. Looked up on PATH when empty.',
  },
  {
    flag: 'log',
    env: 'FOOTLIGHT_LOG',
    value: 'LEVEL',
    fallback: 'info',
    help: 'debug, info, warn or error. Lines are JSON on standard error.',
  },
  {
    flag: 'limits',
    env: 'FOOTLIGHT_LIMITS',
    value: 'MODE',
    fallback: 'default',
    help: "default, or bench: how often one may ask is not limited, to measure a site of one's own. Never in public.",
  },
] as const satisfies readonly Option[]

export type Flag = (typeof OPTIONS)[number]['flag']

export interface Listen {
  host: string
  port: number
}

export interface Config {
  data: string
  masterKeyFile: string
  http: Listen
  publicUrl: string
  publicHost: string
  tls: 'auto' | 'self-signed'
  tlsCert: string
  tlsKey: string
  httpRedirect: Listen | null
  trustedProxies: string[]
  rtmp: Listen | null
  rtmps: Listen | null
  srt: Listen | null
  webrtc: Listen
  mediamtx: string
  ffmpeg: string
  log: 'debug' | 'info' | 'warn' | 'error'
  limits: 'default' | 'bench'
}

export type Parsed =
  | { ok: true; config: Config; given: Record<string, string>; rest: string[] }
  | { ok: false; say: string }

/** Reads flags (`--name value`, `--name=value`) over the environment over the defaults; says in words what is wrong. */
export function readConfig(argv: string[], env: Record<string, string | undefined>): Parsed {
  const given = new Map<string, string>()
  const rest: string[] = []
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i]!
    if (!word.startsWith('--') || word === '--') {
      rest.push(word)
      continue
    }
    const cut = word.indexOf('=')
    const flag = word.slice(2, cut < 0 ? undefined : cut)
    if (!OPTIONS.some(option => option.flag === flag)) {
      rest.push(word)
      continue
    }
    const value = cut < 0 ? argv[++i] : word.slice(cut + 1)
    if (value === undefined) return { ok: false, say: `--${flag} needs a value. See footlight --help.` }
    given.set(flag, value)
  }
  const text = (flag: Flag): string => {
    const option = OPTIONS.find(o => o.flag === flag)!
    return given.get(flag) ?? (env[option.env] || option.fallback)
  }
  try {
    const tls = oneOf('tls', text('tls'), ['auto', 'self-signed'])
    const config: Config = {
      data: text('data'),
      masterKeyFile: text('master-key-file'),
      http: listen('http', text('http')),
      publicUrl: url(text('public-url')),
      publicHost: host(text('public-host')),
      tls,
      tlsCert: text('tls-cert'),
      tlsKey: text('tls-key'),
      httpRedirect: text('http-redirect') === '' ? null : listen('http-redirect', text('http-redirect')),
      trustedProxies: text('trusted-proxy')
        .split(',')
        .map(a => a.trim())
        .filter(Boolean)
        .map(proxy),
      rtmp: listenOrOff('rtmp', text('rtmp')),
      rtmps: listenOrOff('rtmps', text('rtmps')),
      srt: listenOrOff('srt', text('srt')),
      webrtc: listen('webrtc', text('webrtc')),
      mediamtx: text('mediamtx'),
      ffmpeg: text('ffmpeg'),
      log: oneOf('log', text('log'), ['debug', 'info', 'warn', 'error']),
      limits: oneOf('limits', text('limits'), ['default', 'bench']),
    }
    if ((config.tlsCert === '') !== (config.tlsKey === '')) {
      return { ok: false, say: '--tls-cert and --tls-key go together. Give both files or neither.' }
    }
    if (config.tls !== 'auto' && config.tlsCert !== '') {
      return { ok: false, say: `--tls ${config.tls} and --tls-cert contradict each other. Leave one of them away.` }
    }
    const twice = samePort(config)
    if (twice) return { ok: false, say: twice }
    return { ok: true, config, given: Object.fromEntries(given), rest }
  } catch (error) {
    if (error instanceof ConfigError) return { ok: false, say: error.message }
    throw error
  }
}

class ConfigError extends Error {}

/** Two of our own listeners on one port would only show as a crash of the media server. Port 0 is any free one. */
function samePort({ http, httpRedirect, rtmp, rtmps, srt, webrtc }: Config): string {
  const listeners: [flag: string, at: Listen | null, over: string][] = [
    ['http', http, 'tcp'],
    ['http-redirect', httpRedirect, 'tcp'],
    ['rtmp', rtmp, 'tcp'],
    ['rtmps', rtmps, 'tcp'],
    ['webrtc', webrtc, 'tcp'],
    ['webrtc', webrtc, 'udp'],
    ['srt', srt, 'udp'],
  ]
  const seen = new Map<string, string>()
  for (const [flag, at, over] of listeners) {
    if (!at || at.port === 0) continue
    const key = `${over} ${at.port}`
    const other = seen.get(key)
    if (other) return `--${other} and --${flag} both use port ${at.port}. Give each its own.`
    seen.set(key, flag)
  }
  return ''
}

function oneOf<const T extends string>(flag: string, value: string, allowed: T[]): T {
  const found = allowed.find(a => a === value)
  if (found === undefined) throw new ConfigError(`--${flag} is "${value}". It takes ${allowed.join(', ')}.`)
  return found
}

/** `PORT`, `:PORT` (every address), `HOST:PORT`, `[IPv6]:PORT`. */
export function listen(flag: string, value: string): Listen {
  const match = /^(?:(\[[0-9a-fA-F:.]+\]|[^:\s]*):)?([0-9]{1,5})$/.exec(value)
  const port = match ? Number(match[2]) : -1
  if (!match || port > 65_535) {
    throw new ConfigError(`--${flag} is "${value}". Write HOST:PORT, such as 127.0.0.1:8420 or :8420.`)
  }
  const host = match[1]
  if (host === undefined || host === '') return { host: host === undefined ? '127.0.0.1' : '0.0.0.0', port }
  return { host: host.replace(/^\[|\]$/g, ''), port }
}

function listenOrOff(flag: string, value: string): Listen | null {
  return value === 'off' ? null : listen(flag, value.startsWith(':') || value.includes(':') ? value : `:${value}`)
}

function url(value: string): string {
  if (value === '') return ''
  const parsed = URL.parse(value)
  if (
    !parsed ||
    !/^https?:$/.test(parsed.protocol) ||
    parsed.pathname !== '/' ||
    parsed.search ||
    parsed.hash ||
    parsed.username
  ) {
    throw new ConfigError(`--public-url is "${value}". Write the address alone, such as https://stage.example.org.`)
  }
  return parsed.origin
}

function proxy(address: string): string {
  if (isIP(address) === 0) {
    throw new ConfigError(`--trusted-proxy holds "${address}". Write addresses, such as 127.0.0.1,::1.`)
  }
  return address
}

function host(value: string): string {
  if (value !== '' && !/^[0-9A-Za-z.:-]{1,253}$/.test(value)) {
    throw new ConfigError(`--public-host is "${value}". Write a host name or an address without a port.`)
  }
  return value
}

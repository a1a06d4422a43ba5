import { FEED, ROOM } from './config.ts'

/**
 * Every line of MediaMTX that we act on. Its log is no interface: the suite proves each pattern against the pinned
 * binary, and the poll of the path list is what decides.
 */
export const PATTERNS = {
  available: new RegExp(`^\\[path (live/${ROOM})\\] stream is available and online, (.*)$`),
  publishing:
    /^(\[(?:RTMPS?|SRT|WebRTC|RTSP)\] \[(?:conn [^\]]+|session [0-9a-f]{8})\]) is publishing to path '((?:live|feed)\/[^']+)'/,
  closed: /^(\[(?:RTMPS?|SRT|WebRTC)\] \[(?:conn [^\]]+|session [0-9a-f]{8})\]) closed: (.*)$/,
  takeover: new RegExp(`^\\[path (live/${ROOM})\\] closing existing publisher$`),
  reading: new RegExp(`^(\\[WebRTC\\] \\[session [0-9a-f]{8}\\]) is reading from path '(feed/${FEED}/[a-z0-9]+)'`),
  /** Why a WHEP session ended, as the reason of its `closed` line. */
  bFrames: /H26[45] streams with B-frames/,
  portTaken: /listen (tcp|udp)[46]? \[?([^\s]*?)\]?:(\d+): bind: (address already in use|permission denied)/,
} as const

export type MediaEvent =
  | { kind: 'available'; path: string; tracks: string }
  | { kind: 'publishing'; who: string; path: string }
  | { kind: 'closed'; who: string; reason: string }
  | { kind: 'takeover'; path: string }
  | { kind: 'reading'; who: string; path: string }
  | { kind: 'port-taken'; protocol: string; port: number; denied: boolean }

export interface LogLine {
  level: 'INF' | 'WAR' | 'ERR' | 'DEB' | 'RAW'
  message: string
}

/** One line of its output. The message is quoted as Go quotes, which is not always JSON. */
export function readLine(raw: string): LogLine {
  const match = /^\{"timestamp":"[^"]*","level":"(INF|WAR|ERR|DEB)","message":(".*")\}\s*$/.exec(raw)
  if (!match) return { level: 'RAW', message: raw }
  const level = match[1] as LogLine['level']
  const quoted = match[2]!
  try {
    return { level, message: JSON.parse(quoted) }
  } catch {
    return { level, message: unquote(quoted) }
  }
}

const GO_ESCAPES: Record<string, string> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

function unquote(quoted: string): string {
  return quoted
    .slice(1, -1)
    .replace(/\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/gs, (_all, x, u, U, one: string | undefined) => {
      if (one !== undefined) return GO_ESCAPES[one] ?? one
      const code = Number.parseInt(x ?? u ?? U, 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
    })
}

type Reader = (found: RegExpExecArray) => MediaEvent

const EVENTS: [RegExp, Reader][] = [
  [PATTERNS.available, m => ({ kind: 'available', path: m[1]!, tracks: m[2]! })],
  [PATTERNS.publishing, m => ({ kind: 'publishing', who: m[1]!, path: m[2]! })],
  [PATTERNS.closed, m => ({ kind: 'closed', who: m[1]!, reason: m[2]! })],
  [PATTERNS.takeover, m => ({ kind: 'takeover', path: m[1]! })],
  [PATTERNS.reading, m => ({ kind: 'reading', who: m[1]!, path: m[2]! })],
  [
    PATTERNS.portTaken,
    m => ({ kind: 'port-taken', protocol: m[1]!, port: Number(m[3]), denied: m[4] === 'permission denied' }),
  ],
]

export function eventOf(message: string): MediaEvent | null {
  for (const [pattern, reader] of EVENTS) {
    const found = pattern.exec(message)
    if (found) return reader(found)
  }
  return null
}

/**
 * A message that may be kept: stream keys, nonces and everything of a stream id past its second field are blotted out.
 * `secrets` are the live ones of this run.
 */
export function masked(message: string, secrets: Iterable<string> = []): string {
  let out = message
    .replace(/\b(pass|password|passphrase|token|jwt|key)=[^&\s'"]*/gi, '$1=***')
    .replace(/(invalid stream ID) '.*?'(?=:|$)/g, "$1 '***'")
    .replace(/\b(publish|read|request):([^:\s'"]*):[^\s'"]*/g, '$1:$2:***')
    .replace(/\/\/([^:@/\s]*):[^@/\s]+@/g, '//$1:***@')
    .replace(/\bfl[a-z2-7]{26}\b/g, '***')
  for (const secret of secrets) if (secret.length >= 8) out = out.replaceAll(secret, '***')
  return out
}

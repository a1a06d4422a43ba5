export type LogLevel = 'debug' | 'info' | 'warn' | 'error'
type Fields = Record<string, string | number | boolean | null | undefined>

/** One JSON object a line. Never a secret, a body, a cookie or a chat line: callers pass named facts only. */
export interface Log {
  debug(event: string, fields?: Fields): void
  info(event: string, fields?: Fields): void
  warn(event: string, fields?: Fields): void
  error(event: string, fields?: Fields): void
  child(part: string): Log
  /** How many errors were said within the last hour, by every part together. */
  errorsLastHour(): number
  /** The last of them, newest first, until a restart. What else they said stands in the log alone. */
  lastErrors(): readonly SaidError[]
}

export interface SaidError {
  n: number
  at: number
  part: string
  event: string
}

const RANK: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3 }

const HOUR_MS = 3_600_000
const MOST_REMEMBERED = 1000

export function logTo(
  write: (line: string) => void,
  level: LogLevel,
  now: () => number,
  part = 'footlight',
  errors: SaidError[] = [],
): Log {
  const say = (as: LogLevel) => (event: string, fields?: Fields) => {
    if (as === 'error') {
      errors.push({ n: (errors.at(-1)?.n ?? 0) + 1, at: now(), part, event })
      if (errors.length > MOST_REMEMBERED) errors.shift()
    }
    if (RANK[as] < RANK[level]) return
    write(`${plain(JSON.stringify({ at: new Date(now()).toISOString(), level: as, part, event, ...fields }))}\n`)
  }
  return {
    debug: say('debug'),
    info: say('info'),
    warn: say('warn'),
    error: say('error'),
    child: name => logTo(write, level, now, name, errors),
    errorsLastHour: () => errors.filter(({ at }) => at > now() - HOUR_MS).length,
    lastErrors: () => errors.toReversed(),
  }
}

/** JSON leaves the controls above ASCII as they are; a terminal obeys them. */
const plain = (json: string): string =>
  json.replace(
    /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** The first line of an error without its stack: enough for a log line, nothing for an attacker. */
export function briefly(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return text.split('\n', 1)[0]!.slice(0, 300)
}

import type { World } from '../world.ts'
import { skeletonOf } from './handle.ts'

export const PASSWORD = { least: 15, most: 128 }

/** Source: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html (argon2id, 19 MiB, t=2, p=1). */
export interface Cost {
  memoryKib: number
  times: number
}
const COST: Cost = { memoryKib: 19 * 1024, times: 2 }

/** Two at a time keep one core free for the site; what waits beyond the queue is told to come back. */
const AT_ONCE = 2
const QUEUE = 32
/** Longer than any password of 128 characters. */
const FLOOD = 1024

export type Checked = { answer: 'right'; stale: boolean } | { answer: 'wrong' } | { answer: 'busy' }

type Lane = 'known' | 'unknown'

/** Hashes and checks with bounded concurrency. Known devices wait in a lane of their own, ahead of strangers. */
export class Passwords {
  private running = 0
  private turns = 0
  private readonly waiting: Record<Lane, (() => void)[]> = { known: [], unknown: [] }
  /** Costs what a real one costs, and no password fits: an unknown name takes as long as a known one. */
  private readonly nobody: string

  constructor(private readonly cost: Cost = COST) {
    const filler = (byte: number) => Buffer.alloc(32, byte).toString('base64').replace(/=+$/, '')
    this.nobody = `$argon2id$v=19$m=${cost.memoryKib},t=${cost.times},p=1$${filler(7)}$${filler(9)}`
  }

  /** Null when too many wait. */
  async hash(password: string, lane: Lane = 'unknown'): Promise<string | null> {
    const turn = this.turn(lane)
    if (!turn) return null
    await turn
    try {
      return await Bun.password.hash(normal(password), {
        algorithm: 'argon2id',
        memoryCost: this.cost.memoryKib,
        timeCost: this.cost.times,
      })
    } finally {
      this.next()
    }
  }

  /** `hash` is null for an unknown name: the same work, and always wrong. */
  async check(password: string, hash: string | null, lane: Lane = 'unknown'): Promise<Checked> {
    const turn = this.turn(lane)
    if (!turn) return { answer: 'busy' }
    await turn
    try {
      // Neither an empty text nor a flood can be a password here; both cost what a wrong one costs.
      const asked = password === '' || password.length > FLOOD ? ' ' : normal(password)
      const right = await Bun.password.verify(asked, hash ?? this.nobody)
      return right && hash !== null ? { answer: 'right', stale: this.stale(hash) } : { answer: 'wrong' }
    } finally {
      this.next()
    }
  }

  private stale(hash: string): boolean {
    return !hash.startsWith(`$argon2id$v=19$m=${this.cost.memoryKib},t=${this.cost.times},`)
  }

  private turn(lane: Lane): Promise<void> | null {
    if (this.running < AT_ONCE) {
      this.running++
      return Promise.resolve()
    }
    const queue = this.waiting[lane]
    if (queue.length >= QUEUE) return null
    return new Promise(go => queue.push(go))
  }

  /** The known go first, but for every fourth turn: somebody who signs in again and again must not keep the others out. */
  private next(): void {
    const { known, unknown } = this.waiting
    const [first, second] = ++this.turns % 4 === 0 ? [unknown, known] : [known, unknown]
    const go = first.shift() ?? second.shift()
    if (go) go()
    else this.running--
  }
}

const normal = (password: string): string => password.normalize('NFKC')

const built = new WeakMap<World, Passwords>()

export function passwords(world: World): Passwords {
  let own = built.get(world)
  if (!own) {
    own = new Passwords()
    built.set(world, own)
  }
  return own
}

/** Another cost than the default, such as a cheap one where thousands are tried. */
export function usePasswords(world: World, own: Passwords): void {
  built.set(world, own)
}

export type PasswordRefusal = 'short' | 'long' | 'common' | 'name'

/** Long ones that lists of stolen passwords hold (https://github.com/danielmiessler/SecLists, 15 characters and more). */
const COMMON = new Set(
  [
    'correcthorsebatterystaple',
    'thisismypassword',
    'iloveyousomuch',
    'iloveyouforever',
    'letmeinletmein',
    'administrator',
    'passwordpassword',
    'mypasswordispassword',
    'passw0rdpassw0rd',
    'trustno1trustno1',
    'welcometothejungle',
    'qwertyuiopasdfghjkl',
    'qwertyuiopasdfghjklzxcvbnm',
    'asdfghjklqwertyuiop',
    'zaq12wsxcde34rfv',
    'zaq1xsw2cde3vfr4',
    '1qaz2wsx3edc4rfv',
    '1qaz2wsx3edc4rfv5tgb',
    'q1w2e3r4t5y6u7i8o9p0',
    'administrator123',
    'changemechangeme',
    'unbelievable123',
    'superman12345678',
    'footballfootball',
    'baseballbaseball',
    'sunshinesunshine',
    'princessprincess',
    'ilovemyfamily123',
    'jesuschristislord',
    'mynameismynameis',
    'abcdefghijklmnop',
    'abcdefghijklmnopqrstuvwxyz',
    'opensesameopensesame',
  ].map(bare),
)

function bare(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** What is wrong with a new password, or null. No rule about kinds of characters: length and not being known is what counts. */
export function passwordRefusal(password: string, names: string[]): PasswordRefusal | null {
  if (password.length > FLOOD) return 'long'
  const length = Array.from(normal(password)).length
  if (length < PASSWORD.least) return 'short'
  if (length > PASSWORD.most) return 'long'
  const plain = bare(password)
  let rest = skeletonOf(password)
  for (const name of names.map(skeletonOf).filter(name => name.length >= 3)) rest = rest.replaceAll(name, '')
  if (rest.length < 8 && rest.length < skeletonOf(password).length) return 'name'
  if (COMMON.has(plain) || COMMON.has(plain.replace(/\d{1,4}$/, '')) || repeats(password) || counts(plain))
    return 'common'
  return null
}

/** One short piece over and over: `abcabcabcabcabc`. */
const repeats = (text: string): boolean => /^(.{1,5})\1*(.{0,4})$/su.test(text) && new Set(text).size <= 5

/** A run of neighbours: `123456789012345`, `abcdefghijklmno`. */
function counts(text: string): boolean {
  let steps = 0
  for (let i = 1; i < text.length; i++) {
    const step = text.charCodeAt(i) - text.charCodeAt(i - 1)
    if (Math.abs(step) === 1 || step === 0 || Math.abs(step) === 9) steps++
  }
  return text.length > 0 && steps >= text.length * 0.85
}

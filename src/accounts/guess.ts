import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { HOUR, MINUTE, SECOND } from '../base/clock.ts'
import { network } from '../base/http/rate.ts'
import { base64url } from '../base/ids.ts'
import type { World } from '../world.ts'

// Guessing is slowed and nobody is locked out: a browser that signed in before has its own count, strangers share one and do a
// piece of work for each further try. Source: https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies

const DEVICE = { most: 10, windowMs: HOUR }
const STRANGERS = { most: 5, windowMs: 15 * MINUTE }
const NETWORK = { most: 50, windowMs: 15 * MINUTE }
const OWN = { most: 10, windowMs: HOUR }

/** Leading zero bits of the work: about one second in a browser at first, at most about twenty. */
const BITS = { least: 20, most: 24 }
/** Where no script runs, patience is the work: one try for each network in so long. */
export const PATIENCE_MS = 30 * SECOND
const CHALLENGE_LASTS_MS = 10 * MINUTE
const MOST_KEYS = 100_000

interface Window {
  count: number
  ends: number
}

class Guesses {
  readonly secret: Uint8Array
  private readonly windows = new Map<string, Window>()
  private readonly spent = new Set<string>()

  constructor(private readonly world: World) {
    this.secret = world.ids.bytes(32)
  }

  count(key: string): number {
    const window = this.windows.get(key)
    return window && window.ends > this.world.clock.now() ? window.count : 0
  }

  endsIn(key: string): number {
    return Math.max(0, (this.windows.get(key)?.ends ?? 0) - this.world.clock.now())
  }

  add(key: string, windowMs: number): void {
    const count = this.count(key)
    const ends = count > 0 ? this.windows.get(key)!.ends : this.world.clock.now() + windowMs
    this.windows.delete(key)
    this.windows.set(key, { count: count + 1, ends })
    if (this.windows.size > MOST_KEYS) this.windows.delete(this.windows.keys().next().value!)
  }

  forgive(key: string): void {
    const count = this.count(key)
    if (count <= 1) this.windows.delete(key)
    else this.windows.get(key)!.count = count - 1
  }

  clear(key: string): void {
    this.windows.delete(key)
  }

  /** False when it was spent before. */
  spend(challenge: string): boolean {
    if (this.spent.has(challenge)) return false
    this.spent.add(challenge)
    if (this.spent.size > MOST_KEYS) this.spent.delete(this.spent.keys().next().value!)
    return true
  }
}

const built = new WeakMap<World, Guesses>()

function guesses(world: World): Guesses {
  let own = built.get(world)
  if (!own) {
    own = new Guesses(world)
    built.set(world, own)
  }
  return own
}

export interface Try {
  /** The name as it was typed, folded: known or not, it is counted alike. */
  name: string
  address: string
  /** A browser that signed in to this account before. */
  device: string | null
  challenge: string
  answer: string
}

export type Allowed =
  | { ok: true; known: boolean; forgive(): void }
  | { ok: false; why: 'network'; waitMs: number }
  | { ok: false; why: 'work'; challenge: string }

const digest = (text: string) => createHash('sha256').update(text).digest('hex')
const strangers = (name: string) => `name:${digest(name)}`
const ofDevice = (device: string) => `device:${device}`

/** Counts the try before it is made, so that a thousand at once are no thousand free ones; a right password takes it back. */
export function allowTry(world: World, asked: Try): Allowed {
  const own = guesses(world)
  if (asked.device !== null && own.count(ofDevice(asked.device)) < DEVICE.most) {
    const key = ofDevice(asked.device)
    own.add(key, DEVICE.windowMs)
    return { ok: true, known: true, forgive: () => own.clear(key) }
  }
  const net = `network:${network(asked.address)}`
  if (own.count(net) >= NETWORK.most) return { ok: false, why: 'network', waitMs: own.endsIn(net) }
  const name = strangers(asked.name)
  if (own.count(name) >= STRANGERS.most && !workDone(world, asked)) {
    return { ok: false, why: 'work', challenge: newChallenge(world, asked.name) }
  }
  own.add(net, NETWORK.windowMs)
  own.add(name, STRANGERS.windowMs)
  return {
    ok: true,
    known: false,
    forgive() {
      own.forgive(net)
      own.forgive(name)
      if (asked.device !== null) own.clear(ofDevice(asked.device))
    },
  }
}

/** What the next try of a stranger has to bring, or an empty text. */
export const challengeFor = (world: World, name: string): string =>
  guesses(world).count(strangers(name)) >= STRANGERS.most ? newChallenge(world, name) : ''

/** Whoever is signed in and is asked for the password again: ten wrong ones an hour. */
export function allowAgain(world: World, account: string): { ok: boolean; forgive(): void } {
  const own = guesses(world)
  const key = `again:${account}`
  if (own.count(key) >= OWN.most) return { ok: false, forgive() {} }
  own.add(key, OWN.windowMs)
  return { ok: true, forgive: () => own.clear(key) }
}

function newChallenge(world: World, name: string): string {
  const tries = guesses(world).count(strangers(name))
  const bits = Math.min(BITS.most, BITS.least + Math.max(0, Math.floor(Math.log2(Math.max(1, tries) / STRANGERS.most))))
  const head = `${world.clock.now().toString(36)}.${bits}.${base64url(world.ids.bytes(6))}`
  return `${head}.${seal(world, head, name)}`
}

const seal = (world: World, head: string, name: string): string =>
  createHmac('sha256', guesses(world).secret).update(`${head}|${name}`).digest('base64url').slice(0, 16)

/** The answer N makes SHA-256("CHALLENGE.N") begin with so many zero bits; or the challenge is old enough and its network patient. */
function workDone(world: World, { name, address, challenge, answer }: Try): boolean {
  const parts = /^([0-9a-z]{1,12})\.([0-9]{2})\.([A-Za-z0-9_-]{8})\.([A-Za-z0-9_-]{16})$/.exec(challenge)
  if (!parts) return false
  const head = challenge.slice(0, challenge.lastIndexOf('.'))
  if (!timingSafeEqual(Buffer.from(parts[4]!), Buffer.from(seal(world, head, name)))) return false
  const own = guesses(world)
  const age = world.clock.now() - Number.parseInt(parts[1]!, 36)
  if (age < 0 || age > CHALLENGE_LASTS_MS) return false
  if (answer !== '') {
    return (
      /^[0-9]{1,12}$/.test(answer) &&
      zeroBits(createHash('sha256').update(`${challenge}.${answer}`).digest()) >= Number(parts[2]) &&
      own.spend(challenge)
    )
  }
  const patient = `patient:${network(address)}`
  if (age < PATIENCE_MS || own.count(patient) > 0 || !own.spend(challenge)) return false
  own.add(patient, PATIENCE_MS)
  return true
}

function zeroBits(bytes: Uint8Array): number {
  let bits = 0
  for (const byte of bytes) {
    if (byte !== 0) return bits + Math.clz32(byte) - 24
    bits += 8
  }
  return bits
}

import { type Folded, fold, type Joined, joined, readings, spaced, UNSPACED, type Units } from './normalise.ts'

/** Letters of one term, repetitions aside. */
export const TERM_MOST = 80
/** Parts of a longer name that are short words too would refuse honest names. */
const INSIDE_LEAST = 5

export interface Term {
  /** As the list writes it; a `*` at an end lets the term stand inside a longer word there. */
  text: string
  /** What the finder of it is told; a small number. */
  tag: number
}

export interface Match {
  tag: number
  /** UTF-16 places in the text. */
  from: number
  to: number
}

interface Found {
  /** Whether a place of this tag would tell anything new. */
  wants(tag: number, first: number, last: number): boolean
  at(tag: number, first: number, last: number): void
}

const NONE: ReadonlySet<number> = new Set()

interface Shape {
  code: number[]
  run: number[]
}

export interface ReadTerm {
  spaced: Shape
  joined: Shape
  openStart: boolean
  openEnd: boolean
}

const shapeOf = (units: Units): Shape => {
  const code = Array.from(units.code.subarray(0, units.length))
  const run = Array.from(units.run.subarray(0, units.length))
  while (code[0] === 32) {
    code.shift()
    run.shift()
  }
  while (code.at(-1) === 32) {
    code.pop()
    run.pop()
  }
  return { code, run }
}

/** Null: too short to mean anything, or too long. One letter is a term only where a letter is a word. */
export function readTerm(text: string): ReadTerm | null {
  const bare = text.trim()
  const openStart = bare.startsWith('*')
  const openEnd = bare.length > 1 && bare.endsWith('*')
  const folded = fold(bare.slice(openStart ? 1 : 0, openEnd ? -1 : undefined))
  const apart = shapeOf(spaced(folded))
  const letters = apart.code.filter(code => code !== 32).length
  const unspaced = folded.kind.subarray(0, folded.length).some(kind => (kind & UNSPACED) !== 0)
  const least = unspaced ? 1 : openStart || openEnd ? 3 : 2
  if (letters < least && apart.run.reduce((sum, run) => sum + run, 0) < least) return null
  if (letters === 0 || apart.code.length > TERM_MOST) return null
  const words: Shape = { code: [], run: [] }
  for (const [at, code] of apart.code.entries()) {
    if (code === 32) continue
    if (words.code.at(-1) === code) words.run[words.run.length - 1]! += apart.run[at]!
    else {
      words.code.push(code)
      words.run.push(apart.run[at]!)
    }
  }
  return { spaced: apart, joined: words, openStart, openEnd }
}

const OPEN_START = 1
const OPEN_END = 2
/** Stands for all of its letters with nothing between them. */
const JOINED = 4
const LONG = 8

/** Letters that few words double. In short terms the others count as typed, or from three on as drawn out: `shot` is not `shoot`. */
const RARELY_TWICE = new Set([...'aiuhjqvwx'].map(letter => letter.charCodeAt(0)))

function runFits(wanted: number, found: number, code: number, long: boolean): boolean {
  return found === wanted || (found > wanted && (long || found >= 3 || RARELY_TWICE.has(code)))
}

/**
 * Aho-Corasick over the letters of all terms: one walk over a text finds them all, in a time that grows with the text and not with
 * the lists. Edges live in one hash table of typed arrays, so that lists of a hundred thousand terms stay small.
 */
export class Matcher {
  private readonly symbols: (Uint16Array | undefined)[] = []
  private symbolCount = 0
  private nodes = 1
  private parent = new Int32Array(1024)
  private symbolOf = new Uint16Array(1024)
  private depth = new Uint8Array(1024)
  private fail = new Int32Array(0)
  /** The next shorter node with terms of its own; and the longest one, the node itself included. */
  private shorter = new Int32Array(0)
  private longest = new Int32Array(0)
  private firstTerm = new Int32Array(1024).fill(-1)
  /** Open addressing, four numbers a slot: from, letter, to, nothing. One slot is one cache line's quarter. */
  private slots = new Int32Array(4096 * 4).fill(-1)
  private edges = 0
  /** Where each letter leads from the root: most steps begin there. */
  private starts = new Int32Array(0)
  private readonly nextTerm: number[] = []
  private readonly flags: number[] = []
  private readonly tags: number[] = []
  private readonly runsAt: number[] = []
  private readonly runs: number[] = []

  /** Built to the end at once; for many terms use `building` and give others their turn. */
  static of(terms: Iterable<Term>): Matcher {
    const building = Matcher.building(terms)
    for (;;) {
      const step = building.next()
      if (step.done) return step.value
    }
  }

  static *building(terms: Iterable<Term>): Generator<void, Matcher> {
    const matcher = new Matcher()
    let n = 0
    for (const { text, tag } of terms) {
      const term = readTerm(text)
      if (term) matcher.add(term, tag)
      if (++n % 256 === 0) yield
    }
    yield* matcher.link()
    return matcher
  }

  get size(): number {
    return this.flags.length
  }

  private add(term: ReadTerm, tag: number): void {
    const open = (term.openStart ? OPEN_START : 0) | (term.openEnd ? OPEN_END : 0)
    const long = term.joined.code.length >= INSIDE_LEAST ? LONG : 0
    const same =
      term.spaced.code.length === term.joined.code.length &&
      term.spaced.run.every((run, at) => run === term.joined.run[at])
    if (!same) this.insert(term.spaced, open | long, tag)
    this.insert(term.joined, open | long | JOINED, tag)
  }

  private insert({ code, run }: Shape, flags: number, tag: number): void {
    let node = 0
    for (const letter of code) node = this.childOrNew(node, this.symbolFor(letter))
    for (let known = this.firstTerm[node]!; known !== -1; known = this.nextTerm[known]!) {
      const runs = this.runsAt[known]!
      const same = this.tags[known] === tag && this.flags[known] === flags
      if (same && run.every((count, at) => this.runs[runs + at] === Math.min(count, 255))) return
    }
    const id = this.flags.length
    this.flags.push(flags)
    this.tags.push(tag)
    this.runsAt.push(this.runs.length)
    for (const count of run) this.runs.push(Math.min(count, 255))
    this.nextTerm.push(this.firstTerm[node]!)
    this.firstTerm[node] = id
  }

  private symbolFor(code: number): number {
    let page = this.symbols[code >> 8]
    if (!page) {
      page = new Uint16Array(256)
      this.symbols[code >> 8] = page
    }
    if (page[code & 255] === 0 && this.symbolCount < 65_534) page[code & 255] = ++this.symbolCount
    return page[code & 255]!
  }

  private slot(node: number, symbol: number): number {
    const { slots } = this
    const mask = slots.length - 1
    let at = (Math.imul(node, 0x9e3779b1) ^ Math.imul(symbol, 0x85ebca6b)) >>> 0
    at = ((at ^ (at >>> 15)) << 2) & mask
    while (slots[at] !== -1 && (slots[at] !== node || slots[at + 1] !== symbol)) at = (at + 4) & mask
    return at
  }

  private childOrNew(node: number, symbol: number): number {
    const at = this.slot(node, symbol)
    if (this.slots[at] !== -1) return this.slots[at + 2]!
    if (this.nodes === this.parent.length) this.widen()
    const made = this.nodes++
    this.parent[made] = node
    this.symbolOf[made] = symbol
    this.depth[made] = this.depth[node]! + 1
    this.slots[at] = node
    this.slots[at + 1] = symbol
    this.slots[at + 2] = made
    if (++this.edges * 8 > this.slots.length) this.rehash()
    return made
  }

  private widen(): void {
    const most = this.parent.length * 2
    const parent = new Int32Array(most)
    const symbolOf = new Uint16Array(most)
    const depth = new Uint8Array(most)
    const firstTerm = new Int32Array(most).fill(-1)
    parent.set(this.parent)
    symbolOf.set(this.symbolOf)
    depth.set(this.depth)
    firstTerm.set(this.firstTerm)
    Object.assign(this, { parent, symbolOf, depth, firstTerm })
  }

  private rehash(): void {
    const old = this.slots
    this.slots = new Int32Array(old.length * 2).fill(-1)
    for (let at = 0; at < old.length; at += 4) {
      if (old[at] === -1) continue
      this.slots.set(old.subarray(at, at + 3), this.slot(old[at]!, old[at + 1]!))
    }
  }

  private child(node: number, symbol: number): number {
    if (node === 0) return this.starts[symbol]!
    const at = this.slot(node, symbol)
    return this.slots[at] === -1 ? 0 : this.slots[at + 2]!
  }

  /** A node's longest own ending that is a beginning too; shallow nodes first, for each rests on a shallower one. */
  private *link(): Generator<void, void> {
    const { nodes, parent, symbolOf, depth } = this
    this.fail = new Int32Array(nodes)
    this.shorter = new Int32Array(nodes)
    this.longest = new Int32Array(nodes)
    this.starts = new Int32Array(this.symbolCount + 1)
    for (let node = 1; node < nodes; node++) if (parent[node] === 0) this.starts[symbolOf[node]!] = node
    const byDepth: number[][] = []
    for (let node = 1; node < nodes; node++) {
      let level = byDepth[depth[node]!]
      if (!level) {
        level = []
        byDepth[depth[node]!] = level
      }
      level.push(node)
    }
    let n = 0
    for (const level of byDepth) {
      for (const node of level ?? []) {
        let back = parent[node]!
        let found = 0
        while (back !== 0 && found === 0) {
          back = this.fail[back]!
          found = this.child(back, symbolOf[node]!)
        }
        this.fail[node] = found
        this.shorter[node] = this.longest[found]!
        this.longest[node] = this.firstTerm[node] === -1 ? this.longest[found]! : node
        if (++n % 2048 === 0) yield
      }
    }
  }

  /**
   * Every place of every tag, overlapping ones as one; of a tag in `once` one place alone. `inside` finds terms of five letters
   * and more within longer words too: for names.
   */
  matches(
    typed: Folded,
    { inside = false, once = NONE }: { inside?: boolean; once?: ReadonlySet<number> } = {},
  ): Match[] {
    if (this.size === 0 || typed.length === 0) return []
    const out: Match[] = []
    const latest = new Map<number, Match>()
    for (const reading of readings(typed)) {
      const found: Found = {
        wants(tag, first, last) {
          const before = latest.get(tag)
          if (!before) return true
          return !once.has(tag) && (typed.from[first]! < before.from || typed.to[last - 1]! > before.to)
        },
        at(tag, first, last) {
          const from = typed.from[first]!
          const to = typed.to[last - 1]!
          const before = latest.get(tag)
          if (before && from <= before.to && to >= before.from) {
            before.from = Math.min(from, before.from)
            before.to = Math.max(to, before.to)
            return
          }
          const match = { tag, from, to }
          latest.set(tag, match)
          out.push(match)
        },
      }
      this.walk(spaced(reading), null, inside, found)
      const apart = joined(reading)
      if (apart) this.walk(apart, apart, inside, found)
    }
    return out
  }

  private walk(units: Units, apart: Joined | null, inside: boolean, found: Found): void {
    const { length, code, from, to, begins, ends } = units
    let node = 0
    for (let last = 0; last < length; last++) {
      const symbol = this.symbols[code[last]! >> 8]?.[code[last]! & 255] ?? 0
      if (symbol === 0) {
        node = 0
        continue
      }
      let next = this.child(node, symbol)
      while (next === 0 && node !== 0) {
        node = this.fail[node]!
        next = this.child(node, symbol)
      }
      node = next
      for (let at = this.longest[node]!; at !== 0; at = this.shorter[at]!) {
        const first = last - this.depth[at]! + 1
        for (let term = this.firstTerm[at]!; term !== -1; term = this.nextTerm[term]!) {
          const tag = this.tags[term]!
          if (!found.wants(tag, from[first]!, to[last]!)) continue
          if (!this.stands(term, units, apart, first, last, inside)) continue
          found.at(tag, (begins[first] || from[first]! + 1) - 1, ends[last] || to[last]!)
        }
      }
    }
  }

  /** Whether the letters that were found are the term and not a piece of something else. */
  private stands(
    term: number,
    units: Units,
    apart: Joined | null,
    first: number,
    last: number,
    inside: boolean,
  ): boolean {
    const flags = this.flags[term]!
    const free = inside && (flags & LONG) !== 0
    if (!free && !(flags & OPEN_START) && !units.begins[first]) return false
    if (!free && !(flags & OPEN_END) && !units.ends[last]) return false
    if (apart) {
      if (!(flags & JOINED) || !pulledApart(apart, first, last)) return false
    }
    const runs = this.runsAt[term]!
    for (let at = first; at <= last; at++) {
      const code = units.code[at]!
      if (code === 32) continue
      const wanted = this.runs[runs + at - first]!
      const found = units.run[at]!
      // At its ends a word that was pulled apart may lean on a neighbour with the same letter.
      const leans = apart !== null && found > wanted && apart.first[at] !== apart.last[at]
      if (!leans && !runFits(wanted, found, code, (flags & LONG) !== 0)) return false
    }
    return true
  }
}

/** Signs between letters, or single letters among blanks: what nobody types who does not mean it. */
function pulledApart(units: Joined, first: number, last: number): boolean {
  const from = units.first[first]!
  const to = units.last[last]!
  if (from === to) return false
  const between = (before: Uint32Array, inner: Uint32Array) =>
    before[last]! - before[first]! + (last > first ? inner[last - 1]! - inner[first]! : 0)
  if (between(units.idleBefore, units.idleInside) > 0) return false
  const blanks =
    units.blanksBefore[last]! -
    units.blanksBefore[first]! +
    units.blanksInside[last]! -
    (first > 0 ? units.blanksInside[first - 1]! : 0)
  if (blanks === 0) return true
  const singles = units.singles[to]! - (from > 0 ? units.singles[from - 1]! : 0)
  return singles >= 2
}

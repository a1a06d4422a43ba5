/**
 * Text as it is read rather than as it is typed: without accents, invisible and turning characters, in small letters of one look,
 * each with the place in the text that it came from. Every step looks at a character once, so time grows with length alone.
 */
export interface Folded {
  length: number
  /** Code points: small letters, digits 0-9, signs; blanks are 32. */
  code: Uint32Array
  kind: Uint8Array
  /** UTF-16 places in the original: the first one, and the one after the last. */
  from: Uint32Array
  to: Uint32Array
  text: string
}

export const BLANK = 1
export const SIGN = 2
export const DIGIT = 3
export const LETTER = 4
/** Added to LETTER in scripts that put no blanks between words. */
export const UNSPACED = 8

export const isLetter = (kind: number): boolean => (kind & 7) === LETTER
export const isWord = (kind: number): boolean => (kind & 7) >= DIGIT

/** Letters that look like a Latin one where accents and width are gone. Source: https://www.unicode.org/reports/tr39/, cut down to strong likenesses. */
const LOOKS: Record<string, string> = Object.create(null)
for (const [latin, likes] of Object.entries({
  a: 'аαɑᴀɐⱥ∀',
  b: 'вьβɓʙƀᏏ',
  c: 'сϲᴄɔ¢ƈᏟ',
  d: 'ԁđɖɗᴅᎠð',
  e: 'еєεəǝɛᴇɇℯ℮Ꭼ€',
  f: 'ƒꜰɟ',
  g: 'ɡɢցǥᎶ',
  h: 'нһհʜħɥᎻ',
  i: 'іιıɪɨᎥ',
  j: 'јյᴊɉᎫ',
  k: 'кκᴋƙʞᏦ',
  l: 'ӏłʟɭℓᏞ',
  m: 'мᴍɯᎷ',
  n: 'ηոռɴɲƞ',
  o: 'оοօᴏøɵ',
  p: 'рρᴘþƿᏢ',
  q: 'ԛզ',
  r: 'ʀɹɍᏒᎡ',
  s: 'ѕꜱʂᏚ$',
  t: 'тτᴛŧʇᎢ',
  u: 'υսᴜμʉ',
  v: 'νѵᴠʌᏙ',
  w: 'ԝωᴡʍաᏔ',
  x: 'хχ',
  y: 'уγүʏʎɏᎩ',
  z: 'ᴢƶʐζᏃ',
  ss: 'ßẞ',
  ae: 'æ',
  oe: 'œ',
  σ: 'ς',
}))
  for (const like of likes) LOOKS[like] = latin
// As letters these two belong to the readings below: by themselves they are prices.
delete LOOKS.$
delete LOOKS['€']

const MULTI = -1
const UNKNOWN = 0x7fffffff
const pages: (Int32Array | undefined)[] = []
const expansions: number[][] = []

const packed = (kind: number, code: number) => (kind << 21) | code

function zeroOf(digit: number): number {
  const low = digit & ~15
  return /\p{Nd}/u.test(String.fromCodePoint(low)) ? low : low + 6
}

const IGNORED = /^[\p{DI}\p{Cf}\p{Cc}]$/u
const SPACE = /^[\s\p{Z}\u2800\u0085]$/u
/** Marks that sit on letters and change little; vowel signs of Indic scripts are letters of their own. */
const ACCENT =
  /^(?=\p{M})[\p{Script=Inherited}\p{Script=Common}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}]$/u
const KANA = /^[\p{Script=Hiragana}\p{Script=Katakana}\u3099\u309a]$/u
const NO_BLANKS =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]$/u

/** Circled, squared and regional letters that compatibility folding leaves alone. */
function boxed(code: number): number {
  for (const first of [0x1f150, 0x1f170, 0x1f1e6]) if (code >= first && code < first + 26) return code - first + 97
  return code
}

/** Most of what there is needs no looking up: ideographs, whole Hangul, and what has no meaning. */
function plain(code: number): number {
  if (
    (code >= 0x3400 && code <= 0x9fff) ||
    (code >= 0x20000 && code <= 0x2f7ff) ||
    (code >= 0x30000 && code <= 0x3ffff)
  )
    return packed(LETTER | UNSPACED, code)
  if (code >= 0xac00 && code <= 0xd7a3) return packed(LETTER, code)
  if ((code >= 0xd800 && code <= 0xf8ff) || (code >= 0x40000 && code < 0xe0000) || code >= 0xf0000)
    return packed(SIGN, code)
  return 0
}

/** One character that stands for a whole sentence is a sign. */
const EXPANDS_MOST = 6

function described(code: number): number[] {
  const known = plain(code)
  if (known !== 0) return [known]
  const typed = String.fromCodePoint(code)
  if (SPACE.test(typed)) return [packed(BLANK, 32)]
  if (IGNORED.test(typed)) return []
  const small = (LOOKS[typed] ?? String.fromCodePoint(boxed(code))).normalize('NFKC').toLowerCase()
  const out: number[] = []
  for (const letter of KANA.test(typed) ? small : small.normalize('NFKD')) {
    if (IGNORED.test(letter)) continue
    if (ACCENT.test(letter) && letter !== '\u3099' && letter !== '\u309a') continue
    for (const look of LOOKS[letter] ?? letter) {
      const seen = look.codePointAt(0)!
      if (SPACE.test(look)) continue
      if (/\p{Nd}/u.test(look)) out.push(packed(DIGIT, seen < 128 ? seen : 48 + seen - zeroOf(seen)))
      else if (NO_BLANKS.test(look)) out.push(packed(LETTER | UNSPACED, seen))
      else out.push(packed(/[\p{L}\p{M}]/u.test(look) ? LETTER : SIGN, seen))
    }
  }
  return out.length > EXPANDS_MOST ? [packed(SIGN, code)] : out
}

/** One packed code, 0 for what is dropped, or below zero the number of an expansion. */
function lookUp(code: number): number {
  let page = pages[code >> 8]
  if (!page) {
    page = new Int32Array(256).fill(UNKNOWN)
    pages[code >> 8] = page
  }
  const known = page[code & 255]!
  if (known !== UNKNOWN) return known
  const found = described(code)
  let value = found[0] ?? 0
  if (found.length > 1) {
    expansions.push(found)
    value = MULTI - (expansions.length - 1)
  }
  page[code & 255] = value
  return value
}

export function fold(text: string): Folded {
  let most = text.length + 32
  let code = new Uint32Array(most)
  let kind = new Uint8Array(most)
  let from = new Uint32Array(most)
  let to = new Uint32Array(most)
  let length = 0
  for (let at = 0; at < text.length; ) {
    const typed = text.codePointAt(at)!
    const next = at + (typed > 0xffff ? 2 : 1)
    const value = lookUp(typed)
    if (value > 0) {
      code[length] = value & 0x1fffff
      kind[length] = value >> 21
      from[length] = at
      to[length++] = next
      const last = value & 0x1fffff
      if ((last === 0x3099 || last === 0x309a) && length > 1) length = joinKana(code, to, length)
    } else if (value < 0) {
      for (const one of expansions[MULTI - value]!) {
        code[length] = one & 0x1fffff
        kind[length] = one >> 21
        from[length] = at
        to[length++] = next
      }
    }
    at = next
    if (length + 24 > most) {
      most *= 2
      code = grown(code, new Uint32Array(most))
      kind = grown(kind, new Uint8Array(most))
      from = grown(from, new Uint32Array(most))
      to = grown(to, new Uint32Array(most))
    }
  }
  return { length, code, kind, from, to, text }
}

function grown<T extends Uint32Array | Uint8Array>(old: T, wide: T): T {
  wide.set(old)
  return wide
}

/** A voicing mark typed after its kana makes the one letter that most people type. */
function joinKana(code: Uint32Array, to: Uint32Array, length: number): number {
  const whole = (String.fromCodePoint(code[length - 2]!) + String.fromCodePoint(code[length - 1]!)).normalize('NFC')
  if (whole.length !== 1) return length
  code[length - 2] = whole.codePointAt(0)!
  to[length - 2] = to[length - 1]!
  return length - 1
}

/** Digits and signs that stand for letters; `1`, `!` and `|` for either of two. */
const LEET = new Uint8Array(128)
for (const [sign, letter] of Object.entries({
  0: 'o',
  3: 'e',
  4: 'a',
  5: 's',
  6: 'g',
  7: 't',
  8: 'b',
  9: 'g',
  '@': 'a',
  $: 's',
  '+': 't',
}))
  LEET[sign.charCodeAt(0)] = letter.charCodeAt(0)
const EITHER = new Set(['1', '!', '|'].map(sign => sign.charCodeAt(0)))
/** These end sentences and sums: they count as letters only between two. */
const BETWEEN = new Set(['!', '|', '+'].map(sign => sign.charCodeAt(0)))
const EURO = 0x20ac
const POUND = 0xa3

const I = 105
const L = 108

/**
 * The same text with digits and signs read as the letters they imitate. Null where none does. Numbers by themselves stay numbers:
 * only what stands in one piece with a letter, or alone among single letters, is read so.
 */
function imitated(folded: Folded, either: number): { folded: Folded; sawEither: boolean } | null {
  const { length, code, kind } = folded
  let out: Folded | null = null
  let sawEither = false
  let before = 0
  const put = (at: number, letter: number) => {
    out ??= { ...folded, code: code.slice(0, length), kind: kind.slice(0, length) }
    out.code[at] = letter
    out.kind[at] = LETTER
  }
  for (let start = 0; start < length; ) {
    if (kind[start] === BLANK) {
      start++
      continue
    }
    let end = start
    let hasLetter = false
    while (end < length && kind[end] !== BLANK) hasLetter = isLetter(kind[end++]!) || hasLetter
    const single = end === start + 1
    const fits = hasLetter || (single && (before === 1 || isSingleLetterAt(folded, end)))
    for (let at = start; fits && at < end; at++) {
      const sign = code[at]!
      if (kind[at] === LETTER) {
        if (sign === I && at > start && readsAsL(folded, at)) {
          sawEither = true
          if (either === L) put(at, L)
        }
        continue
      }
      if (BETWEEN.has(sign) && (at === start || at + 1 === end || !isWord(kind[at - 1]!) || !isWord(kind[at + 1]!)))
        continue
      if (EITHER.has(sign)) {
        sawEither = true
        put(at, either)
      } else if (sign < 128 && LEET[sign]) put(at, LEET[sign]!)
      else if (sign === EURO) put(at, 101)
      else if (sign === POUND) put(at, L)
    }
    before = single && (hasLetter || fits) ? 1 : 0
    start = end
  }
  return out || sawEither ? { folded: out ?? folded, sawEither } : null
}

function isSingleLetterAt({ length, kind }: Folded, at: number): boolean {
  let next = at
  while (next < length && kind[next] === BLANK) next++
  return next < length && isLetter(kind[next]!) && (next + 1 === length || kind[next + 1] === BLANK)
}

/** A capital I behind a small letter is there for its looks. */
function readsAsL({ text, from }: Folded, at: number): boolean {
  const before = text.charCodeAt(from[at]! - 1)
  return text.charCodeAt(from[at]!) === 73 && before >= 97 && before <= 122
}

/** As typed; with imitations; and once more where `1` may be `l` as well as `i`. */
export function readings(folded: Folded): Folded[] {
  const first = imitated(folded, I)
  if (!first) return [folded]
  const all = first.folded === folded ? [folded] : [folded, first.folded]
  if (first.sawEither) all.push(imitated(folded, L)!.folded)
  return all
}

/** What the matcher walks: letters without repetition, with all it needs to judge a place. */
export interface Units {
  length: number
  code: Uint32Array
  /** How often the letter stands there in a row, 255 at most. */
  run: Uint8Array
  /** Elements of the folded text: the first, and the one after the last. */
  from: Uint32Array
  to: Uint32Array
  /** Where inside the unit a word begins, and the place after one that ends, counted from 1; 0 where none does. */
  begins: Uint32Array
  ends: Uint32Array
}

const isEdge = (left: number, right: number): boolean =>
  (left & 7) !== (right & 7) || !isWord(left) || ((left | right) & UNSPACED) !== 0

function unitsOf(length: number): Units {
  return {
    length: 0,
    code: new Uint32Array(length),
    run: new Uint8Array(length),
    from: new Uint32Array(length),
    to: new Uint32Array(length),
    begins: new Uint32Array(length),
    ends: new Uint32Array(length),
  }
}

/** Words with one blank between them, whatever stood there. */
export function spaced(folded: Folded): Units {
  const { length, code, kind } = folded
  const out = unitsOf(length)
  let n = -1
  for (let at = 0; at < length; at++) {
    const word = isWord(kind[at]!)
    const seen = word ? code[at]! : 32
    if (n >= 0 && out.code[n] === seen && (!word || kind[at - 1] === kind[at])) {
      if (out.run[n]! < 255) out.run[n]!++
      out.to[n] = at + 1
    } else {
      n++
      out.code[n] = seen
      out.run[n] = 1
      out.from[n] = at
      out.to[n] = at + 1
      out.begins[n] = word && (at === 0 || isEdge(kind[at - 1]!, kind[at]!)) ? at + 1 : 0
    }
    out.ends[n] = word && (at + 1 === length || isEdge(kind[at]!, kind[at + 1]!)) ? at + 1 : 0
  }
  out.length = n + 1
  return out
}

/** Letters alone, for words that were pulled apart. */
export interface Joined extends Units {
  /** Words of the text: which one a unit begins and ends in. */
  first: Uint32Array
  last: Uint32Array
  /** Words of one letter up to and with this one, by word. */
  singles: Uint32Array
  /** Gaps before the unit, and inside it, summed up to it: of blanks, and of those that nobody pulls words apart by. */
  blanksBefore: Uint32Array
  blanksInside: Uint32Array
  idleBefore: Uint32Array
  idleInside: Uint32Array
}

const NO_GAP = 0
const SIGN_GAP = 1
const BLANK_GAP = 2
const APOSTROPHES = new Set([39, 0x2019, 0x2bc, 0x60, 0xb4])

/** Null where nothing is pulled apart: no sign between letters, and no two words of one letter. */
export function joined(folded: Folded): Joined | null {
  const { length, code, kind } = folded
  const words: number[] = []
  const gaps: number[] = []
  let gap = BLANK_GAP
  let signs = 0
  let ended = 0
  for (let at = 0; at < length; at++) {
    if (!isWord(kind[at]!)) {
      if (kind[at] === BLANK || APOSTROPHES.has(code[at]!)) gap = BLANK_GAP
      else if (gap === NO_GAP) gap = SIGN_GAP
      continue
    }
    if (gap !== NO_GAP) {
      // 14,88 and 1.488 are numbers.
      if (gap === SIGN_GAP && kind[at] === DIGIT && kind[ended] === DIGIT) gap = BLANK_GAP
      words.push(0)
      gaps.push(gap)
      if (gap === SIGN_GAP) signs++
      gap = NO_GAP
    }
    words[words.length - 1]!++
    ended = at
  }
  const singles = new Uint32Array(words.length)
  for (let word = 0; word < words.length; word++)
    singles[word] = (word > 0 ? singles[word - 1]! : 0) + (words[word] === 1 ? 1 : 0)
  if (signs === 0 && (singles.at(-1) ?? 0) < 2) return null
  const out: Joined = {
    ...unitsOf(length),
    first: new Uint32Array(length),
    last: new Uint32Array(length),
    singles,
    blanksBefore: new Uint32Array(length),
    blanksInside: new Uint32Array(length),
    idleBefore: new Uint32Array(length),
    idleInside: new Uint32Array(length),
  }
  let n = -1
  let word = -1
  let inWord = false
  for (let at = 0; at < length; at++) {
    if (!isWord(kind[at]!)) {
      inWord = false
      continue
    }
    const isGap = !inWord
    if (isGap) word++
    inWord = true
    const blank = isGap && word > 0 && gaps[word] === BLANK_GAP ? 1 : 0
    const idle = blank && words[word] !== 1 && words[word - 1] !== 1 ? 1 : 0
    const edge = at === 0 || isEdge(kind[at - 1]!, kind[at]!)
    const before = n
    const more = n >= 0 && out.code[n] === code[at]! && (isGap || kind[at - 1] === kind[at])
    if (more) {
      if (out.run[n]! < 255) out.run[n]!++
      // A word that begins inside the run begins a match as well.
      if (edge && out.begins[n] === 0) out.begins[n] = at + 1
      out.blanksInside[n]! += blank
      out.idleInside[n]! += idle
    } else {
      n++
      out.code[n] = code[at]!
      out.run[n] = 1
      out.from[n] = at
      out.first[n] = word
      out.begins[n] = edge ? at + 1 : 0
      out.blanksBefore[n] = (before >= 0 ? out.blanksBefore[before]! : 0) + blank
      out.idleBefore[n] = (before >= 0 ? out.idleBefore[before]! : 0) + idle
      out.blanksInside[n] = before >= 0 ? out.blanksInside[before]! : 0
      out.idleInside[n] = before >= 0 ? out.idleInside[before]! : 0
    }
    out.to[n] = at + 1
    out.last[n] = word
    if (at + 1 === length || isEdge(kind[at]!, kind[at + 1]!)) out.ends[n] = at + 1
  }
  out.length = n + 1
  return out
}

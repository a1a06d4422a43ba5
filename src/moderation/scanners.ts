import { BLANK, DIGIT, type Folded, fold, isWord, SIGN } from './normalise.ts'

// What no list can hold: addresses, numbers, ages. Every scanner goes forward only and looks a fixed number of words around it.

export type Scanned = 'link' | 'contact' | 'account-number' | 'off-site-payment' | 'minor-safety'

export interface Sighting {
  class: Scanned
  /** UTF-16 places in the text. */
  from: number
  to: number
}

const WORD = 1
const NUMBER = 2
const MARK = 3
/** Parts of an address that are looked at on either side of its sign. */
const REACH = 24

function foldedWord(word: string): string {
  const { code, length } = fold(word)
  return String.fromCodePoint(...code.subarray(0, length))
}

const folded = (words: string): Set<string> => new Set(words.split(' ').map(foldedWord))

const AT = folded('at arroba klammeraffe ät kukac małpa собака')
const AT_ALONE = folded('arroba klammeraffe małpa kukac')
const DOT = folded('dot punkt punto ponto point kropka точка nokta')
const MAIL = folded(
  'gmail googlemail hotmail outlook yahoo protonmail proton icloud gmx aol yandex mailru tutanota tuta posteo zoho fastmail',
)
const TOP = folded(
  'com net org info biz io tv co cc xyz app dev live chat club shop store site online link gg ly fm ai eu de fr es uk nl pl ru it pt br jp cn kr ca ch se dk fi cz ro hu gr tr ua mx ar cl au nz za in me us to be at no so la ws vip fans cam page space website stream video',
)
/** Words of some language as well: addresses only with more behind them or before. */
const TOP_OR_WORD = folded(
  'it in me us to be at no so la es de fr se fi pl tr ch ca au link live chat club shop store site online page space video app fans cam stream co ai',
)
const SCHEMES = folded('http https hxxp hxxps ftp')
const ARTICLES = folded('the a an this that every der die das ein le la el un il o')
const SERVICES = folded(
  'instagram insta snapchat snap telegram whatsapp kik discord skype twitter tiktok wechat viber facebook threema mastodon bluesky onlyfans fansly twitch youtube vk',
)
const SHORT_SERVICES = folded('ig sc tg wa fb dc yt')
const FILLERS = folded('is me my name id user username handle acc account on ist mein me add nick')
const NUMBERS = new Map(
  Object.entries({
    eight: 8,
    nine: 9,
    ten: 10,
    eleven: 11,
    twelve: 12,
    thirteen: 13,
    fourteen: 14,
    fifteen: 15,
    sixteen: 16,
    seventeen: 17,
    dreizehn: 13,
    vierzehn: 14,
    fünfzehn: 15,
    sechzehn: 16,
    siebzehn: 17,
  }).map(([word, years]) => [foldedWord(word), years]),
)
const AGE_UNITS = folded('years year yrs yr yo jahre jahr ans años anos anni lat jaar лет yaşındayım')
const AGE_AFTER = folded('yo y and but today now btw lol f m male female girl boy so und aber oder jetzt et y e')
const AGE_BEFORE = folded('only just like turning turned now still erst gerade jetzt nur bin')
const EXPERIENCE = folded('d de di of in on experience erfahrung doświadczenia ago')

/** IBAN lengths by country. Source: the SWIFT IBAN registry. */
const IBAN_LENGTH: Record<string, number> = Object.create(null)
for (const entry of 'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IS26 IT27 JO30 KW30 KZ20 LB28 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SE24 SI19 SK24 SM27 TN24 TR26 UA29 VA22 XK20'.split(
  ' ',
))
  IBAN_LENGTH[entry.slice(0, 2).toLowerCase()] = Number(entry.slice(2))

/** Shapes of addresses that coins are sent to; each a set of letters and a length, so matching cannot wander. */
const COINS = [
  /^[13][1-9A-HJ-NP-Za-km-z]{25,34}$/,
  /^(?:bc1|ltc1)[02-9ac-hj-np-z]{38,62}$/i,
  /^0x[0-9a-f]{40}$/i,
  /^T[1-9A-HJ-NP-Za-km-z]{33}$/,
  /^[LM][1-9A-HJ-NP-Za-km-z]{26,33}$/,
  /^[48][1-9A-HJ-NP-Za-km-z]{94}$/,
]

export function scan(text: Folded, { ownHost = '' }: { ownHost?: string } = {}): Sighting[] {
  return new Scan(text, ownHost).run()
}

class Scan {
  private readonly kind: Uint8Array
  private readonly from: Uint32Array
  private readonly to: Uint32Array
  /** Whether a blank stands before the token. */
  private readonly blank: Uint8Array
  private readonly words: (string | undefined)[] = []
  private count = 0
  private readonly out: Sighting[] = []
  /** Tokens before this one belong to a finding already; or to digits that are no number of anything. */
  private done = 0
  private counted = 0

  constructor(
    private readonly text: Folded,
    private readonly ownHost: string,
  ) {
    const most = text.length
    this.kind = new Uint8Array(most)
    this.from = new Uint32Array(most)
    this.to = new Uint32Array(most)
    this.blank = new Uint8Array(most)
    this.cut()
    this.pullTogether()
  }

  run(): Sighting[] {
    for (let at = 0; at < this.count; at++) {
      if (at < this.done) continue
      const kind = this.kind[at]!
      if (at >= this.counted && (kind === NUMBER || this.isSign(at, '+('))) this.number(at)
      if (this.done > at) continue
      this.mail(at)
      if (this.done > at) continue
      this.link(at)
      if (kind !== MARK && this.done <= at) {
        this.account(at)
        this.coin(at)
        this.age(at)
        if (kind === WORD) this.service(at)
      }
    }
    return this.out
  }

  private cut(): void {
    const { length, kind } = this.text
    let blank = 1
    for (let at = 0; at < length; ) {
      const what = kind[at]!
      if (what === BLANK) {
        blank = 1
        at++
        continue
      }
      const n = this.count++
      this.from[n] = at++
      this.blank[n] = blank
      blank = 0
      if (what === SIGN) this.kind[n] = MARK
      else {
        const digits = what === DIGIT
        this.kind[n] = digits ? NUMBER : WORD
        while (at < length && isWord(kind[at]!) && (kind[at] === DIGIT) === digits) at++
      }
      this.to[n] = at
    }
  }

  /** Three single letters in a row or more, blanks between them, are a word that was pulled apart. */
  private pullTogether(): void {
    let n = 0
    for (let at = 0; at < this.count; ) {
      let end = at
      while (end < this.count && this.isSingle(end) && (end === at || this.blank[end])) end++
      const runs = end - at >= 3
      this.kind[n] = this.kind[at]!
      this.from[n] = this.from[at]!
      this.blank[n] = this.blank[at]!
      this.to[n] = this.to[runs ? end - 1 : at]!
      n++
      at = runs ? end : at + 1
    }
    this.count = n
  }

  private isSingle(at: number): boolean {
    return this.kind[at] === WORD && this.to[at]! - this.from[at]! === 1
  }

  /** A token's letters or digits; empty for very long ones, which no set holds. */
  private word(at: number): string {
    if (at < 0 || at >= this.count || this.kind[at] === MARK) return ''
    const known = this.words[at]
    if (known !== undefined) return known
    let word = ''
    const from = this.from[at]!
    const to = Math.min(this.to[at]!, from + 60)
    for (let i = from; i < to; i++) if (isWord(this.text.kind[i]!)) word += String.fromCodePoint(this.text.code[i]!)
    if (word.length > 40) word = ''
    this.words[at] = word
    return word
  }

  private isSign(at: number, signs: string): boolean {
    if (at < 0 || at >= this.count || this.kind[at] !== MARK) return false
    return signs.includes(String.fromCodePoint(this.text.code[this.from[at]!]!))
  }

  private touches(at: number): boolean {
    return at < this.count && !this.blank[at]
  }

  private saw(what: Scanned, begin: number, last: number): void {
    const { from, to } = this.text
    const first = Math.max(begin, this.done)
    if (first > last) return
    this.out.push({ class: what, from: from[this.from[first]!]!, to: to[this.to[last]! - 1]! })
    this.done = last + 1
  }

  /** How many tokens an at or a dot takes here: as a sign, in brackets or as a word; 0 for none. */
  private spelled(at: number, sign: string, names: Set<string>): { takes: number; sure: boolean } {
    if (this.isSign(at, sign)) return { takes: 1, sure: true }
    const bracketed = this.isSign(at, '([{<') && this.isSign(at + 2, ')]}>')
    if (bracketed && (this.isSign(at + 1, sign) || names.has(this.word(at + 1)))) return { takes: 3, sure: true }
    const word = this.word(at)
    return word !== '' && names.has(word) ? { takes: 1, sure: AT_ALONE.has(word) } : { takes: 0, sure: false }
  }

  /** Back over what may belong to a name without a blank. */
  private nameBefore(at: number, signs: string): number {
    let first = at
    while (first > this.done && at - first < REACH && !this.blank[first]) {
      if (this.kind[first - 1] === MARK && !this.isSign(first - 1, signs)) break
      first--
    }
    return first
  }

  /** Labels and dots from here on; the token behind them, whether a dot stood between, and the last label. */
  private domain(at: number): {
    end: number
    dots: number
    /** A dot was written as a word, or in brackets; or stood among blanks. */
    spelledDot: boolean
    loose: boolean
    top: string
    first: string
  } {
    let end = at
    let dots = 0
    let spelledDot = false
    let loose = false
    let top = this.word(at)
    const first = top
    const label = (from: number): number => {
      let next = from
      while (
        next < this.count &&
        next - from < 8 &&
        (this.kind[next] !== MARK || this.isSign(next, '-')) &&
        (next === from || !this.blank[next])
      )
        next++
      return next
    }
    end = label(at)
    while (end > at && dots < 5) {
      const dot = this.spelled(end, '.', DOT)
      const after = end + dot.takes
      if (dot.takes === 0 || after >= this.count || this.kind[after] === MARK) break
      const apart = this.blank[end] || this.blank[after]
      const sign = dot.takes === 1 && this.isSign(end, '.')
      if (apart && sign && !TOP.has(this.word(after))) break
      if (apart) loose = true
      if (!sign) spelledDot = true
      const next = label(after)
      if (next === after) break
      top = this.word(next - 1)
      end = next
      dots++
    }
    return { end, dots, spelledDot, loose, top, first }
  }

  private mail(at: number): void {
    const { takes, sure } = this.spelled(at, '@', AT)
    if (takes === 0 || at === 0 || this.kind[at - 1] === MARK) return
    const after = at + takes
    if (after >= this.count || this.kind[after] === MARK) return
    const { end, dots, spelledDot, loose, top, first } = this.domain(after)
    const close = takes === 1 && this.isSign(at, '@') && !this.blank[at] && !this.blank[after]
    const known = MAIL.has(first)
    const ends = dots > 0 && TOP.has(top)
    const holds = close
      ? dots > 0 && (!loose || TOP.has(top))
      : known || (sure ? ends : ends && spelledDot && !ARTICLES.has(first))
    if (!holds) return
    this.saw('contact', this.nameBefore(at - 1, '._-+%'), end - 1)
  }

  private link(at: number): void {
    const word = this.word(at)
    if (SCHEMES.has(word) && this.isSign(at + 1, ':') && this.isSign(at + 2, '/') && this.isSign(at + 3, '/')) {
      this.sawLink(at, this.toBlank(at))
      return
    }
    if (word === 'www' && this.isSign(at + 1, '.') && this.touches(at + 1) && this.kind[at + 2] !== MARK) {
      if (this.touches(at + 2)) this.sawLink(at, this.toBlank(at))
      return
    }
    if (this.kind[at] === MARK || this.kind[at + 1] === undefined) return
    const dot = this.spelled(at + 1, '.', DOT)
    if (dot.takes === 0) return
    const asSign = dot.takes === 1 && this.isSign(at + 1, '.')
    const pulledApart = this.size(at) > word.length
    if (asSign && !pulledApart && (!this.touches(at + 1) || !this.touches(at + 2))) return
    if (!asSign && ARTICLES.has(word)) return
    const { end, top, loose } = this.domain(at)
    if (!TOP.has(top) || this.kind[at] === NUMBER || (asSign && loose && !pulledApart)) return
    const path = this.isSign(end, '/') && this.touches(end) && this.touches(end + 1)
    if (TOP_OR_WORD.has(top) && !path && asSign) return
    this.sawLink(this.nameBefore(at, '-.'), path ? this.toBlank(end) : end - 1)
  }

  private sawLink(first: number, last: number): void {
    const { from, to, text } = this.text
    const typed = text.slice(from[this.from[first]!], to[this.to[last]! - 1])
    const host = /^(?:[a-z]{3,5}:\/\/)?([^/?#\s]{1,253})/i.exec(typed.slice(0, 300))?.[1]?.toLowerCase()
    if (this.ownHost !== '' && host === this.ownHost) {
      this.done = last + 1
      return
    }
    this.saw('link', first, last)
  }

  private toBlank(at: number): number {
    let last = at
    while (last + 1 < this.count && !this.blank[last + 1]) last++
    return last
  }

  /** `insta: mara.v`, `snap @mara`, `telegram mara_99`. */
  private service(at: number): void {
    const word = this.word(at)
    const short = SHORT_SERVICES.has(word)
    if (!short && !SERVICES.has(word)) return
    let named = false
    let next = at + 1
    for (; next < this.count && next <= at + 5; next++) {
      if (this.isSign(next, ':=@')) named = true
      else if (!this.isSign(next, '-~>*') && !(FILLERS.has(this.word(next)) && !named)) break
    }
    if (next >= this.count || this.kind[next] === MARK) return
    let last = next
    let odd = this.kind[next] === NUMBER
    let letters = this.kind[next] === WORD
    while (last + 1 < this.count && last - next < REACH && !this.blank[last + 1]) {
      const isPart = this.kind[last + 1] !== MARK
      if (!isPart && !this.isSign(last + 1, '._#-')) break
      if (!isPart && (last + 2 >= this.count || this.blank[last + 2] || this.kind[last + 2] === MARK)) break
      odd = odd || this.kind[last + 1] === NUMBER || this.isSign(last + 1, '_#')
      letters = letters || this.kind[last + 1] === WORD
      last++
    }
    const size = this.to[last]! - this.from[next]!
    if (!letters || size < 3 || !(named || (odd && !short))) return
    this.saw('contact', next, last)
  }

  /** Groups of digits with little between them: a card, a telephone, or neither. */
  private number(at: number): void {
    const groups: number[] = []
    const first = this.kind[at] === MARK ? at + 1 : at
    if (this.kind[first] !== NUMBER) return
    if (first !== at && !this.touches(first)) return
    if (first === at && at > 0 && !this.blank[at] && this.kind[at - 1] === WORD) return
    let next = first
    while (next < this.count && groups.length < REACH) {
      if (this.kind[next] !== NUMBER || this.to[next]! - this.from[next]! > 19) break
      groups.push(next)
      let after = next + 1
      for (let signs = 0; signs < 2 && this.isSign(after, '-./()'); signs++) {
        if (this.blank[after] && !this.isSign(after, '(')) break
        after++
      }
      if (after === next + 1 && this.touches(after)) break
      next = after
    }
    if (groups.length === 0) {
      // Longer than any card: nothing that begins inside it is one.
      this.counted = first + 1
      return
    }
    const card = this.card(groups)
    if (card) {
      this.saw('account-number', groups[card.first]!, groups[card.last]!)
      return
    }
    let begin = 0
    while (this.isDate(groups, begin)) begin += 3
    const phone = this.phone(groups, begin, begin === 0 ? at : groups[begin]!)
    if (phone !== null) this.saw('contact', begin === 0 ? at : groups[begin]!, groups[phone]!)
    else this.counted = groups.at(-1)! + 1
  }

  private size(at: number): number {
    return this.to[at]! - this.from[at]!
  }

  private digits(groups: readonly number[], first: number, last: number): number[] {
    const digits: number[] = []
    for (let group = first; group <= last; group++)
      for (let at = this.from[groups[group]!]!; at < this.to[groups[group]!]!; at++)
        digits.push(this.text.code[at]! - 48)
    return digits
  }

  private card(groups: readonly number[]): { first: number; last: number } | null {
    for (let first = 0; first < groups.length; first++) {
      let count = 0
      for (let last = first; last < groups.length; last++) {
        count += this.size(groups[last]!)
        if (count > 19) break
        if (count < 13) continue
        const digits = this.digits(groups, first, last)
        if (digits[0]! >= 2 && digits[0]! <= 6 && isLuhn(digits)) return { first, last }
      }
    }
    return null
  }

  private isDate(groups: readonly number[], at: number): boolean {
    const [a, b, c] = [groups[at], groups[at + 1], groups[at + 2]]
    if (a === undefined || b === undefined || c === undefined) return false
    if (this.blank[b] || this.blank[c] || c - a > 4) return false
    const sizes = [this.size(a), this.size(b), this.size(c)]
    const small = (n: number) => n === 1 || n === 2
    const isYear = (token: number) => /^(?:19|20)\d\d$/.test(this.word(token))
    const short = Number(this.word(a)) <= 31 && Number(this.word(b)) <= 31
    if (small(sizes[0]!) && small(sizes[1]!))
      return short && (isYear(c) || small(sizes[2]!)) && !this.isFrench(groups, at)
    return isYear(a) && small(sizes[1]!) && small(sizes[2]!)
  }

  /** 06 12 34 56 78: five pairs. */
  private isFrench(groups: readonly number[], at: number): boolean {
    return (
      groups.length - at >= 5 &&
      /^0[1-9]$/.test(this.word(groups[at]!)) &&
      [1, 2, 3, 4].every(n => this.size(groups[at + n]!) === 2)
    )
  }

  /** The last group of a telephone number that begins here, if one does. */
  private phone(groups: readonly number[], begin: number, start: number): number | null {
    const first = groups[begin]
    if (first === undefined) return null
    const head = this.word(first)
    const plus = this.isSign(start, '+') || (start > 0 && this.isSign(start - 1, '+') && this.touches(start))
    const bracket = this.isSign(start, '(')
    let count = 0
    let last = begin
    for (let group = begin; group < groups.length; group++) {
      if (count + this.size(groups[group]!) > 15) break
      if (group > begin && this.isDate(groups, group)) break
      count += this.size(groups[group]!)
      last = group
    }
    const sizes = groups.slice(begin, last + 1).map(group => this.size(group))
    if (plus || /^00[1-9]\d/.test(head)) return count >= 8 ? last : null
    if (/^0[1-9]/.test(head) && (head.length >= 3 || this.isFrench(groups, begin))) return count >= 9 ? last : null
    const american = sizes.join('-')
    if (american === '3-3-4' || american === '1-3-3-4') return last
    return bracket && count >= 9 ? last : null
  }

  /** An IBAN by its country's length and its check digits. */
  private account(at: number): void {
    if (this.kind[at] !== WORD || this.size(at) !== 2 || (at > 0 && !this.blank[at] && this.kind[at - 1] !== MARK))
      return
    const length = IBAN_LENGTH[this.word(at)]
    if (length === undefined || this.kind[at + 1] !== NUMBER) return
    let iban = this.word(at)
    let last = at
    while (iban.length < length && last + 1 < this.count && last - at < 40) {
      const next = last + 1
      if (this.kind[next] === MARK) {
        if (!this.isSign(next, '-.') || this.kind[next + 1] === MARK) return
      } else {
        if (this.size(next) > length - iban.length) return
        iban += this.word(next)
      }
      last = next
    }
    if (iban.length !== length || (this.touches(last + 1) && this.kind[last + 1] !== MARK)) return
    if (isIban(iban)) this.saw('account-number', at, last)
  }

  private coin(at: number): void {
    if (at > 0 && !this.blank[at] && this.kind[at - 1] !== MARK) return
    let last = at
    while (last + 1 < this.count && this.touches(last + 1) && this.kind[last + 1] !== MARK && last - at < 100) last++
    const { from, to, text } = this.text
    const begin = from[this.from[at]!]!
    const end = to[this.to[last]! - 1]!
    if (end - begin < 26 || end - begin > 100) return
    const typed = text.slice(begin, end)
    if (COINS.some(coin => coin.test(typed))) this.saw('off-site-payment', at, last)
  }

  /** Somebody says to be under eighteen: in the first person, or in the short form of chat rooms. */
  private age(at: number): void {
    const word = this.word(at)
    const years = this.kind[at] === NUMBER ? (word.length <= 2 ? Number(word) : 0) : (NUMBERS.get(word) ?? 0)
    if (years < 8 || years > 17) return
    const after = this.word(at + 1)
    const slashed = after === 'y' && this.isSign(at + 2, '/') && this.word(at + 3) === 'o'
    if (years >= 13 && (after === 'yo' || slashed)) {
      this.saw('minor-safety', at, at + 1)
      return
    }
    let before = at - 1
    if (AGE_BEFORE.has(this.word(before)) && this.word(before) !== 'bin') before--
    const one = this.word(before)
    const two = this.word(before - 1)
    const apostrophe = this.isSign(before - 1, "'’`´") && this.touches(before)
    const three = this.word(before - 2)
    const ofYears = AGE_UNITS.has(after) && !EXPERIENCE.has(this.word(at + 2))
    const be =
      one === 'im' ||
      (one === 'am' && two === 'i') ||
      (one === 'm' && apostrophe && three === 'i') ||
      (one === 'bin' && two === 'ich') ||
      (one === 'ben' && two === 'ik')
    const have =
      (one === 'ai' && apostrophe && three === 'j') ||
      one === 'tengo' ||
      one === 'tenho' ||
      one === 'mam' ||
      one === 'ho' ||
      one === 'mhe'
    const behind = at + 1 >= this.count || (this.kind[at + 1] === MARK && !this.isSign(at + 1, '%€$£/:+-*x'))
    const decimal =
      this.isSign(at + 1, '.,') && this.touches(at + 1) && this.touches(at + 2) && this.kind[at + 2] === NUMBER
    const stands = (behind && !decimal) || AGE_AFTER.has(after) || ofYears
    if ((be && stands) || (have && ofYears)) this.saw('minor-safety', before, at)
  }
}

function isLuhn(digits: readonly number[]): boolean {
  let sum = 0
  for (let at = 0; at < digits.length; at++) {
    const digit = digits[digits.length - 1 - at]!
    const twice = digit * 2
    sum += at % 2 === 0 ? digit : twice > 9 ? twice - 9 : twice
  }
  return sum % 10 === 0 && digits.some(digit => digit !== digits[0])
}

function isIban(iban: string): boolean {
  let rest = 0
  for (const sign of iban.slice(4) + iban.slice(0, 4)) {
    const value = /[0-9]/.test(sign) ? sign.charCodeAt(0) - 48 : sign.charCodeAt(0) - 87
    if (value < 0 || value > 35) return false
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest === 1
}

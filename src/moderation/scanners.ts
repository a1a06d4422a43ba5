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

/** What a word may be part of; a word may play several parts. */
const ROLE = {
  at: 1,
  atAlone: 1 << 1,
  dot: 1 << 2,
  mail: 1 << 3,
  top: 1 << 4,
  /** A word of some language as well: an address only with more behind it or before. */
  topOrWord: 1 << 5,
  scheme: 1 << 6,
  www: 1 << 7,
  article: 1 << 8,
  service: 1 << 9,
  shortService: 1 << 10,
  filler: 1 << 11,
  years: 1 << 12,
  ageUnit: 1 << 13,
  ageAfter: 1 << 14,
  ageBefore: 1 << 15,
  experience: 1 << 16,
  yearsOld: 1 << 17,
} as const
type Role = keyof typeof ROLE

const ROLES: Partial<Record<Role, string>> = {
  at: 'at arroba klammeraffe ät kukac małpa собака',
  atAlone: 'arroba klammeraffe małpa kukac',
  dot: 'dot punkt punto ponto point kropka точка nokta',
  mail: 'gmail googlemail hotmail outlook yahoo protonmail proton icloud gmx aol yandex mailru tutanota tuta posteo zoho fastmail',
  top: 'com net org info biz io tv co cc xyz app dev live chat club shop store site online link gg ly fm ai eu de fr es uk nl pl ru it pt br jp cn kr ca ch se dk fi cz ro hu gr tr ua mx ar cl au nz za in me us to be at no so la ws vip fans cam page space website stream video',
  topOrWord:
    'it in me us to be at no so la es de fr se fi pl tr ch ca au link live chat club shop store site online page space video app fans cam stream co ai',
  scheme: 'http https hxxp hxxps ftp',
  www: 'www',
  article: 'the a an this that every der die das ein le la el un il o',
  service:
    'instagram insta snapchat snap telegram whatsapp kik discord skype twitter tiktok wechat viber facebook threema mastodon bluesky onlyfans fansly twitch youtube vk',
  shortService: 'ig sc tg wa fb dc yt',
  filler: 'is me my name id user username handle acc account on ist mein me add nick',
  years:
    'eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen dreizehn vierzehn fünfzehn sechzehn siebzehn',
  ageUnit: 'years year yrs yr yo jahre jahr ans años anos anni lat jaar лет yaşındayım',
  ageAfter: 'yo y and but today now btw lol f m male female girl boy so und aber oder jetzt et e',
  ageBefore: 'only just like turning turned now still erst gerade jetzt nur',
  experience: 'd de di of in on experience erfahrung doświadczenia ago',
  yearsOld: 'yo',
}

/** Longer words play no part. */
const WORD_MOST = 40

const mix = (hash: number, code: number): number => Math.imul(hash ^ code, 0x01000193)
const HASH = 0x811c9dc5 | 0

/** By the hash of the folded word: one look tells all that a word may be. */
const roles = new Map<number, number>()
for (const [role, words] of Object.entries(ROLES) as [Role, string][]) {
  for (const word of words.split(' ')) {
    const { code, length } = fold(word)
    let hash = HASH
    for (let at = 0; at < length; at++) hash = mix(hash, code[at]!)
    roles.set(hash, (roles.get(hash) ?? 0) | ROLE[role])
  }
}

const signSet = (signs: string): Uint8Array => {
  const set = new Uint8Array(128)
  for (const sign of signs) set[sign.charCodeAt(0)] = 1
  return set
}
const SIGNS = {
  at: signSet('@'),
  dot: signSet('.'),
  dash: signSet('-'),
  slash: signSet('/'),
  colon: signSet(':'),
  opens: signSet('([{<'),
  closes: signSet(')]}>'),
  paren: signSet('('),
  plus: signSet('+'),
  number: signSet('+('),
  names: signSet(':=@'),
  arrows: signSet('-~>*'),
  ofMail: signSet('._-+%'),
  ofHost: signSet('-.'),
  ofHandle: signSet('._#-'),
  oddOfHandle: signSet('_#'),
  ofPhone: signSet('-./()'),
  ofIban: signSet('-.'),
  ofUnit: signSet('%$/:+-*'),
  ofDecimal: signSet('.,'),
}
const CURRENCIES = new Set([0x20ac, 0xa3, 0xa5])
const APOSTROPHES = new Set([39, 0x2019, 0x60, 0xb4, 0x2bc])

/** IBAN lengths by country. Source: the SWIFT IBAN registry. */
const IBAN_LENGTH: Record<string, number> = Object.create(null)
for (const entry of 'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IS26 IT27 JO30 KW30 KZ20 LB28 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SE24 SI19 SK24 SM27 TN24 TR26 UA29 VA22 XK20'.split(
  ' ',
))
  IBAN_LENGTH[entry.slice(0, 2).toLowerCase()] = Number(entry.slice(2))

/** Languages that have their years. `mhe` is мне as it is folded. */
const HAS = ['tengo', 'tenho', 'mam', 'ho', 'mhe']

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
  /** What the token's word may be, as bits of ROLE. */
  private readonly roles: Uint32Array
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
    this.roles = new Uint32Array(most)
    this.cut()
    this.pullTogether()
  }

  run(): Sighting[] {
    for (let at = 0; at < this.count; at++) {
      if (at < this.done) continue
      const kind = this.kind[at]!
      if (at >= this.counted && (kind === NUMBER || this.isSign(at, SIGNS.number))) this.number(at)
      if (this.done <= at && (kind === MARK || this.plays(at, ROLE.at))) this.mail(at)
      if (this.done > at || kind === MARK) continue
      this.link(at)
      if (this.done <= at && kind === WORD) {
        if (this.plays(at, ROLE.service | ROLE.shortService)) this.service(at)
        if (this.done <= at && this.size(at) === 2) this.account(at)
      }
      if (this.done <= at) this.coin(at)
      if (this.done <= at && (kind === NUMBER ? this.size(at) <= 2 : this.plays(at, ROLE.years))) this.age(at)
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
        if (!digits) this.roles[n] = this.rolesOf(this.from[n]!, at)
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
      this.roles[n] = runs ? this.rolesOf(this.from[n]!, this.to[n]!) : this.roles[at]!
      n++
      at = runs ? end : at + 1
    }
    this.count = n
  }

  private isSingle(at: number): boolean {
    return this.kind[at] === WORD && this.to[at]! - this.from[at]! === 1
  }

  private rolesOf(from: number, to: number): number {
    const { code, kind } = this.text
    let hash = HASH
    let letters = 0
    for (let at = from; at < to && letters <= WORD_MOST; at++) {
      if (!isWord(kind[at]!)) continue
      hash = mix(hash, code[at]!)
      letters++
    }
    return letters > WORD_MOST ? 0 : (roles.get(hash) ?? 0)
  }

  private plays(at: number, parts: number): boolean {
    return at >= 0 && at < this.count && (this.roles[at]! & parts) !== 0
  }

  /** A token's letters or digits; empty for very long ones. */
  private word(at: number): string {
    if (at < 0 || at >= this.count || this.kind[at] === MARK) return ''
    let word = ''
    const from = this.from[at]!
    const to = Math.min(this.to[at]!, from + 2 * WORD_MOST)
    for (let i = from; i < to; i++) if (isWord(this.text.kind[i]!)) word += String.fromCodePoint(this.text.code[i]!)
    return word.length > WORD_MOST ? '' : word
  }

  private is(at: number, word: string): boolean {
    return at >= 0 && at < this.count && this.size(at) === word.length && this.word(at) === word
  }

  private isSign(at: number, signs: Uint8Array): boolean {
    if (at < 0 || at >= this.count || this.kind[at] !== MARK) return false
    const code = this.text.code[this.from[at]!]!
    return code < 128 && signs[code] === 1
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
  private spelled(at: number, sign: Uint8Array, role: number): number {
    if (at >= this.count) return 0
    if (this.kind[at] !== MARK) return this.plays(at, role) ? 1 : 0
    if (this.isSign(at, sign)) return 1
    const bracketed = this.isSign(at, SIGNS.opens) && this.isSign(at + 2, SIGNS.closes)
    return bracketed && (this.isSign(at + 1, sign) || this.plays(at + 1, role)) ? 3 : 0
  }

  /** Back over what may belong to a name without a blank. */
  private nameBefore(at: number, signs: Uint8Array): number {
    let first = at
    while (first > this.done && at - first < REACH && !this.blank[first]) {
      if (this.kind[first - 1] === MARK && !this.isSign(first - 1, signs)) break
      first--
    }
    return first
  }

  private label(from: number): number {
    let next = from
    while (
      next < this.count &&
      next - from < 8 &&
      (this.kind[next] !== MARK || this.isSign(next, SIGNS.dash)) &&
      (next === from || !this.blank[next])
    )
      next++
    return next
  }

  /** Labels and dots from here on. */
  private domain(at: number): {
    /** The token behind them. */
    end: number
    dots: number
    /** A dot was written as a word, or in brackets; or stood among blanks. */
    spelledDot: boolean
    loose: boolean
    /** The last label. */
    top: number
  } {
    let dots = 0
    let spelledDot = false
    let loose = false
    let top = at
    let end = this.label(at)
    while (end > at && dots < 5) {
      const takes = this.spelled(end, SIGNS.dot, ROLE.dot)
      const after = end + takes
      if (takes === 0 || after >= this.count || this.kind[after] === MARK) break
      const apart = this.blank[end] || this.blank[after]
      const sign = takes === 1 && this.kind[end] === MARK
      if (apart && sign && !this.plays(after, ROLE.top)) break
      if (apart) loose = true
      if (!sign) spelledDot = true
      end = this.label(after)
      top = end - 1
      dots++
    }
    return { end, dots, spelledDot, loose, top }
  }

  private mail(at: number): void {
    const takes = this.spelled(at, SIGNS.at, ROLE.at)
    if (takes === 0 || at === 0 || this.kind[at - 1] === MARK) return
    const after = at + takes
    if (after >= this.count || this.kind[after] === MARK) return
    const { end, dots, spelledDot, loose, top } = this.domain(after)
    const sign = takes === 1 && this.kind[at] === MARK
    const sure = sign || takes === 3 || this.plays(at, ROLE.atAlone)
    const ends = dots > 0 && this.plays(top, ROLE.top)
    const holds =
      sign && !this.blank[at] && !this.blank[after]
        ? dots > 0 && (!loose || ends)
        : this.plays(after, ROLE.mail) || (sure ? ends : ends && spelledDot && !this.plays(after, ROLE.article))
    if (holds) this.saw('contact', this.nameBefore(at - 1, SIGNS.ofMail), end - 1)
  }

  private link(at: number): void {
    if (this.plays(at, ROLE.scheme | ROLE.www)) {
      const slashes =
        this.isSign(at + 1, SIGNS.colon) && this.isSign(at + 2, SIGNS.slash) && this.isSign(at + 3, SIGNS.slash)
      const host = this.isSign(at + 1, SIGNS.dot) && this.touches(at + 1) && this.touches(at + 2)
      if (this.plays(at, ROLE.scheme) ? slashes : host && this.kind[at + 2] !== MARK) {
        this.sawLink(at, this.toBlank(at))
        return
      }
    }
    const takes = this.spelled(at + 1, SIGNS.dot, ROLE.dot)
    if (takes === 0 || this.kind[at] === NUMBER) return
    const sign = takes === 1 && this.kind[at + 1] === MARK
    const pulledApart = this.blankInside(at)
    if (sign && !pulledApart && (!this.touches(at + 1) || !this.touches(at + 2))) return
    if (!sign && this.plays(at, ROLE.article)) return
    const { end, dots, top, loose } = this.domain(at)
    if (dots === 0 || !this.plays(top, ROLE.top) || (sign && loose && !pulledApart)) return
    const path = this.isSign(end, SIGNS.slash) && this.touches(end) && this.touches(end + 1)
    if (this.plays(top, ROLE.topOrWord) && !path && sign) return
    this.sawLink(this.nameBefore(at, SIGNS.ofHost), path ? this.toBlank(end) : end - 1)
  }

  private isUnit(at: number): boolean {
    return this.isSign(at, SIGNS.ofUnit) || CURRENCIES.has(this.text.code[this.from[at]!]!)
  }

  private blankInside(at: number): boolean {
    return this.text.kind[this.from[at]! + 1] === BLANK && this.size(at) > 1
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
    const short = !this.plays(at, ROLE.service)
    let named = false
    let next = at + 1
    for (; next < this.count && next <= at + 5; next++) {
      if (this.isSign(next, SIGNS.names)) named = true
      else if (!this.isSign(next, SIGNS.arrows) && (named || !this.plays(next, ROLE.filler))) break
    }
    if (next >= this.count || this.kind[next] === MARK) return
    let last = next
    let odd = this.kind[next] === NUMBER
    let letters = this.kind[next] === WORD
    while (last + 1 < this.count && last - next < REACH && !this.blank[last + 1]) {
      const isPart = this.kind[last + 1] !== MARK
      if (!isPart && !this.isSign(last + 1, SIGNS.ofHandle)) break
      if (!isPart && (last + 2 >= this.count || this.blank[last + 2] || this.kind[last + 2] === MARK)) break
      odd = odd || this.kind[last + 1] === NUMBER || this.isSign(last + 1, SIGNS.oddOfHandle)
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
      for (let signs = 0; signs < 2 && this.isSign(after, SIGNS.ofPhone); signs++) {
        if (this.blank[after] && !this.isSign(after, SIGNS.paren)) break
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

  /** Sums over all digits with every second one doubled, one way and the other: any stretch is weighed by a subtraction. */
  private card(groups: readonly number[]): { first: number; last: number } | null {
    const digits: number[] = []
    const starts: number[] = []
    const even = [0]
    const odd = [0]
    for (const group of groups) {
      starts.push(digits.length)
      for (let at = this.from[group]!; at < this.to[group]!; at++) {
        const digit = this.text.code[at]! - 48
        const doubled = digit > 4 ? digit * 2 - 9 : digit * 2
        const first = digits.length % 2 === 0
        even.push(even.at(-1)! + (first ? digit : doubled))
        odd.push(odd.at(-1)! + (first ? doubled : digit))
        digits.push(digit)
      }
    }
    starts.push(digits.length)
    for (let first = 0; first < groups.length; first++) {
      const from = starts[first]!
      if (digits[from]! < 2 || digits[from]! > 6) continue
      for (let last = first; last < groups.length; last++) {
        const to = starts[last + 1]!
        if (to - from > 19) break
        if (to - from < 13) continue
        const sums = to % 2 === 1 ? even : odd
        if ((sums[to]! - sums[from]!) % 10 === 0) return { first, last }
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
    const plus = this.isSign(start, SIGNS.plus) || (this.isSign(start - 1, SIGNS.plus) && this.touches(start))
    const bracket = this.isSign(start, SIGNS.paren)
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
        if (!this.isSign(next, SIGNS.ofIban) || this.kind[next + 1] === MARK) return
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
    if (this.size(at) < 26 && (!this.touches(at + 1) || this.kind[at + 1] === MARK)) return
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
    const spelled = this.plays(at, ROLE.years)
    const years = spelled ? 0 : Number(this.word(at))
    if (!spelled && (years < 8 || years > 17)) return
    const slashed = this.is(at + 1, 'y') && this.isSign(at + 2, SIGNS.slash) && this.is(at + 3, 'o')
    if (years >= 13 && (this.plays(at + 1, ROLE.yearsOld) || slashed)) {
      this.saw('minor-safety', at, at + 1)
      return
    }
    const before = this.plays(at - 1, ROLE.ageBefore) ? at - 2 : at - 1
    const said = (back: number, word: string) => this.is(before - back, word)
    const apostrophe =
      before > 0 && APOSTROPHES.has(this.text.code[this.from[before - 1]!]!) && this.touches(before - 1)
    const is =
      said(0, 'im') ||
      (said(0, 'am') && said(1, 'i')) ||
      (said(0, 'm') && apostrophe && said(2, 'i')) ||
      (said(0, 'bin') && said(1, 'ich')) ||
      (said(0, 'ben') && said(1, 'ik'))
    const has = (said(0, 'ai') && apostrophe && said(2, 'j')) || HAS.some(word => said(0, word))
    if (!is && !has) return
    const ofYears = this.plays(at + 1, ROLE.ageUnit) && !this.plays(at + 2, ROLE.experience)
    const decimal =
      this.isSign(at + 1, SIGNS.ofDecimal) &&
      this.touches(at + 1) &&
      this.touches(at + 2) &&
      this.kind[at + 2] === NUMBER
    const behind = at + 1 >= this.count || (this.kind[at + 1] === MARK && !this.isUnit(at + 1))
    const stands = (behind && !decimal) || this.plays(at + 1, ROLE.ageAfter) || ofYears
    if (is ? stands : ofYears) this.saw('minor-safety', before, at)
  }
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

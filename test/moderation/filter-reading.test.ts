import { describe, expect, test } from 'bun:test'
import { cover } from '../../src/moderation/filter.ts'
import { Matcher, readTerm } from '../../src/moderation/matcher.ts'
import { fold } from '../../src/moderation/normalise.ts'

const TERMS = [
  'badword',
  'shot',
  'hell',
  'heil',
  'pen',
  'penis',
  'kill yourself',
  'дурак',
  'κακός',
  'バカ',
  'ガス',
  '笨蛋',
  '바보',
  'أحمق',
  '1488',
  'hate*',
  '*phobe',
  '__proto__',
  'constructor',
]
const matcher = Matcher.of(TERMS.map((text, tag) => ({ text, tag })))
const met = (text: string) => matcher.matches(fold(text)).map(({ tag }) => TERMS[tag]!)
const pieces = (text: string) => matcher.matches(fold(text)).map(({ from, to }) => text.slice(from, to))

/** Numbers from a seed: the same texts in every run. */
function dice(seed: number): (most: number) => number {
  let state = seed
  return most => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % most
  }
}

describe('a term is met', () => {
  test.each([
    ['badword', 'as it is'],
    ['BadWord!', 'in capitals'],
    ['(badword)', 'in brackets'],
    ['b a d w o r d', 'pulled apart by blanks'],
    ['b.a.d-w_o*r*d', 'by signs'],
    ['b  a\nd w  o r\td', 'by many blanks'],
    ['bad.word', 'by one sign'],
    ['bass b a d w o r d', 'behind a word that ends like it begins'],
    ['baaaadwoooord', 'drawn out'],
    ['baddwordd', 'doubled'],
    ['b4dw0rd', 'with digits'],
    ['b@dword', 'with a sign'],
    ['b 4 d w 0 r d', 'with digits, pulled apart'],
    ['bаdwоrd', 'with Cyrillic letters'],
    ['ЬАDWОRD', 'with Cyrillic capitals'],
    ['bαdwοrd', 'with Greek letters'],
    ['ｂａｄｗｏｒｄ', 'in full width'],
    ['𝓫𝓪𝓭𝔀𝓸𝓻𝓭', 'in mathematical letters'],
    ['ⓑⓐⓓⓦⓞⓡⓓ', 'in circles'],
    ['🅱🅰🅳🆆🅾🆁🅳', 'in squares'],
    ['🇧🇦🇩🇼🇴🇷🇩', 'in flags'],
    ['ʙᴀᴅᴡᴏʀᴅ', 'in small capitals'],
    ['bádwörd', 'with accents'],
    ['b̷̛a̵d̶w̸o̶r̵d̴', 'under marks'],
    ['b\u200bad\u200dw\u2060ord', 'with nothing between'],
    ['b\u00adad\u034fword', 'with soft hyphens'],
    ['\u202ebad\u202cword', 'turned about'],
    ['bad\ufe0fword', 'with variation signs'],
    ['b\u3164adword', 'with a filler'],
    ['badword123', 'with digits behind'],
    ['x_badword_x', 'between underscores'],
  ])('%s', text => {
    expect(met(text)).toEqual(['badword'])
  })

  test.each([
    ['ДУРАК', 'дурак'],
    ['д у р а к', 'дурак'],
    ['ду́рак', 'дурак'],
    ['дypaк', 'дурак'],
    ['КΑΚΟΣ', 'κακός'],
    ['お前バカだな', 'バカ'],
    ['ﾊﾞｶ', 'バカ'],
    ['ハ\u3099カ', 'バカ'],
    ['你这个笨蛋啊', '笨蛋'],
    ['바보!', '바보'],
    ['أَحْمَق', 'أحمق'],
    ['the 1488 thing', '1488'],
    ['١٤٨٨', '1488'],
    ['kill   yourself', 'kill yourself'],
    ['killyourself', 'kill yourself'],
    ['k i l l yourself', 'kill yourself'],
    ['ki11 y0urself', 'kill yourself'],
    ['haters', 'hate*'],
    ['arachnophobe', '*phobe'],
    ['__proto__', '__proto__'],
    ['constructor', 'constructor'],
  ])('%s meets %s', (text, term) => {
    expect(met(text)).toEqual([term])
  })

  test('where 1 is one of two letters, both readings count', () => {
    expect(met('he1l').sort()).toEqual(['heil', 'hell'])
    expect(met('heIl').sort()).toEqual(['heil', 'hell'])
    expect(met('hell')).toEqual(['hell'])
  })
})

describe('a term is not met', () => {
  test.each([
    'badwording',
    'unbadword',
    'the pen is mine'.replace('pen', 'pan'),
    'shoot',
    'shots',
    'shell',
    'he’ll go',
    'hello',
    'カス',
    'openness',
    'chateau',
    'whatever',
    '14,88',
    '455 tokens',
    'a bad word',
    'bad words',
    'toString valueOf hasOwnProperty',
  ])('in %s', text => {
    expect(met(text)).toEqual([])
  })
  test('in words that stand beside each other', () => {
    expect(met('the pen is mine')).toEqual(['pen'])
    expect(met('pen. Is it?')).toEqual(['pen'])
  })
})

describe('inside of names', () => {
  const inside = (text: string) => matcher.matches(fold(text), { inside: true }).map(({ tag }) => TERMS[tag]!)
  test('long terms are met anywhere, short ones as words', () => {
    expect(inside('xXbadwordXx')).toEqual(['badword'])
    expect(inside('mybadw0rd')).toEqual(['badword'])
    expect(inside('shotgun_mara')).toEqual([])
    expect(inside('hell_mara')).toEqual(['hell'])
  })
})

describe('the way back', () => {
  test('names the piece of the original', () => {
    expect(pieces('oh 𝓫𝓪𝓭𝔀𝓸𝓻𝓭, no')).toEqual(['𝓫𝓪𝓭𝔀𝓸𝓻𝓭'])
    expect(pieces('oh b\u200bad\u202ew\u00adord no')).toEqual(['b\u200bad\u202ew\u00adord'])
    expect(pieces('bass b a d w o r d.')).toEqual(['b a d w o r d'])
    expect(pieces('ﷺ badword ﷺ')).toEqual(['badword'])
  })

  const ALPHABET = [
    ...'abdorwhel 0149@$!|.-_\n',
    'а',
    'ο',
    '𝓫',
    '🅰',
    '\u0301',
    '\u200b',
    '\u202e',
    'ß',
    'æ',
    'ﷺ',
    'ガ',
    'カ',
    '\u3099',
    '漢',
    'क',
    '\ud800',
    '❤️',
    '①',
    '٣',
    '\u0000',
  ]

  test('points into the original in order, whatever is typed', () => {
    const roll = dice(5)
    for (let round = 0; round < 3000; round++) {
      const text = Array.from({ length: roll(60) }, () => ALPHABET[roll(ALPHABET.length)]).join('')
      const folded = fold(text)
      let before = 0
      for (let at = 0; at < folded.length; at++) {
        expect(folded.from[at]!).toBeLessThan(folded.to[at]!)
        expect(folded.from[at]!).toBeGreaterThanOrEqual(before)
        expect(folded.to[at]!).toBeLessThanOrEqual(text.length)
        before = folded.from[at]!
      }
      for (const { from, to } of matcher.matches(folded)) {
        expect(from).toBeGreaterThanOrEqual(0)
        expect(to).toBeGreaterThan(from)
        expect(to).toBeLessThanOrEqual(text.length)
        expect(/^[\udc00-\udfff]/.test(text.slice(from)) && /[\ud800-\udbff]$/.test(text.slice(0, from))).toBe(false)
      }
    }
  })

  test('a hidden term is found wherever it stands, and covering it changes nothing else', () => {
    const roll = dice(11)
    const FORMS = ['badword', 'b a d w o r d', 'b4dw0rd', 'bаdwоrd', '𝓫𝓪𝓭𝔀𝓸𝓻𝓭', 'b.a.d.w.o.r.d', 'bad\u200bword']
    const AROUND = ['lovely', 'evening', 'Gruß', 'вечер', '夜', '🎨', '12', '…', 'über', 'x', '\n']
    for (let round = 0; round < 1000; round++) {
      const some = () => Array.from({ length: roll(5) }, () => AROUND[roll(AROUND.length)]).join(' ')
      const left = `${some()} `
      const form = FORMS[roll(FORMS.length)]!
      const right = ` ${some()}`
      const text = left + form + right
      const spans = matcher.matches(fold(text)).filter(({ tag }) => TERMS[tag] === 'badword')
      expect([text, spans.length > 0]).toEqual([text, true])
      const covered = cover(text, spans)
      // Single letters beside a word that was pulled apart may belong to it as well; nothing further away does.
      expect(covered.startsWith(left.replace(/x $/, ''))).toBe(true)
      expect(covered.endsWith(right.replace(/^ x/, ''))).toBe(true)
      expect(covered.slice(left.length, covered.length - right.length)).toMatch(/^[• ]+$/)
    }
  })

  test('covers letter by letter, blanks excepted, also where spans overlap', () => {
    expect(cover('abc def', [{ from: 1, to: 5 }])).toBe('a•• •ef')
    expect(
      cover('abcdef', [
        { from: 3, to: 5 },
        { from: 1, to: 4 },
      ]),
    ).toBe('a••••f')
    expect(cover('a𝓫c', [{ from: 1, to: 3 }])).toBe('a•c')
    expect(cover('abc', [])).toBe('abc')
  })
})

describe('what may be a term', () => {
  test('two letters at least; one where a letter is a word; three beside a star', () => {
    for (const good of ['ab', '笨', '18', 'a b', 'abc*', '*abc', '*abc*', 'f*ck'])
      expect([good, readTerm(good) !== null]).toEqual([good, true])
    for (const bad of ['', ' ', 'a', '*', '**', 'a*', '*ab', '!!', '🎨', '\u200b', 'long'.repeat(60)])
      expect([bad, readTerm(bad) !== null]).toEqual([bad, false])
  })
  test('the same term twice is one', () => {
    const twice = Matcher.of([
      { text: 'badword', tag: 1 },
      { text: 'BADWORD', tag: 1 },
      { text: 'bádword', tag: 1 },
    ])
    expect(twice.size).toBe(1)
  })
})

test('as many terms as a list holds are found, each by itself', () => {
  const roll = dice(3)
  const terms = Array.from({ length: 3000 }, () =>
    Array.from({ length: 4 + roll(8) }, () => String.fromCharCode(97 + roll(26))).join(''),
  )
  const many = Matcher.of(terms.map((text, tag) => ({ text, tag })))
  for (let at = 0; at < terms.length; at += 37) {
    const found = many.matches(fold(`so ${terms[at]} then`)).map(({ tag }) => terms[tag])
    expect(found).toContain(terms[at]!)
  }
})

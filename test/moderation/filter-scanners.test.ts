import { describe, expect, test } from 'bun:test'
import { fold } from '../../src/moderation/normalise.ts'
import { scan } from '../../src/moderation/scanners.ts'

const seen = (text: string) =>
  scan(fold(text), { ownHost: 'harbour.example' }).map(({ class: named, from, to }) => [named, text.slice(from, to)])

describe('ways to reach somebody elsewhere', () => {
  test.each([
    ['write mara@example.com now', 'mara@example.com'],
    ['mara.voss+x@mail.example.co.uk', 'mara.voss+x@mail.example.co.uk'],
    ['mara at gmail dot com', 'mara at gmail dot com'],
    ['mara (at) posteo [dot] de', 'mara (at) posteo [dot] de'],
    ['mara[@]posteo.de', 'mara[@]posteo.de'],
    ['mara @ gmail . com', 'mara @ gmail . com'],
    ['m a r a @ g m a i l . c o m', 'm a r a @ g m a i l . c o m'],
    ['mara klammeraffe example punkt de', 'mara klammeraffe example punkt de'],
    ['мара собака yandex точка ru', 'мара собака yandex точка ru'],
    ['mаrа@gmаil.com', 'mаrа@gmаil.com'],
    ['ｍａｒａ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'ｍａｒａ＠ｅｘａｍｐｌｅ．ｃｏｍ'],
    ['insta: mara.v', 'mara.v'],
    ['my insta is mara_99', 'mara_99'],
    ['add me on snapchat maravoss22', 'maravoss22'],
    ['discord mara#1234', 'mara#1234'],
    ['ig: mara', 'mara'],
    ['call +49 170 1234567', '+49 170 1234567'],
    ['0049 170 1234567', '0049 170 1234567'],
    ['030 123 456 78', '030 123 456 78'],
    ['06 12 34 56 78', '06 12 34 56 78'],
    ['555-123-4567', '555-123-4567'],
    ['+1 (555) 123-4567', '+1 (555) 123-4567'],
    ['0170/1234567', '0170/1234567'],
    ['٠١٧٠١٢٣٤٥٦٧', '٠١٧٠١٢٣٤٥٦٧'],
  ])('%s', (text, found) => {
    expect(seen(text)).toEqual([['contact', found]])
  })

  test.each([
    'hi @mara.voss how are you',
    'look at that dot com thing',
    'meet me at the harbour. it is fun',
    'Snap your fingers',
    'my skype is broken',
    'telegram 2 days ago',
    'on 01.02.2026 at 20:00',
    '2026-11-21 18:00',
    '20:00-22:00',
    '1000000000 tokens',
    'goal 12000 of 50000',
    '00.30 - 02.30',
    '3.5 hours, 1.2 of 2',
  ])('not %s', text => {
    expect(seen(text)).toEqual([])
  })
})

describe('links', () => {
  test.each([
    ['see https://example.org/x?y=1 now', 'https://example.org/x?y=1'],
    ['hxxp://bad.example', 'hxxp://bad.example'],
    ['www.example.fr', 'www.example.fr'],
    ['example.com', 'example.com'],
    ['example dot com', 'example dot com'],
    ['e x a m p l e . c o m', 'e x a m p l e . c o m'],
    ['bit.ly/abc', 'bit.ly/abc'],
    ['youtu.be/abc', 'youtu.be/abc'],
    ['shop.example.co.uk', 'shop.example.co.uk'],
    ['ехаmрlе.com', 'ехаmрlе.com'],
  ])('%s', (text, found) => {
    expect(seen(text)).toEqual([['link', found]])
  })
  test.each([
    'nice.to meet you',
    'ok.so what',
    'the dot com era',
    'node.js is fun',
    'e.g. com',
    'harbour.example/rooms/mara',
    'https://harbour.example/rooms/mara',
    'oil...and water',
  ])('not %s', text => {
    expect(seen(text)).toEqual([])
  })
  test('a house whose name only looks like ours is another one', () => {
    expect(seen('https://harbour.example.evil.org/x')).toHaveLength(1)
    expect(seen('https://harbour.example@evil.org/x')).toHaveLength(1)
  })
})

describe('numbers of accounts', () => {
  test.each([
    ['4111 1111 1111 1111', '4111 1111 1111 1111'],
    ['pay 4242424242424242 now', '4242424242424242'],
    ['5500-0000-0000-0004 until 12/27', '5500-0000-0000-0004'],
    ['４１１１ １１１１ １１１１ １１１１', '４１１１ １１１１ １１１１ １１１１'],
    ['DE89 3704 0044 0532 0130 00', 'DE89 3704 0044 0532 0130 00'],
    ['DE89370400440532013000.', 'DE89370400440532013000'],
    ['gb29nwbk60161331926819', 'gb29nwbk60161331926819'],
    ['FR14 2004 1010 0505 0001 3M02 606', 'FR14 2004 1010 0505 0001 3M02 606'],
  ])('%s', (text, found) => {
    expect(seen(text)).toEqual([['account-number', found]])
  })
  test.each([
    '4111111111111112',
    '0000 0000 0000 0000',
    'de 89 people came',
    'DE89 3704 0044 0532 0130 02',
    '1234567890',
  ])('not %s', text => {
    expect(seen(text)).toEqual([])
  })
})

test('addresses of coins', () => {
  for (const coin of [
    '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2',
    '0x52908400098527886E0F7030069857D2E4169EE7',
    'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq',
  ])
    expect(seen(`send ${coin} here`)).toEqual([['off-site-payment', coin]])
  expect(seen('supercalifragilisticexpialidocious')).toEqual([])
})

describe('a stated age under eighteen', () => {
  test.each([
    "I'm 16",
    'I’m 16!',
    'i am 17 today',
    'im 15 yo',
    'im sixteen',
    'I am only 14 years old',
    '17yo here',
    '16 y/o',
    'ich bin 16',
    'ich bin 16 jahre alt',
    "j'ai 16 ans",
    'tengo 15 años',
    'mam 16 lat',
    'мне 16 лет',
    'I am １６',
  ])('%s', text => {
    expect(seen(text).map(([named]) => named)).toEqual(['minor-safety'])
  })
  test.each([
    "I'm 18",
    "I'm 21",
    "I'm 16 minutes late",
    "I'm 10 years in this",
    'when I was 16 I danced',
    'a 12 year old guitar',
    '12yo scotch',
    "I'm 16% done",
    "I'm 16 € short",
    'I am 12.5 kg lighter',
    "j'ai 16 ans d'expérience",
    'tengo 15 años de experiencia',
    'scene 16',
  ])('not %s', text => {
    expect(seen(text)).toEqual([])
  })
})

test('what is found lies in the text, in order, and nothing is found twice', () => {
  let state = 9
  const roll = (most: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return (state >>> 8) % most
  }
  const PARTS = [
    'a',
    'im',
    '16',
    '@',
    '.',
    'com',
    ' ',
    'at',
    'dot',
    '0',
    '12',
    '+',
    '-',
    'DE',
    '89',
    '(',
    ')',
    'insta',
    ':',
    '/',
    'www',
    'http',
    '4111',
    '𝓫',
    '\u0301',
    "'",
    'i',
    '1'.repeat(40),
  ]
  for (let round = 0; round < 3000; round++) {
    const text = Array.from({ length: roll(40) }, () => PARTS[roll(PARTS.length)]).join('')
    let before = 0
    for (const { from, to } of scan(fold(text))) {
      expect(from).toBeGreaterThanOrEqual(before)
      expect(to).toBeGreaterThan(from)
      expect(to).toBeLessThanOrEqual(text.length)
      before = to
    }
  }
})

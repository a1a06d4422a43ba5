import { expect, test } from 'bun:test'
import { bulkOf, sameAs } from '../../src/moderation/flood.ts'

test('honest lines are no flood', () => {
  for (const text of [
    'Is that ultramarine or something greener?',
    'OK',
    'NASA and the ESA',
    'yes yes yes!!!',
    'hahahahahahahahaha',
    'सूरज की रोशनी बहुत सुंदर है',
    'Это очень красивая картина сегодня',
    'ما أجمل هذه اللوحة',
    '美しい絵ですね。ありがとうございます。',
    '🎉🎉🎉🎉🎉',
    'a  b          c',
    'ป้ายนี้สวยมาก',
  ])
    expect([text, bulkOf(text)]).toEqual([text, null])
})

test('walls are', () => {
  expect(bulkOf('LOOK AT THIS EVERYBODY NOW')).toBe('loud')
  expect(bulkOf('ЭТО ОЧЕНЬ КРАСИВАЯ КАРТИНА')).toBe('loud')
  expect(bulkOf(`so${'o'.repeat(20)}`)).toBe('run')
  expect(bulkOf('🎉'.repeat(11))).toBe('run')
  expect(bulkOf('a\u0301\u0302\u0303\u0304\u0305\u0306')).toBe('stack')
})

test('a text is the same however it is dressed up, and another one is not', () => {
  const same = sameAs('Come and see my paintings')
  for (const text of ['COME AND SEE MY PAINTINGS!!!', 'c.o.m.e and see my paintings', 'Сome ánd see my paintings']) {
    expect([text, sameAs(text) === same]).toEqual([text, true])
  }
  expect(sameAs('Come and see my drawings')).not.toBe(same)
  expect(sameAs('!!!')).not.toBe(sameAs('???'))
})

test('what is thrown at it is read once', () => {
  const hostile = ['a', '\u0301', 'A', 'ab', '🎉', '\u202e'].map(piece => piece.repeat(64 * 1024))
  for (const text of hostile) {
    bulkOf(text)
    expect(typeof sameAs(text)).toBe('string')
  }
})

import { expect, test } from 'bun:test'
import { behindWords } from '../../assets/client/player/words.ts'

test('says how far behind the picture is', () => {
  expect(behindWords(1.26)).toBe('1.3 s behind')
  expect(behindWords(12.4)).toBe('12 s behind')
  expect(behindWords(9.97)).toBe('10 s behind')
})

test('never claims that nothing lies between', () => {
  expect(behindWords(0)).toBe('0.1 s behind')
})

test('says nothing that it does not know', () => {
  for (const seconds of [null, Number.NaN, Number.POSITIVE_INFINITY, -1]) expect(behindWords(seconds)).toBe('')
})

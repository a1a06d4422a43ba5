import { describe, expect, test } from 'bun:test'
import { isSpelledOut, nameBegun, namesFor } from '../../assets/client/room/chat/mention.ts'
import { fill } from '../../assets/client/room/chat/place.ts'

describe('the name that is being typed', () => {
  const begun = (text: string, caret = text.length) => nameBegun(text, caret)

  test('stands behind an @ at the caret', () => {
    expect(begun('see, @ju')).toEqual({ from: 5, begun: 'ju' })
    expect(begun('@')).toEqual({ from: 0, begun: '' })
    expect(begun('(@Tomás_B')).toEqual({ from: 1, begun: 'Tomás_B' })
    expect(begun('@ju and more', 3)).toEqual({ from: 0, begun: 'ju' })
  })

  test('is none in an address of mail, behind a blank, or past the longest name', () => {
    expect(begun('write to me@example')).toBeNull()
    expect(begun('@juno ')).toBeNull()
    expect(begun(`@${'x'.repeat(25)}`)).toBeNull()
    expect(begun('nothing here')).toBeNull()
  })
})

test('names that begin so come first, then names that hold it, each once, in the order they were given', () => {
  const names = ['nightferry', 'juno', 'Jonas', 'bojo', 'juno']
  expect(namesFor('jo', names)).toEqual(['Jonas', 'bojo'])
  expect(namesFor('', names)).toEqual(['nightferry', 'juno', 'Jonas', 'bojo'])
  expect(namesFor('zz', names)).toEqual([])
  expect(namesFor('', names, 2)).toEqual(['nightferry', 'juno'])
})

test('a name that is typed to its end needs no completion, unless another one begins so', () => {
  expect(isSpelledOut('Kestrel', ['kestrel'])).toBe(true)
  expect(isSpelledOut('kestr', ['kestrel'])).toBe(false)
  expect(isSpelledOut('kestrel', ['kestrel', 'kestrel_2'])).toBe(false)
})

test('a number stands in its sentence, whatever the name holds', () => {
  expect(fill('N new lines', 5)).toBe('5 new lines')
  expect(fill('Answer to NAME', 'N_and_NAME')).toBe('Answer to N_and_NAME')
  expect(fill(undefined, 1)).toBe('')
})

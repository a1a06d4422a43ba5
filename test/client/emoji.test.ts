import { expect, test } from 'bun:test'
import { EMOJI, find, groups } from '../../assets/client/room/emoji.ts'
import { play } from '../../views/words/en/play.ts'

test('every emoji is there once, by a name of its own, with words in both languages', () => {
  expect(EMOJI.length).toBeGreaterThan(300)
  expect(new Set(EMOJI.map(({ sign }) => sign)).size).toBe(EMOJI.length)
  const names = EMOJI.map(({ name }) => name)
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
  for (const { sign, name, words, label } of EMOJI) {
    expect(name).toMatch(/^[a-z][a-z-]*$/)
    expect(label).not.toBe('')
    expect(words.every(word => word !== '')).toBe(true)
    expect(/\p{Extended_Pictographic}/u.test(sign)).toBe(true)
  }
})

test('every group has its title', () => {
  expect(groups().map(([name]) => name)).toEqual(Object.keys(play.picker.groups))
})

test('words find them in English and in German, whatever the case and the dots', () => {
  const first = (typed: string) => find(typed)[0]?.sign
  expect(first('heart')).toBe('❤️')
  expect(first('HERZ')).toBe('❤️')
  expect(first('kaffee')).toBe('☕')
  expect(first(':smile')).toBe('😃')
  expect(find('bar').map(({ sign }) => sign)).toContain('🐻')
  expect(find('bär').map(({ sign }) => sign)).toContain('🐻')
  expect(find('red circle').map(({ sign }) => sign)[0]).toBe('🔴')
  expect(find('music').length).toBeGreaterThan(8)
  for (const typed of ['', '   ', ':', 'qqqq', '.*', '__proto__', 'x'.repeat(10_000)]) expect(find(typed)).toEqual([])
})

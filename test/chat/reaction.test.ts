import { expect, test } from 'bun:test'
import { Rates } from '../../src/base/http/rate.ts'
import { FRAME_MS, isReaction, Reactions, type Sum } from '../../src/chat/reaction.ts'
import { HandClock } from '../help/world.ts'

function house() {
  const clock = new HandClock()
  const due: { at: number; act: () => void }[] = []
  const frames: { at: number; room: string; sum: Sum }[] = []
  const reactions = new Reactions({
    clock,
    rates: new Rates(clock),
    later: (ms, act) => void due.push({ at: clock.at + ms, act }),
    show: (room, sum) => void frames.push({ at: clock.at, room, sum }),
  })
  const pass = (ms: number) => {
    const to = clock.at + ms
    for (;;) {
      due.sort((a, b) => a.at - b.at)
      if (!due[0] || due[0].at > to) break
      const { at, act } = due.shift()!
      clock.at = at
      act()
    }
    clock.at = to
  }
  return { reactions, frames, pass }
}

const seat = (n: number) => ({ seat: `seat ${n}`, network: `network ${n}` })
const total = (frames: { sum: Sum }[], kind: keyof Sum) => frames.reduce((n, { sum }) => n + (sum[kind] ?? 0), 0)

test('the first tap is seen at once, those right behind it together', () => {
  const { reactions, frames, pass } = house()
  reactions.tap('mara', seat(1), 'heart', 1)
  expect(frames.map(({ sum }) => sum)).toEqual([{ heart: 1 }])
  reactions.tap('mara', seat(1), 'heart', 2)
  reactions.tap('mara', seat(2), 'clap', 1)
  expect(frames.length).toBe(1)
  pass(FRAME_MS)
  expect(frames.map(({ sum }) => sum)).toEqual([{ heart: 1 }, { heart: 2, clap: 1 }])
})

test('a thousand taps a second are at most ten frames a second, and every tap is in one of them', () => {
  const { reactions, frames, pass } = house()
  const from = frames.length
  for (let ms = 0; ms < 10_000; ms++) {
    expect(reactions.tap('mara', seat(ms % 500), 'heart', 1)).toBe(1)
    pass(1)
  }
  pass(FRAME_MS)
  expect(total(frames, 'heart')).toBe(10_000)
  expect(frames.length - from).toBeLessThanOrEqual(101)
  for (let i = 1; i < frames.length; i++) expect(frames[i]!.at - frames[i - 1]!.at).toBeGreaterThanOrEqual(FRAME_MS)
})

test('rooms do not wait for each other', () => {
  const { reactions, frames } = house()
  reactions.tap('mara', seat(1), 'star', 1)
  reactions.tap('ines', seat(2), 'star', 1)
  expect(frames.map(({ room }) => room)).toEqual(['mara', 'ines'])
})

test('one page and one network count only so far', () => {
  const { reactions, frames, pass } = house()
  let counted = 0
  for (let i = 0; i < 100; i++) counted += reactions.tap('mara', seat(1), 'heart', 10)
  expect(counted).toBe(20)
  for (let i = 0; i < 1000; i++) reactions.tap('mara', { seat: `seat ${i}`, network: 'one school' }, 'clap', 1)
  pass(FRAME_MS)
  expect(total(frames, 'clap')).toBe(200)
  pass(1000)
  expect(reactions.tap('mara', seat(1), 'heart', 10_000)).toBe(10)
  expect(reactions.tap('mara', seat(1), 'heart', -4)).toBe(0)
})

test('only what we drew is a reaction', () => {
  expect(isReaction('heart')).toBe(true)
  for (const word of ['', 'constructor', '__proto__', 'Heart', '<img>']) expect(isReaction(word)).toBe(false)
})

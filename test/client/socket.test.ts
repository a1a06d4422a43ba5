import { expect, test } from 'bun:test'
import { backoffMs, isFinal } from '../../assets/client/live/socket.ts'

test('the wait grows, has an end, and differs from page to page', () => {
  expect(backoffMs(0, 0.5)).toBe(500)
  expect(backoffMs(3, 0.5)).toBe(4000)
  expect(backoffMs(50, 0.5)).toBe(15_000)
  expect(backoffMs(0, 0)).toBeLessThan(backoffMs(0, 1))
})

test('a page does not come back where it was sent away', () => {
  for (const code of [1008, 4403, 4000]) expect(isFinal(code)).toBe(true)
  for (const code of [1000, 1001, 1005, 1006, 1011, 1012, 1013]) expect(isFinal(code)).toBe(false)
})

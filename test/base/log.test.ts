import { expect, test } from 'bun:test'
import { logTo } from '../../src/base/log.ts'

test('a line of the log is one line, and moves no terminal', () => {
  const lines: string[] = []
  const hostile = 'a\n\r\t\x1b[2J\x7f\u0085\u009b31m\u2028\u202eb"\\'
  logTo(
    line => lines.push(line),
    'info',
    () => 0,
  ).warn('said', { words: hostile })
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(/^[ -~]+\n$/)
  expect(JSON.parse(lines[0]!).words).toBe(hostile)
})

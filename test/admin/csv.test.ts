import { expect, test } from 'bun:test'
import { cell, row } from '../../src/admin/index.ts'

test.each([
  ['=1+1', `"'=1+1"`],
  ['+1', `"'+1"`],
  ['-1', `"'-1"`],
  ['@SUM(A1)', `"'@SUM(A1)"`],
  ['\t=1', `"'\t=1"`],
  ['\r=1', `"'\r=1"`],
  ['\n=1', `"'\n=1"`],
  ['plain', '"plain"'],
  ['say "hi"', '"say ""hi"""'],
  ['a,b', '"a,b"'],
  ['', '""'],
])('%p becomes the harmless cell %p', (value, harmless) => {
  expect(cell(value)).toBe(harmless)
})

test('a number of ours stays a number, a row ends as RFC 4180 says', () => {
  expect(row([-5, 'x'])).toBe('"-5","x"\r\n')
})

import { expect, test } from 'bun:test'
import { cell, csvStream, row } from '../../src/base/csv.ts'

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

test('an exact integer stays one, and nothing is an empty cell', () => {
  expect(row([9007199254740993n, null])).toBe('"9007199254740993",""\r\n')
})

test('a table comes in batches and ends', async () => {
  const batches = [[['a', 1]], [['b', 2]]] as (string | number)[][][]
  const text = await new Response(csvStream(['name', 'n'], () => batches.shift() ?? null)).text()
  expect(text).toBe('"name","n"\r\n"a","1"\r\n"b","2"\r\n')
})

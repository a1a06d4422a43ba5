import { expect, test } from 'bun:test'
import { blocks, HouseText } from '../../../views/support/house-text.tsx'

test('headings, lists and paragraphs are told apart by how a line begins', () => {
  expect(blocks('# One\nfirst\nsecond\n\nthird\n## Two\n- a\n- b\nafter')).toEqual([
    { kind: 'heading', level: 2, text: 'One' },
    { kind: 'paragraph', lines: ['first', 'second'] },
    { kind: 'paragraph', lines: ['third'] },
    { kind: 'heading', level: 3, text: 'Two' },
    { kind: 'list', items: ['a', 'b'] },
    { kind: 'paragraph', lines: ['after'] },
  ])
})

test('signs without a space after them are text', () => {
  expect(blocks('#tag\n-5 degrees\n### three')).toEqual([
    { kind: 'paragraph', lines: ['#tag', '-5 degrees', '### three'] },
  ])
})

test.each([
  '<script>alert(1)</script>',
  '# <img src=x onerror=alert(1)>',
  '- <a href="javascript:alert(1)">x</a>',
  '<div hx-get="/panel">',
])('%s stays text', body => {
  const markup = String(HouseText({ body }))
  expect(markup).not.toMatch(/<(script|img|a |div hx-get)/)
  expect(markup).toContain('&lt;')
})

test('an empty text is an empty page', () => {
  expect(blocks(' \n\n ')).toEqual([])
})

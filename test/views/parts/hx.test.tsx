import { expect, test } from 'bun:test'
import { hx } from '../../../views/parts/hx.ts'

test('stamps the nonce on every element', () => {
  expect(hx({ nonce: 'n1', post: '/tips', target: '#out', swap: 'innerMorph' })).toEqual({
    'hx-nonce': 'n1',
    'hx-post': '/tips',
    'hx-target': '#out',
    'hx-swap': 'innerMorph',
  })
})

test('writes answers of one status as htmx 4 reads them', () => {
  const attributes = hx({ nonce: 'n1', get: '/x', status: { '422': 'target:#wrong' }, push: true, vals: { a: 1 } })
  expect(attributes['hx-status:422']).toBe('target:#wrong')
  expect(attributes['hx-push-url']).toBe('true')
  expect(attributes['hx-vals']).toBe('{"a":1}')
})

test('values cannot break out of their attribute', () => {
  const markup = String(<form {...hx({ nonce: 'n1', confirm: 'Cut "mara"? <b>', post: '/x' })} />)
  expect(markup).toContain('hx-confirm="Cut &quot;mara&quot;? &lt;b&gt;"')
})

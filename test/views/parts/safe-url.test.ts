import { describe, expect, test } from 'bun:test'
import { safePath, safeUrl } from '../../../views/parts/safe-url.ts'

describe('safeUrl', () => {
  test('keeps our paths and web links', () => {
    expect(safeUrl('/rooms/mara_voss?x=1#y')).toBe('/rooms/mara_voss?x=1#y')
    expect(safeUrl('https://mara.example/a b'.replace(' ', '%20'))).toBe('https://mara.example/a%20b')
    expect(safeUrl('HTTP://mara.example')).toBe('http://mara.example/')
  })

  for (const hostile of [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\tscript:alert(1)',
    'java\u0000script:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'blob:https://x/1',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https:\\\\evil.example',
    'https://user:pass@evil.example/',
    'https://',
    'evil.example',
    'https://x.example/\u202egnp.exe',
    `https://x.example/${'a'.repeat(3000)}`,
    '',
  ]) {
    test(`refuses ${JSON.stringify(hostile.slice(0, 40))}`, () => {
      expect(safeUrl(hostile)).toBe('')
    })
  }

  test('nothing is nothing', () => {
    expect(safeUrl(undefined)).toBe('')
    expect(safeUrl(null)).toBe('')
  })
})

test('safePath never leads away', () => {
  expect(safePath('/account')).toBe('/account')
  expect(safePath('https://evil.example/', '/home')).toBe('/home')
  expect(safePath('//evil.example')).toBe('/')
})

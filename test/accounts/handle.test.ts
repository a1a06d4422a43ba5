import { describe, expect, test } from 'bun:test'
import { type HandleRefusal, hueOf, readHandle, skeletonOf } from '../../src/accounts/handle.ts'

const why = (typed: string, role: 'member' | 'owner' = 'member', site = 'The Blue Door'): HandleRefusal | '' => {
  const read = readHandle(typed, site, role)
  return read.ok ? '' : read.why
}

describe('a handle', () => {
  test('is three to twenty-four letters, digits, - and _', () => {
    for (const good of [
      'ana',
      'mara_voss',
      'juno-9',
      'X'.repeat(24),
      'Zoë',
      'ñandú',
      'Ярослава',
      'Ελένη',
      '花子さん',
      '1st-lamp',
    ])
      expect([good, why(good)]).toEqual([good, ''])
    expect(why('ab')).toBe('length')
    expect(why('a'.repeat(25))).toBe('length')
    for (const bad of [
      'a b c',
      'ana!',
      'a.b.c',
      '123',
      '1_2',
      'ana🎹',
      'a\u200Dna',
      '\u202Eana',
      'ana\u0000',
      '<b>ana',
      'аna'.replace('n', '/'),
      '٣ana',
    ])
      expect([bad, why(bad)]).toEqual([bad, 'letters'])
    for (const bad of ['_ana', 'ana-']) expect(why(bad)).toBe('ends')
  })
  test('keeps to one alphabet', () => {
    for (const bad of ['mаra', 'ελenη', 'anaЯ']) expect([bad, why(bad)]).toEqual([bad, 'scripts'])
  })
  test('never sounds like the house, except for the house itself', () => {
    for (const bad of [
      'admin',
      'Adm1n',
      'site-admin',
      'M0derator',
      'moderator_anna',
      'owner',
      'f00tlight',
      'Footlight_Team',
      'the_blue_door',
      'theb1uedoor',
      'support',
    ])
      expect([bad, why(bad)]).toEqual([bad, 'staff'])
    expect(why('modern_dance')).toBe('')
    expect(why('admin', 'owner')).toBe('')
  })
  test('capitals of other alphabets become small: they look like Latin ones where their small letters do not', () => {
    const read = readHandle('ΕΛΕΝΗ', '', 'member')
    expect(read).toMatchObject({ ok: true, handle: 'ελενη' })
  })
  test('wide forms become plain ones', () => {
    expect(readHandle('ａｎａ', '', 'member')).toMatchObject({ ok: true, handle: 'ana' })
  })
})

test('names that a person could mistake share a skeleton', () => {
  for (const [one, other] of [
    ['mara_voss', 'MARA-VOSS'],
    ['mara_voss', 'maravoss'],
    ['mara_voss', 'rnara_v0ss'],
    ['paul', 'pau1'],
    ['lily', 'IiIy'],
    ['willow', 'vvi11ow'],
    ['cop', 'сор'],
    ['zoe', 'zoë'],
    ['axe', 'ахе'],
    ['kot', 'кот'],
    ['nova', 'ηονα'],
  ] as const)
    expect([one, skeletonOf(other)]).toEqual([one, skeletonOf(one)])
  for (const [one, other] of [
    ['mara', 'mora'],
    ['juno', 'juna'],
    ['anna1', 'anna2'],
  ] as const)
    expect(skeletonOf(one)).not.toBe(skeletonOf(other))
})

test('a name keeps its hue among eight', () => {
  const hues = new Set(Array.from({ length: 200 }, (_, n) => hueOf(`person${n}`)))
  expect([...hues].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  expect(hueOf('mara')).toBe(hueOf('mara'))
})

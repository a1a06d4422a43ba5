import { describe, expect, test } from 'bun:test'
import { type Able, choose, fall, forgive, NEVER_FELL, type Offer } from '../../assets/client/player/plan.ts'

const offer = (more: Partial<Offer> = {}): Offer => ({
  hls: true,
  hlsSound: true,
  whep: true,
  whepSound: true,
  realTime: 'open',
  ...more,
})
const able: Able = { real: true, hls: true }
const now = 1_000_000

describe('auto', () => {
  test('takes real time first', () => {
    expect(choose('auto', offer(), able, NEVER_FELL, now)).toEqual({ way: 'real', word: '' })
  })

  test('does not take real time without its sound', () => {
    expect(choose('auto', offer({ whepSound: false }), able, NEVER_FELL, now).way).toBe('hls')
  })

  test('takes real time where nothing has sound anyway', () => {
    expect(choose('auto', offer({ whepSound: false, hlsSound: false }), able, NEVER_FELL, now).way).toBe('real')
  })

  test('leaves real time to others while the house is busy or full', () => {
    for (const realTime of ['busy', 'full'] as const) {
      expect(choose('auto', offer({ realTime }), able, NEVER_FELL, now)).toEqual({ way: 'hls', word: '' })
    }
  })

  test('plays in silence rather than not at all, and says so', () => {
    const onlyReal = { real: true, hls: false }
    expect(choose('auto', offer({ whepSound: false }), onlyReal, NEVER_FELL, now)).toEqual({
      way: 'real',
      word: 'silent',
    })
  })

  test('has nothing to play where neither way is to be had', () => {
    expect(choose('auto', offer({ whep: false }), { real: true, hls: false }, NEVER_FELL, now)).toEqual({
      way: null,
      word: 'none',
    })
  })
})

describe('by hand', () => {
  test('real time is taken while the house is busy, not while it is full', () => {
    expect(choose('real', offer({ realTime: 'busy' }), able, NEVER_FELL, now).way).toBe('real')
    expect(choose('real', offer({ realTime: 'full' }), able, NEVER_FELL, now)).toEqual({ way: 'hls', word: 'full' })
  })

  test('real time without sound is played, and said', () => {
    expect(choose('real', offer({ whepSound: false }), able, NEVER_FELL, now)).toEqual({ way: 'real', word: 'silent' })
  })

  test('what is not to be had is replaced, and said', () => {
    expect(choose('real', offer({ whep: false }), able, NEVER_FELL, now)).toEqual({ way: 'hls', word: 'no-real' })
    expect(choose('steady', offer({ hls: false }), able, NEVER_FELL, now)).toEqual({ way: 'real', word: 'no-steady' })
  })

  test('smooth is smooth', () => {
    expect(choose('steady', offer(), able, NEVER_FELL, now)).toEqual({ way: 'hls', word: '' })
  })
})

describe('after real time has failed', () => {
  test('it rests a minute, then five, then until it is chosen by hand', () => {
    const once = fall(NEVER_FELL, now)
    expect(choose('auto', offer(), able, once, now + 59_999)).toEqual({ way: 'hls', word: 'resting' })
    expect(choose('auto', offer(), able, once, now + 60_000).way).toBe('real')
    const twice = fall(once, now)
    expect(choose('auto', offer(), able, twice, now + 299_999).way).toBe('hls')
    expect(choose('auto', offer(), able, twice, now + 300_000).way).toBe('real')
    const thrice = fall(twice, now)
    expect(choose('auto', offer(), able, thrice, now + 1e12).way).toBe('hls')
  })

  test('it is forgiven where the performer stood still', () => {
    expect(choose('auto', offer(), able, forgive(fall(NEVER_FELL, now)), now).way).toBe('real')
    expect(forgive(NEVER_FELL)).toEqual(NEVER_FELL)
  })

  test('it goes on by itself where there is no other way', () => {
    expect(choose('auto', offer({ hls: false }), able, fall(NEVER_FELL, now), now).way).toBe('real')
  })
})

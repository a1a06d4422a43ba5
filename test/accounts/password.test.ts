import { describe, expect, test } from 'bun:test'
import { PASSWORD, Passwords, passwordRefusal } from '../../src/accounts/password.ts'

const names = ['mara_voss', 'The Blue Door', 'footlight']

describe('a new password', () => {
  test('is 15 to 128 characters, of any kind', () => {
    expect(passwordRefusal('x7!kQ w', names)).toBe('short')
    expect(passwordRefusal('a lamp by the p', names)).toBeNull()
    expect(passwordRefusal('почти пятнадцать букв', names)).toBeNull()
    expect(passwordRefusal('🎹 🎻 🎺 🥁 🎷 🎸 🪗 🪕', names)).toBeNull()
    const pieces = Array.from({ length: 40 }, (_, n) => `w${n * 7}`).join(' ')
    expect(passwordRefusal(pieces.slice(0, PASSWORD.most), names)).toBeNull()
    expect(passwordRefusal(pieces.slice(0, PASSWORD.most + 1), names)).toBe('long')
    expect(passwordRefusal('x'.repeat(10_000_000), names)).toBe('long')
  })
  test('is not one that everybody tries first', () => {
    for (const common of [
      'passwordpassword',
      'Password Password',
      'correct horse battery staple',
      'qwertyuiopasdfghjkl',
      'aaaaaaaaaaaaaaaa',
      'abcabcabcabcabcabc',
      '1234567890123456',
      'abcdefghijklmnopq',
      'iloveyouforever2024',
    ])
      expect([common, passwordRefusal(common, names)]).toEqual([common, 'common'])
  })
  test('is more than one’s name or the name of the house', () => {
    for (const named of ['mara_voss mara_voss', 'mara_voss_123456', 'TheBlueDoor-1234', 'footlightfootlight'])
      expect([named, passwordRefusal(named, names)]).toEqual([named, 'name'])
    expect(passwordRefusal('mara_voss walks the long pier', names)).toBeNull()
  })
})

describe('checking', () => {
  test('says right, wrong, and nothing else about an unknown name', async () => {
    const passwords = new Passwords({ memoryKib: 64, times: 1 })
    const hash = (await passwords.hash('a lamp beside the piano'))!
    expect(hash).toStartWith('$argon2id$v=19$m=64,t=1,p=1$')
    expect(await passwords.check('a lamp beside the piano', hash)).toEqual({ answer: 'right', stale: false })
    for (const wrong of ['', 'x', 'A lamp beside the piano', 'a lamp beside the piano\u0000', 'x'.repeat(5_000_000)]) {
      expect(await passwords.check(wrong, hash)).toEqual({ answer: 'wrong' })
      expect(await passwords.check(wrong, null)).toEqual({ answer: 'wrong' })
    }
  })
  test('one written in two ways of Unicode is one', async () => {
    const passwords = new Passwords({ memoryKib: 64, times: 1 })
    const hash = await passwords.hash('un caf\u00e9 pr\u00e8s du piano')
    expect(await passwords.check('un cafe\u0301 pre\u0300s du piano', hash)).toMatchObject({ answer: 'right' })
  })
  test('a hash of another cost is right and stale', async () => {
    const old = await new Passwords({ memoryKib: 64, times: 1 }).hash('a lamp beside the piano')
    const now = new Passwords({ memoryKib: 128, times: 1 })
    expect(await now.check('a lamp beside the piano', old)).toEqual({ answer: 'right', stale: true })
  })
  test('the product’s own cost is 19 MiB, twice', async () => {
    expect(await new Passwords().hash('a lamp beside the piano')).toStartWith('$argon2id$v=19$m=19456,t=2,p=1$')
  })
  test('two at a time, 32 wait, the next is told to come back; known devices wait apart and go first', async () => {
    const passwords = new Passwords({ memoryKib: 1024, times: 1 })
    const done: string[] = []
    const strangers = Array.from({ length: 40 }, (_, n) =>
      passwords.check('guess', null, 'unknown').then(({ answer }) => {
        if (answer !== 'busy') done.push(`stranger ${n}`)
        return answer
      }),
    )
    const known = passwords.check('guess', null, 'known').then(({ answer }) => {
      done.push('known')
      return answer
    })
    const answers = await Promise.all(strangers)
    expect(answers.filter(answer => answer === 'busy').length).toBe(6)
    expect(await known).toBe('wrong')
    // It came after forty and is among the first few; which thread ends first is the machine's.
    expect(done.indexOf('known')).toBeLessThan(10)
    expect(await passwords.check('guess', null)).toEqual({ answer: 'wrong' })
  })
  test('whoever is known and never stops does not keep strangers out', async () => {
    const passwords = new Passwords({ memoryKib: 64, times: 1 })
    let waiting = true
    const again = async () => {
      while (waiting) await passwords.check('guess', null, 'known')
    }
    const busy = Array.from({ length: 8 }, again)
    expect(await passwords.check('guess', null, 'unknown')).toEqual({ answer: 'wrong' })
    waiting = false
    await Promise.all(busy)
  })
})

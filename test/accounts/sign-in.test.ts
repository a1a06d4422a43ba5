import { describe, expect, test } from 'bun:test'
import { createHash } from 'node:crypto'
import { firstWord } from '../../assets/client/sign-in/sha256.ts'
import { bitsOf, tryNumbers } from '../../assets/client/sign-in/work.ts'
import { Passwords, type SignedIn, signIn, usePasswords } from '../../src/accounts/index.ts'
import { HOUR, MINUTE, SECOND } from '../../src/base/clock.ts'
import { PASSWORD, type Site, testSite } from '../help/visit.ts'

interface Wish {
  handle?: string
  password?: string
  challenge?: string
  answer?: string
  address?: string
  devices?: string[]
}

const attempt = (site: Site, wish: Wish): Promise<SignedIn> =>
  signIn(site.world, site.told.accounts, {
    handle: wish.handle ?? 'mara_voss',
    password: wish.password ?? 'a wrong guess of a stranger',
    challenge: wish.challenge ?? '',
    answer: wish.answer ?? '',
    browser: { agent: 'A browser', address: wish.address ?? '203.0.113.5', devices: wish.devices ?? [], sessions: [] },
  })

const said = (signed: SignedIn): string => (signed.ok ? 'in' : signed.why)
const challengeOf = (signed: SignedIn): string => ('challenge' in signed ? signed.challenge : '')
const solve = (challenge: string): string => String(tryNumbers(challenge, bitsOf(challenge), 0, 2 ** 30))

async function tired(site: Site, handle = 'mara_voss'): Promise<string> {
  let challenge = ''
  for (let i = 0; i < 5; i++) challenge = challengeOf(await attempt(site, { handle }))
  return challenge
}

test('the browser’s sum is SHA-256', () => {
  for (let length = 0; length <= 55; length++) {
    const bytes = crypto.getRandomValues(new Uint8Array(55))
    expect(firstWord(bytes, length)).toBe(
      createHash('sha256').update(bytes.subarray(0, length)).digest().readUInt32BE(0),
    )
  }
})

describe('guessing', () => {
  test('five are free, then a sum is asked for, of a known name and of an unknown one alike', async () => {
    const site = testSite()
    site.person('mara_voss')
    for (const handle of ['mara_voss', 'nobody_1']) {
      const challenge = await tired(site, handle)
      expect(bitsOf(challenge)).toBe(20)
      expect(said(await attempt(site, { handle }))).toBe('work')
    }
  })
  test('the right password with the sum done is let in; each sum counts once and for one name', async () => {
    const site = testSite()
    site.person('mara_voss')
    site.person('juno_9')
    const challenge = await tired(site)
    const answer = solve(challenge)
    expect(said(await attempt(site, { password: PASSWORD }))).toBe('work')
    expect(said(await attempt(site, { password: PASSWORD, challenge, answer: `${answer}1` }))).toBe('work')
    expect(
      said(await attempt(site, { password: PASSWORD, challenge: challenge.replace('.20.', '.00.'), answer })),
    ).toBe('work')
    expect(said(await attempt(site, { password: PASSWORD, challenge, answer }))).toBe('in')
    expect(said(await attempt(site, { password: PASSWORD, challenge, answer }))).toBe('work')
    const other = await tired(site, 'juno_9')
    expect(said(await attempt(site, { password: PASSWORD, challenge: other, answer: solve(other) }))).toBe('work')
  })
  test('a sum is good for ten minutes', async () => {
    const site = testSite()
    site.person('mara_voss')
    const challenge = await tired(site)
    const answer = solve(challenge)
    site.world.clock.pass(10 * MINUTE + 1)
    expect(said(await attempt(site, { password: PASSWORD, challenge, answer }))).toBe('work')
  })
  test('without scripts half a minute is the sum, once for each network', async () => {
    const site = testSite()
    site.person('mara_voss')
    const first = await tired(site)
    const second = challengeOf(await attempt(site, {}))
    expect(said(await attempt(site, { password: PASSWORD, challenge: first }))).toBe('work')
    site.world.clock.pass(30 * SECOND)
    expect(said(await attempt(site, { challenge: first }))).toBe('wrong')
    expect(said(await attempt(site, { password: PASSWORD, challenge: second }))).toBe('work')
    expect(said(await attempt(site, { password: PASSWORD, challenge: second, address: '198.51.100.9' }))).toBe('in')
  })
  test('the sum grows with the tries, up to sixteen times', async () => {
    const site = testSite()
    site.person('mara_voss')
    await tired(site)
    const waiting: string[] = []
    for (let i = 0; i < 90; i++) waiting.push(challengeOf(await attempt(site, {})))
    site.world.clock.pass(30 * SECOND)
    const bits = [bitsOf(waiting[0]!)]
    for (const [i, challenge] of waiting.entries()) {
      bits.push(bitsOf(challengeOf(await attempt(site, { challenge, address: `10.${i}.0.1` }))))
    }
    expect(bits.at(0)).toBe(20)
    expect(Math.max(...bits)).toBe(24)
    expect(bits).toEqual(bits.toSorted())
  })
  test('a network has fifty in a quarter of an hour, and right passwords do not count', async () => {
    const site = testSite()
    site.person('mara_voss')
    for (let i = 0; i < 60; i++) {
      expect(said(await attempt(site, { password: PASSWORD, address: '192.0.2.9' }))).toBe('in')
    }
    for (let i = 0; i < 50; i++) {
      expect(said(await attempt(site, { handle: `name${i}`, address: `192.0.2.${i}` }))).toBe('wrong')
    }
    expect(await attempt(site, { password: PASSWORD, address: '192.0.2.77' })).toMatchObject({ why: 'network' })
    expect(said(await attempt(site, { password: PASSWORD, address: '192.0.3.77' }))).toBe('in')
    site.world.clock.pass(15 * MINUTE)
    expect(said(await attempt(site, { password: PASSWORD, address: '192.0.2.77' }))).toBe('in')
  })
  test('a thousand at once are no thousand free tries', async () => {
    const site = testSite()
    site.person('mara_voss')
    const answers = await Promise.all(
      Array.from({ length: 1000 }, (_, i) => attempt(site, { address: `10.0.${i % 250}.1` })),
    )
    expect(answers.filter(signed => said(signed) === 'wrong').length).toBe(5)
    expect(answers.filter(signed => said(signed) === 'work').length).toBe(995)
  })
})

describe('ten thousand wrong passwords from a stranger', () => {
  async function storm(site: Site): Promise<void> {
    for (let i = 0; i < 10_000; i++) {
      const signed = await attempt(site, { address: `10.${i % 200}.${i % 7}.1`, password: `guess number ${i}` })
      expect(signed.ok).toBe(false)
    }
  }
  test('do not keep the owner out, not even in the stranger’s network', async () => {
    const site = testSite()
    site.person('mara_voss', 'owner')
    const before = await attempt(site, { password: PASSWORD })
    const device = before.ok ? before.device! : ''
    await storm(site)
    expect(said(await attempt(site, { password: PASSWORD, devices: [device], address: '10.1.1.1' }))).toBe('in')
    const elsewhere = await attempt(site, { password: PASSWORD, address: '198.51.100.9' })
    expect(said(elsewhere)).toBe('work')
    const challenge = challengeOf(elsewhere)
    const answer = solve(challenge)
    expect(said(await attempt(site, { password: PASSWORD, address: '198.51.100.9', challenge, answer }))).toBe('in')
  })
  test('do not fill the queue for a known device', async () => {
    const site = testSite()
    site.person('mara_voss', 'owner')
    const before = await attempt(site, { password: PASSWORD })
    const device = before.ok ? before.device! : ''
    usePasswords(site.world, new Passwords({ memoryKib: 2048, times: 1 }))
    const strangers = Array.from({ length: 200 }, (_, i) =>
      attempt(site, { handle: `name${i}`, address: `10.9.${i}.1` }),
    )
    expect(said(await attempt(site, { password: PASSWORD, devices: [device] }))).toBe('in')
    expect((await Promise.all(strangers)).map(said)).toContain('busy')
  })
})

describe('a known device', () => {
  test('has ten wrong ones an hour, then it is a stranger; a right one clears them', async () => {
    const site = testSite()
    site.person('mara_voss')
    const before = await attempt(site, { password: PASSWORD })
    const devices = [before.ok ? before.device! : '']
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 9; i++)
        expect(await attempt(site, { devices })).toEqual({ ok: false, why: 'wrong', challenge: '' })
      expect(said(await attempt(site, { devices, password: PASSWORD }))).toBe('in')
    }
    for (let i = 0; i < 15; i++) await attempt(site, { devices })
    expect(said(await attempt(site, { devices, password: PASSWORD }))).toBe('work')
    site.world.clock.pass(HOUR)
    expect(said(await attempt(site, { devices, password: PASSWORD }))).toBe('in')
  })
  test('of one account is a stranger to another', async () => {
    const site = testSite()
    site.person('mara_voss')
    site.person('juno_9')
    const before = await attempt(site, { password: PASSWORD })
    const devices = [before.ok ? before.device! : '']
    for (let i = 0; i < 5; i++) await attempt(site, { handle: 'juno_9', devices })
    expect(said(await attempt(site, { handle: 'juno_9', devices }))).toBe('work')
  })
})

test('a right password is stored anew when its cost has changed, and a change meanwhile wins', async () => {
  const site = testSite()
  const account = site.person('mara_voss')
  usePasswords(site.world, new Passwords({ memoryKib: 128, times: 1 }))
  expect(said(await attempt(site, { password: PASSWORD }))).toBe('in')
  const hash = () => (site.world.db.query('SELECT password_hash AS h FROM accounts').get() as { h: string }).h
  expect(hash()).toStartWith('$argon2id$v=19$m=128,')
  const racing = attempt(site, { password: PASSWORD })
  site.world.db
    .query('UPDATE accounts SET password_hash = $h WHERE id = $id')
    .run({ h: '$argon2id$changed', id: account.id })
  expect(said(await racing)).toBe('wrong')
  expect(hash()).toBe('$argon2id$changed')
})

import { describe, expect, test } from 'bun:test'
import { createPublicKey, verify } from 'node:crypto'
import { accountById } from '../../src/accounts/index.ts'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
import type { OutboundAnswer, OutboundAsk } from '../../src/base/http/outbound.ts'
import { type Called, vapidKeys } from '../../src/base/push/call.ts'
import { notify } from '../../src/rooms/notice.ts'
import {
  addDevice,
  beginCalls,
  CALLS_AT_ONE,
  callDevices,
  devicesOf,
  pushRound,
  UNKNOWN_AT_ONCE,
  UNKNOWN_AT_ONE,
} from '../../src/rooms/push.ts'
import { setWishes, wishesOf } from '../../src/rooms/wishes.ts'
import { testSite } from '../help/visit.ts'

const ENDPOINT = 'https://push.example.org/send/abc123'

/** A house whose calls are written down and answered as the test says. */
function house() {
  const site = testSite()
  const fan = site.person('juno_9')
  const visit = site.signedIn(fan)
  const asked: OutboundAsk[] = []
  let answer: OutboundAnswer = { ok: true, status: 201, headers: new Headers(), body: new Uint8Array() }
  site.world.outbound = async ask => {
    asked.push(ask)
    return answer
  }
  const add = (endpoint = ENDPOINT) =>
    addDevice(site.world, { account: fan.id, session: 'x', endpoint, agent: 'Firefox on Linux' })
  return {
    ...site,
    fan: fan.id,
    visit,
    asked,
    add,
    answers(status: number, headers: Record<string, string> = {}) {
      answer = { ok: true, status, headers: new Headers(headers), body: new Uint8Array() }
    },
    fails(why: Extract<OutboundAnswer, { ok: false }>['why']) {
      answer = { ok: false, why }
    },
  }
}

describe('a call', () => {
  test('carries nothing, and proves by our key who calls', async () => {
    const { world, fan, asked, add } = house()
    add()
    notify(world, fan, { kind: 'live', about: '1', facts: { title: 'The harbour' } })
    expect(await pushRound(world)).toBe(1)
    const [ask] = asked
    expect(ask).toMatchObject({ url: ENDPOINT, method: 'POST', body: '' })
    expect(JSON.stringify(ask)).not.toContain('harbour')
    expect(ask!.headers).toMatchObject({ ttl: String(HOUR / 1000), urgency: 'high' })
    const [, jwt = '', key = ''] = /^vapid t=([^,]+), k=(.+)$/.exec(ask!.headers!.authorization ?? '') ?? []
    const { publicKey } = await vapidKeys(world)
    expect(key).toBe(publicKey)
    const [head = '', claims = '', signature = ''] = jwt.split('.')
    const raw = Buffer.from(publicKey, 'base64url')
    const [x, y] = [raw.subarray(1, 33), raw.subarray(33)].map(half => half.toString('base64url'))
    const known = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
    const signed = verify(
      'sha256',
      Buffer.from(`${head}.${claims}`),
      { key: known, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    )
    expect(signed).toBe(true)
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ aud: 'https://push.example.org' })
    expect(await pushRound(world)).toBe(0)
    expect(devicesOf(world, fan)[0]?.reached_at).toBe(world.clock.now())
  })
  test('that waits stands for all that come meanwhile', async () => {
    const { world, fan, asked, add } = house()
    add()
    for (const n of [1, 2, 3]) notify(world, fan, { kind: 'live', about: String(n) })
    await pushRound(world)
    expect(asked).toHaveLength(1)
  })
  test('to a browser that is gone ends that browser', async () => {
    for (const status of [404, 410]) {
      const { world, fan, add, answers } = house()
      add()
      answers(status)
      callDevices(world, fan)
      await pushRound(world)
      expect([status, devicesOf(world, fan)]).toEqual([status, []])
    }
  })
  test('to an address that may not be asked is not repeated', async () => {
    const { world, fan, add, fails } = house()
    add('https://inside.example.org/')
    fails('not-allowed')
    callDevices(world, fan)
    await pushRound(world)
    expect(devicesOf(world, fan)).toEqual([])
  })
  test('in vain is tried again, later each time, as the service asks, and not for ever', async () => {
    const { world, fan, asked, add, answers } = house()
    add()
    answers(429, { 'retry-after': '120' })
    callDevices(world, fan, { fleeting: true })
    await pushRound(world)
    world.clock.pass(MINUTE)
    expect(await pushRound(world)).toBe(0)
    world.clock.pass(MINUTE)
    expect(await pushRound(world)).toBe(1)
    answers(503)
    for (let n = 0; n < 20; n++) {
      world.clock.pass(20 * MINUTE)
      await pushRound(world)
    }
    expect(asked.length).toBeLessThan(6)
    expect(world.db.query('SELECT * FROM pushes').all()).toEqual([])
    expect(devicesOf(world, fan)).toHaveLength(1)
  })
  test('waits for the end of quiet hours, or is dropped', async () => {
    const { world, fan, asked, add } = house()
    add()
    const wishes = wishesOf(world, fan)
    const choices = { ...wishes.choices, report: { site: true, push: true, mail: false } }
    setWishes(world, fan, { ...wishes, choices, quiet_from: 17 * 60, quiet_to: 20 * 60, zone: 'UTC' })
    notify(world, fan, { kind: 'live', about: '1' })
    notify(world, fan, { kind: 'report', about: '1' })
    expect(await pushRound(world)).toBe(0)
    world.clock.pass(2 * HOUR)
    expect(await pushRound(world)).toBe(1)
    expect(asked).toHaveLength(1)
  })
})

describe('a push service that is silent', () => {
  const ok = { ok: true } as const
  const silent = { ok: false, why: 'later', afterMs: 0, status: 0 } as const
  const hostOf = (endpoint: string) => new URL(endpoint).host

  /** Members with a browser each, all called at once; holes keep whoever asks waiting until they are let go. */
  function crowd(endpoints: string[]) {
    const site = house()
    const people = endpoints.map((endpoint, n) => {
      const { id } = site.person(`fan_${n}x`)
      addDevice(site.world, { account: id, session: 'x', endpoint, agent: 'Firefox' })
      return id
    })
    const called: string[] = []
    const held: (() => void)[] = []
    const by = (_: unknown, endpoint: string): Promise<Called> => {
      called.push(hostOf(endpoint))
      if (!endpoint.includes('hole')) return Promise.resolve(ok)
      return new Promise(answer => held.push(() => answer(silent)))
    }
    return {
      ...site,
      callAll() {
        for (const id of people) callDevices(site.world, id)
      },
      begin: () => beginCalls(site.world, by),
      called,
      async letGo() {
        for (const answer of held.splice(0)) answer()
        await new Promise<void>(next => setImmediate(next))
      },
    }
  }
  const settled = () => new Promise<void>(next => setImmediate(next))

  test('keeps nobody else waiting, however many browsers name it', async () => {
    const holes = Array.from({ length: 200 }, (_, n) => `https://hole-${n % 50}.example.org/${n}`)
    const good = Array.from({ length: 40 }, (_, n) => `https://push.example.org/${n}`)
    const { begin, called, callAll, letGo, world } = crowd([...holes, ...good])
    world.clock.pass(1)
    callAll()
    for (let round = 0; round < 40 && called.filter(host => host === 'push.example.org').length < 40; round++) {
      begin()
      await settled()
      // Whoever is silent is silent for a while: their places come free, the others do not wait for it.
      if (round % 4 === 3) await letGo()
      world.clock.pass(MINUTE / 2)
    }
    expect(called.filter(host => host === 'push.example.org')).toHaveLength(40)
  })
  test('has few places, and the ones that answer have theirs beside it', async () => {
    const holes = Array.from({ length: 60 }, (_, n) => `https://hole-${n % 20}.example.org/${n}`)
    const good = Array.from({ length: 20 }, (_, n) => `https://push.example.org/${n}`)
    const { begin, called, callAll, world } = crowd([...good, ...holes])
    callAll()
    while (called.filter(host => host === 'push.example.org').length < 20) {
      begin()
      await settled()
      world.clock.pass(MINUTE)
    }
    const before = called.length
    callAll()
    begin()
    // No hole has answered: not one of its places came free, and all who answer are called in one go.
    expect(called.slice(before).filter(host => host === 'push.example.org')).toHaveLength(20)
    const inHoles = called.filter(host => host.startsWith('hole'))
    expect(inHoles.length).toBeLessThanOrEqual(UNKNOWN_AT_ONCE)
    for (const host of inHoles) {
      expect(inHoles.filter(one => one === host).length).toBeLessThanOrEqual(UNKNOWN_AT_ONE)
    }
  })
  test('until its first answer: then all who wait for it are called at once', async () => {
    const { begin, called, callAll } = crowd(Array.from({ length: 30 }, (_, n) => `https://push.example.org/${n}`))
    callAll()
    expect(begin()).toHaveLength(UNKNOWN_AT_ONE)
    await settled()
    begin()
    await settled()
    expect(called).toHaveLength(30)
  })
  test('that had answered once loses its places when it does not any more', async () => {
    const endpoints = Array.from({ length: 40 }, (_, n) => `https://turncoat.example.org/${n}`)
    const { world, callAll, called } = crowd(endpoints)
    world.db.query('UPDATE push_devices SET reached_at = 1').run()
    callAll()
    const never = beginCalls(world, (_, endpoint) => {
      called.push(hostOf(endpoint))
      return Promise.resolve(silent)
    })
    expect(never).toHaveLength(CALLS_AT_ONE)
    await Promise.all(never)
    world.clock.pass(MINUTE)
    expect(beginCalls(world, () => Promise.resolve(silent))).toHaveLength(UNKNOWN_AT_ONE)
  })
  test('what is new while a call is under way is called for once more', async () => {
    const { world, fan, add } = house()
    add()
    callDevices(world, fan)
    let answer = (_: Called) => {}
    const [under] = beginCalls(world, () => new Promise(by => (answer = by)))
    world.clock.pass(1000)
    callDevices(world, fan)
    expect(beginCalls(world, () => Promise.resolve(ok))).toHaveLength(0)
    answer(ok)
    await under
    expect(await pushRound(world, () => Promise.resolve(ok))).toBe(1)
    expect(await pushRound(world, () => Promise.resolve(ok))).toBe(0)
  })
})

describe('a browser', () => {
  test('is added by its page, and named by its family', async () => {
    const { world, fan, visit } = house()
    const sent = await visit.ask('/account/notices/devices', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify({ endpoint: ENDPOINT }),
    })
    expect(sent.status).toBe(204)
    expect(devicesOf(world, fan)[0]?.agent).toContain('Firefox')
    const { body } = await visit.get('/account/notices')
    expect(body).toContain((await vapidKeys(world)).publicKey)
    expect(body).not.toContain('push.example.org')
  })
  test('has an https address without a port, and there are ten at most', () => {
    const { add } = house()
    for (const endpoint of [
      '',
      'http://push.example.org/x',
      'https://u:p@push.example.org/x',
      'https://push.example.org:8443/x',
      'javascript:alert(1)',
      `https://push.example.org/${'x'.repeat(1000)}`,
    ])
      expect([endpoint, add(endpoint)]).toEqual([endpoint, { ok: false, why: 'shape' }])
    for (let n = 0; n < 10; n++) expect(add(`${ENDPOINT}/${n}`)).toEqual({ ok: true })
    expect(add(`${ENDPOINT}/10`)).toEqual({ ok: false, why: 'many' })
    expect(add(`${ENDPOINT}/9`)).toEqual({ ok: true })
  })
  test('lies sealed', () => {
    const { world, add } = house()
    add()
    const row = world.db.query('SELECT device_sealed AS sealed FROM push_devices').get() as { sealed: Uint8Array }
    expect(Buffer.from(row.sealed).toString('latin1')).not.toContain('push.example.org')
  })
  test('that is signed out of is not called', async () => {
    const { world, fan, visit } = house()
    await visit.ask('/account/notices/devices', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify({ endpoint: ENDPOINT }),
    })
    await visit.post('/sign-out')
    expect(devicesOf(world, fan)).toEqual([])
  })
  test('of somebody else is not removed', async () => {
    const { world, fan, add, person, signedIn } = house()
    add()
    const [device] = devicesOf(world, fan)
    const other = signedIn(person('ivo_k'))
    expect((await other.post(`/account/notices/devices/${device!.id}/drop`)).status).toBe(404)
    expect((await signedIn(accountById(world, fan)!).post(`/account/notices/devices/${device!.id}/drop`)).status).toBe(
      303,
    )
  })
})

describe('what a browser that was called shows', () => {
  test('names nothing unless its reader wants names', async () => {
    const { world, fan, visit, person } = house()
    person('mara_voss', 'performer')
    const room = world.db.query('SELECT id FROM rooms').get() as { id: string }
    notify(world, fan, { kind: 'live', about: '1', room: room.id, facts: { title: 'The harbour' } })
    const discreet = (await visit.get('/notices/call')).body
    expect(discreet).not.toMatch(/mara|harbour/)
    expect(JSON.parse(discreet)).toMatchObject({ title: 'Something new for you', tag: 'notices' })
    setWishes(world, fan, { ...wishesOf(world, fan), names: true })
    expect((await visit.get('/notices/call')).body).toContain('mara_voss is on air: The harbour')
  })
  test('a test says that it is one', async () => {
    const { visit, add, world, asked } = house()
    add()
    expect((await visit.post('/account/notices/devices/test')).location).toContain('said=called')
    await pushRound(world)
    expect(asked).toHaveLength(1)
    expect(JSON.parse((await visit.get('/notices/call')).body)).toMatchObject({ title: 'A test' })
  })
  test('and nobody who is not signed in', async () => {
    const { browser } = house()
    expect((await browser().get('/notices/call', { accept: 'application/json' })).status).toBe(401)
  })
})

describe('keys', () => {
  test('are made once and lie sealed', async () => {
    const { world } = house()
    const [one, other] = await Promise.all([vapidKeys(world), vapidKeys(world)])
    expect(one).toEqual(other)
    const row = world.db.query("SELECT sealed FROM house_secrets WHERE name = 'vapid'").get() as { sealed: Uint8Array }
    expect(Buffer.from(row.sealed).toString('latin1')).not.toContain(one.privateKey)
  })
})

import { describe, expect, test } from 'bun:test'
import { createPublicKey, verify } from 'node:crypto'
import { accountById } from '../../src/accounts/index.ts'
import { HOUR, MINUTE } from '../../src/base/clock.ts'
import type { OutboundAnswer, OutboundAsk } from '../../src/base/http/outbound.ts'
import { vapidKeys } from '../../src/base/push/call.ts'
import { notify } from '../../src/rooms/notice.ts'
import { addDevice, callDevices, devicesOf, pushRound } from '../../src/rooms/push.ts'
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

import { afterAll, expect, test } from 'bun:test'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DAY } from '../../src/base/clock.ts'
import { selfSigned } from '../../src/base/http/self-signed.ts'
import { deliver, post } from '../../src/base/mail/outbox.ts'
import { examine } from '../../src/ops/doctor.ts'
import { addDevice, callDevices, pushRound } from '../../src/rooms/index.ts'
import { testSite } from '../help/visit.ts'
import { testWorld } from '../help/world.ts'

const root = mkdtempSync(join(tmpdir(), 'footlight-doctor-'))
chmodSync(root, 0o700)
afterAll(() => rmSync(root, { recursive: true, force: true }))

const find = async (flags: string[], id: string, change?: (world: ReturnType<typeof testWorld>) => void) => {
  const world = testWorld(['--data', root, ...flags])
  change?.(world)
  const { state, fact, fix } = (await examine(world)).find(finding => finding.id === id)!
  return { state, fact, fix }
}

test('on this machine alone no certificate is needed', async () => {
  expect((await find([], 'certificate')).state).toBe('ok')
  expect((await find([], 'reach')).fact).toBe('127.0.0.1: this machine alone.')
})

test('listening to the outside without a certificate is wrong, and all three ways out are named', async () => {
  const found = await find(['--http', ':8420'], 'certificate')
  expect(found.state).toBe('bad')
  for (const flag of ['--tls-cert', '--trusted-proxy', '--tls self-signed']) expect(found.fix).toContain(flag)
})

test('a certificate is looked at: its end, its names', async () => {
  const at = testWorld().clock.now()
  const cert = join(root, 'c.pem')
  const key = join(root, 'k.pem')
  const flags = ['--http', ':443', '--tls-cert', cert, '--tls-key', key, '--public-url', 'https://stage.example.org']
  const use = (names: string[], made: number) => {
    const pair = selfSigned(names, made, new Uint8Array(16).fill(7))
    writeFileSync(cert, pair.cert)
    writeFileSync(key, pair.key)
  }
  use(['stage.example.org'], at)
  expect((await find(flags, 'certificate')).state).toBe('ok')
  use(['other.example.org'], at)
  expect(await find(flags, 'certificate')).toMatchObject({
    state: 'bad',
    fact: 'It is for other.example.org, not for stage.example.org.',
  })
  use(['stage.example.org'], at - 390 * DAY)
  expect(await find(flags, 'certificate')).toMatchObject({
    state: 'warn',
    fact: expect.stringContaining('It ends in 7 days'),
  })
  use(['stage.example.org'], at - 400 * DAY)
  expect(await find(flags, 'certificate')).toMatchObject({ state: 'bad', fact: expect.stringContaining('It ended on') })
  writeFileSync(key, 'nonsense')
  expect(await find(flags, 'certificate')).toMatchObject({
    state: 'bad',
    fact: expect.stringContaining('holds no private key'),
  })
})

test('a folder that others may read is wrong, with the command that mends it', async () => {
  expect((await find([], 'folder')).state).toBe('ok')
  chmodSync(root, 0o755)
  expect(await find([], 'folder')).toMatchObject({ state: 'bad', fix: `chmod 700 ${root}` })
  chmodSync(root, 0o700)
})

test('an address that is not this machine needs a router that forwards', async () => {
  const found = await find(['--http', ':443', '--public-host', '203.0.113.77'], 'reach')
  expect(found.state).toBe('warn')
  expect(found.fix).toBe('Let it forward TCP 1935 and 8189 and UDP 8890 and 8189 to this machine.')
})

test('a name that leads nowhere is said to', async () => {
  expect(await find(['--http', ':443', '--public-host', 'stage.invalid'], 'reach')).toMatchObject({
    state: 'bad',
    fact: 'stage.invalid leads nowhere.',
  })
})

test('a clock that was never set is wrong', async () => {
  const found = await find([], 'clock', world => {
    world.clock.at = Date.UTC(1970, 0, 2)
  })
  expect(found).toMatchObject({ state: 'bad', fact: 'It says 1970-01-02 00:00 UTC.' })
})

test('a house without a backup is reminded, and one with an old one is warned', async () => {
  expect((await find([], 'backup')).state).toBe('warn')
  const with3Days = await find([], 'backup', world => {
    world.db.run(
      `INSERT INTO backups (id, file, size_bytes, sha256, at, took_ms) VALUES ('x', 'f', 1, 'h', ${world.clock.now() - 3 * DAY}, 1)`,
    )
  })
  expect(with3Days).toMatchObject({ state: 'bad', fact: 'The newest is 3 days old.' })
})

test('a master key in the data folder is warned of, and one elsewhere is not', async () => {
  expect(await find([], 'key')).toMatchObject({ state: 'ok', fact: 'It is made at the first start.' })
  const file = join(root, 'master.key')
  writeFileSync(file, new Uint8Array(32), { mode: 0o400 })
  const found = await find([], 'key')
  expect(found).toMatchObject({ state: 'warn', fact: `It lies in the data folder: ${file}.` })
  expect(found.fix).toContain('footlight key print')
  const elsewhere = join(mkdtempSync(join(root, 'key-')), 'master.key')
  writeFileSync(elsewhere, new Uint8Array(32), { mode: 0o400 })
  expect((await find(['--master-key-file', elsewhere], 'key')).state).toBe('ok')
  rmSync(file, { force: true })
})

test('mail: none is no fault, mail that nobody takes is one, and the console asks the server', async () => {
  const by = (port: number) => (world: ReturnType<typeof testWorld>) => {
    world.settings.set('smtp_host', '127.0.0.1', 0)
    world.settings.set('smtp_port', port, 0)
    world.settings.set('smtp_security', 'none', 0)
    world.settings.set('mail_from', 'stage@example.org', 0)
  }
  expect(await find([], 'mail')).toMatchObject({
    state: 'ok',
    fact: expect.stringContaining('Everything works without'),
  })
  expect(await find([], 'mail', by(25))).toMatchObject({ state: 'ok', fact: '127.0.0.1:25 carries it. 0 mails wait.' })
  const world = testWorld(['--data', root])
  by(25)(world)
  post(world, { to: 'juno@example.org', subject: 'x', text: 'x', html: '' })
  await deliver(world, {}, async () => ({ ok: false, why: 'timeout', said: '', final: false }))
  const stuck = (await examine(world)).find(({ id }) => id === 'mail')
  expect(stuck).toMatchObject({ state: 'warn', fact: '1 mail was tried in vain.' })
  expect(stuck?.fix).toContain('did not answer in time')
})

test('web push: needs https outside, and says when nobody can be reached', async () => {
  const world = testWorld(['--data', root])
  const push = async () => (await examine(world)).find(({ id }) => id === 'push')
  expect(await push()).toMatchObject({ state: 'ok', fact: 'No browser wants to be called yet.' })
  world.settings.set('public_url', 'http://stage.example.org', 0)
  expect(await push()).toMatchObject({ state: 'warn' })
  world.settings.set('public_url', 'https://stage.example.org', 0)
  const site = testSite()
  const fan = site.person('juno_9').id
  addDevice(site.world, { account: fan, session: 'x', endpoint: 'https://push.example.org/a', agent: 'Firefox' })
  callDevices(site.world, fan)
  await pushRound(site.world, async () => ({ ok: false, why: 'later', afterMs: 0, status: 0 }))
  expect((await examine(site.world)).find(({ id }) => id === 'push')).toMatchObject({
    state: 'warn',
    fact: '1 browser was called in vain.',
  })
})

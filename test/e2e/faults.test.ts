import { Database } from 'bun:sqlite'
import { afterAll, describe, expect, test } from 'bun:test'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { closeBrowser, FEED_OVER, moves, type Person, person, troubles } from '../help/browser.ts'
import { openHouse, PASSWORD, rtmpTarget, setupLink } from '../help/house.ts'
import { alive, descendants } from '../help/process.ts'
import { BINARY, encoder, freePorts, until } from '../help/site.ts'

const root = mkdtempSync(join(tmpdir(), 'footlight-faults-'))
const house = await openHouse(['--log', 'debug'])
const lena = await house.performer('lena')
const key = await lena.key()
const obs = encoder(rtmpTarget(house, lena.room, key))
const viewers: Person[] = []

afterAll(async () => {
  await obs.stop()
  for (const viewer of viewers) await viewer.done()
  await closeBrowser()
  await house.done()
  rmSync(root, { recursive: true, force: true })
})

const db = () => new Database(join(house.data, 'footlight.db'), { readonly: true })
const health = async () => (await fetch(`${house.url}/health`)).text()
const mediaServer = () =>
  descendants(house.child().pid).find(each => each.command.includes('/bin/mediamtx-')) ?? { pid: 0, command: '' }
const onAir = async () => (await (await fetch(`${house.url}/rooms/${lena.room}`)).text()).includes('data-state="live"')

/** No stack, no source path, nothing that only a programmer reads. */
const inWords = (text: string) => !/\n\s+at |\/src\/|\bError:/.test(text)

async function viewer(): Promise<Person> {
  const one = await person(house.url)
  viewers.push(one)
  await one.page.goto(`/rooms/${lena.room}`)
  await one.page.evaluate(() => Object.assign(window, { neverLoadedAgain: true }))
  await until('the picture moves', () => moves(one.page))
  return one
}

const notReloaded = ({ page }: Person) => page.evaluate(() => 'neverLoadedAgain' in window)

describe('the media server', () => {
  let guest: Person

  test('is killed: the site says so, and the viewer has the picture back without a reload', async () => {
    await until('the room is live', onAir)
    guest = await viewer()
    const before = mediaServer().pid
    process.kill(before, 'SIGKILL')
    await guest.page.locator('#slate').getByText('Back in a moment').waitFor()
    await until('another one runs', () => mediaServer().pid > 0 && mediaServer().pid !== before)
    await guest.page.locator('#slate').getByText('Back in a moment').waitFor({ state: 'detached' })
    await until('the picture moves again', () => moves(guest.page))
    expect(await notReloaded(guest)).toBe(true)
    expect(await health()).toBe('ok\n')
  })

  test('hangs: pages go on, it is replaced, and the picture comes back into the same broadcast', async () => {
    const before = mediaServer().pid
    process.kill(before, 'SIGSTOP')
    await guest.page.locator('#slate').getByText('Back in a moment').waitFor()
    expect((await fetch(house.url)).status).toBe(200)
    await until('it is replaced', () => !alive(before) && mediaServer().pid > 0, 20_000)
    await guest.page.locator('#slate').getByText('Back in a moment').waitFor({ state: 'detached' })
    await until('the picture moves again', () => moves(guest.page))
    expect(await notReloaded(guest)).toBe(true)
    expect(house.output()).toContain('"media.hung"')
    const one = db()
    expect(one.query('SELECT count(*) AS n FROM broadcasts').get()).toEqual({ n: 1 })
    one.close()
  })

  test('fails again and again: the panel and the health word say so, pages stay, and it comes back', async () => {
    let killed = 0
    await until(
      'the house gives the loop its name',
      async () => {
        const { pid } = mediaServer()
        if (pid > 0) {
          process.kill(pid, 'SIGKILL')
          killed++
        }
        return (await health()).includes('crash-loop')
      },
      30_000,
    )
    expect(killed).toBeGreaterThanOrEqual(3)
    const panel = await house.owner.get('/panel')
    expect(panel.status).toBe(200)
    expect(panel.body).toContain('The media server keeps failing.')
    expect((await fetch(house.url)).status).toBe(200)
    await until('it is up again', async () => (await health()) === 'ok\n', 30_000)
    await until('the picture moves again', () => moves(guest.page), 30_000)
    expect(await notReloaded(guest)).toBe(true)
    expect(troubles(guest, FEED_OVER)).toEqual([])
  })
})

describe('secrets', () => {
  test('stand in no log line, no argv, no page and no file', async () => {
    await until('the room is live', onAir)
    const settings = db()
    const kept = settings.query("SELECT value FROM settings WHERE name = 'srt_passphrase'").get() as { value: string }
    const passphrase: string = JSON.parse(kept.value)
    settings.close()
    const setup = setupLink(house).split('/').pop()!
    const session = house.owner.jar.get('__Host-fl-staff')!
    const hers = lena.caller.jar.get('__Host-fl')!
    const secrets = { key, passphrase, setup, session, hers, PASSWORD }
    for (const [name, secret] of Object.entries(secrets)) expect([name, secret.length > 12]).toEqual([name, true])
    const holds = (text: string) =>
      Object.entries(secrets)
        .filter(([, secret]) => text.includes(secret))
        .map(([name]) => name)

    // Wrong ways of using them are where they slip out.
    await fetch(`${house.url}/links/${setup}`)
    await fetch(`${house.url}/whip/${lena.room}?token=${key}`, { method: 'POST', body: 'nonsense' })
    await fetch(`${house.url}/whip/${lena.room}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/sdp' },
      body: 'v=0 nonsense',
    })
    const reads = Bun.spawnSync(['ffprobe', '-v', 'quiet', '-timeout', '5000000', rtmpTarget(house, lena.room, key)])
    expect(reads.exitCode).not.toBe(0)
    const malformed = Bun.spawnSync([
      ...['ffprobe', '-v', 'quiet'],
      `srt://127.0.0.1:${house.srt}?streamid=#!::${key}&passphrase=${passphrase}&pbkeylen=32`,
    ])
    expect(malformed.exitCode).not.toBe(0)
    await house.owner.post('/sign-in', { handle: 'mira', password: `${PASSWORD} and more` })

    const log = () =>
      house
        .output()
        .split('\n')
        .filter(line => line.startsWith('{'))
    await until('the refusals are logged', () => log().some(line => line.includes('media.says')))
    expect(log().length).toBeGreaterThan(20)
    expect(holds(log().join('\n'))).toEqual([])

    const running = descendants(house.child().pid)
    expect(running.some(each => each.command.includes('mediamtx'))).toBe(true)
    expect(running.some(each => each.command.startsWith('ffmpeg') || each.command.includes('/ffmpeg '))).toBe(true)
    expect(holds(running.map(each => each.command).join('\n'))).toEqual([])

    const shown: string[] = []
    for (const [by, paths] of [
      [
        house.owner,
        ['/panel', '/panel/people', `/panel/people/${lena.id}`, '/panel/audit', '/panel/health', '/account'],
      ],
      [lena.caller, ['/', `/rooms/${lena.room}`, '/studio', '/studio/obs?by=rtmp', '/studio/obs?by=whip', '/account']],
    ] as const) {
      for (const path of paths) {
        const page = await by.get(path)
        expect([path, page.status]).toEqual([path, 200])
        for (const name of holds(page.body)) shown.push(`${path}: ${name}`)
      }
    }
    expect(shown).toEqual([])
    // The one way by SRT needs the passphrase on its card, which never holds the key a second time.
    expect(holds((await lena.caller.get('/studio/obs?by=srt')).body)).toEqual(['passphrase'])

    const files = readdirSync(house.data, { recursive: true, withFileTypes: true })
      .filter(each => each.isFile() && !each.name.startsWith('mediamtx-'))
      .map(each => readFileSync(join(each.parentPath, each.name), 'latin1'))
    // The passphrase belongs to the site and is kept as it is.
    expect(holds(files.join('\n'))).toEqual(['passphrase'])
  })
})

describe('the process', () => {
  test('is killed: nothing of it stays, and the next start closes what was open', async () => {
    await until('the room is live', onAir)
    await until('a sidecar runs', () => descendants(house.child().pid).some(each => each.command.includes('ffmpeg')))
    const children = descendants(house.child().pid).map(each => each.pid)
    expect(children.length).toBeGreaterThanOrEqual(2)
    await house.stop('SIGKILL')
    await until('no child is left', () => !children.some(alive))
    const open = db()
    expect(open.query('SELECT count(*) AS n FROM broadcasts WHERE ended_at IS NULL').get()).toEqual({ n: 1 })
    open.close()

    await house.start()
    const [guest] = viewers
    await guest!.page.waitForFunction(() => document.querySelector<HTMLElement>('.offline-bar')?.hidden !== false)
    await until('the room is live again', onAir)
    await until('the viewer sees it', () => moves(guest!.page))
    expect(await notReloaded(guest!)).toBe(true)
    const closed = db()
    const rows = closed.query('SELECT ended_why FROM broadcasts ORDER BY started_at').all()
    closed.close()
    expect(rows).toEqual([{ ended_why: 'restart' }, { ended_why: null }])
  })

  test('is asked to stop: it ends with 0, leaves no child and no socket folder, and forgets nobody', async () => {
    await until('the room is live', onAir)
    const children = descendants(house.child().pid)
    const folder = /(\/\S+)\/mediamtx\.yml/.exec(children.map(each => each.command).join(' '))?.[1] ?? ''
    expect(existsSync(folder)).toBe(true)
    expect(await house.stop()).toBe(0)
    // The kernel ends an encoder of pictures with its parent; it may take a blink on a busy machine.
    await until('no child is left', () => !children.some(each => alive(each.pid)), 3000)
    expect(existsSync(folder)).toBe(false)
    expect(readdirSync(house.data).filter(name => name.endsWith('.pid') || name.endsWith('-wal'))).toEqual([])
    const closed = db()
    expect(closed.query('SELECT count(*) AS n FROM broadcasts WHERE ended_at IS NULL').get()).toEqual({ n: 0 })
    closed.close()
    expect(house.output()).not.toContain('the stop failed')

    await house.start()
    expect((await lena.caller.get('/account')).status).toBe(200)
    await until('the room is live again', onAir)
  })
})

describe('the data', () => {
  /** A copy of the stopped house's folder, as it would be found after an accident. */
  function wreck(name: string, harm: (file: string) => void): string {
    const data = join(root, name)
    mkdirSync(data, { mode: 0o700 })
    copyFileSync(join(house.data, 'footlight.db'), join(data, 'footlight.db'))
    harm(join(data, 'footlight.db'))
    return data
  }

  async function open(data: string, by: string[] = []) {
    const [http, rtmp, rtmps, srt, webrtc] = await freePorts(5)
    const listen = Object.entries({ http, rtmp, rtmps, srt, webrtc }).flatMap(([flag, port]) => [
      `--${flag}`,
      `127.0.0.1:${port}`,
    ])
    const ran = Bun.spawn([...by, 'serve', '--data', data, ...listen], {
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'pipe',
      env: { PATH: process.env.PATH ?? '' },
    })
    const late = setTimeout(() => ran.kill('SIGKILL'), 20_000)
    const [out, err] = await Promise.all([new Response(ran.stdout).text(), new Response(ran.stderr).text()])
    clearTimeout(late)
    return { code: await ran.exited, out, err: err.trim() }
  }

  const hash = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')

  test('goes out by backup and comes back by restore, with everything but the sign-ins', async () => {
    const file = join(root, 'evening.db')
    const made = await house.cli('backup', file)
    expect(made).toMatchObject({ code: 0, err: '' })
    expect(made.out).toContain('checked, with')
    const again = await house.cli('backup', file)
    expect([again.code, inWords(again.err)]).toEqual([1, true])

    await house.owner.did(`/panel/people/${lena.id}/approval/revoked`, { because: 'By mistake.' })
    expect((await house.cli('restore', file)).err).toContain('runs on the data folder')
    expect(await house.stop()).toBe(0)
    const restored = await house.cli('restore', file)
    expect(restored).toMatchObject({ code: 0, err: '' })
    expect(readdirSync(house.data).some(name => name.startsWith('before-restore-'))).toBe(true)
    await house.start()
    expect((await lena.caller.get('/account')).location).toStartWith('/sign-in')
    await lena.caller.did('/sign-in', { handle: 'lena', password: PASSWORD })
    // What was taken back after the backup counts again, and so does the key.
    await until('the room is live again', onAir)
    expect((await house.cli('audit', 'verify')).out).toMatch(/^The audit chain is whole: \d+ entries/)
    const nonsense = await house.cli('restore', BINARY)
    expect([nonsense.code, inWords(nonsense.err)]).toEqual([1, true])
  })

  test('audit verify finds a row that somebody changed, and one that is missing', async () => {
    expect(await house.stop()).toBe(0)
    await obs.stop()
    const verify = async (harm: string) => {
      const data = wreck(`audit-${harm.length}`, file => {
        const one = new Database(file)
        for (const { name } of one.query("SELECT name FROM sqlite_master WHERE type = 'trigger'").all() as {
          name: string
        }[])
          one.run(`DROP TRIGGER ${name}`)
        one.run(harm)
        one.close()
      })
      const ran = Bun.spawnSync([BINARY, 'audit', 'verify', '--data', data])
      return { code: ran.exitCode, say: ran.stderr.toString().trim() }
    }
    expect(await verify('SELECT 1')).toEqual({ code: 0, say: '' })
    expect(await verify("UPDATE audit SET reason = 'Nothing happened.' WHERE act = 'account.approved'")).toEqual({
      code: 1,
      say: expect.stringMatching(/^The audit chain is broken at entry \d+: its facts were changed\./),
    })
    expect(await verify('DELETE FROM audit WHERE seq = 5')).toEqual({
      code: 1,
      say: expect.stringMatching(/^The audit chain is broken at entry \d+: an entry is missing\./),
    })
  })

  test('of a newer Footlight is left alone', async () => {
    const data = wreck('newer', file => {
      const one = new Database(file)
      one.run("INSERT INTO migrations VALUES (9000, '9000_holograms', 'x', 1)")
      one.run('PRAGMA wal_checkpoint(TRUNCATE)')
      one.close()
    })
    const before = hash(join(data, 'footlight.db'))
    const { code, err } = await open(data, [BINARY])
    expect(code).toBe(1)
    expect(err).toContain(
      'was written by a newer Footlight (it has 9000_holograms). Start that version or a newer one.',
    )
    expect(inWords(err)).toBe(true)
    expect(hash(join(data, 'footlight.db'))).toBe(before)
  })

  test('that is damaged is left as it is, and the newest backup is named', async () => {
    const data = wreck('damaged', file => {
      const bytes = readFileSync(file)
      bytes.fill(0xa5, 4096 * 3, 4096 * 9)
      Bun.write(file, bytes)
      mkdirSync(join(file, '../backups'))
      copyFileSync(join(root, 'evening.db'), join(file, '../backups/evening.db'))
    })
    const before = hash(join(data, 'footlight.db'))
    const { code, err } = await open(data, [BINARY])
    expect(code).toBe(1)
    expect(err).toContain(
      `is damaged and was left as it is. Bring back the newest backup: footlight restore ${data}/backups/evening.db`,
    )
    expect(inWords(err)).toBe(true)
    expect(hash(join(data, 'footlight.db'))).toBe(before)
    const back = Bun.spawnSync([BINARY, 'restore', join(data, 'backups/evening.db'), '--data', data])
    expect([back.exitCode, back.stderr.toString()]).toEqual([0, ''])
  })

  test('in a folder that this user may not write is refused with the way out', async () => {
    const data = join(root, 'closed')
    cpSync(house.data, data, { recursive: true })
    chmodSync(data, 0o555)
    chmodSync(root, 0o755)
    // Root may write everywhere: then somebody else tries.
    const other = userInfo().uid === 0
    const file = other ? join(root, 'footlight') : BINARY
    if (other) copyFileSync(BINARY, file)
    if (other) chmodSync(file, 0o755)
    const { code, err } = await open(data, [
      ...(other ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : []),
      file,
    ])
    expect(code).toBe(1)
    expect(err).toMatch(/^The data folder \S+ (cannot be written by this user|can only be read)\./)
    expect(inWords(err)).toBe(true)
    chmodSync(data, 0o755)
  })

  test('after all that the house opens', async () => {
    await house.start()
    expect((await fetch(house.url)).status).toBe(200)
  })
})

import { afterEach, describe, expect, test } from 'bun:test'
import type { Account } from '../../src/accounts/index.ts'
import {
  grant,
  LINE_MOST,
  linesBefore,
  makeModerator,
  muteHere,
  note,
  PAGE_LINES,
  removeLine,
  slowMode,
  talkAt,
  undo,
  whoWrites,
} from '../../src/chat/index.ts'
import { tellLook } from '../../src/chat/live.tsx'
import { follow, setWishes, wishesOf } from '../../src/rooms/index.ts'
import { openSite, studio } from '../help/playing.ts'
import { until } from '../help/site.ts'

const running: (() => void)[] = []
afterEach(() => {
  for (const stop of running.splice(0)) stop()
})

/** The site on a free port, with sockets that reach their pages. */
function house(flags: string[] = []) {
  const site = studio(flags)
  const server = openSite(site, running)
  const { account: mara, room } = site.mara

  /** A page of the room: all that it was told, as one text. */
  async function sit(account: Account | null, { after = 0, headers = {} as Record<string, string> } = {}) {
    const cookie = account ? [...site.signedIn(account).jar].map(([name, value]) => `${name}=${value}`).join('; ') : ''
    const address = `ws://127.0.0.1:${server.port}/rooms/${room.name}/live?after=${after}`
    const socket = new WebSocket(address, {
      headers: { origin: `http://127.0.0.1:${server.port}`, ...(cookie ? { cookie } : {}), ...headers },
    } as unknown as string[])
    const page = { socket, text: '', closed: 0, say: (input: object) => socket.send(JSON.stringify(input)) }
    socket.onmessage = event => {
      page.text += String(event.data)
    }
    socket.onclose = event => {
      page.closed = event.code
    }
    running.push(() => socket.close())
    await until('it has caught up', () => page.text.includes('kind="caught-up"'))
    return page
  }
  const heard = (page: { text: string }) =>
    [...page.text.matchAll(/<div class="line[^>]*data-n="(\d+)"/g)].map(found => Number(found[1]))
  const events = (page: { text: string }, kind: string) =>
    [...page.text.matchAll(new RegExp(`<fl-event kind="${kind}" data-said="([^"]*)"`, 'g'))].map(
      found => JSON.parse(found[1]!.replaceAll('&quot;', '"').replaceAll('&#39;', "'")) as Record<string, unknown>,
    )
  return { ...site, room, mara, sit, heard, events }
}

let keys = 0
const key = () => `a-key-of-this-test-${++keys}`

describe('two pages of a room', () => {
  test('hear a line once each, and the writer that it was said', async () => {
    const it = house()
    const [writer, reader] = [await it.sit(it.person('kestrel')), await it.sit(null)]
    const mine = key()
    writer.say({ act: 'chat', key: mine, text: 'is that ultramarine?' })
    await until('both read it', () => [writer, reader].every(page => page.text.includes('is that ultramarine?')))
    await until('the writer knows', () => it.events(writer, 'said').some(said => said.key === mine))
    expect([it.heard(writer), it.heard(reader)]).toEqual([[1], [1]])
    expect(it.events(reader, 'said')).toEqual([])
  })

  test('what is said is text, whatever it looks like', async () => {
    const it = house()
    const [writer, reader] = [await it.sit(it.person('kestrel')), await it.sit(null)]
    writer.say({ act: 'chat', key: key(), text: '</bdi><fl-event kind="tip"><img src=x onerror=alert(1)>' })
    await until('it is there', () => it.heard(reader).length === 1)
    expect(reader.text).not.toContain('<img src=x')
    expect(reader.text).not.toContain('<fl-event kind="tip"')
  })

  test('each reads in its own language', async () => {
    const it = house()
    const german = await it.sit(null, { headers: { 'accept-language': 'de' } })
    const english = await it.sit(null)
    note(it.world, it.told.chat, {
      room: it.room.id,
      kind: 'tip',
      by: it.person('kestrel').id,
      detail: { tokens: '1200' },
    })
    await until('both heard', () => it.heard(german).length === 1 && it.heard(english).length === 1)
    expect(german.text).toContain('gibt Trinkgeld')
    expect(german.text).toContain('1.200')
    expect(english.text).toContain('1,200')
  })

  test('a line that was removed is gone on both, and keeps its number', async () => {
    const it = house()
    const kestrel = it.person('kestrel')
    const page = await it.sit(null)
    const line = note(it.world, it.told.chat, { room: it.room.id, kind: 'plain', by: kestrel.id, text: 'a slip' })
    await until('it is there', () => page.text.includes('a slip'))
    removeLine(it.world, it.told.chat, { room: it.room.id, seq: line.seq, by: it.mara.id })
    await until('it is gone', () => page.text.includes('line-removed'))
    const again = await it.sit(null)
    expect(again.text).not.toContain('a slip')
    expect(it.heard(again)).toEqual([1])
  })

  test('a whisper reaches the two whom it is between, and no third', async () => {
    const it = house()
    const [kestrel, juno] = [it.person('kestrel'), it.person('juno')]
    const pages = [await it.sit(kestrel), await it.sit(juno), await it.sit(it.mara), await it.sit(null)]
    note(it.world, it.told.chat, { room: it.room.id, kind: 'whisper', by: kestrel.id, to: juno.id, text: 'psst' })
    note(it.world, it.told.chat, { room: it.room.id, kind: 'note', text: 'the end' })
    await until('all are through', () => pages.every(page => page.text.includes('the end')))
    expect(pages.map(page => page.text.includes('psst'))).toEqual([true, true, false, false])
  })

  test('somebody’s new hue shows on open pages', async () => {
    const it = house()
    const kestrel = it.person('kestrel')
    const page = await it.sit(null)
    it.world.db.prepare('UPDATE accounts SET hue = 5 WHERE id = ?').run(kestrel.id)
    tellLook(it.world, kestrel.id)
    await until('it came', () => it.events(page, 'look').some(said => said.handle === 'kestrel'))
    expect(page.text).toContain('<a class="who hue-5" href="/rooms/mara-voss/people/kestrel">')
  })

  test('somebody who keeps the room now has a badge on open pages', async () => {
    const it = house()
    const kestrel = it.person('kestrel')
    const page = await it.sit(null)
    const by = { id: it.mara.id, as: 'performer' as const, address: '' }
    const granted = makeModerator(it.world, { room: it.room, by, told: it.told.chat }, 'kestrel')
    expect(granted.ok).toBe(true)
    await until('it came', () => it.events(page, 'look').some(said => said.handle === kestrel.handle))
    expect(page.text).toContain('Moderator of this room')
  })
})

describe('a line that does not get through', () => {
  test('comes back to its writer alone, with the reason, and is not stored', async () => {
    const it = house()
    const [writer, reader] = [await it.sit(it.person('kestrel')), await it.sit(null)]
    const [empty, long] = [key(), key()]
    writer.say({ act: 'chat', key: empty, text: '   ' })
    writer.say({ act: 'chat', key: long, text: 'ä'.repeat(LINE_MOST + 1) })
    const said = await until('both are answered', () => {
      const all = it.events(writer, 'unsaid')
      return all.length === 2 ? all : null
    })
    expect(said.map(one => [one.key, one.why])).toEqual([
      [empty, 'empty'],
      [long, 'long'],
    ])
    expect(String(said[1]!.words)).toContain(String(LINE_MOST))
    expect(talkAt(it.world, it.room.id).seq).toBe(0)
    expect(it.heard(reader)).toEqual([])
  })

  test('of a guest asks for a name', async () => {
    const it = house()
    const page = await it.sit(null)
    page.say({ act: 'chat', key: key(), text: 'hello' })
    await until('it is answered', () => it.events(page, 'unsaid').some(said => said.why === 'guest'))
    expect(talkAt(it.world, it.room.id).seq).toBe(0)
  })

  test('the disk refused is told as not stored, nobody saw it, and the same key may try again', async () => {
    const it = house()
    const [writer, reader] = [await it.sit(it.person('kestrel')), await it.sit(null)]
    const mine = key()
    const { db } = it.world
    // The commit itself is refused, as a full disk does it.
    db.run('CREATE TABLE later (a TEXT REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED) STRICT')
    db.run("CREATE TRIGGER lost AFTER INSERT ON lines BEGIN INSERT INTO later VALUES ('nobody'); END")
    writer.say({ act: 'chat', key: mine, text: 'on a full disk' })
    await until('it is told', () => it.events(writer, 'wrong').some(said => said.act === 'chat' && said.key === mine))
    expect(reader.text).not.toContain('on a full disk')
    db.run('DROP TRIGGER lost')
    it.world.clock.pass(5000)
    writer.say({ act: 'chat', key: mine, text: 'on a full disk' })
    await until('now it is said', () => it.events(writer, 'said').some(said => said.key === mine))
    await until('and read', () => it.heard(reader).length === 1)
    expect(it.heard(reader)).toEqual([1])
  })
})

describe('whoever was away', () => {
  test('gets what was missed, with what changed meanwhile, and nothing twice', async () => {
    const it = house()
    const kestrel = it.person('kestrel')
    const say = (text: string) =>
      note(it.world, it.told.chat, { room: it.room.id, kind: 'plain', by: kestrel.id, text })
    const first = say('one')
    say('two')
    const seen = talkAt(it.world, it.room.id).change
    say('three')
    removeLine(it.world, it.told.chat, { room: it.room.id, seq: first.seq, by: it.mara.id })
    const back = await it.sit(null, { after: seen })
    expect(it.heard(back)).toEqual([1, 3])
    expect(back.text).not.toContain('two')
    expect(it.events(back, 'caught-up').at(-1)?.change).toBe(talkAt(it.world, it.room.id).change)
  })

  test('too long gets the newest lines whole, with a way to earlier ones', async () => {
    const it = house()
    for (let n = 1; n <= 260; n++) note(it.world, it.told.chat, { room: it.room.id, kind: 'note', text: `line ${n}` })
    const back = await it.sit(null, { after: 3 })
    expect(it.heard(back).length).toBe(PAGE_LINES)
    expect(it.heard(back).at(-1)).toBe(260)
    expect(back.text).toContain(`/rooms/${it.room.name}/lines?before=211`)
  })

  test('misses nothing of what is said while it comes back', async () => {
    const it = house()
    const kestrel = it.person('kestrel')
    let talking = true
    const talk = (async () => {
      for (let n = 1; talking || n <= 60; n++) {
        note(it.world, it.told.chat, { room: it.room.id, kind: 'plain', by: kestrel.id, text: `line ${n}` })
        await Bun.sleep(1)
      }
    })()
    const pages = []
    for (let n = 0; n < 8; n++) {
      const { change: after } = talkAt(it.world, it.room.id)
      pages.push({ after, page: await it.sit(null, { after }) })
    }
    talking = false
    await talk
    const { seq } = talkAt(it.world, it.room.id)
    for (const { after, page } of pages) {
      await until('it has heard all', () => it.heard(page).includes(seq))
      // The page puts a number in its place once, however often it comes.
      const all = Array.from({ length: seq - after }, (_, at) => after + at + 1)
      const heard = new Set(it.heard(page).filter(n => n > after))
      expect([...heard].sort((a, b) => a - b)).toEqual(all)
    }
  })
})

describe('what a page sends', () => {
  test('that is no act, or none that we know, is answered; the socket stays', async () => {
    const it = house()
    const page = await it.sit(it.person('kestrel'))
    for (const sent of [
      '{"act":',
      '[]',
      '"chat"',
      '7',
      '{}',
      '{"act":"nothing"}',
      '{"act":"constructor"}',
      '{"act":7}',
    ]) {
      page.socket.send(sent)
    }
    await until('each is answered', () => it.events(page, 'wrong').length === 8)
    page.say({ act: 'chat', key: key(), text: 'still here' })
    await until('it is said', () => page.text.includes('still here'))
    expect(page.closed).toBe(0)
  })

  test('in fields of the wrong kind is refused like nothing', async () => {
    const it = house()
    const page = await it.sit(it.person('kestrel'))
    page.say({ act: 'chat', key: { a: 1 }, text: ['x'], reply: -4 })
    await until('it is refused', () => it.events(page, 'unsaid').length === 1)
    page.say({ act: 'chat', key: key(), text: 'an answer to nothing', reply: '99999999999999999999' })
    await until('it is said', () => it.heard(page).length === 1)
    expect(linesBefore(it.world, { room: it.room.id, reader: null }).lines[0]?.reply_to).toBeNull()
  })

  test('too often in a second ends it', async () => {
    const it = house()
    const page = await it.sit(it.person('kestrel'))
    for (let n = 0; n < 40; n++) page.say({ act: 'names' })
    expect(await until('the end', () => page.closed)).toBe(1008)
  })

  test('names of those who are here and who spoke, for completion', async () => {
    const it = house()
    const [kestrel, juno] = [it.person('kestrel'), it.person('juno')]
    note(it.world, it.told.chat, { room: it.room.id, kind: 'plain', by: juno.id, text: 'hello' })
    const page = await it.sit(kestrel)
    await it.sit(it.mara)
    page.say({ act: 'names' })
    const [said] = await until('they come', () => {
      const all = it.events(page, 'names')
      return all.length > 0 ? all : null
    })
    expect(String(said!.names).split(' ').sort()).toEqual(['juno', 'kestrel', 'mara_voss'])
  })

  test('names of those who only watch are told to members alone, and never those of the house', async () => {
    const it = house()
    const [kestrel, shy] = [it.person('kestrel'), it.person('shy_one')]
    setWishes(it.world, shy.id, { ...wishesOf(it.world, shy.id), hidden: true })
    const page = await it.sit(kestrel)
    await it.sit(shy)
    await it.sit(it.person('the_house', 'moderator'))
    const guest = await it.sit(null)
    for (const one of [page, guest]) one.say({ act: 'names' })
    const told = async (one: typeof page) => {
      await until('they come', () => it.events(one, 'names').length > 0)
      return String(it.events(one, 'names')[0]!.names)
    }
    expect(await told(page)).toBe('mara_voss kestrel')
    expect(await told(guest)).toBe('mara_voss')
  })
})

describe('when it changes who may write', () => {
  const boxes = (it: ReturnType<typeof house>, page: { text: string }) => it.events(page, 'may')

  test('open pages are told at once, and each asks how it stands', async () => {
    const it = house()
    const kestrel = it.person('kestrel')
    const [member, guest] = [await it.sit(kestrel), await it.sit(null)]
    const by = { id: it.mara.id, as: 'performer', address: '' } as const
    const keeps = { room: it.room, by, told: it.told.chat }
    whoWrites(it.world, keeps, { writers: 'followers', needed_tokens: 1n, account_age_ms: 0 })
    await until('both hear of it', () => [member, guest].every(page => it.events(page, 'rules').length === 1))
    for (const page of [member, guest]) page.say({ act: 'may' })
    await until('the member knows', () => boxes(it, member).length === 1)
    expect(boxes(it, member)[0]).toMatchObject({ closed: expect.stringContaining('ollow'), waitMs: 0 })
    follow(it.world, kestrel.id, it.room)
    member.say({ act: 'may' })
    await until('it is open', () => boxes(it, member).length === 2)
    expect(boxes(it, member)[1]).toMatchObject({ closed: '' })

    slowMode(it.world, keeps, 30_000)
    await until('slow mode is told', () => it.events(member, 'rules').length === 2)
    expect(it.events(guest, 'rules')[1]).toMatchObject({ state: expect.stringContaining('30') })
    const mine = key()
    member.say({ act: 'chat', key: mine, text: 'is that cobalt?' })
    await until('it is said', () => it.events(member, 'said').length === 1)
    member.say({ act: 'may' })
    await until('the wait is told', () => boxes(it, member).length === 3)
    expect(boxes(it, member)[2]).toMatchObject({ closed: '', state: expect.stringContaining('30') })
    expect(boxes(it, member)[2]!.waitMs).toBeGreaterThan(29_000)
    expect(boxes(it, guest)).toEqual([])
  })

  test('each is answered in the language of its page', async () => {
    const it = house()
    const keeps = { room: it.room, by: { id: it.mara.id, as: 'performer', address: '' } as const, told: it.told.chat }
    const german = await it.sit(it.person('kestrel'), { headers: { 'accept-language': 'de' } })
    slowMode(it.world, keeps, 5000)
    german.say({ act: 'may' })
    await until('it is told', () => boxes(it, german).length === 1)
    expect(boxes(it, german)[0]).toMatchObject({ state: 'Eine Zeile alle 5 s' })
    whoWrites(it.world, keeps, { writers: 'nobody', needed_tokens: 1n, account_age_ms: 0 })
    german.say({ act: 'may' })
    await until('it is closed', () => boxes(it, german).length === 2)
    expect(boxes(it, german)[1]).toMatchObject({ closed: 'Hier schreibt jetzt niemand.' })
  })

  test('slow mode counts for nobody who keeps the room', async () => {
    const it = house()
    const [juno, kestrel] = [it.person('juno'), it.person('kestrel')]
    grant(it.world, it.room.id, juno.id)
    const by = { id: it.mara.id, as: 'performer', address: '' } as const
    slowMode(it.world, { room: it.room, by, told: it.told.chat }, 30_000)
    for (const [account, waitMs] of [
      [it.mara, 0],
      [juno, 0],
      [kestrel, 30_000],
    ] as const) {
      const page = await it.sit(account)
      page.say({ act: 'chat', key: key(), text: 'is that cobalt?' })
      await until('it is said', () => it.events(page, 'said').length === 1)
      expect(it.events(page, 'said')[0]).toMatchObject({ waitMs })
    }
  })

  test('whoever is muted has a closed box at once, and an open one when it is over', async () => {
    const it = house()
    const kestrel = it.person('kestrel')
    const member = await it.sit(kestrel)
    const by = { id: it.mara.id, as: 'performer', address: '' } as const
    const keeps = { room: it.room, by, told: it.told.chat }
    const silent = muteHere(it.world, keeps, { account: kestrel.id, length: '5m', silent: true, because: '' })
    if (!silent.ok) throw new Error(silent.why)
    undo(it.world, keeps, silent.act.id)
    const muted = muteHere(it.world, keeps, { account: kestrel.id, length: '5m', silent: false, because: 'be kind' })
    if (!muted.ok) throw new Error(muted.why)
    await until('it is closed', () => boxes(it, member).length === 1)
    expect(boxes(it, member)[0]).toMatchObject({ closed: expect.stringContaining('be kind'), againMs: 300_000 })
    undo(it.world, keeps, muted.act.id)
    await until('it is open', () => boxes(it, member).length === 2)
    expect(boxes(it, member)[1]).toMatchObject({ closed: '', againMs: 0 })
  })

  test('the forms of whoever else keeps the room follow', async () => {
    const it = house()
    const juno = it.person('juno')
    grant(it.world, it.room.id, juno.id)
    const [moderator, guest] = [await it.sit(juno), await it.sit(null)]
    const by = { id: it.mara.id, as: 'performer', address: '' } as const
    slowMode(it.world, { room: it.room, by, told: it.told.chat }, 10_000)
    await until('the moderator hears', () => moderator.text.includes('kind="rule-forms"'))
    expect(moderator.text).toMatch(/value="10000" selected/)
    await until('the guest hears of slow mode', () => it.events(guest, 'rules').length === 1)
    expect(guest.text).not.toContain('rule-forms')
  })
})

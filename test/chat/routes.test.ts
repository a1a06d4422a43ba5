import { describe, expect, test } from 'bun:test'
import { LINE_MOST, linesBefore, note, post, removeLine, talkAt } from '../../src/chat/index.ts'
import { roomOf } from '../../src/rooms/index.ts'
import { testSite } from '../help/visit.ts'

const NASTY = `"><img src=x onerror=alert(1)><script>alert(1)</script>`

function house() {
  const site = testSite()
  const mara = site.person('mara_voss', 'performer')
  site.world.db
    .prepare('INSERT INTO approvals_to_broadcast (account_id, at, by, because) VALUES (?, 0, ?, ?)')
    .run(mara.id, 'console', 'for the test')
  const room = roomOf(site.world, mara.id)!
  const path = `/rooms/${room.name}`
  const said = () => linesBefore(site.world, { room: room.id, reader: null }).lines.map(line => line.text)
  let n = 0
  const form = (text: string, more: Record<string, string> = {}) => ({ text, key: `key-of-a-form-${++n}`, ...more })
  return { ...site, mara, room, path, said, form }
}

/** Answers the words of the one element with this id or class. */
const textOf = (body: string, mark: string): string => new RegExp(`${mark}"[^>]*>([^<]*)<`).exec(body)?.[1] ?? ''

describe('a form of the chat', () => {
  test('says the line and comes back to the same place', async () => {
    const it = house()
    const kestrel = it.signedIn(it.person('kestrel'))
    const inRoom = await kestrel.post(`${it.path}/lines`, it.form('hello', { place: 'room' }))
    expect([inRoom.status, inRoom.location.split('?')[0], inRoom.location.endsWith('#side-chat')]).toEqual([
      303,
      it.path,
      true,
    ])
    const alone = await kestrel.post(`${it.path}/lines`, it.form('in the window', { place: 'chat' }))
    expect([alone.status, alone.location]).toEqual([303, `${it.path}/chat`])
    expect(it.said()).toEqual(['hello', 'in the window'])
    expect((await kestrel.get(it.path)).body).toContain('in the window')
  })

  test('sent twice is one line', async () => {
    const it = house()
    const kestrel = it.signedIn(it.person('kestrel'))
    const once = it.form('hello')
    await kestrel.post(`${it.path}/lines`, once)
    expect((await kestrel.post(`${it.path}/lines`, once)).status).toBe(303)
    expect(it.said()).toEqual(['hello'])
  })

  test('that is refused keeps what was typed, says why, and is still good to send', async () => {
    const it = house()
    const kestrel = it.signedIn(it.person('kestrel'))
    const long = `${'word '.repeat(120)}end`
    const refused = await kestrel.post(`${it.path}/lines`, it.form(long, { key: 'the-same-key-again' }))
    expect(refused.status).toBe(422)
    expect(refused.body).toContain(`${LINE_MOST} letters at most`)
    expect(refused.body).toContain('word word word')
    expect(refused.body).toContain('value="the-same-key-again"')
    expect((await kestrel.post(`${it.path}/lines`, it.form('short', { key: 'the-same-key-again' }))).status).toBe(303)
    expect(it.said()).toEqual(['short'])
  })

  test('shows what was typed as text, in the box and in the line', async () => {
    const it = house()
    const kestrel = it.signedIn(it.person('kestrel'))
    await kestrel.post(`${it.path}/lines`, it.form(NASTY))
    const refused = await kestrel.post(`${it.path}/lines`, it.form(NASTY.repeat(12)))
    for (const body of [refused.body, (await it.browser().get(it.path)).body]) {
      expect(body).not.toContain('<img src=x')
      expect(body).not.toContain('<script>alert')
    }
  })

  test('from another site does nothing', async () => {
    const it = house()
    const kestrel = it.signedIn(it.person('kestrel'))
    const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' }
    expect((await kestrel.post(`${it.path}/lines`, it.form('hello'), foreign)).status).toBe(403)
    expect(it.said()).toEqual([])
  })

  test('for a room that is not there is not found', async () => {
    const it = house()
    const kestrel = it.signedIn(it.person('kestrel'))
    for (const path of ['/rooms/nobody-here', '/rooms/%2e%2e', '/rooms/%00']) {
      expect([path, (await kestrel.post(`${path}/lines`, it.form('hello'))).status]).toEqual([path, 404])
      expect((await kestrel.get(`${path}/chat`)).status).toBe(404)
      expect((await kestrel.get(`${path}/lines`)).status).toBe(404)
    }
  })

  test('a room that is not listed is nobody’s to read or write but hers', async () => {
    const it = house()
    const hidden = it.person('oskar', 'performer')
    const name = roomOf(it.world, hidden.id)!.name
    const kestrel = it.signedIn(it.person('kestrel'))
    expect((await kestrel.get(`/rooms/${name}/chat`)).status).toBe(404)
    expect((await kestrel.post(`/rooms/${name}/lines`, it.form('hello'))).status).toBe(404)
    expect((await it.signedIn(hidden).get(`/rooms/${name}/chat`)).status).toBe(200)
  })

  test('staff read, and do not write', async () => {
    const it = house()
    const juno = it.signedIn(it.person('juno', 'moderator'))
    const refused = await juno.post(`${it.path}/lines`, it.form('hello'))
    expect(refused.status).toBe(422)
    expect(it.said()).toEqual([])
    expect((await juno.get(`${it.path}/chat`)).status).toBe(200)
  })
})

describe('a guest’s first line', () => {
  test('waits in the browser that typed it, never in an address, and stands in the box after the sign-up', async () => {
    const it = house()
    const guest = it.browser()
    const line = 'a line with ünïcode, “quotes” & more 🎻'
    const asked = await guest.post(`${it.path}/lines`, it.form(line))
    expect(asked.status).toBe(303)
    expect(asked.location).toStartWith('/sign-up?from=')
    expect(decodeURIComponent(asked.location)).not.toContain('ünïcode')
    expect(asked.response.headers.getSetCookie().join()).toMatch(
      new RegExp(`^fl-line=[A-Za-z0-9_-]+; Path=${it.path}; Max-Age=1200; HttpOnly; Secure; SameSite=Lax$`),
    )
    expect((await guest.get(asked.location)).body).toContain('Your line is kept.')
    expect(it.said()).toEqual([])
    const kept = guest.jar.get('fl-line')!
    const kestrel = it.signedIn(it.person('kestrel'))
    kestrel.jar.set('fl-line', kept)
    const page = await kestrel.get(it.path)
    expect(page.body).toContain('a line with ünïcode, “quotes” &amp; more 🎻')
    const key = /id="say"[\s\S]*?name="key" value="([^"]+)"/.exec(page.body)![1]!
    expect((await kestrel.post(`${it.path}/lines`, { text: line, key })).status).toBe(303)
    expect(it.said()).toEqual([line])
    // It was said: the box does not offer it again.
    expect(textOf((await kestrel.get(it.path)).body, 'id="say-text')).toBe('')
  })

  test('is still the answer that it was, as long as what it answers is there for all', async () => {
    const it = house()
    const answers = { room: it.room.id, kind: 'plain', by: it.mara.id, text: 'phthalo' } as const
    const line = note(it.world, it.told.chat, answers)
    const guest = it.browser()
    await guest.post(`${it.path}/lines`, { ...it.form('and the sky?'), reply: String(line.seq) })
    const kestrel = it.signedIn(it.person('kestrel'))
    kestrel.jar.set('fl-line', guest.jar.get('fl-line')!)
    const box = async () => /id="say"[\s\S]*?id="say-why"/.exec((await kestrel.get(it.path)).body)![0]
    expect(await box()).toContain(`name="reply" value="${line.seq}"`)
    expect(await box()).toContain('Answer to mara_voss')
    const refused = await kestrel.post(`${it.path}/lines`, {
      ...it.form('see https://elsewhere.example'),
      reply: String(line.seq),
    })
    expect(refused.status).toBe(422)
    expect(refused.body).toContain('Answer to mara_voss')
    removeLine(it.world, it.told.chat, { room: it.room.id, seq: line.seq, by: it.mara.id })
    expect(await box()).toContain('name="reply" value=""')
    expect(await box()).not.toContain('Answer to')
  })

  test('a cookie that is none of ours is nothing', async () => {
    const it = house()
    const kestrel = it.signedIn(it.person('kestrel'))
    const forged = [
      'xxx',
      Buffer.from('[]').toString('base64url'),
      Buffer.from('{"text":7,"key":{}}').toString('base64url'),
      Buffer.from(JSON.stringify({ text: NASTY, key: 'short' })).toString('base64url'),
      'a'.repeat(5000),
    ]
    for (const value of forged) {
      kestrel.jar.set('fl-line', value)
      const page = await kestrel.get(it.path)
      expect(page.status).toBe(200)
      expect(textOf(page.body, 'id="say-text')).toBe('')
    }
    kestrel.jar.set(
      'fl-line',
      Buffer.from(JSON.stringify({ text: NASTY, key: 'long-enough-key' })).toString('base64url'),
    )
    expect((await kestrel.get(it.path)).body).not.toContain('<img src=x')
  })

  test('watching and reading sets no cookie at all', async () => {
    const it = house()
    const guest = it.browser()
    await guest.get(it.path)
    await guest.get(`${it.path}/chat`)
    expect([...guest.jar.keys()]).toEqual([])
  })
})

describe('earlier lines', () => {
  function talk() {
    const it = house()
    for (let n = 1; n <= 120; n++) note(it.world, it.told.chat, { room: it.room.id, kind: 'note', text: `line ${n}.` })
    return it
  }

  test('come as a page with ways on, and as a part for scripts', async () => {
    const it = talk()
    const page = await it.browser().get(`${it.path}/lines?before=71`)
    expect(page.body).toContain('line 21.')
    expect(page.body).toContain('line 70.')
    expect(page.body).not.toContain('line 71.')
    expect(page.body).toContain(`${it.path}/lines?before=21`)
    expect(page.body).toContain(`${it.path}/lines?before=121`)
    const part = await it.browser().get(`${it.path}/lines?before=71`, { 'hx-request': 'true' })
    expect(part.body).toStartWith('<a class="chat-earlier"')
    expect(part.body).not.toContain('<html')
    expect((await it.browser().get(`${it.path}/lines?before=21`)).body).not.toContain('lines?before=1"')
  })

  test('before nothing, and before what is no number, are the first page and the newest', async () => {
    const it = talk()
    expect((await it.browser().get(`${it.path}/lines?before=1`)).body).toContain('This is where it begins')
    for (const odd of ['-4', 'x', '1e9', '99999999999999999999', '']) {
      const page = await it.browser().get(`${it.path}/lines?before=${odd}`)
      expect([odd, page.status, page.body.includes('line 120.')]).toEqual([odd, 200, true])
    }
  })

  test('hold no whisper of others', async () => {
    const it = house()
    const [kestrel, juno] = [it.person('kestrel'), it.person('juno')]
    note(it.world, it.told.chat, { room: it.room.id, kind: 'whisper', by: kestrel.id, to: juno.id, text: 'psst' })
    expect((await it.browser().get(`${it.path}/lines`)).body).not.toContain('psst')
    expect((await it.signedIn(juno).get(`${it.path}/lines`)).body).toContain('psst')
  })
})

describe('the card of a name', () => {
  test('says who it is, and offers to report the line it was opened from', async () => {
    const it = house()
    it.person('kestrel')
    const page = await it.browser().get(`${it.path}/people/kestrel?line=7`)
    expect(page.status).toBe(200)
    expect(page.body).toContain('Here since')
    expect(page.body).toContain(`/report?room=${it.room.name}&amp;line=7`)
    expect(page.body).not.toContain('/unheard')
    expect((await it.browser().get(`${it.path}/people/mara_voss`)).body).toContain('on stage')
    expect((await it.browser().get(`${it.path}/people/nobody-at-all`)).status).toBe(404)
  })

  test('whom one does not want to read is kept with the account, on every device', async () => {
    const it = house()
    const kestrel = it.person('kestrel')
    it.person('troll')
    const [here, there] = [it.signedIn(kestrel), it.signedIn(kestrel)]
    expect((await here.post(`${it.path}/people/troll/unheard`, { unheard: 'on' })).status).toBe(303)
    expect((await there.get(it.path)).body).toContain('data-deaf="[&quot;troll&quot;]"')
    await there.post(`${it.path}/people/troll/unheard`, { unheard: 'off' })
    expect((await here.get(it.path)).body).not.toContain('data-deaf')
    expect((await here.post(`${it.path}/people/kestrel/unheard`, { unheard: 'on' })).status).toBe(422)
    const guest = await it.browser().post(`${it.path}/people/troll/unheard`, { unheard: 'on' })
    expect(guest.location).toStartWith('/sign-in')
  })
})

test('who left is named no more, and what was said stays in its place', async () => {
  const it = house()
  const kestrel = it.person('kestrel')
  const posted = post(it.world, it.told.chat, {
    room: it.room,
    account: kestrel.id,
    text: 'I was here',
    key: 'was-here-1',
  })
  expect(posted.ok).toBe(true)
  it.world.db
    .prepare("UPDATE accounts SET handle = 'gone-abcdefghijkl', skeleton = id, deleted_at = 1 WHERE id = ?")
    .run(kestrel.id)
  const { body } = await it.browser().get(it.path)
  expect(body).toContain('I was here')
  expect(body).toContain('Somebody who left')
  expect(body).not.toContain('gone-abc')
  expect(talkAt(it.world, it.room.id).seq).toBe(1)
})

import { describe, expect, test } from 'bun:test'
import { feedReady, finished, online } from '../../src/broadcasts/index.ts'
import { addDate, nextDates, roomOf, setProfile, setTitle, tagsOf } from '../../src/rooms/index.ts'
import { shortName } from '../../src/rooms/install/routes.tsx'
import { testSite } from '../help/visit.ts'

const FEED = {
  id: 'a'.repeat(26),
  outs: [{ name: 'src', hls: true, whep: true, hlsSound: true, whepSound: false }],
}

function house() {
  const site = testSite()
  const { world, told } = site
  const performer = (handle: string, { approved = true } = {}) => {
    const account = site.person(handle, 'performer')
    if (approved) {
      world.db
        .prepare('INSERT INTO approvals_to_broadcast (account_id, at, by, because) VALUES (?, 0, ?, ?)')
        .run(account.id, 'console', 'for the test')
    }
    const room = roomOf(world, account.id)!
    return {
      account,
      room,
      goLive() {
        online(world, told.broadcasts, room.name, 'rtmp')
        feedReady(world, told.broadcasts, room.name, FEED)
      },
      stop: () => finished(world, told.broadcasts, room.name, 'stopped'),
    }
  }
  return { ...site, performer }
}

const order = (body: string, ...words: string[]) => words.map(word => body.indexOf(word))

describe('the front page', () => {
  test('says to each what to do while there is no room', async () => {
    const site = house()
    const visitor = await site.browser().get('/')
    expect(visitor.status).toBe(200)
    expect(visitor.body).toContain('The house is ready, the stage is empty')
    expect(visitor.body).not.toContain('Invite a performer')
    const owner = await site.signedIn(site.person('harald', 'owner')).get('/')
    expect(owner.body).toContain('Invite a performer')
    const mara = site.performer('mara_voss', { approved: false })
    const own = await site.signedIn(mara.account).get('/')
    expect(own.status).toBe(200)
    expect(own.body).toContain('All stages are dark')
  })

  test('shows rooms on air first, with what they play', async () => {
    const site = house()
    site.performer('anna_reed')
    const mara = site.performer('mara_voss')
    setTitle(site.world, mara.room.id, 'The harbour at dusk', ['oil'])
    mara.goLive()
    const { body } = await site.browser().get('/')
    const [picture, title, quiet] = order(body, '/rooms/mara-voss/thumbnail.webp', 'The harbour at dusk', 'anna_reed')
    expect(picture).toBeGreaterThan(0)
    expect(title).toBeGreaterThan(picture!)
    expect(quiet).toBeGreaterThan(title!)
    mara.stop()
    const { body: dark } = await site.browser().get('/')
    expect(dark).not.toContain('thumbnail.webp')
    expect(dark).toContain('All stages are dark')
  })

  test('puts the room with more viewers first', async () => {
    const site = house()
    const anna = site.performer('anna_reed')
    const mara = site.performer('mara_voss')
    anna.goLive()
    mara.goLive()
    const { watches } = (await import('../../src/broadcasts/index.ts')).audience
    watches(site.world, mara.room.name, 'somebody', 1)
    const { body } = await site.browser().get('/')
    const [first, second] = order(body, '/rooms/mara-voss/thumbnail', '/rooms/anna-reed/thumbnail')
    expect(first).toBeLessThan(second!)
  })

  test('is asked again for the list alone', async () => {
    const site = house()
    site.performer('mara_voss')
    const { body, response } = await site.browser().get('/', { 'hx-request': 'true' })
    expect(body).not.toContain('<html')
    expect(body).toContain('mara_voss')
    expect(response.headers.get('vary')).toContain('HX-Request')
  })

  test('a search in vain keeps the word and offers a way on; nothing of it becomes markup', async () => {
    const site = house()
    site.performer('mara_voss')
    const { body } = await site.browser().get(`/?q=${encodeURIComponent('<script>alert(1)</script>"')}`)
    expect(body).toContain('Nobody here by that word')
    expect(body).toContain('Show all rooms')
    expect(body).not.toContain('<script>alert')
    expect(body).toContain('&lt;script&gt;')
  })

  test('takes any address', async () => {
    const site = house()
    site.performer('mara_voss')
    for (const query of [
      '?page=0',
      '?page=-1',
      '?page=1e99',
      '?page=x',
      '?q=%FF%FE',
      `?q=${'x'.repeat(5000)}`,
      '?tag=%00',
    ]) {
      expect((await site.browser().get(`/${query}`)).status).toBe(200)
    }
  })

  test('long lists come in pages', async () => {
    const site = house()
    for (let n = 10; n < 40; n++) site.performer(`performer_${n}`)
    const { body: first } = await site.browser().get('/')
    expect(first).toContain('performer_10')
    expect(first).not.toContain('performer_39')
    expect(first).toContain('href="/?page=2"')
    const { body: second } = await site.browser().get('/?page=2')
    expect(second).toContain('performer_39')
    expect(second).not.toContain('performer_10')
    const { body: searched } = await site.browser().get('/?q=performer')
    expect(searched).toContain('href="/?q=performer&amp;page=2"')
  })
})

describe('the room page', () => {
  test('a dark stage says when the performer is back', async () => {
    const site = house()
    const { room } = site.performer('mara_voss')
    setProfile(site.world, room.id, { bio: 'Oil & weather.\n<b>Bergen</b>', zone: 'Europe/Oslo', picture: 'painter' })
    const added = addDate(
      site.world,
      { id: room.id, zone: 'Europe/Oslo' },
      { day: '2026-11-22', time: '11:00', title: 'The masts', repeats: 'weekly' },
    )
    expect(added.ok).toBe(true)
    const { body, status } = await site.browser().get('/rooms/mara-voss')
    expect(status).toBe(200)
    expect(body).toContain('The stage is dark')
    expect(body).toContain('datetime="2026-11-22T10:00:00.000Z" data-as="soon">tomorrow at 10:00<')
    expect(body).toContain('Every week')
    expect(body).toContain('Oil &amp; weather.')
    expect(body).not.toContain('<b>Bergen</b>')
    expect(body).toContain('/report?room=mara-voss')
  })

  test('on air it names the broadcast and tells the player its feed, in the first answer', async () => {
    const site = house()
    const mara = site.performer('mara_voss')
    setTitle(site.world, mara.room.id, 'The harbour at dusk', [])
    mara.goLive()
    const { body, response } = await site.browser().get('/rooms/mara-voss')
    expect(body).toContain(`feed="${FEED.id}" state="live" outs="src:hls+sound,whep"`)
    expect(body).toContain('The harbour at dusk')
    expect(body).toContain('The picture needs scripts')
    expect(body).toContain('data-hls="/assets/hls-test.js"')
    expect(response.headers.get('content-security-policy')).toContain("require-trusted-types-for 'script'")
  })

  test('another spelling of the name leads to the room', async () => {
    const site = house()
    site.performer('mara_voss')
    for (const path of ['/rooms/mara_voss', '/rooms/MARA_VOSS', '/@mara_voss', '/@Mara_Voss', '/@mara-voss']) {
      const answer = await site.browser().get(path)
      expect([path, answer.status, answer.location]).toEqual([path, 303, '/rooms/mara-voss'])
    }
  })

  test('what is no room is not found, in our words', async () => {
    const site = house()
    for (const path of [
      '/rooms/nobody-here',
      '/@nobody',
      '/rooms/..%2f..%2fetc',
      `/rooms/${'x'.repeat(3000)}`,
      '/rooms/%00',
    ]) {
      const { status, body } = await site.browser().get(path)
      expect([path, status]).toEqual([path, 404])
      expect(body).toContain('Nobody on this stage')
    }
  })

  test('an unapproved room opens for its performer and for staff alone', async () => {
    const site = house()
    const { account } = site.performer('mara_voss', { approved: false })
    expect((await site.browser().get('/rooms/mara-voss')).status).toBe(404)
    expect((await site.signedIn(site.person('kestrel')).get('/rooms/mara-voss')).status).toBe(404)
    expect((await site.signedIn(account).get('/rooms/mara-voss')).status).toBe(200)
    expect((await site.signedIn(site.person('juno', 'moderator')).get('/rooms/mara-voss')).status).toBe(200)
    expect((await site.browser().get('/@mara_voss')).status).toBe(404)
  })
})

describe('the editor', () => {
  const good = { title: 'Dusk', tags: 'oil, calm', bio: 'Hello.\r\nMore.', zone: 'Europe/Oslo', picture: 'painter' }

  test('keeps what the performer wrote', async () => {
    const site = house()
    const { account } = site.performer('mara_voss')
    const mara = site.signedIn(account)
    expect((await mara.post('/studio/room', good)).location).toBe('/studio/room?said=saved')
    const room = roomOf(site.world, account.id)!
    expect(room).toMatchObject({ title: 'Dusk', bio: 'Hello.\nMore.', zone: 'Europe/Oslo', picture: 'painter' })
    expect(tagsOf(site.world, room.id)).toEqual(['calm', 'oil'])
    expect((await mara.get('/studio/room?said=saved')).body).toContain('Saved.')
  })

  test('a title changed on air is on the page at once', async () => {
    const site = house()
    const mara = site.performer('mara_voss')
    mara.goLive()
    await site.signedIn(mara.account).post('/studio/room', { ...good, title: 'Quite another one' })
    expect((await site.browser().get('/rooms/mara-voss')).body).toContain('Quite another one')
  })

  test('says in place what is wrong and loses nothing', async () => {
    const site = house()
    const { account } = site.performer('mara_voss')
    const mara = site.signedIn(account)
    const before = roomOf(site.world, account.id)
    const wrong = [
      [{ ...good, title: 'x'.repeat(121) }, '120 characters at most; this has 121.'],
      [{ ...good, tags: 'a<b' }, 'is no tag'],
      [{ ...good, tags: 'aa,bb,cc,dd,ee,ff,gg' }, '6 tags at most.'],
      [{ ...good, bio: 'x'.repeat(2001) }, '2000 characters at most; this has 2001.'],
      [{ ...good, zone: 'Mars/Olympus' }, 'Choose a time zone from the list.'],
      [{ ...good, picture: '../../etc/passwd' }, 'Choose one of the pictures.'],
    ] as const
    for (const [form, words] of wrong) {
      const { status, body } = await mara.post('/studio/room', form)
      expect([words, status, body.includes(words)]).toEqual([words, 422, true])
      expect([words, body.includes(form.title), body.includes(form.bio.split('\r\n')[0]!)]).toEqual([words, true, true])
    }
    expect(roomOf(site.world, account.id)).toEqual(before)
    expect((await mara.post('/studio/room', {})).status).toBe(422)
  })

  test('dates are added on the performer’s own clocks, and taken away', async () => {
    const site = house()
    const { account, room } = site.performer('mara_voss')
    setProfile(site.world, room.id, { bio: '', zone: 'America/New_York', picture: '' })
    const mara = site.signedIn(account)
    const date = { day: '2026-12-01', time: '19:00', title: 'Varnish', repeats: 'once' }
    expect((await mara.post('/studio/dates', date)).location).toBe('/studio/room?said=added')
    const [next] = nextDates(site.world, roomOf(site.world, account.id)!)
    expect(next!.startsAt).toBe(Date.parse('2026-12-02T00:00:00Z'))
    const other = site.signedIn(site.performer('anna_reed').account)
    expect((await other.post(`/studio/dates/${next!.id}/remove`)).status).toBe(404)
    expect((await mara.post(`/studio/dates/${next!.id}/remove`)).location).toBe('/studio/room?said=removed')
    expect(nextDates(site.world, roomOf(site.world, account.id)!)).toEqual([])
  })

  test('a date that cannot be is refused beside its field, and what was typed stays', async () => {
    const site = house()
    const { account } = site.performer('mara_voss')
    const mara = site.signedIn(account)
    const date = { day: '2026-12-01', time: '19:00', title: 'Varnish and <questions>', repeats: 'weekly' }
    const wrong = [
      [{ ...date, title: '' }, 'Say in a few words what happens.'],
      [{ ...date, title: 'x'.repeat(121) }, '120 characters at most.'],
      [{ ...date, day: '2026-02-30' }, 'Choose a day.'],
      [{ ...date, day: 'tomorrow' }, 'Choose a day.'],
      [{ ...date, time: '25:00' }, 'Choose an hour.'],
      [{ ...date, day: '2026-11-20' }, 'This moment is over. Choose one to come.'],
      [{ ...date, day: '2036-11-20' }, 'Not more than a year ahead.'],
    ] as const
    for (const [form, words] of wrong) {
      const { status, body } = await mara.post('/studio/dates', form)
      const kept = form.title !== date.title || body.includes('Varnish and &lt;questions&gt;')
      expect([words, status, body.includes(words), kept]).toEqual([words, 422, true, true])
      expect(body.includes('<questions>')).toBe(false)
    }
  })
})

test('below an icon stand the words of the name that fit, and no half letter', () => {
  for (const [name, short] of [
    ['Harbour', 'Harbour'],
    ['Harbour Studio', 'Harbour'],
    ['The Old Harbour Stage', 'The Old'],
    ['Donaudampfschifffahrt', 'Donaudampfsc'],
    ['🎭🎭🎭🎭🎭🎭🎭🎭🎭🎭🎭🎭🎭', '🎭'.repeat(12)],
  ])
    expect([name, shortName(name!)]).toEqual([name!, short!])
})

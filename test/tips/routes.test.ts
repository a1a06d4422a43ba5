import { describe, expect, test } from 'bun:test'
import { balanceOf, book, makeCheckpoint, verifyStatement } from '../../src/ledger/index.ts'
import { addGoal, addWish, boardOf, keptTip, recentTips, shownMenu } from '../../src/tips/index.ts'
import type { Answer } from '../help/visit.ts'
import { born, evening, give, walletOf } from './help.ts'

const keyOf = (answer: Answer): string => /name="key" value="([a-z2-7]{26})"/.exec(answer.body)?.[1] ?? ''
const words = (answer: Answer): string => answer.body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

describe('tipping without scripts', () => {
  test('is a form in the room, and comes back to it', async () => {
    const { site, world, member, room } = evening(100n)
    const kestrel = site.signedIn(member)
    const page = await kestrel.get('/rooms/mara-voss')
    const tipped = await kestrel.post('/rooms/mara-voss/tips', { key: keyOf(page), way: 'tokens', amount: '25' })
    expect([tipped.status, tipped.location]).toEqual([303, '/rooms/mara-voss?tipped=25'])
    expect(words(await kestrel.get(tipped.location))).toContain('Your tip of 25 is sent.')
    expect(walletOf(world, member.id)).toBe(75n)
    expect(recentTips(world, room.id).length).toBe(1)
  })

  test('pressed twice is one tip; the same form with another amount is refused and asks again', async () => {
    const { site, world, member } = evening(1000n)
    const kestrel = site.signedIn(member)
    const form = { key: born(), way: 'tokens', amount: '100' }
    expect((await kestrel.post('/rooms/mara-voss/tips', form)).status).toBe(303)
    expect((await kestrel.post('/rooms/mara-voss/tips', form)).status).toBe(303)
    const other = await kestrel.post('/rooms/mara-voss/tips', { ...form, amount: '25', note: 'hello there' })
    expect(other.status).toBe(409)
    expect(other.body).toContain('value="hello there"')
    expect(keyOf(other)).not.toBe(form.key)
    expect(walletOf(world, member.id)).toBe(900n)
  })

  test('asks a second press for a large part of the wallet, and only for that amount', async () => {
    const { site, world, member } = evening(100n)
    const kestrel = site.signedIn(member)
    const asked = await kestrel.post('/rooms/mara-voss/tips', {
      key: born(),
      way: 'tokens',
      amount: 'other',
      other: '60',
      note: 'for the sun',
    })
    expect(asked.status).toBe(422)
    expect(words(asked)).toContain('60 of your 100 tokens are more than half')
    expect(asked.body).toContain('Yes, tip 60 tokens')
    expect(asked.body).toContain('value="for the sun"')
    expect(walletOf(world, member.id)).toBe(100n)
    const key = keyOf(asked)
    const more = { key, way: 'tokens', amount: 'other', other: '70', sure: '60' }
    expect((await kestrel.post('/rooms/mara-voss/tips', more)).status).toBe(422)
    const sent = await kestrel.post('/rooms/mara-voss/tips', { ...more, other: '60' })
    expect(sent.status).toBe(303)
    expect(walletOf(world, member.id)).toBe(40n)
  })

  test('with too few tokens is kept, leads to buying, and is sent with one press afterwards', async () => {
    const { site, world, member, room } = evening(340n)
    const kestrel = site.signedIn(member)
    const short = await kestrel.post('/rooms/mara-voss/tips', {
      key: born(),
      way: 'tokens',
      amount: '500',
      note: 'for the reflections',
      anonymous: 'on',
    })
    expect(short.status).toBe(422)
    expect(words(short)).toContain('Your tip of 500 is kept. You need 160 more.')
    const back = '/rooms/mara-voss?tip=kept'
    expect(short.body).toContain(`/wallet/buy?back=${encodeURIComponent(back)}`)
    expect(keptTip(world, member.id, room.id)).toMatchObject({ tokens: 500n, note: 'for the reflections' })
    give(world, member.id, 1000n)
    const page = await kestrel.get(back)
    expect(page.body).toMatch(/<dialog[^>]*id="tip-sheet"[^>]* open/)
    expect(page.body).toContain('value="for the reflections"')
    const key = /id="tip-form"[\s\S]*?name="key" value="([a-z2-7]{26})"/.exec(page.body)![1]!
    const form = { key, way: 'tokens', amount: 'other', other: '500', note: 'for the reflections', anonymous: 'on' }
    expect((await kestrel.post('/rooms/mara-voss/tips', form)).status).toBe(303)
    expect(keptTip(world, member.id, room.id)).toBeNull()
    expect(recentTips(world, room.id)[0]).toMatchObject({ tokens: 500n, anonymous: 1 })
  })

  test('says what is wrong with an amount in its place, whatever was typed', async () => {
    const { site, world, member } = evening(1000n)
    const kestrel = site.signedIn(member)
    for (const other of [
      '0',
      '-5',
      '1.5',
      '2,5',
      '1e3',
      '0x10',
      '٢٥',
      '𝟚𝟝',
      '99999999999999999999',
      '10001',
      'ten',
      '',
      ' ',
    ]) {
      const answer = await kestrel.post('/rooms/mara-voss/tips', {
        key: born(),
        way: 'tokens',
        amount: 'other',
        other,
        note: 'typed with love',
      })
      expect([other, answer.status]).toEqual([other, 422])
      expect(answer.body).toContain('id="tip-other-error"')
      expect(answer.body).toContain('value="typed with love"')
    }
    expect(walletOf(world, member.id)).toBe(1000n)
  })

  test('is led to sign in as a guest, and comes back with the tip', async () => {
    const { site } = evening()
    const guest = site.browser()
    const page = await guest.get('/rooms/mara-voss')
    expect(page.body).toContain(`/sign-in?from=${encodeURIComponent('/rooms/mara-voss?tip=25')}`)
    const posted = await guest.post('/rooms/mara-voss/tips', { key: born(), way: 'tokens', amount: '5' })
    expect(posted.location).toStartWith('/sign-in')
    expect((await guest.get('/rooms/mara-voss/tips')).location).toBe('/rooms/mara-voss')
  })

  test('of hostile text shows it as text', async () => {
    const { site, world, member, room } = evening(1000n)
    const kestrel = site.signedIn(member)
    const note = '<img src=x onerror=alert(1)> "q" hx-get=/x'
    expect(
      (await kestrel.post('/rooms/mara-voss/tips', { key: born(), way: 'tokens', amount: '5', note })).status,
    ).toBe(303)
    expect(recentTips(world, room.id)[0]!.note).toBe(note)
    for (const path of ['/rooms/mara-voss', '/rooms/mara-voss/board']) {
      expect((await kestrel.get(path)).body).not.toContain('<img src=x')
    }
  })
})

describe('the board', () => {
  test('is the sum of the tips by day, week, month and all time in the room’s zone; nobody stands there who does not want to', async () => {
    const { site, world, member, room } = evening(10_000n)
    const kestrel = site.signedIn(member)
    const tip = (amount: string, more = {}) =>
      kestrel.post('/rooms/mara-voss/tips', { key: born(), way: 'tokens', amount: 'other', other: amount, ...more })
    world.db.run("UPDATE rooms SET zone = 'Asia/Tokyo'")
    const there = { ...room, zone: 'Asia/Tokyo' }
    const sums = () =>
      (['day', 'week', 'month', 'all'] as const).map(span => {
        const { rows, others_tokens, total_tokens } = boardOf(world, there, span)
        return [rows.reduce((sum, row) => sum + row.tokens, 0n), others_tokens, total_tokens]
      })
    // Saturday 21 November, 14:59 in UTC is 23:59 in Tokyo.
    world.clock.at = Date.UTC(2026, 10, 21, 14, 59)
    await tip('10')
    world.clock.at = Date.UTC(2026, 10, 21, 15, 1)
    await tip('20')
    await tip('5', { anonymous: 'on' })
    expect(sums()).toEqual([
      [20n, 5n, 25n],
      [30n, 5n, 35n],
      [30n, 5n, 35n],
      [30n, 5n, 35n],
    ])
    world.clock.at = Date.UTC(2026, 10, 22, 15)
    await tip('40')
    expect(sums().map(([named]) => named)).toEqual([40n, 40n, 70n, 70n])
    world.clock.at = Date.UTC(2026, 10, 30, 15)
    expect(sums().map(([named]) => named)).toEqual([0n, 0n, 0n, 70n])
    expect(words(await kestrel.get('/rooms/mara-voss/board?span=all'))).toContain('kestrel')
    const later = site.signedIn(member)
    expect((await later.post('/rooms/mara-voss/board/me', { stand: 'no' })).location).toContain('/rooms/mara-voss')
    const left = await site.browser().get('/rooms/mara-voss/board?span=all')
    expect(left.body).not.toContain('kestrel')
    expect(words(left)).toContain('Without a name')
    const total = balanceOf(world, book('mint', 'site')) + walletOf(world, member.id)
    expect(boardOf(world, there, 'all').total_tokens).toBe(-total)
  })
})

describe('the studio', () => {
  const hers = (e: ReturnType<typeof evening>) => e.site.signedIn(e.performer)

  test('keeps menu and goals; what is wrong stays typed, in its place', async () => {
    const e = evening()
    const mara = hers(e)
    expect((await mara.post('/studio/tips/wishes', { words: 'Name the boat', price: '120' })).status).toBe(303)
    const bad = await mara.post('/studio/tips/wishes', { words: 'x'.repeat(81), price: '12.5' })
    expect(bad.status).toBe(422)
    expect(bad.body).toContain('x'.repeat(81))
    expect(bad.body).toContain('value="12.5"')
    expect(words(bad)).toContain('A whole number from 1 to 10,000.')
    const [wish] = shownMenu(e.world, e.room.id)
    expect((await mara.post(`/studio/tips/wishes/${wish!.id}`, { act: 'hide' })).status).toBe(303)
    expect(shownMenu(e.world, e.room.id)).toEqual([])
    expect((await mara.post('/studio/tips/wishes/nobody', { act: 'remove' })).status).toBe(404)
    expect((await mara.post('/studio/tips/goals', { name: 'The harbour', target: '1000' })).status).toBe(303)
    const low = await mara.post('/studio/tips/goals', { name: '', target: '9' })
    expect(low.status).toBe(422)
    expect(words(low)).toContain('A whole number from 10 to 1,000,000.')
    expect((await e.site.browser().get('/rooms/mara-voss')).body).toContain('The harbour')
    expect((await mara.post('/studio/tips/rules', { card: '25', sound: '5', 'gift-tea': 'on' })).status).toBe(303)
    expect((await mara.post('/studio/tips/rules', { card: 'x', sound: '5' })).status).toBe(422)
  })

  test('sends a test tip that moves nothing and that the room does not see', async () => {
    const e = evening()
    const mara = hers(e)
    const before = e.world.db.query('SELECT count(*) AS n FROM postings').get()
    e.world.presence.join({ send() {}, close() {} }, 'room:mara-voss', ['room:mara-voss/en'])
    e.world.presence.join({ send() {}, close() {} }, 'tips:mara-voss', ['tips:mara-voss/en'])
    expect((await mara.post('/studio/tips/test', { tokens: '250' })).status).toBe(303)
    expect(e.world.db.query('SELECT count(*) AS n FROM postings').get()).toEqual(before)
    expect(e.world.hub.frames.map(one => one.topic)).toEqual(['tips:mara-voss/en'])
    expect(e.world.hub.frames[0]!.frame).toContain('Test')
    expect((await mara.post('/studio/tips/test', { tokens: '0' })).status).toBe(422)
  })

  test('shows earnings with every name, as a page, as CSV and as a statement that proves itself', async () => {
    const e = evening(1000n)
    const mara = hers(e)
    const kestrel = e.site.signedIn(e.member)
    await kestrel.post('/rooms/mara-voss/tips', {
      key: born(),
      way: 'tokens',
      amount: '25',
      note: '=1+1',
      anonymous: 'on',
    })
    const page = await mara.get('/studio/earnings')
    expect(words(page)).toContain('A token pays you 0.050 EUR.')
    expect(words(page)).toContain('kestrel')
    expect(words(page)).toContain('€1.25')
    const csv = await mara.get('/studio/earnings.csv')
    expect(csv.response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(csv.body.split('\r\n')[1]).toBe(
      '"2026-11-21T18:00:00.000Z","2","tip","","kestrel","no","25","1.25","EUR","\'=1+1","no","0","0.00"',
    )
    expect((await mara.get('/studio/earnings/statement')).status).toBe(404)
    makeCheckpoint(e.world)
    const statement = await mara.get('/studio/earnings/statement')
    expect(verifyStatement(statement.body)).toMatchObject({ ok: true })
    expect((await e.site.signedIn(e.member).get('/studio/earnings.csv')).status).toBe(403)
  })

  test('marks a wish as granted', async () => {
    const e = evening(1000n)
    addWish(e.world, e.room.id, { words: 'Name the boat', price_tokens: 40n, by: e.performer.id })
    addGoal(e.world, e.room.id, { name: 'The harbour', target_tokens: 1000n, repeats: false })
    const [wish] = shownMenu(e.world, e.room.id)
    await e.site.signedIn(e.member).post('/rooms/mara-voss/tips', {
      key: born(),
      way: 'wish',
      wish: `${wish!.id}:40`,
    })
    const mara = hers(e)
    const n = recentTips(e.world, e.room.id)[0]!.posting
    expect((await mara.get('/studio/tips')).body).toContain(`/studio/tips/granted/${n}`)
    expect((await mara.post(`/studio/tips/granted/${n}`)).status).toBe(303)
    expect((await mara.post(`/studio/tips/granted/${n}`)).status).toBe(404)
  })
})

describe('overlays', () => {
  test('are shown by a key that is told once, replaced and ended', async () => {
    const e = evening(1000n)
    const mara = e.site.signedIn(e.performer)
    const made = await mara.post('/studio/overlays')
    const [alerts] = /\/overlay\/ov[a-z2-7]{26}\/alerts/.exec(made.body)!
    expect((await mara.get('/studio/overlays')).body).not.toContain('/overlay/ov')
    const obs = e.site.browser({ address: '203.0.113.9' })
    for (const part of ['alerts', 'goal', 'chat', 'board', 'viewers']) {
      const answer = await obs.get(`${alerts.replace('alerts', part)}?theme=plain&size=l&seconds=9`)
      expect([part, answer.status]).toEqual([part, 200])
      expect(answer.response.headers.get('referrer-policy')).toBe('no-referrer')
      expect(answer.body).toContain('overlay-l overlay-plain')
    }
    expect((await obs.get(alerts.replace('alerts', 'money'))).status).toBe(404)
    const closed: string[] = []
    const { id } = e.world.db.query('SELECT id FROM overlay_keys WHERE ended_at IS NULL').get() as { id: string }
    e.world.presence.join({ send() {}, close: (_, why) => closed.push(why ?? '') }, 'tips:mara-voss', [`overlay:${id}`])
    const [again] = /\/overlay\/ov[a-z2-7]{26}\/alerts/.exec((await mara.post('/studio/overlays')).body)!
    expect(closed).toEqual(['ended'])
    expect([(await obs.get(alerts)).status, (await obs.get(again)).status]).toEqual([404, 200])
    expect((await mara.post('/studio/overlays/end')).location).toBe('/studio/overlays?said=ended')
    expect((await obs.get(again)).status).toBe(404)
    const stored = JSON.stringify(e.world.db.query('SELECT * FROM overlay_keys').all(), (_, v) =>
      typeof v === 'bigint' ? String(v) : v,
    )
    expect(stored).not.toContain(again.split('/')[2]!)
    expect(e.world.lines.join('')).not.toContain(again.split('/')[2]!)
  })
})

describe('the owner', () => {
  test('sets what gifts cost', async () => {
    const e = evening(1000n)
    const owner = e.site.signedIn(e.site.person('harbour_studio', 'owner'))
    const prices = {
      tea: '20',
      boat: '30',
      bouquet: '60',
      lantern: '120',
      'music-box': '200',
      kite: '350',
      moon: '600',
      lighthouse: '1000',
    }
    const bad = await owner.post('/panel/gifts', { ...prices, kite: 'high' })
    expect(bad.status).toBe(422)
    expect(bad.body).toContain('value="high"')
    expect((await owner.post('/panel/gifts', prices)).status).toBe(303)
    const kestrel = e.site.signedIn(e.member)
    const old = await kestrel.post('/rooms/mara-voss/tips', { key: born(), way: 'gift', gift: 'tea:15' })
    expect(old.status).toBe(409)
    expect(words(old)).toContain('it is 20 tokens now')
    expect((await kestrel.post('/rooms/mara-voss/tips', { key: born(), way: 'gift', gift: 'tea:20' })).status).toBe(303)
  })
})

import { describe, expect, test } from 'bun:test'
import { actorOf } from '../../src/accounts/index.ts'
import { commitNow, grouped } from '../../src/base/db/durable.ts'
import { linesBefore, putWords, setRules, trust } from '../../src/chat/index.ts'
import { balanceOf, book, correct, receivedOwner, termsInForce } from '../../src/ledger/index.ts'
import { makeReport, silence } from '../../src/moderation/index.ts'
import { addWish, forgetNotes, grant, make, shownMenu, takeGifts, tipOf } from '../../src/tips/index.ts'
import { born, evening, give, walletOf } from './help.ts'

describe('a tip', () => {
  test('moves tokens to her on her terms, and is told once it is stored', () => {
    const { world, told, made, asks, member, performer } = evening(100n)
    const tipped = grouped(world, () => {
      const answer = make(world, told, asks(25n, { note: '  for the sun ' }))
      expect(made).toEqual([])
      return answer
    })
    commitNow(world)
    if (!tipped.ok) throw new Error(tipped.why)
    expect(tipped.balance_tokens).toBe(75n)
    expect(walletOf(world, member.id)).toBe(75n)
    const terms = termsInForce(world, performer.id)!
    expect(balanceOf(world, book('received', receivedOwner(terms)))).toBe(25n)
    expect(balanceOf(world, book('earned', performer.id, terms.currency))).toBe(125n)
    expect(made.map(({ tip }) => [tip.tokens, tip.note, tip.earned_minor, tip.currency])).toEqual([
      [25n, 'for the sun', 125n, terms.currency],
    ])
    expect(tipOf(world, tipped.tip.posting)).toEqual(tipped.tip)
  })

  test('pressed twice is one tip; the same key with anything else in it is refused', () => {
    const { world, told, made, asks, member } = evening(1000n)
    const asked = asks(25n)
    const first = make(world, told, asked)
    const second = make(world, told, asked)
    commitNow(world)
    expect(first.ok && second.ok && second.tip).toEqual(first.ok && first.tip)
    expect(second.ok && second.again).toBe(true)
    expect(walletOf(world, member.id)).toBe(975n)
    expect(made.length).toBe(1)
    for (const other of [{ tokens: 26n }, { note: 'x' }, { anonymous: true }, { gift: 'tea', tokens: 25n }]) {
      expect(make(world, told, { ...asked, ...other })).toMatchObject({ ok: false, why: 'key-reused' })
    }
    expect(walletOf(world, member.id)).toBe(975n)
  })

  test('answers the same even when nothing is left, the wish is gone, and the sender is too fast', () => {
    const { world, told, asks, room, performer } = evening(40n)
    addWish(world, room.id, { words: 'Name the boat', price_tokens: 40n, by: performer.id })
    const [wish] = shownMenu(world, room.id)
    const asked = asks(40n, { wish: wish!.id, sure: true })
    expect(make(world, told, asked)).toMatchObject({ ok: true, again: false })
    world.db.run('DELETE FROM wishes')
    for (let i = 0; i < 20; i++) expect(make(world, told, asked)).toMatchObject({ ok: true, again: true })
  })

  test('of another has another key', () => {
    const { world, told, asks, site, member } = evening(100n)
    const other = site.person('nightferry')
    give(world, other.id, 100n)
    const asked = asks(25n)
    make(world, told, asked)
    expect(make(world, told, { ...asked, member: other })).toMatchObject({ ok: true, again: false })
    expect([walletOf(world, member.id), walletOf(world, other.id)]).toEqual([75n, 75n])
  })

  test('of more than half of the wallet, or of more than a thousand, is asked twice; of more than ten thousand refused', () => {
    const { world, told, asks } = evening(100_000n)
    expect(make(world, told, asks(1000n))).toMatchObject({ ok: true })
    expect(make(world, told, asks(1001n))).toMatchObject({ ok: false, why: 'sure', over: 'sum' })
    expect(make(world, told, asks(1001n, { sure: true }))).toMatchObject({ ok: true })
    expect(make(world, told, asks(10_000n, { sure: true }))).toMatchObject({ ok: true })
    expect(make(world, told, asks(10_001n, { sure: true }))).toMatchObject({ ok: false, why: 'too-much' })
    const small = evening(10n)
    expect(make(small.world, small.told, small.asks(6n))).toMatchObject({ ok: false, why: 'sure', over: 'half' })
    expect(make(small.world, small.told, small.asks(5n))).toMatchObject({ ok: true })
  })

  test('says what is missing when there are too few tokens, and takes nothing', () => {
    const { world, told, asks, member } = evening(340n)
    expect(make(world, told, asks(500n))).toEqual({
      ok: false,
      why: 'not-enough',
      has_tokens: 340n,
      missing_tokens: 160n,
    })
    expect(walletOf(world, member.id)).toBe(340n)
  })

  test('comes at most five times a second', () => {
    const { world, told, asks } = evening(1000n)
    const answers = Array.from({ length: 7 }, () => make(world, told, asks(1n)))
    expect(answers.map(one => one.ok || one.why)).toEqual([true, true, true, true, true, 'too-fast', 'too-fast'])
    world.clock.pass(1000)
    expect(make(world, told, asks(1n)).ok).toBe(true)
  })

  test('stays with whoever tips her own room, and with amounts that are none', () => {
    const { world, told, asks, performer } = evening()
    give(world, performer.id, 100n)
    expect(make(world, told, asks(5n, { member: performer }))).toMatchObject({ why: 'own-room' })
    expect(make(world, told, asks(0n))).toMatchObject({ why: 'nothing' })
    expect(make(world, told, asks(-5n))).toMatchObject({ why: 'nothing' })
    expect(make(world, told, asks(5n, { born: 'short' }))).toMatchObject({ why: 'no-key' })
    expect(make(world, told, asks(5n, { note: 'x'.repeat(201) }))).toMatchObject({ why: 'long-note' })
  })

  test('for a gift or a wish costs what it costs now, and only what is offered', () => {
    const { world, told, asks, room, performer } = evening(1000n)
    expect(make(world, told, asks(120n, { gift: 'lantern' }))).toMatchObject({
      ok: true,
      tip: { kind: 'gift', item: 'lantern' },
    })
    expect(make(world, told, asks(100n, { gift: 'lantern' }))).toEqual({ ok: false, why: 'price', now_tokens: 120n })
    expect(make(world, told, asks(100n, { gift: 'diamond' }))).toMatchObject({ why: 'no-gift' })
    takeGifts(world, room.id, ['tea'])
    expect(make(world, told, asks(120n, { gift: 'lantern' }))).toMatchObject({ why: 'no-gift' })
    addWish(world, room.id, { words: 'Choose the next colour', price_tokens: 40n, by: performer.id })
    const [wish] = shownMenu(world, room.id)
    const tipped = make(world, told, asks(40n, { wish: wish!.id }))
    expect(tipped).toMatchObject({ ok: true, tip: { kind: 'wish', item: 'Choose the next colour' } })
    expect(make(world, told, asks(41n, { wish: wish!.id }))).toEqual({ ok: false, why: 'price', now_tokens: 40n })
    const n = tipped.ok ? tipped.tip.posting : 0
    expect([grant(world, room.id, n, true), grant(world, room.id, n, true)]).toEqual([true, false])
    expect(grant(world, 'another', n, false)).toBe(false)
    expect(grant(world, room.id, n, false)).toBe(true)
  })

  test('that was taken back by a correction is marked as such by SQL itself; nothing else of it can be changed', () => {
    const { world, told, asks } = evening(100n)
    const tipped = make(world, told, asks(25n, { note: 'hello' }))
    const n = tipped.ok ? tipped.tip.posting : 0
    const back = correct(world, { key: 'back:1', input: {}, by: 'account:a+account:b', n, because: 'by mistake' })
    expect(tipOf(world, n)!.returned).toBe(back.ok ? back.n : -1)
    expect(() => world.db.run('UPDATE tips SET tokens = 1')).toThrow('never edited')
    expect(() => world.db.run('DELETE FROM tips')).toThrow('never removed')
    expect(() =>
      world.db.run(
        `INSERT INTO tips (posting, room_id, performer_id, member_id, tokens, earned_minor, currency, kind, anonymous, at)
         SELECT posting + 1, room_id, performer_id, member_id, 9, 0, 'EUR', 'tip', 0, 0 FROM tips LIMIT 1`,
      ),
    ).toThrow('a tip is its posting')
    forgetNotes(world, tipped.ok ? tipped.tip.member_id : '')
    expect(tipOf(world, n)!.note).toBe('')
  })
})

describe('a note', () => {
  test('is read as a line of the room is: by the house, by her list, and by whoever has to look first', () => {
    const { world, told, asks, room, site, member } = evening(1000n)
    const says = (text: string) => {
      world.clock.pass(2000)
      return make(world, told, asks(5n, { note: text }))
    }
    putWords(world, room.id, 'turpentine', 'refuse')
    putWords(world, room.id, 'gouache', 'mask')
    expect(says('what turpentine')).toMatchObject({ ok: false, why: 'note', refusal: 'word' })
    expect(says('more gouache')).toMatchObject({ ok: true, tip: { note: 'more •••••••' } })
    setRules(world, room.id, { holds_all: 1 })
    expect(says('hello')).toMatchObject({ ok: false, why: 'held-note' })
    trust(world, room.id, member.id)
    expect(says('hello again')).toMatchObject({ ok: true, tip: { note: 'hello again' } })
    setRules(world, room.id, { holds_all: 0 })

    const harald = site.person('harald', 'owner')
    const until = world.clock.now() + 86_400_000
    const judged = {
      by: actorOf(harald, ''),
      byRole: 'owner',
      account: member.id,
      rule: 'Be kind',
      reason: 'Shouting',
    } as const
    expect(silence(world, site.told.moderation, { ...judged, until })).toMatchObject({ ok: true })
    expect(says('they cannot stop me')).toMatchObject({ ok: false, why: 'muted', until })
    expect(says('')).toMatchObject({ ok: true })
  })
})

test('a page that stayed open tips in no room that was shut since', () => {
  const { world, room, site, member } = evening(100n)
  const guest = {
    room: room.name,
    visitor: { ...member, session: 'session' },
    address: '198.51.100.7',
    language: 'en',
    seat: 'seat',
  } as const
  const press = () => String(site.told.acts.tip!(guest, { act: 'tip', key: born(), way: 'tokens', amount: '5' }))
  expect(press()).toContain('kind="tipped"')
  world.db.run('DELETE FROM approvals_to_broadcast')
  expect(press()).toContain('kind="tip-refused"')
  expect(walletOf(world, member.id)).toBe(95n)
})

test('a board of more than the day is not counted as often as somebody asks', () => {
  const { room, site } = evening()
  const guest = { room: room.name, visitor: null, address: '198.51.100.7', language: 'en', seat: 'seat' } as const
  const ask = (span: string) => site.told.acts.board!(guest, { act: 'board', span })
  for (let n = 0; n < 30; n++) expect(String(ask('all'))).toContain('id="board"')
  expect(ask('week')).toBeUndefined()
  expect(String(ask('day'))).toContain('id="board"')
})

test('without a name has one for the house that looks into a report of its note, and for nobody who reads the line', async () => {
  const { world, told, asks, room, site, member } = evening(100n)
  make(world, told, asks(5n, { note: 'a rude thing', anonymous: true }))
  commitNow(world)
  const line = linesBefore(world, { room: room.id, reader: null }).lines.at(-1)!
  expect(line).toMatchObject({ kind: 'tip', account_id: null, handle: null, text: 'a rude thing' })
  const asked = { kind: 'conduct', subject: '', line: `${room.name}:${line.seq}`, text: 'x', contact: '' }
  const made = makeReport(world, site.told.cases, asked)
  expect(made).toMatchObject({ ok: true, case: { subject_kind: 'line', account_id: member.id } })
  for (const path of [
    `/rooms/${room.name}`,
    `/rooms/${room.name}/chat`,
    `/report?room=${room.name}&line=${line.seq}`,
  ]) {
    const { body } = await site.browser().get(path)
    expect(body).toContain('a rude thing')
    expect(body).not.toContain(member.handle)
  }
})

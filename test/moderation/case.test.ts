import { beforeEach, describe, expect, test } from 'bun:test'
import { type Account, actorOf } from '../../src/accounts/index.ts'
import { approveProposal, page as entries, verify } from '../../src/audit/index.ts'
import { DAY, HOUR, MINUTE } from '../../src/base/clock.ts'
import { lineAt, post } from '../../src/chat/index.ts'
import {
  appeal,
  appealOf,
  appeals,
  barred,
  type Case,
  cases,
  claim,
  type DecisionAsked,
  decide,
  decideAppeal,
  decisionOf,
  dueOf,
  evidenceOf,
  forgetReporters,
  hasOpen,
  leave,
  makeReport,
  openEvidence,
  placeOfCase,
  readEvidence,
  sanctionNow,
  silencedNow,
  statementByCode,
  statementCode,
  statementsOf,
  unreadStatement,
} from '../../src/moderation/index.ts'
import { type Room, roomOf } from '../../src/rooms/index.ts'
import { type Site, testSite } from '../help/visit.ts'

let site: Site
let owner: Account
let moderator: Account
let performer: Account
let member: Account
let room: Room

beforeEach(() => {
  site = testSite()
  owner = site.person('harald', 'owner')
  moderator = site.person('juno', 'moderator')
  performer = site.person('mara_voss', 'performer')
  member = site.person('tom_low')
  room = roomOf(site.world, performer.id)!
})

let keys = 0
function says(account: Account, text: string): number {
  site.world.clock.pass(2000)
  const posted = post(site.world, site.told.chat, { room, account: account.id, text, key: `key-${keys++}-abcdef` })
  if (!posted.ok || !('line' in posted)) throw new Error(JSON.stringify(posted))
  return posted.line.seq
}

function reported(more: Partial<Parameters<typeof makeReport>[2]> = {}): Case {
  const made = makeReport(site.world, site.told.cases, {
    kind: 'conduct',
    subject: '',
    text: 'They shouted at the pianist.',
    contact: '',
    ...more,
  })
  if (!made.ok) throw new Error(JSON.stringify(made))
  return made.case
}
const ofLine = (seq: number, more: Partial<Parameters<typeof makeReport>[2]> = {}) =>
  reported({ line: `${room.name}:${seq}`, ...more })

const as = (person: Account) => actorOf(person, '198.51.100.7')

function decided(of: Case, more: Partial<DecisionAsked> = {}, by = moderator) {
  claim(site.world, of.id, as(by))
  return decide(site.world, site.told, {
    id: of.id,
    by: as(by),
    role: by.role,
    act: 'warn',
    rule: '1. Be kind',
    toReporter: 'We warned them.',
    toPerson: 'You shouted.',
    removesLine: false,
    ...more,
  })
}

describe('a report', () => {
  test('of one line is one case, however many people send it, and what it names is found', () => {
    const seq = says(member, 'a rude thing')
    const first = ofLine(seq)
    expect(first).toMatchObject({ subject_kind: 'line', subject_id: `${room.id}:${seq}`, account_id: member.id })
    expect(ofLine(seq).id).toBe(first.id)
    expect(ofLine(seq, { kind: 'fraud' }).id).not.toBe(first.id)
    expect(reported({ subject: `https://cam.example/rooms/${room.name}?x=1` })).toMatchObject({
      subject_kind: 'room',
      account_id: performer.id,
    })
    expect(reported({ subject: '@tom_low' })).toMatchObject({ subject_kind: 'account', account_id: member.id })
    expect(reported({ subject: 'somewhere' })).toMatchObject({ subject_kind: 'other', account_id: null })
    expect(cases(site.world, { limit: 10 }).map(({ reports }) => reports)).toEqual([2, 1, 1, 1, 1])
  })
  test('forgets after a year who sent it, and keeps what was sent', () => {
    const of = reported({ account: performer.id, contact: 'ewa@example.org', text: 'Kept.' })
    const row = () => site.world.db.query('SELECT contact, account_id, text FROM reports').get()
    site.world.clock.pass(364 * DAY)
    expect(forgetReporters(site.world)).toBe(0)
    site.world.clock.pass(2 * DAY)
    expect(forgetReporters(site.world)).toBe(1)
    expect(row()).toEqual({ contact: '', account_id: null, text: 'Kept.' })
    expect(cases(site.world, { limit: 1 })[0]?.id).toBe(of.id)
  })
  test('names no line that the reporter could not read', () => {
    const seq = says(member, 'hidden from others')
    site.world.db.run('DROP TRIGGER lines_keep_their_words')
    site.world.db.run('UPDATE lines SET to_id = ? WHERE seq = ?', [member.id, seq])
    expect(ofLine(seq)).toMatchObject({ subject_kind: 'other' })
    expect(ofLine(seq, { account: member.id })).toMatchObject({ subject_kind: 'line' })
  })
  test('stands in the queue by the time that is left, what cannot wait first', () => {
    const other = reported({ kind: 'other' })
    site.world.clock.pass(HOUR)
    const privacy = reported({ kind: 'privacy' })
    site.world.clock.pass(HOUR)
    const minor = reported({ kind: 'minor' })
    site.world.clock.pass(MINUTE)
    const danger = reported({ kind: 'danger' })
    const queue = (after?: { at: number; id: string }) =>
      cases(site.world, { limit: 2, ...(after ? { after } : {}) }).map(each => ({ id: each.id, at: placeOfCase(each) }))
    const first = queue()
    expect(first.map(({ id }) => id)).toEqual([minor.id, danger.id])
    expect(queue(first[1]).map(({ id }) => id)).toEqual([privacy.id, other.id])
    expect(dueOf(privacy) - privacy.opened_at).toBe(4 * HOUR)
    // Looked at, its next clock is the decision's: the other one is due sooner.
    claim(site.world, privacy.id, as(moderator))
    expect(queue(first[1]).map(({ id }) => id)).toEqual([other.id, privacy.id])
  })
  test('is decided within seven business days: from Saturday to the Monday after next', () => {
    const of = reported()
    expect(new Date(of.opened_at).getUTCDay()).toBe(6)
    expect(of.decide_by - of.opened_at).toBe(10 * DAY)
  })
})

describe('evidence', () => {
  test('is the ten lines before and after, the people and the room, sealed when the report came', () => {
    for (let i = 0; i < 15; i++) says(member, `line ${i}`)
    const seq = says(member, 'the rude one')
    for (let i = 0; i < 15; i++) says(performer, `after ${i}`)
    const of = ofLine(seq)
    const [sealed] = evidenceOf(site.world, of.id)
    expect(sealed!.manifest.parts.map(({ name, count }) => [name, count])).toEqual([
      ['lines', 21],
      ['people', 2],
      ['room', 1],
    ])
    const stored = JSON.stringify(site.world.db.query('SELECT * FROM evidence').all(), (_, value) =>
      value instanceof Uint8Array
        ? Buffer.from(value).toString('latin1')
        : typeof value === 'bigint'
          ? Number(value)
          : value,
    )
    expect(stored).not.toContain('the rude one')
    const opened = readEvidence(site.world, of.id, sealed!.id)
    expect(opened).toMatchObject({ ok: true, around: { room: { name: room.name, handle: 'mara_voss' } } })
    if (!opened.ok) return
    expect(opened.around.lines.find(line => line.reported)?.text).toBe('the rude one')
    expect(opened.around.lines.map(line => line.text)).toContain('line 5')
    expect(opened.around.lines.map(line => line.text)).not.toContain('line 4')
    expect(entries(site.world, { act: 'evidence.sealed' })[0]?.detail).toContain(sealed!.manifest_sha256)
  })
  test('outlasts what it shows, and every opening is written down', () => {
    const seq = says(member, 'soon gone')
    const of = ofLine(seq)
    site.world.db.run('DELETE FROM lines')
    claim(site.world, of.id, as(moderator))
    claim(site.world, of.id, as(owner))
    const [sealed] = evidenceOf(site.world, of.id)
    expect(sealed!.custody.map(({ act, by }) => [act, by])).toEqual([
      ['sealed', 'system'],
      ['opened', `account:${moderator.id}`],
    ])
    const opened = readEvidence(site.world, of.id, sealed!.id)
    expect(opened.ok && opened.around.lines[0]?.text).toBe('soon gone')
    expect(() => site.world.db.run('DELETE FROM custody')).toThrow('append only')
    expect(() => site.world.db.run("UPDATE evidence SET manifest = '{}'")).toThrow('as it was sealed')
  })
  test('of a closed case is opened by whoever answers the appeal, for a quarter of an hour', () => {
    const of = ofLine(says(member, 'a quotation'))
    decided(of)
    expect(hasOpen(site.world, of.id, as(owner).id)).toBe(false)
    openEvidence(site.world, of.id, as(owner))
    expect(hasOpen(site.world, of.id, as(owner).id)).toBe(true)
    expect(evidenceOf(site.world, of.id)[0]!.custody.at(-1)).toMatchObject({ act: 'opened', by: as(owner).id })
    site.world.clock.pass(15 * MINUTE)
    expect(hasOpen(site.world, of.id, as(owner).id)).toBe(false)
  })
  test('that somebody changed behind our back, or sealed with another key, is not shown', () => {
    const of = ofLine(says(member, 'true words'))
    const [sealed] = evidenceOf(site.world, of.id)
    const read = () => readEvidence(site.world, of.id, sealed!.id)
    site.world.db.run('DROP TRIGGER evidence_as_sealed')
    site.world.db.run("UPDATE evidence SET manifest = replace(manifest, 'lines', 'times')")
    expect(read()).toEqual({ ok: false, why: 'changed' })
    site.world.db.run('UPDATE evidence SET sealed = zeroblob(100)')
    expect(read()).toEqual({ ok: false, why: 'key' })
  })
})

describe('a claim', () => {
  test('is one person’s for a quarter of an hour', () => {
    const { world } = site
    const of = reported()
    expect(claim(world, of.id, as(moderator))).toBe(true)
    expect(claim(world, of.id, as(owner))).toBe(false)
    world.clock.pass(15 * MINUTE)
    expect(claim(world, of.id, as(owner))).toBe(true)
    expect(leave(world, of.id, as(moderator))).toBe(false)
    expect(leave(world, of.id, as(owner))).toBe(true)
    expect(claim(world, of.id, as(moderator))).toBe(true)
  })
  test('is needed to decide', () => {
    const of = reported({ subject: 'tom_low' })
    claim(site.world, of.id, as(owner))
    expect(decided(of)).toEqual({ ok: false, why: 'claim' })
    site.world.clock.pass(15 * MINUTE)
    expect(decided(of)).toMatchObject({ ok: true })
    expect(decided(of)).toEqual({ ok: false, why: 'closed' })
  })
})

describe('a decision', () => {
  test('says the rule and the reasons to both sides, and has its statement', () => {
    const seq = says(member, 'a rude thing')
    const of = ofLine(seq, { account: performer.id })
    const done = decided(of, { removesLine: true })
    expect(done).toMatchObject({ ok: true, decision: { act: 'warning', to_reporter: 'We warned them.' } })
    const said = statementsOf(site.world, member.id)
    expect(said.map(({ measure, rule, facts, origin, case_id }) => [measure, rule, facts, origin, case_id])).toEqual(
      expect.arrayContaining([
        ['warning', '1. Be kind', 'You shouted.', 'report', of.id],
        ['line-removed', '1. Be kind', 'You shouted.', 'report', of.id],
      ]),
    )
    expect(lineAt(site.world, room.id, seq)?.removed_at).not.toBeNull()
    expect(unreadStatement(site.world, member.id)).not.toBeNull()
    expect(verify(site.world).ok).toBe(true)
  })
  test.each([
    [{ act: 'explode' }, { act: true }],
    [{ act: 'cut' }, { act: true }],
    [{ rule: ' ' }, { rule: true }],
    [{ rule: 'x'.repeat(81) }, { rule: true }],
    [{ toPerson: '' }, { toPerson: 'empty' }],
    [{ toPerson: 'x'.repeat(1001) }, { toPerson: 'long' }],
    [{ toReporter: '  ' }, { toReporter: 'empty' }],
    [{ toReporter: 'x'.repeat(2001) }, { toReporter: 'long' }],
  ])('with %o is refused and changes nothing', (more, wrong) => {
    const of = reported({ subject: 'tom_low' })
    expect(decided(of, more as Partial<DecisionAsked>)).toEqual({ ok: false, wrong: wrong as never })
    expect(decisionOf(site.world, of.id)).toBeNull()
    expect(statementsOf(site.world, member.id)).toEqual([])
  })
  test('silences in every chat for a day or a week', () => {
    decided(reported({ subject: 'tom_low' }), { act: 'mute-1' })
    expect(silencedNow(site.world, member.id)?.until).toBe(site.world.clock.at + DAY)
    const refused = post(site.world, site.told.chat, { room, account: member.id, text: 'me again', key: 'key-muted-1' })
    expect(refused).toMatchObject({ ok: false, why: 'muted' })
    site.world.clock.pass(DAY)
    expect(silencedNow(site.world, member.id)).toBeNull()
    says(member, 'me again, quietly')
  })
  test('suspends for thirty days, which shuts the door', () => {
    decided(reported({ subject: 'tom_low' }), { act: 'suspend' })
    expect(barred(site.world, member.id)).toMatchObject({ kind: 'suspension', until: site.world.clock.at + 30 * DAY })
  })
  test('bans by two: until the second person has spoken, it is a suspension', () => {
    const done = decided(reported({ subject: 'tom_low' }), { act: 'ban' })
    if (!done.ok) throw new Error('a decision')
    expect(sanctionNow(site.world, member.id)?.kind).toBe('suspension')
    const id = done.decision.approval_id!
    const { hash } = site.world.db.query('SELECT hash FROM approvals').get() as { hash: string }
    approveProposal(site.world, site.told.approvals, { id, hash, by: as(owner) })
    expect(sanctionNow(site.world, member.id)).toMatchObject({ kind: 'ban', approval_id: id })
    const ofBan = statementsOf(site.world, member.id).find(({ measure }) => measure === 'ban')
    expect(ofBan).toMatchObject({ case_id: done.decision.case_id, facts: 'You shouted.' })
  })
  test('of nothing gives a hidden line back, and any other one keeps it away', () => {
    const seq = says(member, 'my street is 5 Low Lane')
    const hidden = () => lineAt(site.world, room.id, seq)?.removed_at !== null
    const of = ofLine(seq, { kind: 'privacy' })
    expect(hidden()).toBe(true)
    decided(of, { act: 'none', toPerson: '', rule: '' })
    expect(hidden()).toBe(false)
    decided(ofLine(seq, { kind: 'privacy' }), { act: 'warn' })
    expect(hidden()).toBe(true)
  })
  test('about staff is an owner’s, about oneself nobody’s, and what is for officers is read by owners alone', () => {
    const ofModerator = reported({ subject: 'juno' })
    expect(decided(ofModerator)).toEqual({ ok: false, why: 'self' })
    const other = site.person('the_other', 'moderator')
    site.world.clock.pass(15 * MINUTE)
    expect(decided(ofModerator, {}, other)).toEqual({ ok: false, why: 'rank' })
    site.world.clock.pass(15 * MINUTE)
    expect(decided(ofModerator, {}, owner)).toMatchObject({ ok: true })
    expect(decided(reported({ kind: 'minor', subject: 'tom_low' }))).toEqual({ ok: false, why: 'rank' })
  })
})

describe('an appeal', () => {
  function struck(act = 'suspend') {
    decided(reported({ subject: 'tom_low' }), { act })
    return statementsOf(site.world, member.id)[0]!
  }
  const answer = (by: Account, more: { outcome?: string; because?: string } = {}) =>
    decideAppeal(site.world, site.told, {
      id:
        appeals(site.world, { limit: 1 })[0]?.id ??
        appealOf(site.world, statementsOf(site.world, member.id)[0]!.id)!.id,
      by: as(by),
      role: by.role,
      outcome: 'reversed',
      because: 'It was a quotation.',
      ...more,
    })

  test('is made once, within six months, and answered by another person', () => {
    const statement = struck()
    expect(appeal(site.world, statement, ' ')).toEqual({ ok: false, why: 'empty' })
    expect(appeal(site.world, statement, 'x'.repeat(4001))).toEqual({ ok: false, why: 'long' })
    expect(appeal(site.world, statement, 'I quoted a film.')).toMatchObject({ ok: true })
    expect(appeal(site.world, statement, 'Again.')).toEqual({ ok: false, why: 'already' })
    expect(answer(moderator)).toEqual({ ok: false, why: 'same-person' })
    expect(answer(owner, { outcome: 'perhaps' })).toEqual({ ok: false, why: 'outcome' })
    expect(answer(owner, { because: '' })).toEqual({ ok: false, why: 'empty' })
    expect(answer(owner)).toEqual({ ok: true })
    expect(sanctionNow(site.world, member.id)).toBeNull()
    expect(appealOf(site.world, statement.id)).toMatchObject({ outcome: 'reversed', because: 'It was a quotation.' })
    expect(answer(owner)).toEqual({ ok: false, why: 'over' })
  })
  test('comes too late after six months', () => {
    const statement = struck()
    site.world.clock.pass(185 * DAY)
    expect(appeal(site.world, statement, 'I quoted a film.')).toEqual({ ok: false, why: 'late' })
  })
  test('that is upheld changes nothing', () => {
    appeal(site.world, struck(), 'I quoted a film.')
    expect(answer(owner, { outcome: 'upheld' })).toEqual({ ok: true })
    expect(sanctionNow(site.world, member.id)?.kind).toBe('suspension')
  })
  test('takes back a silence and a removed line', () => {
    appeal(site.world, struck('mute-7'), 'I quoted a film.')
    answer(owner)
    expect(silencedNow(site.world, member.id)).toBeNull()
  })
  test('of a ban is answered by neither of the two who wanted it', async () => {
    struck('ban')
    const { id, hash } = site.world.db.query('SELECT id, hash FROM approvals').get() as { id: string; hash: string }
    approveProposal(site.world, site.told.approvals, { id, hash, by: as(owner) })
    const ofBan = statementsOf(site.world, member.id).find(({ measure }) => measure === 'ban')!
    const asked = appeal(site.world, ofBan, 'I quoted a film.')
    if (!asked.ok) throw new Error(asked.why)
    expect(answer(moderator)).toEqual({ ok: false, why: 'same-person' })
    expect(answer(owner)).toEqual({ ok: false, why: 'second-person' })
    const page = `/panel/appeals/${asked.appeal.id}`
    const asOwner = await site.signedIn(owner).get(page)
    expect(asOwner.body).toContain('You confirmed it. Somebody who took no part answers the appeal.')
    expect(asOwner.body).not.toContain('name="outcome"')
    const third = site.person('the_other', 'moderator')
    expect((await site.signedIn(third).get(page)).body).toContain('name="outcome"')
    expect(answer(third)).toEqual({ ok: true })
    expect(sanctionNow(site.world, member.id)).toBeNull()
  })
  test('cannot be answered by whoever decided, whatever the code does', () => {
    appeal(site.world, struck(), 'I quoted a film.')
    expect(() =>
      site.world.db.run(
        "UPDATE appeals SET decided_by = by, decided_at = at + 1, outcome = 'upheld', because = 'So it stays.'",
      ),
    ).toThrow('CHECK')
  })
})

test('a statement is found by its code alone', () => {
  decided(reported({ subject: 'tom_low' }))
  const [statement] = statementsOf(site.world, member.id)
  const code = statementCode(site.world, statement!.id)
  expect(statementByCode(site.world, code)).toEqual(statement!)
  for (const wrong of [
    '',
    code.slice(0, 26),
    `${code.slice(0, 51)}${code.endsWith('a') ? 'b' : 'a'}`,
    code.toUpperCase(),
  ]) {
    expect(statementByCode(site.world, wrong)).toBeNull()
  }
})

test('no sanction without its reasons, whatever the code does', () => {
  const insert = (table: string, more: string) =>
    site.world.db.run(`INSERT INTO ${table} (id, account_id, kind, by, at, ${more}`)
  expect(() =>
    insert('sanctions', `rule, reason, until) VALUES ('a', '${member.id}', 'suspension', 'x', 1, 'r', 'r', 2)`),
  ).toThrow('NOT NULL')
  expect(() => insert('strikes', `until) VALUES ('a', '${member.id}', 'warning', 'x', 1, NULL)`)).toThrow('NOT NULL')
})

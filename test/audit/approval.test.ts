import { describe, expect, test } from 'bun:test'
import {
  APPROVAL_LASTS_MS,
  type ApprovalListeners,
  approvalById,
  approvals,
  approveProposal,
  openApproval,
  openApprovals,
  propose,
  refuseProposal,
  verify,
} from '../../src/audit/index.ts'
import { DAY, HOUR } from '../../src/base/clock.ts'
import { type TestWorld, testWorld } from '../help/world.ts'

const by = (id: string) => ({ id: `account:${id}`, address: '' })

function house(
  staff: ReturnType<ApprovalListeners['staff']> = [
    { id: 'ann', role: 'owner' },
    { id: 'bob', role: 'moderator' },
  ],
) {
  const world = testWorld()
  const done: string[] = []
  const told: ApprovalListeners = {
    staff: () => staff,
    kinds: {
      'thing.done': {
        second: 'moderator',
        describe: () => ({ title: 'Do it', facts: [] }),
        perform(asked) {
          done.push(asked.id)
          return { ok: true }
        },
      },
      'thing.owned': {
        second: 'owner',
        describe: () => ({ title: 'Own it', facts: [] }),
        perform: () => ({ ok: true }),
      },
      'thing.stuck': {
        second: 'moderator',
        describe: () => ({ title: 'Stuck', facts: [] }),
        perform: () => ({ ok: false, words: 'It is gone.' }),
      },
    },
  }
  return { world, told, done }
}

function proposal(world: TestWorld, who = 'bob', kind = 'thing.done', subject = 'account:zoe') {
  const made = propose(world, { kind, subject, reason: 'Because it is right.', detail: { tokens: '5' }, by: by(who) })
  if (!made.ok) throw new Error(made.why)
  return made.approval
}

describe('a proposal', () => {
  test('happens when another person of the staff says yes, once', () => {
    const { world, told, done } = house()
    const { id, hash } = proposal(world)
    expect(openApprovals(world)).toBe(1)
    expect(approveProposal(world, told, { id, hash, by: by('ann') })).toEqual({ ok: true })
    expect(done).toEqual([id])
    expect(approveProposal(world, told, { id, hash, by: by('ann') })).toEqual({ ok: false, why: 'over' })
    expect(done).toEqual([id])
    expect(approvalById(world, id)).toMatchObject({ state: 'approved', approved_by: 'account:ann', single_review: 0 })
    expect(verify(world)).toMatchObject({ ok: true, entries: 2 })
  })
  test('is never confirmed by whoever made it, nor by whom it concerns, nor by strangers', () => {
    const { world, told, done } = house()
    const mine = proposal(world, 'bob')
    expect(approveProposal(world, told, { ...mine, by: by('bob') })).toEqual({ ok: false, why: 'same-person' })
    const ofAnn = proposal(world, 'bob', 'thing.done', 'account:ann')
    expect(approveProposal(world, told, { ...ofAnn, by: by('ann') })).toEqual({ ok: false, why: 'own-person' })
    expect(approveProposal(world, told, { ...mine, by: by('nobody') })).toEqual({ ok: false, why: 'rank' })
    const owned = proposal(world, 'ann', 'thing.owned')
    expect(approveProposal(world, told, { ...owned, by: by('bob') })).toEqual({ ok: false, why: 'rank' })
    expect(done).toEqual([])
  })
  test('lapses after three days', () => {
    const { world, told } = house()
    const made = proposal(world)
    world.clock.pass(APPROVAL_LASTS_MS)
    expect(approvalById(world, made.id)?.state).toBe('lapsed')
    expect(openApprovals(world)).toBe(0)
    expect(openApproval(world, 'thing.done', 'account:zoe')).toBeNull()
    expect(approveProposal(world, told, { ...made, by: by('ann') })).toEqual({ ok: false, why: 'over' })
    expect(refuseProposal(world, told, { id: made.id, because: 'late', by: by('ann') })).toEqual({
      ok: false,
      why: 'over',
    })
  })
  test('is approved as it was read', () => {
    const { world, told } = house()
    const made = proposal(world)
    const asked = { id: made.id, hash: 'f'.repeat(64), by: by('ann') }
    expect(approveProposal(world, told, asked)).toEqual({ ok: false, why: 'changed' })
  })
  test('stays open, and nothing of it is written, when it cannot be done', () => {
    const { world, told } = house()
    const made = proposal(world, 'bob', 'thing.stuck')
    expect(approveProposal(world, told, { ...made, by: by('ann') })).toEqual({
      ok: false,
      why: 'undone',
      words: 'It is gone.',
    })
    expect(approvalById(world, made.id)?.state).toBe('open')
    expect(verify(world)).toMatchObject({ ok: true, entries: 1 })
  })
  test('is refused with a reason, and taken back by whoever made it', () => {
    const { world, told } = house()
    const one = proposal(world)
    expect(refuseProposal(world, told, { id: one.id, because: ' ', by: by('ann') })).toEqual({
      ok: false,
      why: 'reason',
    })
    expect(refuseProposal(world, told, { id: one.id, because: 'Too hard.', by: by('ann') })).toEqual({ ok: true })
    expect(approvalById(world, one.id)).toMatchObject({ state: 'refused', because: 'Too hard.', approved_by: null })
    const two = proposal(world)
    expect(refuseProposal(world, told, { id: two.id, because: 'A slip.', by: by('bob') })).toEqual({ ok: true })
    expect(approvalById(world, two.id)?.state).toBe('withdrawn')
    expect(approvals(world, { state: 'withdrawn', limit: 10 }).map(({ id }) => id)).toEqual([two.id])
  })
  test('with the key of a form is one proposal, however often it is sent', () => {
    const { world } = house()
    const asked = { kind: 'thing.done', subject: 'account:zoe', reason: 'Twice.', by: by('bob'), key: 'k1' }
    const first = propose(world, asked)
    expect(propose(world, asked)).toEqual(first)
    expect(propose(world, { ...asked, reason: 'Other.' })).toEqual({ ok: false, why: 'key' })
    expect(openApprovals(world)).toBe(1)
  })
})

describe('an owner who is alone', () => {
  const alone = [{ id: 'ann', role: 'owner' }] as const
  test('confirms her own proposal only where the house says so, and a day later, and the record says it', () => {
    const { world, told } = house(alone)
    const made = proposal(world, 'ann')
    expect(approveProposal(world, told, { ...made, by: by('ann') })).toEqual({ ok: false, why: 'same-person' })
    world.settings.set('second_person', 'owner_alone', world.clock.now())
    expect(approveProposal(world, told, { ...made, by: by('ann') })).toEqual({ ok: false, why: 'wait' })
    world.clock.pass(DAY - 1)
    expect(approveProposal(world, told, { ...made, by: by('ann') })).toEqual({ ok: false, why: 'wait' })
    world.clock.pass(1)
    expect(approveProposal(world, told, { ...made, by: by('ann') })).toEqual({ ok: true })
    expect(approvalById(world, made.id)).toMatchObject({ state: 'approved', single_review: 1 })
  })
  test('needs the other one as soon as there is one', () => {
    const { world, told } = house()
    world.settings.set('second_person', 'owner_alone', world.clock.now())
    const made = proposal(world, 'ann')
    world.clock.pass(2 * DAY)
    expect(approveProposal(world, told, { ...made, by: by('ann') })).toEqual({ ok: false, why: 'same-person' })
  })
})

describe('the table itself', () => {
  test('refuses one person twice, a changed proposal and a forgotten one, whatever the code does', () => {
    const { world } = house()
    const { id } = proposal(world)
    const set = (sql: string) => () => world.db.run(`UPDATE approvals SET ${sql} WHERE id = '${id}'`)
    const closed = (who: string, at: number) =>
      `state = 'approved', approved_by = '${who}', closed_by = '${who}', closed_at = ${at}`
    const now = world.clock.now()
    expect(set(closed('account:bob', now))).toThrow('CHECK')
    expect(set(`${closed('account:bob', now + HOUR)}, single_review = 1`)).toThrow('CHECK')
    expect(set(closed('account:ann', now + APPROVAL_LASTS_MS))).toThrow('CHECK')
    expect(set(`detail = '{}'`)).toThrow('stays as it was made')
    expect(() => world.db.run('DELETE FROM approvals')).toThrow('kept')
    expect(set(closed('account:ann', now))).not.toThrow()
    expect(set(`because = 'later'`)).toThrow('stays closed')
  })
})

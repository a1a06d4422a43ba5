import { Elysia } from 'elysia'
import { ApprovalPage, type ApprovalRow, ApprovalsPage } from '../../../views/admin/approvals.tsx'
import { say } from '../../../views/words/index.ts'
import { type Asking, access } from '../../accounts/access.ts'
import { actorOf, isStaff } from '../../accounts/index.ts'
import {
  APPROVAL_STATES,
  type Approval,
  type ApprovalListeners,
  type ApprovalRefusal,
  approvalById,
  approvals,
  approveProposal,
  type Described,
  mayApprove,
  mayReadApproval,
  type Rank,
  refuseProposal,
} from '../../audit/index.ts'
import { csvTime } from '../../base/csv.ts'
import { frame } from '../../base/html/frame.ts'
import { type Listing, listCsv, listPage } from '../../base/html/listing.ts'
import { page, seeOther } from '../../base/html/reply.ts'
import { said } from '../../base/html/said.ts'
import { line, text } from '../../base/http/form.ts'
import { Refused } from '../../base/http/refused.ts'
import { houseZone } from '../../base/zone.ts'
import { actorName, desk, takenOut } from '../../support/index.ts'
import type { World } from '../../world.ts'

const savedWords = () => ({
  approved: { tone: 'ok' as const, ...say.cases.approvals.said.approved },
  refused: { tone: 'ok' as const, ...say.cases.approvals.said.refused },
})

type Staff = Asking & { request: Request }
interface Told {
  approvals: ApprovalListeners
}

const described = (told: Told, asked: Approval): Described =>
  told.approvals.kinds[asked.kind]?.describe(asked) ?? { title: asked.kind, facts: [] }

/** Bans and roles are no business of finance's, money is none of a moderator's. */
function readerOf({ visitor }: Asking): Rank {
  if (!visitor || !isStaff(visitor.role)) throw new Refused(403)
  return visitor.role
}

function found(world: World, context: Staff, id: string): Approval {
  const asked = approvalById(world, id)
  if (!asked || !mayReadApproval(asked.kind, readerOf(context))) throw new Refused(404, say.cases.approvals.unknown)
  return asked
}

const listing = (world: World, told: Told, reader: Rank): Listing<Approval> => ({
  path: '/panel/approvals',
  by: ['state'],
  rows: ({ q, is, after, limit }) =>
    approvals(world, {
      reader,
      q,
      state: APPROVAL_STATES.find(each => each === is.state) ?? '',
      before: after,
      limit,
    }),
  place: ({ proposed_at, id }) => ({ at: proposed_at, id }),
  csv: {
    name: 'approvals',
    columns: [
      ['id', each => each.id],
      ['kind', each => each.kind],
      ['what', each => described(told, each).title],
      ['subject', each => each.subject],
      ['reason', each => each.reason],
      ['proposed_by', each => actorName(world, each.proposed_by)],
      ['proposed_at', each => csvTime(each.proposed_at)],
      ['state', each => each.state],
      ['closed_by', each => (each.closed_by === null ? '' : actorName(world, each.closed_by))],
      ['closed_at', each => csvTime(each.closed_at)],
      ['because', each => each.because],
      ['single_review', each => each.single_review],
    ],
  },
})

/** What two persons have to want: proposed by one, approved or refused here by another. */
export const approvalRoutes = (world: World, told: Told) =>
  new Elysia({ name: 'admin-approvals' })
    .use(access(world))
    .get(
      '/panel/approvals',
      context => {
        const { rows, list } = listPage(listing(world, told, readerOf(context)), context.request)
        return page(
          ApprovalsPage({
            frame: frame(world, context, said(context.request, savedWords())),
            desk: desk(world),
            now: world.clock.now(),
            list,
            states: APPROVAL_STATES,
            rows: rows.map(each => rowOf(world, told, each)),
          }),
          { nonce: context.nonce },
        )
      },
      { access: 'staff' },
    )
    .post(
      '/panel/approvals.csv',
      context =>
        listCsv(listing(world, told, readerOf(context)), context.body, world.clock.now(), takenOut(world, context)),
      {
        access: 'staff',
      },
    )
    .get('/panel/approvals/:approval', context => show(world, told, context, context.params.approval), {
      access: 'staff',
    })
    .post(
      '/panel/approvals/:approval',
      context => {
        const { body, params, request, visitor, address } = context
        found(world, context, params.approval)
        const by = actorOf(visitor!, address)
        const because = text(body, 'because').trim()
        const says = line(body, 'says')
        if (says === 'yes') {
          const asked = { id: params.approval, by, hash: line(body, 'hash'), because }
          const done = approveProposal(world, told.approvals, asked)
          if (done.ok) return seeOther(request, '/panel/approvals?said=approved')
          const error = done.why === 'undone' ? done.words : say.cases.approvals.why[done.why]
          return show(world, told, context, params.approval, { typed: because, error })
        }
        if (says !== 'no') throw new Refused(422, say.cases.approvals.choose)
        const done = refuseProposal(world, told.approvals, { id: params.approval, by, because })
        if (done.ok) return seeOther(request, '/panel/approvals?said=refused')
        return show(world, told, context, params.approval, { typed: because, error: say.cases.approvals.why[done.why] })
      },
      { access: 'staff' },
    )

function rowOf(world: World, told: Told, asked: Approval): ApprovalRow {
  return {
    id: asked.id,
    title: described(told, asked).title,
    reason: asked.reason,
    by: actorName(world, asked.proposed_by),
    at: asked.proposed_at,
    endsAt: asked.ends_at,
    state: asked.state,
    ...(asked.closed_by === null || asked.closed_at === null
      ? {}
      : { closed: { by: actorName(world, asked.closed_by), at: asked.closed_at, because: asked.because } }),
    single: asked.single_review === 1,
  }
}

function show(
  world: World,
  told: Told,
  context: Staff,
  id: string,
  refused?: { typed: string; error: string },
): Response {
  const asked = found(world, context, id)
  const me = actorOf(context.visitor!, context.address).id
  const may = mayApprove(world, told.approvals, asked, me)
  const why: ApprovalRefusal | null = may.ok ? null : may.why
  return page(
    ApprovalPage({
      frame: frame(world, context),
      desk: desk(world),
      now: world.clock.now(),
      zone: houseZone(world),
      approval: { ...rowOf(world, told, asked), hash: asked.hash, facts: described(told, asked).facts },
      mayApprove: may.ok,
      single: may.ok && may.single,
      ...(why === null || why === 'over' ? {} : { whyNot: say.cases.approvals.why[why] }),
      own: asked.proposed_by === me,
      ...(refused ? { refused } : {}),
    }),
    { nonce: context.nonce, status: refused ? 422 : 200 },
  )
}

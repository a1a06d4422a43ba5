import { Elysia } from 'elysia'
import { AppealPage, type AppealRowView, AppealsPage } from '../../../views/support/appeals.tsx'
import {
  type AboutView,
  CasePage,
  type CaseRowView,
  type DecideForm,
  type EvidenceProps,
  ReportsPage,
} from '../../../views/support/reports.tsx'
import { say } from '../../../views/words/index.ts'
import { sentenceOf } from '../../../views/words/sentence.ts'
import { type Asking, access } from '../../accounts/access.ts'
import { type AccountListeners, accountById, actorOf, type Role } from '../../accounts/index.ts'
import { csvTime } from '../../base/csv.ts'
import { frame } from '../../base/html/frame.ts'
import { type Listing, listCsv, listPage } from '../../base/html/listing.ts'
import { page, seeOther } from '../../base/html/reply.ts'
import { said } from '../../base/html/said.ts'
import { line, text, ticked } from '../../base/http/form.ts'
import { Refused } from '../../base/http/refused.ts'
import { houseZone } from '../../base/zone.ts'
import { onAir, stage } from '../../broadcasts/index.ts'
import { isDrawn } from '../../chat/index.ts'
import {
  type AppealRow,
  actsFor,
  appealById,
  appeals,
  type Case,
  type CaseListeners,
  type CaseRow,
  caseById,
  cases,
  casesByKind,
  claim,
  type DecisionWrong,
  decide,
  decideAppeal,
  decisionOf,
  dueOf,
  type EvidenceView,
  evidenceOf,
  hasClaim,
  hasOpen,
  isDecision,
  isReportKind,
  leave,
  type ModerationListeners,
  mayNotRead,
  openEvidence,
  ownAppeal,
  placeOfCase,
  readEvidence,
  reportsOfCase,
  type SeenLine,
  statementById,
  statementsOf,
} from '../../moderation/index.ts'
import { roomById } from '../../rooms/index.ts'
import type { World } from '../../world.ts'
import { actorName, desk, takenOut } from '../desk.tsx'
import { houseRules } from '../policy.ts'
import { lineOf } from './subjects.ts'

interface Told {
  accounts: AccountListeners
  moderation: ModerationListeners
  cases: CaseListeners
}

type Staff = Asking & { request: Request }

const savedWords = () => {
  const { claimed, left, decided, faster } = say.cases.inbox.said
  return {
    claimed: { tone: 'ok' as const, ...claimed },
    left: { tone: 'ok' as const, ...left },
    decided: { tone: 'ok' as const, ...decided },
    faster: { tone: 'warn' as const, ...faster },
  }
}

const PER_PAGE = 40

/** Whoever may not read a case finds nothing of its words, neither on a page nor in a file. */
const listing = (world: World, reader: { id: string; role: Role }): Listing<CaseRow> => {
  const shown = (each: CaseRow, value: string) => (mayNotRead(world, each, reader) ? '' : value)
  return {
    path: '/panel/reports',
    by: ['state', 'kind'],
    perPage: PER_PAGE,
    rows: ({ q, is, after, limit }) =>
      cases(world, {
        q,
        closed: is.state === 'closed',
        kind: isReportKind(is.kind ?? '') ? is.kind! : '',
        after,
        limit,
      }),
    place: each => ({ at: placeOfCase(each), id: each.id }),
    csv: {
      name: 'reports',
      columns: [
        ['case', each => each.id],
        ['kind', each => each.kind],
        ['about', each => each.subject_kind],
        ['person', each => shown(each, each.handle ?? '')],
        ['reports', each => each.reports],
        ['subject', each => shown(each, each.subject)],
        ['text', each => shown(each, each.text)],
        ['opened_at', each => csvTime(each.opened_at)],
        ['look_by', each => csvTime(each.look_by)],
        ['looked_at', each => csvTime(each.looked_at)],
        ['decide_by', each => csvTime(each.decide_by)],
        ['closed_at', each => csvTime(each.closed_at)],
        ['act', each => decisionOf(world, each.id)?.act ?? ''],
        ['rule', each => decisionOf(world, each.id)?.rule ?? ''],
      ],
    },
  }
}

const appealListing = (world: World): Listing<AppealRow> => ({
  path: '/panel/appeals',
  by: ['state'],
  perPage: PER_PAGE,
  rows: ({ q, is, after, limit }) => appeals(world, { q, closed: is.state === 'closed', after, limit }),
  place: each => ({ at: each.decided_at ?? each.decide_by, id: each.id }),
  csv: {
    name: 'appeals',
    columns: [
      ['id', each => each.id],
      ['person', each => each.handle ?? ''],
      ['measure', each => each.measure],
      ['rule', each => each.rule],
      ['text', each => each.text],
      ['at', each => csvTime(each.at)],
      ['decide_by', each => csvTime(each.decide_by)],
      ['decided_at', each => csvTime(each.decided_at)],
      ['outcome', each => each.outcome ?? ''],
      ['because', each => each.because ?? ''],
    ],
  },
})

/** The inbox of reports, and the appeals: claimed, looked into, decided. */
export const caseRoutes = (world: World, told: Told) =>
  new Elysia({ name: 'support-cases' })
    .use(access(world))
    .get(
      '/panel/reports',
      context => {
        const { rows, list } = listPage(listing(world, context.visitor!), context.request)
        return page(
          ReportsPage({
            frame: frame(world, context, said(context.request, savedWords())),
            desk: desk(world),
            now: world.clock.now(),
            closed: list.is.state === 'closed',
            kinds: casesByKind(world, list.is.state === 'closed'),
            list,
            rows: rows.map(row => rowOf(world, row, context.visitor!)),
          }),
          { nonce: context.nonce },
        )
      },
      { access: 'staff:moderator' },
    )
    .post(
      '/panel/reports.csv',
      context => listCsv(listing(world, context.visitor!), context.body, world.clock.now(), takenOut(world, context)),
      {
        access: 'staff:moderator',
      },
    )
    .get('/panel/reports/:case', context => showCase(world, told, context, found(world, context.params.case)), {
      access: 'staff:moderator',
    })
    .post(
      '/panel/reports/:case/claim',
      context => {
        const of = found(world, context.params.case)
        if (mayNotRead(world, of, context.visitor!)) throw new Refused(403, say.cases.inbox.officersWords)
        const done = claim(world, of.id, actorOf(context.visitor!, context.address))
        return seeOther(context.request, `/panel/reports/${of.id}?said=${done ? 'claimed' : 'faster'}`)
      },
      { access: 'staff:moderator' },
    )
    .post(
      '/panel/reports/:case/leave',
      context => {
        const of = found(world, context.params.case)
        leave(world, of.id, actorOf(context.visitor!, context.address))
        return seeOther(context.request, '/panel/reports?said=left')
      },
      { access: 'staff:moderator' },
    )
    .post(
      '/panel/reports/:case/evidence',
      context => {
        const of = found(world, context.params.case)
        if (mayNotRead(world, of, context.visitor!)) throw new Refused(403, say.cases.inbox.officersWords)
        if (of.closed_at === null) throw new Refused(409)
        openEvidence(world, of.id, actorOf(context.visitor!, context.address))
        return seeOther(context.request, `/panel/reports/${of.id}`)
      },
      { access: 'staff:moderator' },
    )
    .post(
      '/panel/reports/:case/decision',
      context => {
        const { body, request, visitor, address } = context
        const of = found(world, context.params.case)
        const form: DecideForm = {
          act: line(body, 'act'),
          rule: line(body, 'rule'),
          toPerson: text(body, 'to_person').trim(),
          toReporter: text(body, 'to_reporter').trim(),
          removes: ticked(body, 'removes'),
          wrong: {},
        }
        if (form.act !== 'none' && isDecision(form.act) && !houseRules(world).includes(form.rule)) {
          form.wrong.rule = say.cases.case.wrong.rule
        }
        const done = decide(world, told, {
          id: of.id,
          by: actorOf(visitor!, address),
          role: visitor!.role,
          act: form.act,
          rule: form.wrong.rule ? '' : form.rule,
          toReporter: form.toReporter,
          toPerson: form.toPerson,
          removesLine: form.removes,
        })
        if (done.ok) return seeOther(request, '/panel/reports?said=decided')
        if ('wrong' in done) form.wrong = wrongWords(done.wrong)
        else form.error = say.cases.case.why[done.why]
        return showCase(world, told, context, caseById(world, of.id)!, form)
      },
      { access: 'staff:moderator' },
    )
    .get(
      '/panel/appeals',
      context => {
        const { rows, list } = listPage(appealListing(world), context.request)
        const answered = { decided: { tone: 'ok' as const, ...say.cases.appeals.said.decided } }
        return page(
          AppealsPage({
            frame: frame(world, context, said(context.request, answered)),
            desk: desk(world),
            now: world.clock.now(),
            closed: list.is.state === 'closed',
            list,
            rows: rows.map(row => appealRow(world, row)),
          }),
          { nonce: context.nonce },
        )
      },
      { access: 'staff:moderator' },
    )
    .post(
      '/panel/appeals.csv',
      context => listCsv(appealListing(world), context.body, world.clock.now(), takenOut(world, context)),
      {
        access: 'staff:moderator',
      },
    )
    .get('/panel/appeals/:appeal', context => showAppeal(world, context, context.params.appeal), {
      access: 'staff:moderator',
    })
    .post(
      '/panel/appeals/:appeal',
      context => {
        const { body, params, request, visitor, address } = context
        if (!appealById(world, params.appeal)) throw new Refused(404, say.cases.appeals.unknown)
        const because = text(body, 'because').trim()
        const done = decideAppeal(world, told, {
          id: params.appeal,
          by: actorOf(visitor!, address),
          role: visitor!.role,
          outcome: line(body, 'outcome'),
          because,
        })
        if (done.ok) return seeOther(request, '/panel/appeals?said=decided')
        return showAppeal(world, context, params.appeal, { typed: because, error: say.cases.appeals.why[done.why] })
      },
      { access: 'staff:moderator' },
    )

function found(world: World, id: string): Case {
  const of = caseById(world, id)
  if (!of) throw new Refused(404, say.cases.case.unknown)
  return of
}

function wrongWords(wrong: DecisionWrong): DecideForm['wrong'] {
  const words = say.cases.case.wrong
  return {
    ...(wrong.act ? { act: words.act } : {}),
    ...(wrong.rule ? { rule: words.rule } : {}),
    ...(wrong.toPerson ? { toPerson: wrong.toPerson === 'long' ? words.toPersonLong : words.toPerson } : {}),
    ...(wrong.toReporter ? { toReporter: wrong.toReporter === 'long' ? words.toReporterLong : words.toReporter } : {}),
  }
}

function aboutOf(world: World, of: Case, typed: string): AboutView {
  const { subject_kind: kind, subject_id: id } = of
  const handle = of.account_id === null ? null : (accountById(world, of.account_id)?.handle ?? null)
  const room = kind === 'room' ? roomById(world, id) : kind === 'line' ? roomById(world, id.split(':')[0]!) : null
  const href = kind === 'account' ? `/panel/people/${id}` : room ? `/rooms/${room.name}` : undefined
  return { kind, handle, typed, ...(href ? { href } : {}) }
}

function rowOf(world: World, row: CaseRow, reader: { id: string; role: Role }): CaseRowView {
  const now = world.clock.now()
  const barred = mayNotRead(world, row, reader)
  const due = dueOf(row)
  const dueFor = row.looked_at === null ? 'look' : 'decide'
  const held = row.claimed_by !== null && row.claim_ends_at !== null && row.claim_ends_at > now
  return {
    id: row.id,
    kind: row.kind,
    about: barred ? { kind: 'other', handle: null, typed: '' } : aboutOf(world, row, row.subject),
    text: barred ? null : row.text,
    reports: row.reports,
    openedAt: row.opened_at,
    due,
    dueFor,
    gone: (now - row.opened_at) / (due - row.opened_at),
    claimedBy: held ? actorName(world, row.claimed_by) : null,
    looked: row.looked_at !== null,
    closedAt: row.closed_at,
    act: decisionOf(world, row.id)?.act ?? null,
  }
}

/** Lines that nobody writes: what a keeper did, what the house says, what a goal came to. */
const OF_THE_ROOM: readonly string[] = ['act', 'note', 'goal']

/** What a line said besides its text, in the reader's language: what was tipped or given, which sticker, the house's sentence. */
function saidOf({ kind, said = {} }: SeenLine): string {
  const { tokens, sentence, title, sticker } = said
  const words = say.cases.case
  const sent =
    sticker && (sticker.drawn && isDrawn(sticker.drawn) ? say.play.stickers[sticker.drawn].name : sticker.name)
  const given = typeof title === 'object' ? sentenceOf(title) : title
  const spoken = [
    sent === undefined ? '' : words.sticker(sent),
    given ?? '',
    (sentence && sentenceOf(sentence)) ?? (kind === 'tip' ? say.chat.line.tipped : ''),
  ].filter(part => part !== '')
  const amount = tokens === undefined ? '' : words.tokens(BigInt(tokens))
  return [spoken.join(' '), amount].filter(part => part !== '').join(', ')
}

function evidenceView(world: World, of: Case, each: EvidenceView, open: boolean): EvidenceProps {
  const count = (name: string) => each.manifest.parts.find(part => part.name === name)?.count ?? 0
  const inside = open ? readEvidence(world, of.id, each.id) : null
  return {
    id: each.id,
    at: each.at,
    lines: count('lines'),
    people: count('people'),
    manifest: each.manifest_sha256,
    custody: each.custody.map(entry => ({ ...entry, by: actorName(world, entry.by) })),
    ...(inside === null
      ? {}
      : {
          opened: inside.ok
            ? {
                ok: true,
                lines: inside.around.lines.map(each => ({
                  ...each,
                  handle: each.handle || (OF_THE_ROOM.includes(each.kind) ? say.support.theHouse : ''),
                  said: saidOf(each),
                  anonymous: each.said?.anonymous ?? false,
                })),
                people: inside.around.people.map(person => ({
                  id: person.account,
                  handle: person.handle,
                  role: person.role as Role,
                  sanctions: person.sanctions,
                  joined: person.joined,
                })),
                room: inside.around.room,
              }
            : inside,
        }),
  }
}

function showCase(world: World, told: Told, context: Staff, of: Case, typed?: DecideForm): Response {
  const visitor = context.visitor!
  const me = actorOf(visitor, context.address).id
  const barred = mayNotRead(world, of, visitor)
  const mine = hasClaim(world, of, me)
  const reports = reportsOfCase(world, of.id)
  const first = reports[0]
  const row: CaseRow = {
    ...of,
    reports: reports.length,
    subject: first?.subject ?? '',
    text: first?.text ?? '',
    handle: null,
  }
  const decision = decisionOf(world, of.id)
  const statement = decision?.statement_id ? statementById(world, decision.statement_id) : null
  const subject = of.subject_kind === 'other' ? null : told.cases.known(of.subject_kind, of.subject_id)
  const room = subject?.room ? roomById(world, subject.room) : null
  const { text: _, ...view } = rowOf(world, row, visitor)
  return page(
    CasePage({
      frame: frame(world, context, said(context.request, savedWords())),
      desk: desk(world),
      now: world.clock.now(),
      zone: houseZone(world),
      barred,
      mine,
      claimEndsAt: of.claim_ends_at,
      acts: actsFor(of, room !== null && onAir(stage(world, room.name))),
      rules: houseRules(world),
      form: typed ?? { act: '', rule: '', toPerson: '', toReporter: '', removes: false, wrong: {} },
      of: {
        ...view,
        lookBy: of.look_by,
        decideBy: of.decide_by,
        lookedAt: of.looked_at,
        hidden: of.hidden_at !== null && (lineOf(world, of.subject_id)?.removed_at ?? null) !== null,
        received: barred
          ? []
          : reports.map(({ id, text: words, subject: typedWhere, contact, at, account_id }) => ({
              id,
              text: words,
              subject: typedWhere,
              contact,
              at,
              handle: account_id === null ? null : (accountById(world, account_id)?.handle ?? null),
            })),
        evidence: barred
          ? []
          : evidenceOf(world, of.id).map(each =>
              evidenceView(world, of, each, mine || (of.closed_at !== null && hasOpen(world, of.id, me))),
            ),
        decision:
          decision && !barred
            ? {
                act: decision.act,
                rule: decision.rule,
                toReporter: decision.to_reporter,
                toPerson: statement?.facts ?? '',
                by: actorName(world, decision.by),
                at: decision.at,
                readAt: statement?.read_at ?? null,
                approvalId: decision.approval_id,
              }
            : null,
        before:
          barred || of.account_id === null
            ? []
            : statementsOf(world, of.account_id)
                .filter(each => each.case_id !== of.id)
                .slice(0, 10)
                .map(({ id, measure, rule, at }) => ({ id, measure, rule, at })),
      },
    }),
    { nonce: context.nonce, status: typed ? 422 : 200 },
  )
}

function appealRow(world: World, row: AppealRow): AppealRowView {
  return {
    id: row.id,
    handle: row.handle ?? say.cases.inbox.gone,
    measure: row.measure,
    rule: row.rule,
    text: row.text,
    by: actorName(world, row.by),
    at: row.at,
    due: row.decide_by,
    outcome: row.outcome,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by === null ? '' : actorName(world, row.decided_by),
    because: row.because ?? '',
  }
}

function showAppeal(world: World, context: Staff, id: string, refused?: { typed: string; error: string }): Response {
  const row = appealById(world, id)
  const statement = row && statementById(world, row.statement_id)
  if (!row || !statement) throw new Refused(404, say.cases.appeals.unknown)
  const me = actorOf(context.visitor!, context.address).id
  const own = ownAppeal(world, row, me)
  return page(
    AppealPage({
      frame: frame(world, context),
      desk: desk(world),
      now: world.clock.now(),
      zone: houseZone(world),
      appeal: {
        ...appealRow(world, row),
        accountId: row.account_id,
        facts: statement.facts,
        statedAt: statement.at,
        until: statement.until,
        caseId: statement.case_id,
      },
      ...(own ? { whyNot: say.cases.appeals.why[own] } : {}),
      ...(refused ? { refused } : {}),
    }),
    { nonce: context.nonce, status: refused ? 422 : 200 },
  )
}

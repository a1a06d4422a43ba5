import { Elysia } from 'elysia'
import { PolicyPage } from '../../views/support/policy.tsx'
import { ProgressPage, type ReportForm, ReportPage } from '../../views/support/report.tsx'
import { StatementPage } from '../../views/support/statement.tsx'
import { say } from '../../views/words/index.ts'
import { type Asking, access, ourOrigin } from '../accounts/access.ts'
import { accountById } from '../accounts/index.ts'
import { HOUR, MINUTE } from '../base/clock.ts'
import { frame } from '../base/html/frame.ts'
import { page, seeOther } from '../base/html/reply.ts'
import { line, text } from '../base/http/form.ts'
import { network } from '../base/http/rate.ts'
import { Refused } from '../base/http/refused.ts'
import { houseZone } from '../base/zone.ts'
import {
  appeal,
  appealOf,
  type CaseListeners,
  caseById,
  decisionOf,
  makeReport,
  ownReport,
  type Report,
  type ReportWrong,
  readCode,
  readStatement,
  reportByCode,
  type Statement,
  statementByCode,
  statementCode,
} from '../moderation/index.ts'
import { mayOpen } from '../rooms/access.ts'
import { roomById } from '../rooms/index.ts'
import type { World } from '../world.ts'
import { lineTyped } from './cases/subjects.ts'
import { currentPolicy, type PolicySlug } from './policy.ts'

const wrongWords = (wrong: ReportWrong): ReportForm['wrong'] => {
  const words = say.cases.report.wrong
  return {
    ...(wrong.kind ? { kind: words.kind } : {}),
    ...(wrong.subject ? { subject: words.subject } : {}),
    ...(wrong.text ? { text: wrong.text === 'long' ? words.textLong : words.text } : {}),
    ...(wrong.contact ? { contact: words.contact } : {}),
  }
}

/** The texts of the house and the report form: for anybody, without an account and without scripts. */
export const supportRoutes = (world: World, told: { cases: CaseListeners }) => {
  const policyPage = (slug: PolicySlug) => (context: Asking & { request: Request }) =>
    page(
      PolicyPage({
        frame: frame(world, context),
        policy: currentPolicy(world, slug),
        zone: houseZone(world),
        mayEdit: context.visitor?.role === 'owner',
      }),
      { nonce: context.nonce },
    )

  return new Elysia({ name: 'support' })
    .use(access(world))
    .get('/terms', policyPage('terms'), { access: 'anyone' })
    .get('/privacy', policyPage('privacy'), { access: 'anyone' })
    .get('/rules', policyPage('rules'), { access: 'anyone' })
    .get('/contact', policyPage('contact'), { access: 'anyone' })
    .get(
      '/report',
      context => {
        const { query, nonce, request } = context
        const asked = new URL(request.url).searchParams
        const typed = asked.get('code')
        if (typed !== null) {
          guess(world, context.address)
          const code = readCode(typed)
          if (reportByCode(world, code)) return seeOther(request, `/report/${code}`)
        }
        const room = line(query, 'room').slice(0, 80)
        const at = line(query, 'line').slice(0, 20)
        return page(
          ReportPage({
            frame: frame(world, context),
            form: {
              kind: '',
              subject: room === '' ? line(query, 'about').slice(0, 300) : `/rooms/${room}`,
              ...quoted(world, room === '' || at === '' ? '' : `${room}:${at}`, context.visitor),
              text: '',
              contact: '',
              wrong: {},
            },
            ...(typed === null
              ? {}
              : { code: { typed: line({ typed }, 'typed').slice(0, 60), error: say.cases.report.noCode } }),
          }),
          { nonce, status: typed === null ? 200 : 404 },
        )
      },
      { access: 'anyone' },
    )
    .post(
      '/report',
      context => {
        const { body, nonce, request, address, visitor } = context
        const typed = {
          kind: line(body, 'kind'),
          subject: line(body, 'subject'),
          line: line(body, 'line').slice(0, 60),
          text: text(body, 'text'),
          contact: line(body, 'contact'),
        }
        const again = (form: Partial<ReportForm>, status: number) =>
          page(
            ReportPage({
              frame: frame(world, context),
              form: { ...typed, ...quoted(world, typed.line, visitor), wrong: {}, ...form },
            }),
            { nonce, status },
          )
        if (!world.rates.take(`report:${network(address)}`, 10, HOUR)) {
          return again({ error: { title: say.cases.report.many, words: say.cases.report.manyWords } }, 429)
        }
        const made = makeReport(world, told.cases, { ...typed, account: visitor?.id ?? null })
        if (!made.ok) return again({ wrong: wrongWords(made.wrong) }, 422)
        return seeOther(request, `/report/${made.code}?new=1`)
      },
      { access: 'anyone' },
    )
    .get(
      '/report/:code',
      context => {
        const { params, request, address } = context
        guess(world, address)
        const code = readCode(params.code)
        const report = reportByCode(world, code)
        if (!report) throw new Refused(404, say.cases.report.noCodeAgain)
        const fresh = new URL(request.url).searchParams.has('new')
        return showProgress(world, context, report, {
          text: code,
          href: `${ourOrigin(world, request)}/report/${code}`,
          fresh,
        })
      },
      { access: 'anyone' },
    )
    .get(
      '/account/reports/:report',
      context => {
        const report = ownReport(world, context.params.report, context.visitor!.id)
        if (!report) throw new Refused(404, say.cases.case.unknown)
        return showProgress(world, context, report, null)
      },
      { access: 'account' },
    )
    .get(
      '/decisions/:code',
      context => {
        const { params, request } = context
        const statement = statementFound(world, params.code, context.address)
        readStatement(world, statement.id)
        return showStatement(world, context, statement, new URL(request.url).searchParams.has('new'))
      },
      { access: 'anyone' },
    )
    .post(
      '/decisions/:code',
      context => {
        const { params, request, body } = context
        const statement = statementFound(world, params.code, context.address)
        const typed = text(body, 'text')
        const asked = appeal(world, statement, typed)
        if (asked.ok) return seeOther(request, `/decisions/${params.code}?new=1`)
        if (asked.why === 'late' || asked.why === 'already') return seeOther(request, `/decisions/${params.code}`)
        const error = say.cases.statement.wrong[asked.why]
        return showStatement(world, context, statement, false, { typed, error })
      },
      { access: 'anyone' },
    )
}

function showProgress(
  world: World,
  context: Asking & { request: Request },
  report: Report,
  code: { text: string; href: string; fresh: boolean } | null,
): Response {
  const of = caseById(world, report.case_id)!
  const decision = decisionOf(world, of.id)
  return page(
    ProgressPage({
      frame: frame(world, context),
      zone: houseZone(world),
      code,
      report: {
        kind: report.kind,
        subject: report.subject,
        text: report.text,
        at: report.at,
        lookedAt: of.looked_at,
        decideBy: of.decide_by,
        decision: decision && {
          act: decision.act,
          rule: decision.rule,
          words: decision.to_reporter,
          at: decision.at,
        },
      },
    }),
    { nonce: context.nonce },
  )
}

/** The line that a report is about, for whoever may read it. */
function quoted(world: World, line: string, visitor: Asking['visitor']): Pick<ReportForm, 'line' | 'quote'> {
  if (line === '') return { line }
  const found = lineTyped(world, line, visitor?.id ?? null)
  const room = found && roomById(world, found.room_id)
  // What was taken from the room, or stands in one that is shut to this person, is not read here either.
  if (!found || !room || found.removed_at !== null || !mayOpen(world, room, visitor)) return { line, quote: null }
  return { line, quote: { by: found.handle ?? '', text: found.text } }
}

function statementFound(world: World, code: string, address: string): Statement {
  guess(world, address)
  const statement = statementByCode(world, code)
  if (!statement) throw new Refused(404, say.cases.statement.none)
  return statement
}

function showStatement(
  world: World,
  context: Asking & { request: Request },
  statement: Statement,
  fresh: boolean,
  refused?: { typed: string; error: string },
): Response {
  const asked = appealOf(world, statement.id)
  const { scope } = statement
  return page(
    StatementPage({
      frame: frame(world, context),
      zone: houseZone(world),
      fresh,
      statement: {
        code: statementCode(world, statement.id),
        handle: accountById(world, statement.account_id)?.handle ?? '',
        measure: statement.measure,
        scope: scope === 'site' ? 'site' : scope.startsWith('line ') ? 'line' : 'hold',
        rule: statement.rule,
        facts: statement.facts,
        at: statement.at,
        until: statement.until,
        origin: statement.origin,
        appealBy: statement.appeal_by,
        mayAppeal: world.clock.now() <= statement.appeal_by,
        appeal: asked && {
          text: asked.text,
          decideBy: asked.decide_by,
          verdict:
            asked.outcome === null
              ? null
              : { outcome: asked.outcome, because: asked.because ?? '', at: asked.decided_at ?? 0 },
        },
      },
      ...(refused ? { refused } : {}),
    }),
    { nonce: context.nonce, status: refused ? 422 : 200 },
  )
}

/** Codes are 128 bits and cannot be found by trying; this keeps the tries from costing us anything. */
function guess(world: World, address: string): void {
  if (!world.rates.take(`report-code:${network(address)}`, 60, MINUTE)) {
    throw new Refused(429, say.cases.report.manyCodes, 60)
  }
}

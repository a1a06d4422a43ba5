import { Elysia } from 'elysia'
import {
  PoliciesPage,
  PolicyEditPage,
  type PolicyForm,
  PolicyPreview,
  PolicyVersionPage,
} from '../../views/support/policies.tsx'
import { ReportFilePage, type ReportForms, type ReportRow, ReportsPage } from '../../views/support/reports.tsx'
import { type Asking, access } from '../accounts/access.ts'
import { actorOf } from '../accounts/index.ts'
import { frame } from '../base/html/frame.ts'
import { page, partial, seeOther, wantsPartial } from '../base/html/reply.ts'
import { said } from '../base/html/said.ts'
import { line, text } from '../base/http/form.ts'
import { Refused } from '../base/http/refused.ts'
import { houseZone } from '../base/zone.ts'
import { roomByName } from '../rooms/index.ts'
import type { World } from '../world.ts'
import { actorName, desk } from './desk.ts'
import {
  currentPolicy,
  isPolicy,
  LONGEST_BODY,
  LONGEST_TITLE,
  POLICIES,
  type PolicySlug,
  policyVersion,
  policyVersions,
  publishPolicy,
} from './policy.ts'
import { type Answered, answerReport, closeReport, listReports, type Report, reportById, takeReport } from './report.ts'

const sayings = () => ({
  taken: { tone: 'ok', title: 'Yours to look at.', words: 'The reporter sees that a person is on it.' },
  answered: { tone: 'ok', title: 'Answer saved.', words: 'The reporter reads it under the code.' },
  closed: { tone: 'ok', title: 'Report closed.' },
  published: { tone: 'ok', title: 'Published.', words: 'Visitors read this text from now on.' },
  same: { tone: 'warn', title: 'Nothing has changed.', words: 'This text is already the one that visitors read.' },
}) as const

const PAGE = 30

export const supportStaffRoutes = (world: World) =>
  new Elysia({ name: 'support-staff' })
    .use(access(world))
    .get(
      '/panel/reports',
      context => {
        const { nonce, request } = context
        const asked = new URL(request.url).searchParams
        const closed = asked.get('state') === 'closed'
        const after = placeOf(asked.get('after'))
        const rows = listReports(world, { closed, after, limit: PAGE + 1 })
        const shown = rows.slice(0, PAGE)
        const last = shown.at(-1)
        return page(
          ReportsPage({
            frame: frame(world, context, said(request, sayings())),
            desk: desk(world),
            closed,
            now: world.clock.now(),
            rows: shown.map(row => ({ ...row, state: stateOf(row) })),
            ...(rows.length > PAGE && last
              ? {
                  moreHref: `/panel/reports?${closed ? 'state=closed&' : ''}after=${closed ? last.closed_at : last.at}-${last.id}`,
                }
              : {}),
          }),
          { nonce },
        )
      },
      { access: 'staff' },
    )
    .get('/panel/reports/:id', context => showReport(world, context, context.params.id), { access: 'staff' })
    .post(
      '/panel/reports/:id/taken',
      context => {
        const { id } = found(world, context.params.id)
        if (!takeReport(world, id, actorOf(context.visitor!, context.address))) throw new Refused(409)
        return seeOther(context.request, `/panel/reports/${id}?said=taken`)
      },
      { access: 'staff' },
    )
    .post(
      '/panel/reports/:id/answer',
      context => {
        const { id } = found(world, context.params.id)
        const typed = text(context.body, 'answer')
        const answered = answerReport(world, id, actorOf(context.visitor!, context.address), typed)
        if (answered.ok) return seeOther(context.request, `/panel/reports/${id}?said=answered`)
        return showReport(world, context, id, {
          answer: { typed, error: wrongWords(answered.why, 'the answer', '4,000') },
        })
      },
      { access: 'staff' },
    )
    .post(
      '/panel/reports/:id/closing',
      context => {
        const { id } = found(world, context.params.id)
        const typed = text(context.body, 'because')
        const closed = closeReport(world, id, actorOf(context.visitor!, context.address), typed)
        if (closed.ok) return seeOther(context.request, '/panel/reports?said=closed')
        return showReport(world, context, id, {
          because: { typed, error: wrongWords(closed.why, 'what was decided', '1,000') },
        })
      },
      { access: 'staff' },
    )
    .get(
      '/panel/pages',
      context =>
        page(
          PoliciesPage({
            frame: frame(world, context),
            desk: desk(world),
            zone: houseZone(world),
            rows: POLICIES.map(slug => policyVersions(world, slug)[0]!),
          }),
          { nonce: context.nonce },
        ),
      { access: 'staff:owner' },
    )
    .get(
      '/panel/pages/:slug',
      context => {
        const { title, body } = currentPolicy(world, slugOf(context.params.slug))
        return showPolicy(world, context, slugOf(context.params.slug), { title, body, wrong: {} })
      },
      { access: 'staff:owner' },
    )
    .post(
      '/panel/pages/:slug',
      context => {
        const slug = slugOf(context.params.slug)
        const title = line(context.body, 'title')
        const body = text(context.body, 'body').trim()
        const by = actorOf(context.visitor!, context.address)
        const published = publishPolicy(world, slug, { title, body, by })
        if (published.ok) return seeOther(context.request, `/panel/pages/${slug}?said=published`)
        if ('why' in published) return seeOther(context.request, `/panel/pages/${slug}?said=same`)
        const { wrong } = published
        return showPolicy(
          world,
          context,
          slug,
          {
            title,
            body,
            wrong: {
              ...(wrong.title ? { title: tooLong(wrong.title, 'Write a title.', LONGEST_TITLE) } : {}),
              ...(wrong.body ? { body: tooLong(wrong.body, 'Write the text first.', LONGEST_BODY) } : {}),
            },
          },
          422,
        )
      },
      { access: 'staff:owner' },
    )
    .post(
      '/panel/pages/:slug/preview',
      context => {
        const slug = slugOf(context.params.slug)
        const title = line(context.body, 'title').slice(0, LONGEST_TITLE)
        const body = text(context.body, 'body').slice(0, LONGEST_BODY)
        if (wantsPartial(context.request)) return partial(PolicyPreview({ title, body }), { nonce: context.nonce })
        return showPolicy(world, context, slug, { title, body, wrong: {}, preview: true })
      },
      { access: 'staff:owner' },
    )
    .get(
      '/panel/pages/:slug/:version',
      context => {
        const slug = slugOf(context.params.slug)
        const number = /^[0-9]{1,6}$/.test(context.params.version) ? Number(context.params.version) : -1
        const policy = policyVersion(world, slug, number)
        if (!policy) throw new Refused(404, 'This text has no such version.')
        const { body, ...row } = policy
        const handle = row.version === 0 ? null : actorName(world, row.by)
        return page(
          PolicyVersionPage({
            frame: frame(world, context),
            desk: desk(world),
            row: { ...row, handle },
            body,
            current: currentPolicy(world, slug).version === row.version,
            zone: houseZone(world),
          }),
          { nonce: context.nonce },
        )
      },
      { access: 'staff:owner' },
    )

type Staff = Asking & { request: Request }
type Refusal = Extract<Answered, { ok: false }>['why']

function slugOf(slug: string): PolicySlug {
  if (!isPolicy(slug)) throw new Refused(404)
  return slug
}

function found(world: World, id: string): Report {
  const report = reportById(world, id)
  if (!report) throw new Refused(404, 'There is no such report.')
  return report
}

function placeOf(value: string | null): { at: number; id: string } | null {
  const match = /^([0-9]{1,15})-([a-z2-7]{26})$/.exec(value ?? '')
  return match?.[1] && match[2] ? { at: Number(match[1]), id: match[2] } : null
}

const stateOf = (report: Report): ReportRow['state'] =>
  report.closed_at !== null
    ? 'closed'
    : report.answer !== null
      ? 'answered'
      : report.taken_at !== null
        ? 'taken'
        : 'new'

const tooLong = (why: 'empty' | 'long', empty: string, most: number) =>
  why === 'empty' ? empty : `That is longer than ${most.toLocaleString('en-GB')} characters.`

function wrongWords(why: Refusal, what: string, most: string): string {
  switch (why) {
    case 'empty':
      return `Write ${what} first.`
    case 'long':
      return `That is longer than ${most} characters.`
    case 'gone':
      return 'Somebody has closed this report meanwhile. Copy your words before you leave.'
    default:
      return why satisfies never
  }
}

function showReport(world: World, context: Staff, id: string, typed: Partial<ReportForms> = {}): Response {
  const report = found(world, id)
  const named = /(?:^|\/)rooms\/([a-z0-9-]{3,32})(?:$|[/?#])/.exec(report.subject)?.[1] ?? report.subject
  const refused = typed.answer ?? typed.because
  return page(
    ReportFilePage({
      frame: frame(world, context, said(context.request, sayings())),
      desk: desk(world),
      zone: houseZone(world),
      report: {
        id: report.id,
        kind: report.kind,
        subject: report.subject,
        text: report.text,
        contact: report.contact,
        at: report.at,
        state: stateOf(report),
        takenAt: report.taken_at,
        takenBy: actorName(world, report.taken_by),
        answer: report.answer,
        answeredAt: report.answered_at,
        answeredBy: actorName(world, report.answered_by),
        closedAt: report.closed_at,
        closedBy: actorName(world, report.closed_by),
        room: roomByName(world, named)?.name ?? null,
      },
      forms: { answer: { typed: report.answer ?? '' }, because: { typed: '' }, ...typed },
    }),
    { nonce: context.nonce, status: refused ? 422 : 200 },
  )
}

function showPolicy(world: World, context: Staff, slug: PolicySlug, form: PolicyForm, status = 200): Response {
  return page(
    PolicyEditPage({
      frame: frame(world, context, said(context.request, sayings())),
      desk: desk(world),
      slug,
      form,
      version: currentPolicy(world, slug).version,
      versions: policyVersions(world, slug),
      zone: houseZone(world),
    }),
    { nonce: context.nonce, status },
  )
}

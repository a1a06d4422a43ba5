import { Elysia } from 'elysia'
import { PolicyPage } from '../../views/support/policy.tsx'
import { ProgressPage, type ReportForm, ReportPage } from '../../views/support/report.tsx'
import { type Asking, access, ourOrigin } from '../accounts/access.ts'
import { HOUR, MINUTE } from '../base/clock.ts'
import { frame } from '../base/html/frame.ts'
import { page, seeOther } from '../base/html/reply.ts'
import { line, text } from '../base/http/form.ts'
import { network } from '../base/http/rate.ts'
import { Refused } from '../base/http/refused.ts'
import { houseZone } from '../base/zone.ts'
import type { World } from '../world.ts'
import { currentPolicy, type PolicySlug } from './policy.ts'
import { makeReport, type ReportWrong, readCode, reportByCode } from './report.ts'

const WORDS: Record<keyof ReportWrong, string> = {
  kind: 'Choose what comes nearest.',
  subject: 'That is longer than 300 characters. The address of the page is enough.',
  text: 'Write a sentence or two about what happened.',
  contact: 'That is longer than 200 characters.',
}

const wrongWords = (wrong: ReportWrong): ReportForm['wrong'] => ({
  ...(wrong.kind ? { kind: WORDS.kind } : {}),
  ...(wrong.subject ? { subject: WORDS.subject } : {}),
  ...(wrong.text
    ? { text: wrong.text === 'long' ? 'That is longer than 4,000 characters. Keep what matters most.' : WORDS.text }
    : {}),
  ...(wrong.contact ? { contact: WORDS.contact } : {}),
})

/** The texts of the house and the report form: for anybody, without an account and without scripts. */
export const supportRoutes = (world: World) => {
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
        return page(
          ReportPage({
            frame: frame(world, context),
            form: { kind: '', subject: room === '' ? '' : `/rooms/${room}`, text: '', contact: '', wrong: {} },
            ...(typed === null
              ? {}
              : {
                  code: {
                    typed: line({ typed }, 'typed').slice(0, 60),
                    error: 'No report has this code. It is 26 letters and digits, without 0, 1, 8 and 9.',
                  },
                }),
          }),
          { nonce, status: typed === null ? 200 : 404 },
        )
      },
      { access: 'anyone' },
    )
    .post(
      '/report',
      context => {
        const { body, nonce, request, address } = context
        const typed = {
          kind: line(body, 'kind'),
          subject: line(body, 'subject'),
          text: text(body, 'text'),
          contact: line(body, 'contact'),
        }
        const again = (form: Partial<ReportForm>, status: number) =>
          page(ReportPage({ frame: frame(world, context), form: { ...typed, wrong: {}, ...form } }), { nonce, status })
        if (!world.rates.take(`report:${network(address)}`, 10, HOUR)) {
          return again(
            {
              error: {
                title: 'Many reports came from your network.',
                words: 'Yours is kept in this form. Send it again in a few minutes.',
              },
            },
            429,
          )
        }
        const made = makeReport(world, typed)
        if (!made.ok) return again({ wrong: wrongWords(made.wrong) }, 422)
        return seeOther(request, `/report/${made.code}?new=1`)
      },
      { access: 'anyone' },
    )
    .get(
      '/report/:code',
      context => {
        const { params, nonce, request, address } = context
        guess(world, address)
        const code = readCode(params.code)
        const report = reportByCode(world, code)
        if (!report) {
          throw new Refused(
            404,
            'No report has this code. Read it again: 26 letters and digits, without 0, 1, 8 and 9.',
          )
        }
        return page(
          ProgressPage({
            frame: frame(world, context),
            zone: houseZone(world),
            fresh: new URL(request.url).searchParams.has('new'),
            href: `${ourOrigin(world, request)}/report/${code}`,
            report: {
              code,
              kind: report.kind,
              subject: report.subject,
              text: report.text,
              at: report.at,
              takenAt: report.taken_at,
              answer: report.answer,
              answeredAt: report.answered_at,
              closedAt: report.closed_at,
            },
          }),
          { nonce },
        )
      },
      { access: 'anyone' },
    )
}

/** Codes are 128 bits and cannot be found by trying; this keeps the tries from costing us anything. */
function guess(world: World, address: string): void {
  if (!world.rates.take(`report-code:${network(address)}`, 60, MINUTE)) {
    throw new Refused(429, 'Many codes were tried from your network. Wait a minute.', 60)
  }
}

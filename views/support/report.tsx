import { date, dateTime, time, type Zone } from '../format.ts'
import { BarePage } from '../layout/bare.tsx'
import type { Frame } from '../layout/frame.ts'
import { Box, Copy } from '../parts/box.tsx'
import { Acts, Button, LinkButton } from '../parts/button.tsx'
import { Form, SelectField, TextArea, TextField } from '../parts/field.tsx'
import { Notice } from '../parts/notice.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'

type Kind = keyof typeof say.cases.kinds

export const kindWords = (kind: string): string => say.cases.kinds[kind as Kind] ?? kind

export interface ReportForm {
  kind: string
  subject: string
  /** The line that is reported, as the room's page names it. */
  line: string
  /** What that line says, for whoever may read it. */
  quote?: { by: string; text: string } | null
  text: string
  contact: string
  wrong: { kind?: string; subject?: string; text?: string; contact?: string }
  error?: { title: string; words?: string }
}

export function ReportPage(props: { frame: Frame; form: ReportForm; code?: { typed: string; error: string } }) {
  const { form } = props
  const words = say.cases.report
  const refused = Object.keys(form.wrong).length > 0
  return (
    <BarePage frame={props.frame} title={words.title} heading={words.title} lead={words.lead} unlisted>
      <div class="stack">
        <Form action={paths.report} error={form.error} novalidate={refused}>
          {form.quote ? (
            <figure class="quoted">
              <figcaption class="field-label">{words.line}</figcaption>
              <blockquote hx-ignore="true">{form.quote.text}</blockquote>
              <p class="meta" hx-ignore="true">
                {words.by(form.quote.by || words.nobody)}
              </p>
            </figure>
          ) : form.line ? (
            <Notice tone="warn" title={words.lineGone} />
          ) : null}
          <input type="hidden" name="line" value={form.line} />
          <SelectField
            name="kind"
            label={words.kind}
            value={form.kind}
            options={[
              { value: '', words: words.choose },
              ...Object.entries(say.cases.kinds).map(([value, kind]) => ({ value, words: kind })),
            ]}
            error={form.wrong.kind}
            hint={form.kind === 'danger' ? undefined : words.emergency}
          />
          <TextField
            name="subject"
            label={words.where}
            value={form.subject}
            maxlength={300}
            optional
            hint={words.whereHint}
            error={form.wrong.subject}
          />
          <TextArea
            name="text"
            label={words.what}
            rows={6}
            value={form.text}
            maxlength={4000}
            error={form.wrong.text}
          />
          <TextField
            name="contact"
            label={words.contact}
            value={form.contact}
            maxlength={200}
            optional
            hint={words.contactHint}
            error={form.wrong.contact}
          />
          <p class="second">{words.faith}</p>
          <Acts>
            <Button look="primary" busy={words.sending}>
              {words.send}
            </Button>
          </Acts>
        </Form>
        <Box title={words.follow}>
          <Form action={paths.report} method="get" novalidate>
            <TextField
              name="code"
              label={words.code}
              value={props.code?.typed}
              error={props.code?.error}
              maxlength={60}
              code
            />
            <Acts>
              <Button look="edge">{words.see}</Button>
            </Acts>
          </Form>
        </Box>
      </div>
    </BarePage>
  )
}

export interface Progress {
  kind: string
  subject: string
  text: string
  at: number
  lookedAt: number | null
  decideBy: number
  decision: { act: keyof typeof say.cases.report.acts; rule: string; words: string; at: number } | null
}

/** Under the code: what was sent, where it stands, and what was decided. */
export function ProgressPage(props: {
  frame: Frame
  report: Progress
  zone: Zone
  /** Null for who was signed in and needs none. */
  code: { text: string; href: string; fresh: boolean } | null
}) {
  const { report, zone, code } = props
  const words = say.cases.report
  const steps: { words: string; at: number | null }[] = [
    { words: words.received, at: report.at },
    { words: words.looked, at: report.lookedAt },
    { words: words.decided, at: report.decision?.at ?? null },
  ]
  return (
    <BarePage
      frame={props.frame}
      title={words.yours}
      heading={code?.fresh ? words.thanks : words.yours}
      lead={code?.fresh ? words.keep : words.sentOn(date(report.at, zone))}
      unlisted
    >
      <div class="stack">
        {code?.fresh ? (
          <Box>
            <Copy label={words.code} text={code.text} />
            <Copy label={words.page} text={code.href} />
          </Box>
        ) : null}
        <Box title={words.stands}>
          <ol class="progress">
            {steps.map((step, index) => (
              <li class={step.at === null ? 'meta' : undefined}>
                <span class="row-grow">{step.words}</span>
                <span class="meta">
                  {step.at !== null
                    ? dateTime(step.at, zone)
                    : index === steps.length - 1
                      ? words.dueBy(date(report.decideBy, zone))
                      : words.notYet}
                </span>
              </li>
            ))}
          </ol>
        </Box>
        {report.decision ? (
          <Box title={words.answer} aside={time(report.decision.at, zone)}>
            <p>
              <b>{words.acts[report.decision.act]}</b>
            </p>
            <p class="said-text" hx-ignore="true">
              {report.decision.words}
            </p>
            {report.decision.rule ? (
              <p class="meta" hx-ignore="true">
                {words.rule}: {report.decision.rule}
              </p>
            ) : null}
          </Box>
        ) : null}
        <Box title={words.wrote}>
          <p class="meta">{kindWords(report.kind)}</p>
          {report.subject ? (
            <p class="second" hx-ignore="true">
              {report.subject}
            </p>
          ) : null}
          <p class="said-text" hx-ignore="true">
            {report.text}
          </p>
        </Box>
        <Acts>
          <LinkButton look="edge" href={paths.front}>
            {words.seeOn}
          </LinkButton>
        </Acts>
      </div>
    </BarePage>
  )
}

import { date, dateTime, time, type Zone } from '../format.ts'
import { BarePage } from '../layout/bare.tsx'
import type { Frame } from '../layout/frame.ts'
import { Box, Copy } from '../parts/box.tsx'
import { Acts, Button, LinkButton } from '../parts/button.tsx'
import { Form, SelectField, type SelectOption, TextArea, TextField } from '../parts/field.tsx'
import { Notice } from '../parts/notice.tsx'
import { paths } from '../paths.ts'

export const KIND_WORDS: Readonly<Record<string, string>> = {
  danger: 'Somebody may be in danger',
  minor: 'Somebody may be under age',
  privacy: 'It shows me, or what is private about me',
  copyright: 'It uses my work without my leave',
  conduct: 'Insults, threats, breaking the house rules',
  fraud: 'A trick, spam, somebody posing as another',
  other: 'Something else',
}

const KINDS: readonly SelectOption[] = [
  { value: '', words: 'Choose' },
  ...Object.entries(KIND_WORDS).map(([value, words]) => ({ value, words })),
]

export interface ReportForm {
  kind: string
  subject: string
  text: string
  contact: string
  wrong: { kind?: string; subject?: string; text?: string; contact?: string }
  error?: { title: string; words?: string }
}

export function ReportPage(props: { frame: Frame; form: ReportForm; code?: { typed: string; error: string } }) {
  const { form } = props
  const refused = Object.keys(form.wrong).length > 0
  return (
    <BarePage
      frame={props.frame}
      title="Report something"
      heading="Report something"
      lead="A person of this house reads it. You need no account and no name."
      unlisted
    >
      <div class="stack">
        <Form action={paths.report} error={form.error} novalidate={refused}>
          <SelectField
            name="kind"
            label="What is it?"
            value={form.kind}
            options={KINDS}
            error={form.wrong.kind}
            hint={
              form.kind === 'danger'
                ? undefined
                : 'If somebody is in danger right now, call your emergency number first.'
            }
          />
          <TextField
            name="subject"
            label="Where, or who"
            value={form.subject}
            maxlength={300}
            optional
            hint="The address of the page, or a name."
            error={form.wrong.subject}
          />
          <TextArea
            name="text"
            label="What happened"
            rows={7}
            value={form.text}
            maxlength={4000}
            error={form.wrong.text}
          />
          <TextField
            name="contact"
            label="How we can reach you"
            value={form.contact}
            maxlength={200}
            optional
            hint="You can follow it without: you get a code."
            error={form.wrong.contact}
          />
          <Acts>
            <Button look="primary" busy="Sending">
              Send the report
            </Button>
          </Acts>
        </Form>
        <Box title="Follow a report">
          <Form action={paths.report} method="get" novalidate>
            <TextField
              name="code"
              label="Your code"
              value={props.code?.typed}
              error={props.code?.error}
              maxlength={60}
              code
            />
            <Acts>
              <Button look="edge">See what became of it</Button>
            </Acts>
          </Form>
        </Box>
      </div>
    </BarePage>
  )
}

export interface Progress {
  code: string
  kind: string
  subject: string
  text: string
  at: number
  takenAt: number | null
  answer: string | null
  answeredAt: number | null
  closedAt: number | null
}

/** Under the code: what was sent, where it stands, and the answer. */
export function ProgressPage(props: { frame: Frame; report: Progress; zone: Zone; fresh: boolean; href: string }) {
  const { report, zone } = props
  const steps: { words: string; at: number | null }[] = [
    { words: 'Received', at: report.at },
    { words: 'A person is looking at it', at: report.takenAt },
    { words: 'Answered', at: report.answeredAt },
    { words: 'Closed', at: report.closedAt },
  ]
  return (
    <BarePage
      frame={props.frame}
      title="Your report"
      heading={props.fresh ? 'Thank you. It is here.' : 'Your report'}
      lead={
        props.fresh
          ? 'Keep the code: it is the only way back to this page, and we cannot show it again.'
          : `Sent on ${date(report.at, zone)}.`
      }
      unlisted
    >
      <div class="stack">
        {props.fresh ? (
          <Box>
            <Copy label="Your code" text={report.code} />
            <Copy label="This page" text={props.href} />
          </Box>
        ) : null}
        <Box title="Where it stands">
          <ol class="progress">
            {steps.map(step => (
              <li class={step.at === null ? 'meta' : undefined}>
                <span class="row-grow">{step.words}</span>
                <span class="meta">{step.at === null ? 'not yet' : dateTime(step.at, zone)}</span>
              </li>
            ))}
          </ol>
        </Box>
        {report.answer === null ? (
          report.closedAt === null ? null : (
            <Notice title="This report is closed." words="If it happens again, please write again." />
          )
        ) : (
          <Box title="Our answer" aside={report.answeredAt === null ? null : time(report.answeredAt, zone)}>
            <p class="said-text" hx-ignore="true">
              {report.answer}
            </p>
          </Box>
        )}
        <Box title="What you wrote">
          <p class="meta">{KIND_WORDS[report.kind] ?? ''}</p>
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
            See who is on
          </LinkButton>
        </Acts>
      </div>
    </BarePage>
  )
}

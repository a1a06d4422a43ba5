import { date, dateTime, type Zone } from '../format.ts'
import { BarePage } from '../layout/bare.tsx'
import type { Frame } from '../layout/frame.ts'
import { Box } from '../parts/box.tsx'
import { Acts, Button } from '../parts/button.tsx'
import { Form, TextArea } from '../parts/field.tsx'
import { Notice } from '../parts/notice.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'

export interface StatementView {
  code: string
  handle: string
  measure: keyof typeof say.cases.statement.measures
  scope: keyof typeof say.cases.statement.scopes
  rule: string
  facts: string
  at: number
  until: number | null
  origin: 'report' | 'own'
  appealBy: number
  mayAppeal: boolean
  appeal: {
    text: string
    decideBy: number
    verdict: { outcome: 'upheld' | 'reversed'; because: string; at: number } | null
  } | null
}

/** For the person whom a decision concerns, signed in or not: what, why, by which rule, and how to ask again. */
export function StatementPage(props: {
  frame: Frame
  zone: Zone
  statement: StatementView
  fresh: boolean
  refused?: { typed: string; error: string }
}) {
  const { statement, zone, refused } = props
  const words = say.cases.statement
  return (
    <BarePage
      frame={props.frame}
      title={words.title}
      heading={words.measures[statement.measure]}
      lead={words.forWhom(statement.handle)}
      unlisted
    >
      <div class="stack">
        {props.fresh ? <Notice tone="ok" title={words.said.title} words={words.said.words} live /> : null}
        <Box>
          <dl class="facts">
            <dt>{words.rule}</dt>
            <dd hx-ignore="true">{statement.rule}</dd>
            <dt>{words.facts}</dt>
            <dd class="said-text" hx-ignore="true">
              {statement.facts}
            </dd>
            <dt>{words.scope}</dt>
            <dd>{words.scopes[statement.scope]}</dd>
            <dt>{words.since}</dt>
            <dd>{dateTime(statement.at, zone)}</dd>
            {statement.measure === 'warning' || statement.measure === 'line-removed' ? null : (
              <>
                <dt>{words.until}</dt>
                <dd>{statement.until === null ? words.noEnd : dateTime(statement.until, zone)}</dd>
              </>
            )}
            <dt>{words.origin}</dt>
            <dd>{statement.origin === 'report' ? words.report : words.own}</dd>
            <dt>{words.how}</dt>
            <dd>{words.byPerson}</dd>
          </dl>
        </Box>
        {statement.appeal ? (
          <AppealSaid appeal={statement.appeal} zone={zone} />
        ) : statement.mayAppeal ? (
          <Box title={words.appeal}>
            <p class="second">
              {words.appealWords(date(statement.appealBy, zone))} {words.court}
            </p>
            <Form action={paths.decision(statement.code)} novalidate={refused !== undefined}>
              <TextArea
                name="text"
                label={words.appealText}
                rows={5}
                maxlength={4000}
                value={refused?.typed}
                error={refused?.error}
              />
              <Acts>
                <Button look="primary" busy={words.appealSending}>
                  {words.appealSend}
                </Button>
              </Acts>
            </Form>
          </Box>
        ) : (
          <Notice title={words.late} words={words.court} />
        )}
        <p class="bare-else">
          <a href={paths.page('rules')}>{words.rules}</a>
        </p>
      </div>
    </BarePage>
  )
}

function AppealSaid({ appeal, zone }: { appeal: NonNullable<StatementView['appeal']>; zone: Zone }) {
  const words = say.cases.statement
  return (
    <>
      {appeal.verdict ? (
        <Box title={appeal.verdict.outcome === 'upheld' ? words.upheld : words.reversed}>
          <p class="said-text" hx-ignore="true">
            {appeal.verdict.because}
          </p>
          <p class="meta">{words.answered(dateTime(appeal.verdict.at, zone))}</p>
          {appeal.verdict.outcome === 'upheld' ? <p class="second">{words.court}</p> : null}
        </Box>
      ) : (
        <Notice title={words.appealed} words={words.appealedWords(date(appeal.decideBy, zone))} />
      )}
      <Box title={words.yourWords}>
        <p class="said-text" hx-ignore="true">
          {appeal.text}
        </p>
      </Box>
    </>
  )
}

import type { FilterClass, Hit } from '../../src/moderation/index.ts'
import { ago, dateTime, type Zone } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { PanelPage } from '../layout/panel.tsx'
import { actWords, classWords, whatWords } from '../moderation/words.ts'
import { Box } from '../parts/box.tsx'
import { Acts, Button, LinkButton } from '../parts/button.tsx'
import { Chip, State } from '../parts/chip.tsx'
import { Form, SelectField, TextArea } from '../parts/field.tsx'
import { Empty, Notice } from '../parts/notice.tsx'
import { Table } from '../parts/table.tsx'
import { paths } from '../paths.ts'
import type { DeskProps } from '../support/reports.tsx'

const StateOf = ({ hit }: { hit: Hit }) =>
  hit.alert === 0 ? null : hit.looked_at === null ? (
    <State tone="warn">Look at it</State>
  ) : (
    <State tone="ok">Looked at</State>
  )

const Who = ({ hit }: { hit: Hit }) =>
  hit.account_id && hit.handle ? (
    <a class="name" href={paths.panelPerson(hit.account_id)}>
      {hit.handle}
    </a>
  ) : (
    <span class="second">{hit.account_id ? 'a deleted account' : 'no account'}</span>
  )

export function HitsPage(props: {
  frame: Frame
  desk: DeskProps
  rows: readonly Hit[]
  classes: readonly FilterClass[]
  chosen: FilterClass | ''
  waiting: boolean
  /** Of one word list alone. */
  ofList: boolean
  now: number
  olderHref?: string
}) {
  const { rows, chosen, waiting, ofList } = props
  const narrowed = chosen !== '' || waiting || ofList
  return (
    <PanelPage frame={props.frame} title="Filter" {...props.desk}>
      <div class="stack">
        <nav class="chips" aria-label="Which of them">
          <Chip href={paths.panelFilter} words="All" current={!waiting} />
          <Chip
            href={`${paths.panelFilter}?state=waiting`}
            words="To look at"
            count={props.desk.waiting?.filter}
            current={waiting}
          />
        </nav>
        <Box>
          <Form action={paths.panelFilter} method="get" class="filter-form" novalidate>
            <SelectField
              name="class"
              label="Class"
              value={chosen}
              optional
              options={[
                { value: '', words: 'Every class' },
                ...props.classes.map(name => ({ value: name, words: classWords()[name] })),
              ]}
            />
            <div class="acts">
              <Button look="edge">Filter</Button>
              {narrowed ? (
                <LinkButton look="bare" href={paths.panelFilter}>
                  Show all
                </LinkButton>
              ) : null}
            </div>
          </Form>
        </Box>
        <Box>
          {rows.length === 0 ? (
            <Empty
              title={narrowed ? 'Nothing fits' : 'Nothing was stopped yet'}
              words="Texts that meet a word list, or hold addresses and numbers, are written down here by class. The words themselves are not."
            />
          ) : (
            <Table
              caption="What the filter met, newest first"
              rows={rows}
              columns={[
                {
                  title: 'Class',
                  kind: 'lead',
                  cell: hit => (
                    <a class="name" href={paths.panelHit(hit.id)}>
                      {classWords()[hit.class]}
                    </a>
                  ),
                },
                { title: 'In', cell: hit => whatWords()[hit.what] },
                { title: 'What became of it', label: '', cell: hit => actWords()[hit.act] },
                { title: 'By', cell: hit => <Who hit={hit} /> },
                { title: 'When', label: '', cell: hit => ago(hit.at, props.now) },
                { title: 'State', label: '', cell: hit => <StateOf hit={hit} /> },
              ]}
            />
          )}
          {props.olderHref ? (
            <Acts>
              <LinkButton look="edge" href={props.olderHref}>
                Older ones
              </LinkButton>
            </Acts>
          ) : null}
        </Box>
        <p class="meta">Kept for 90 days; what waits for somebody to look stays until then.</p>
      </div>
    </PanelPage>
  )
}

export function HitPage(props: {
  frame: Frame
  desk: DeskProps
  hit: Hit
  lookedBy: string
  zone: Zone
  refused?: { typed: string; error: string }
}) {
  const { hit, refused, zone } = props
  const open = hit.alert === 1 && hit.looked_at === null
  return (
    <PanelPage frame={props.frame} title={classWords()[hit.class]} {...props.desk} aside={<StateOf hit={hit} />}>
      <div class="panel-columns">
        <div class="stack">
          {open ? (
            <>
              <Notice
                tone="warn"
                title="A person has to look at this."
                words={
                  hit.class === 'minor-safety' && hit.account_id
                    ? 'Until then nothing new of this account is shown. Talk to nobody of them about the reason.'
                    : 'See what else this account wrote and does, then say here what you found.'
                }
              />
              <Box title="Looked at">
                <Form action={`${paths.panelHit(hit.id)}/looked`} novalidate={refused !== undefined}>
                  <TextArea
                    name="because"
                    label="What you found and did"
                    hint="For the audit trail."
                    rows={4}
                    maxlength={1000}
                    value={refused?.typed}
                    error={refused?.error}
                  />
                  <Acts>
                    <Button look="primary" busy="Saving">
                      I have looked
                    </Button>
                  </Acts>
                </Form>
              </Box>
            </>
          ) : (
            <>
              {refused ? (
                <Notice tone="bad" title={refused.error} alert>
                  <p class="said-text" hx-ignore="true">
                    {refused.typed}
                  </p>
                </Notice>
              ) : null}
              <Box title={hit.alert === 1 ? 'What was found' : 'Nothing to do'}>
                <p class="said-text" hx-ignore="true">
                  {hit.looked_because ?? 'The filter did its part; nobody has to look.'}
                </p>
              </Box>
            </>
          )}
        </div>
        <Box title="Facts">
          <dl class="facts">
            <dt>When</dt>
            <dd>{dateTime(hit.at, zone)}</dd>
            <dt>In</dt>
            <dd>{whatWords()[hit.what]}</dd>
            <dt>By</dt>
            <dd>
              <Who hit={hit} />
            </dd>
            <dt>Became</dt>
            <dd>{actWords()[hit.act]}</dd>
            {hit.looked_at === null ? null : (
              <>
                <dt>Looked at</dt>
                <dd>
                  {dateTime(hit.looked_at, zone)} by {props.lookedBy}
                </dd>
              </>
            )}
          </dl>
        </Box>
      </div>
    </PanelPage>
  )
}

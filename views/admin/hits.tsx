import type { FilterClass, Hit } from '../../src/moderation/index.ts'
import { ago, dateTime, type Zone } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { PanelPage } from '../layout/panel.tsx'
import { actWords, classWords, whatWords } from '../moderation/words.ts'
import { Box } from '../parts/box.tsx'
import { Acts, Button } from '../parts/button.tsx'
import { State } from '../parts/chip.tsx'
import { Form, TextArea } from '../parts/field.tsx'
import { ListChips, ListSearch, ListTable, type ListView } from '../parts/listing.tsx'
import { Notice } from '../parts/notice.tsx'
import { paths } from '../paths.ts'
import type { DeskProps } from '../support/reports.tsx'
import { say } from '../words/index.ts'

const StateOf = ({ hit }: { hit: Hit }) =>
  hit.alert === 0 ? null : hit.looked_at === null ? (
    <State tone="warn">{say.admin.lookAtIt}</State>
  ) : (
    <State tone="ok">{say.admin.lookedAtIt}</State>
  )

const Who = ({ hit }: { hit: Hit }) =>
  hit.account_id && hit.handle ? (
    <a class="name" href={paths.panelPerson(hit.account_id)}>
      {hit.handle}
    </a>
  ) : (
    <span class="second">{hit.account_id ? say.support.deletedAccount : say.admin.noAccount}</span>
  )

export function HitsPage(props: {
  frame: Frame
  desk: DeskProps
  rows: readonly Hit[]
  classes: readonly FilterClass[]
  list: ListView
  now: number
}) {
  const { rows, list } = props
  const narrowed = list.chosen.length > 0
  return (
    <PanelPage
      frame={props.frame}
      title={say.layout.filter}
      {...props.desk}
      aside={<ListSearch list={list} label={say.cases.records.findHit} />}
    >
      <div class="stack">
        <ListChips
          list={list}
          name="state"
          label={say.admin.whichOnes}
          options={[
            { value: '', words: say.admin.allOfThem },
            { value: 'waiting', words: say.admin.toLookAt, count: props.desk.waiting?.filter },
          ]}
        />
        <ListChips
          list={list}
          name="class"
          label={say.admin.class}
          usual={say.admin.everyClass}
          options={props.classes.map(name => ({ value: name, words: classWords()[name] }))}
        />
        <Box>
          <ListTable
            list={list}
            none={{ title: narrowed ? say.admin.hitsNothing : say.admin.hitsNone, words: say.admin.hitsWords }}
            caption={say.admin.hitsNewest}
            rows={rows}
            columns={[
              {
                title: say.admin.class,
                kind: 'lead',
                cell: hit => (
                  <a class="name" href={paths.panelHit(hit.id)}>
                    {classWords()[hit.class]}
                  </a>
                ),
              },
              { title: say.admin.inWhat, cell: hit => whatWords()[hit.what] },
              { title: say.admin.became, label: '', cell: hit => actWords()[hit.act] },
              { title: say.admin.by, cell: hit => <Who hit={hit} /> },
              { title: say.admin.when, label: '', cell: hit => ago(hit.at, props.now) },
              { title: say.admin.state, label: '', cell: hit => <StateOf hit={hit} /> },
            ]}
          />
        </Box>
        <p class="meta">{say.admin.kept90}</p>
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
                title={say.admin.personHasTo}
                words={hit.class === 'minor-safety' && hit.account_id ? say.admin.untilThen : say.admin.seeElse}
              />
              <Box title={say.admin.lookedAtIt}>
                <Form action={`${paths.panelHit(hit.id)}/looked`} novalidate={refused !== undefined}>
                  <TextArea
                    name="because"
                    label={say.admin.foundAndDid}
                    hint={say.admin.forTrail}
                    rows={4}
                    maxlength={1000}
                    value={refused?.typed}
                    error={refused?.error}
                  />
                  <Acts>
                    <Button look="primary" busy={say.parts.saving}>
                      {say.admin.iHaveLooked}
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
              <Box title={hit.alert === 1 ? say.admin.whatFound : say.admin.nothingToDo}>
                <p class="said-text" hx-ignore="true">
                  {hit.looked_because ?? say.admin.filterDid}
                </p>
              </Box>
            </>
          )}
        </div>
        <Box title={say.admin.facts}>
          <dl class="facts">
            <dt>{say.admin.when}</dt>
            <dd>{dateTime(hit.at, zone)}</dd>
            <dt>{say.admin.inWhat}</dt>
            <dd>{whatWords()[hit.what]}</dd>
            <dt>{say.admin.by}</dt>
            <dd>
              <Who hit={hit} />
            </dd>
            <dt>{say.admin.becameShort}</dt>
            <dd>{actWords()[hit.act]}</dd>
            {hit.looked_at === null ? null : (
              <>
                <dt>{say.admin.lookedAtIt}</dt>
                <dd>{say.admin.whenBy(dateTime(hit.looked_at, zone), props.lookedBy)}</dd>
              </>
            )}
          </dl>
        </Box>
      </div>
    </PanelPage>
  )
}

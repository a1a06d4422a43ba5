import type { ChoiceSetting, FilterAct, FilterClass, ListRow } from '../../src/moderation/index.ts'
import { ago, dateTime, number, type Zone } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { PanelPage } from '../layout/panel.tsx'
import { classWords, triedWords } from '../moderation/words.ts'
import { Box } from '../parts/box.tsx'
import { Acts, Button } from '../parts/button.tsx'
import { State } from '../parts/chip.tsx'
import { Form, Segments, SelectField, TextArea, TextField } from '../parts/field.tsx'
import { Empty, Notice } from '../parts/notice.tsx'
import { Table } from '../parts/table.tsx'
import { paths } from '../paths.ts'
import type { DeskProps } from '../support/reports.tsx'
import { say } from '../words/index.ts'

export interface ListShown extends ListRow {
  by: string
  /** How often it was met in the last 30 days. */
  met: number
  /** Another key has sealed it: it filters nothing. */
  sealed: boolean
}

export interface ListsProps {
  frame: Frame
  desk: DeskProps
  rows: readonly ListShown[]
  classes: readonly FilterClass[]
  acts: Readonly<Record<ChoiceSetting, FilterAct>>
  now: number
  draft?: { class: string; source: string; licence: string; language: string; terms: string }
  errors?: { class?: string; source?: string; licence?: string; language?: string; terms?: string }
  tried?: { typed: string; act: FilterAct; class: FilterClass | null; shown: string; covered: readonly FilterClass[] }
}

const refuseAct = () => ({ value: 'block', words: say.admin.refuse })
const coverAct = () => ({ value: 'mask', words: say.admin.cover })
const allowAct = () => ({ value: 'allow', words: say.admin.allow })

const sealedWords = () => say.admin.sealedWords

export function ListsPage(props: ListsProps) {
  const { rows, draft, errors, tried } = props
  const broken = rows.filter(row => row.sealed).length
  return (
    <PanelPage frame={props.frame} title={say.layout.wordLists} {...props.desk}>
      <div class="stack">
        {broken > 0 ? <Notice tone="bad" title={say.admin.listsNothing(broken)} words={sealedWords()} alert /> : null}
        <Box title={say.admin.whatBecomes}>
          <Form action={paths.panelListsActs}>
            <Segments
              name="filter_link"
              legend={say.admin.linksElsewhere}
              value={props.acts.filter_link}
              options={[refuseAct(), coverAct(), allowAct()]}
            />
            <Segments
              name="filter_contact"
              legend={say.admin.contactsElsewhere}
              value={props.acts.filter_contact}
              options={[refuseAct(), coverAct(), allowAct()]}
            />
            <Segments
              name="filter_profanity"
              legend={say.admin.rudeWords}
              value={props.acts.filter_profanity}
              options={[refuseAct(), coverAct(), allowAct()]}
            />
            <p class="field-hint">{say.admin.alwaysCovered}</p>
            <Acts>
              <Button look="primary" busy={say.parts.saving}>
                {say.admin.saveThese}
              </Button>
            </Acts>
          </Form>
        </Box>
        <Box title={say.admin.lists}>
          {rows.length === 0 ? (
            <Empty title={say.admin.noList} words={say.admin.noListWords} />
          ) : (
            <Table
              caption={say.admin.listsNewest}
              rows={rows}
              columns={[
                {
                  title: say.admin.list,
                  kind: 'lead',
                  cell: row => (
                    <a class="name" href={paths.panelList(row.id)}>
                      {classWords()[row.class]}
                    </a>
                  ),
                },
                { title: say.admin.from, cell: row => <span hx-ignore="true">{row.source}</span> },
                { title: say.admin.terms, kind: 'number', cell: row => number(row.terms) },
                {
                  title: say.admin.metIn30,
                  kind: 'number',
                  cell: row => <a href={`${paths.panelFilter}?list=${row.id}`}>{number(row.met)}</a>,
                },
                { title: say.admin.hash, cell: row => <code class="meta">{row.mark.slice(0, 12)}</code> },
                { title: say.admin.added, label: say.admin.addedLower, cell: row => ago(row.added_at, props.now) },
                {
                  title: say.admin.state,
                  label: '',
                  cell: row =>
                    row.sealed ? (
                      <State tone="bad">{say.admin.sealed}</State>
                    ) : (
                      <State tone="ok">{say.admin.filters}</State>
                    ),
                },
              ]}
            />
          )}
        </Box>
        <Box title={say.admin.importList} id="import">
          <Form action={paths.panelLists} novalidate={errors !== undefined}>
            <div class="form-pair">
              <SelectField
                name="class"
                label={say.admin.whatFor}
                value={draft?.class}
                options={[
                  { value: '', words: say.admin.choose },
                  ...props.classes.map(name => ({ value: name, words: classWords()[name] })),
                ]}
                error={errors?.class}
              />
              <TextField
                name="language"
                label={say.admin.language}
                value={draft?.language}
                maxlength={20}
                optional
                placeholder="en"
                error={errors?.language}
              />
            </div>
            <div class="form-pair">
              <TextField
                name="source"
                label={say.admin.whereFrom}
                value={draft?.source}
                maxlength={200}
                error={errors?.source}
              />
              <TextField
                name="licence"
                label={say.admin.licence}
                value={draft?.licence}
                maxlength={200}
                error={errors?.licence}
              />
            </div>
            <TextArea
              name="terms"
              label={say.admin.terms}
              rows={8}
              value={draft?.terms}
              error={errors?.terms}
              hint={say.admin.termsHint}
            />
            <Acts>
              <Button look="primary" busy={say.admin.importing}>
                {say.admin.importThis}
              </Button>
            </Acts>
          </Form>
        </Box>
        <Box title={say.admin.tryText} id="try">
          <Form action={`${paths.panelListsTry}#try`}>
            <TextArea
              name="text"
              label={say.support.text}
              rows={3}
              maxlength={2000}
              value={tried?.typed}
              hint={say.admin.tryHint}
            />
            {tried ? (
              <Notice
                tone={tried.act === 'allow' ? 'ok' : 'warn'}
                title={triedWords()[tried.act]}
                words={[tried.class, ...tried.covered]
                  .filter((name, at, all) => name !== null && all.indexOf(name) === at)
                  .map(name => classWords()[name!])
                  .join(', ')}
                live
              >
                {tried.covered.length > 0 ? (
                  <p class="said-text" hx-ignore="true">
                    {tried.shown}
                  </p>
                ) : null}
              </Notice>
            ) : null}
            <Acts>
              <Button look="edge" busy={say.admin.reading}>
                {say.admin.readIt}
              </Button>
            </Acts>
          </Form>
        </Box>
      </div>
    </PanelPage>
  )
}

export function ListPage(props: {
  frame: Frame
  desk: DeskProps
  list: ListShown
  zone: Zone
  refused?: { typed: string; error: string }
}) {
  const { list, refused } = props
  return (
    <PanelPage
      frame={props.frame}
      title={classWords()[list.class]}
      {...props.desk}
      aside={list.sealed ? <State tone="bad">{say.admin.sealed}</State> : <State tone="ok">{say.admin.filters}</State>}
    >
      <div class="panel-columns">
        <div class="stack">
          {list.sealed ? <Notice tone="bad" title={say.admin.filtersNothing} words={sealedWords()} alert /> : null}
          <Box title={say.admin.removeIt}>
            <Form action={`${paths.panelList(list.id)}/remove`} novalidate={refused !== undefined}>
              <TextArea
                name="because"
                label={say.admin.whyGoes}
                hint={say.admin.whyGoesHint}
                rows={3}
                maxlength={1000}
                value={refused?.typed}
                error={refused?.error}
              />
              <Acts>
                <Button look="danger" busy={say.admin.removing}>
                  {say.admin.removeList}
                </Button>
              </Acts>
            </Form>
          </Box>
        </div>
        <Box title={say.admin.facts}>
          <dl class="facts">
            <dt>{say.admin.from}</dt>
            <dd hx-ignore="true">{list.source}</dd>
            <dt>{say.admin.licence}</dt>
            <dd hx-ignore="true">{list.licence}</dd>
            <dt>{say.admin.language}</dt>
            <dd hx-ignore="true">{list.language || say.admin.notSaid}</dd>
            <dt>{say.admin.terms}</dt>
            <dd>{number(list.terms)}</dd>
            <dt>{say.admin.met}</dt>
            <dd>
              <a href={`${paths.panelFilter}?list=${list.id}`}>{say.admin.timesIn30(list.met)}</a>
            </dd>
            <dt>{say.admin.added}</dt>
            <dd>{say.admin.whenBy(dateTime(list.added_at, props.zone), list.by)}</dd>
            <dt>{say.admin.hash}</dt>
            <dd>
              <code class="meta">{list.mark}</code>
            </dd>
          </dl>
        </Box>
      </div>
    </PanelPage>
  )
}

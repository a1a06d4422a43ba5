import type { ChoiceSetting, FilterAct, FilterClass, ListRow } from '../../src/moderation/index.ts'
import { ago, count, dateTime, number, type Zone } from '../format.ts'
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

const BLOCK = { value: 'block', words: 'Refuse' }
const MASK = { value: 'mask', words: 'Cover' }
const ALLOW = { value: 'allow', words: 'Allow' }

const SEALED = 'Another key has sealed it. Put the key file back, or remove the list and import it anew.'

export function ListsPage(props: ListsProps) {
  const { rows, draft, errors, tried } = props
  const broken = rows.filter(row => row.sealed).length
  return (
    <PanelPage frame={props.frame} title="Word lists" {...props.desk}>
      <div class="stack">
        {broken > 0 ? (
          <Notice tone="bad" title={`${count(broken, 'list filters', 'lists filter')} nothing.`} words={SEALED} alert />
        ) : null}
        <Box title="What becomes of it">
          <Form action={paths.panelListsActs}>
            <Segments
              name="filter_link"
              legend="Links to other places"
              value={props.acts.filter_link}
              options={[BLOCK, MASK, ALLOW]}
            />
            <Segments
              name="filter_contact"
              legend="E-mail addresses, telephone numbers, names in other services"
              value={props.acts.filter_contact}
              options={[BLOCK, MASK, ALLOW]}
            />
            <Segments
              name="filter_profanity"
              legend="Rude words, where a list names them"
              value={props.acts.filter_profanity}
              options={[BLOCK, MASK, ALLOW]}
            />
            <p class="field-hint">
              Card and account numbers are always covered. Whatever else a list is for is not to be loosened.
            </p>
            <Acts>
              <Button look="primary" busy="Saving">
                Save these
              </Button>
            </Acts>
          </Form>
        </Box>
        <Box title="Lists">
          {rows.length === 0 ? (
            <Empty
              title="No list yet"
              words="Footlight brings none: what a house does not show is its own to say. Import one below."
            />
          ) : (
            <Table
              caption="Word lists, newest first"
              rows={rows}
              columns={[
                {
                  title: 'List',
                  kind: 'lead',
                  cell: row => (
                    <a class="name" href={paths.panelList(row.id)}>
                      {classWords()[row.class]}
                    </a>
                  ),
                },
                { title: 'From', cell: row => <span hx-ignore="true">{row.source}</span> },
                { title: 'Terms', kind: 'number', cell: row => number(row.terms) },
                {
                  title: 'Met in 30 days',
                  kind: 'number',
                  cell: row => <a href={`${paths.panelFilter}?list=${row.id}`}>{number(row.met)}</a>,
                },
                { title: 'Hash', cell: row => <code class="meta">{row.mark.slice(0, 12)}</code> },
                { title: 'Added', label: 'added', cell: row => ago(row.added_at, props.now) },
                {
                  title: 'State',
                  label: '',
                  cell: row => (row.sealed ? <State tone="bad">Sealed</State> : <State tone="ok">Filters</State>),
                },
              ]}
            />
          )}
        </Box>
        <Box title="Import a list" id="import">
          <Form action={paths.panelLists} novalidate={errors !== undefined}>
            <div class="form-pair">
              <SelectField
                name="class"
                label="What it is for"
                value={draft?.class}
                options={[
                  { value: '', words: 'Choose' },
                  ...props.classes.map(name => ({ value: name, words: classWords()[name] })),
                ]}
                error={errors?.class}
              />
              <TextField
                name="language"
                label="Language"
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
                label="Where it comes from"
                value={draft?.source}
                maxlength={200}
                error={errors?.source}
              />
              <TextField
                name="licence"
                label="Licence"
                value={draft?.licence}
                maxlength={200}
                error={errors?.licence}
              />
            </div>
            <TextArea
              name="terms"
              label="Terms"
              rows={8}
              value={draft?.terms}
              error={errors?.terms}
              hint="One a line; # begins a comment. A word is found as a word, in any spelling that reads like it; with * at an end also inside longer ones. Kept sealed, never shown again. Long lists: footlight lists import FILE."
            />
            <Acts>
              <Button look="primary" busy="Importing">
                Import this list
              </Button>
            </Acts>
          </Form>
        </Box>
        <Box title="Try a text" id="try">
          <Form action={`${paths.panelListsTry}#try`}>
            <TextArea
              name="text"
              label="Text"
              rows={3}
              maxlength={2000}
              value={tried?.typed}
              hint="Nothing of it is written down."
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
              <Button look="edge" busy="Reading">
                Read it
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
      aside={list.sealed ? <State tone="bad">Sealed</State> : <State tone="ok">Filters</State>}
    >
      <div class="panel-columns">
        <div class="stack">
          {list.sealed ? <Notice tone="bad" title="This list filters nothing." words={SEALED} alert /> : null}
          <Box title="Remove it">
            <Form action={`${paths.panelList(list.id)}/remove`} novalidate={refused !== undefined}>
              <TextArea
                name="because"
                label="Why it goes"
                hint="For the audit trail. The terms are erased; texts that were stored stay as they are."
                rows={3}
                maxlength={1000}
                value={refused?.typed}
                error={refused?.error}
              />
              <Acts>
                <Button look="danger" busy="Removing">
                  Remove this list
                </Button>
              </Acts>
            </Form>
          </Box>
        </div>
        <Box title="Facts">
          <dl class="facts">
            <dt>From</dt>
            <dd hx-ignore="true">{list.source}</dd>
            <dt>Licence</dt>
            <dd hx-ignore="true">{list.licence}</dd>
            <dt>Language</dt>
            <dd hx-ignore="true">{list.language || 'not said'}</dd>
            <dt>Terms</dt>
            <dd>{number(list.terms)}</dd>
            <dt>Met</dt>
            <dd>
              <a href={`${paths.panelFilter}?list=${list.id}`}>{count(list.met, 'time', 'times')} in 30 days</a>
            </dd>
            <dt>Added</dt>
            <dd>
              {dateTime(list.added_at, props.zone)} by {list.by}
            </dd>
            <dt>Hash</dt>
            <dd>
              <code class="meta">{list.mark}</code>
            </dd>
          </dl>
        </Box>
      </div>
    </PanelPage>
  )
}

import { dateTime, type Zone } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { PanelPage } from '../layout/panel.tsx'
import { Box } from '../parts/box.tsx'
import { Button, LinkButton } from '../parts/button.tsx'
import { State } from '../parts/chip.tsx'
import { Form, TextArea, TextField } from '../parts/field.tsx'
import { hx } from '../parts/hx.ts'
import { Table } from '../parts/table.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'
import { HouseText } from './house-text.tsx'
import type { DeskProps } from './reports.tsx'

export interface PolicyRow {
  slug: string
  title: string
  version: number
  at: number
  handle: string | null
}

const by = (row: PolicyRow, zone: Zone) =>
  row.version === 0
    ? say.support.startingText
    : row.handle
      ? say.support.writtenBy(dateTime(row.at, zone), row.handle)
      : dateTime(row.at, zone)

export function PoliciesPage(props: { frame: Frame; desk: DeskProps; rows: readonly PolicyRow[]; zone: Zone }) {
  return (
    <PanelPage frame={props.frame} title={say.support.pages} {...props.desk}>
      <Box>
        <Table
          caption={say.support.textsOfHouse}
          rows={props.rows}
          columns={[
            {
              title: say.support.page,
              kind: 'lead',
              cell: row => (
                <a class="name" href={paths.panelPage(row.slug)}>
                  {row.title}
                </a>
              ),
            },
            { title: say.support.address, label: '', cell: row => <a href={paths.page(row.slug)}>/{row.slug}</a> },
            {
              title: say.support.version,
              label: '',
              cell: row =>
                row.version === 0 ? (
                  <State tone="warn">{say.support.startingNotYours}</State>
                ) : (
                  <State tone="ok">{say.support.versionNumber(row.version)}</State>
                ),
            },
            { title: say.support.written, cell: row => by(row, props.zone) },
          ]}
        />
      </Box>
    </PanelPage>
  )
}

export interface PolicyForm {
  title: string
  body: string
  wrong: { title?: string; body?: string }
  error?: { title: string; words?: string }
  /** The text as visitors will read it, where it was asked for. */
  preview?: boolean
}

export function PolicyPreview({ title, body }: { title: string; body: string }) {
  return (
    <div id="preview">
      {title === '' && body === '' ? (
        <p class="meta">{say.support.pressPreview}</p>
      ) : (
        <article class="house-text" hx-ignore="true">
          <h2 class="page-title">{title}</h2>
          <HouseText body={body} />
        </article>
      )}
    </div>
  )
}

export function PolicyEditPage(props: {
  frame: Frame
  desk: DeskProps
  slug: string
  form: PolicyForm
  version: number
  versions: readonly PolicyRow[]
  zone: Zone
}) {
  const { frame, form, slug, zone } = props
  const preview = `${paths.panelPage(slug)}/preview`
  return (
    <PanelPage
      frame={frame}
      title={form.title || say.support.page}
      {...props.desk}
      aside={
        <LinkButton look="edge" href={paths.page(slug)} icon="eye">
          {say.support.seePage}
        </LinkButton>
      }
    >
      <div class="panel-columns">
        <div class="stack">
          <Box>
            <Form action={paths.panelPage(slug)} error={form.error} novalidate={Object.keys(form.wrong).length > 0}>
              <TextField
                name="title"
                label={say.support.title}
                value={form.title}
                maxlength={120}
                error={form.wrong.title}
              />
              <TextArea
                name="body"
                label={say.support.text}
                rows={18}
                value={form.body}
                maxlength={40_000}
                hint={say.support.textHint}
                error={form.wrong.body}
              />
              <div class="acts">
                <Button look="primary" busy={say.parts.saving}>
                  {say.support.publish}
                </Button>
                <Button
                  look="edge"
                  formaction={preview}
                  formnovalidate
                  hx={hx({
                    nonce: frame.nonce,
                    post: preview,
                    target: '#preview',
                    swap: 'outerMorph',
                    include: 'closest form',
                  })}
                >
                  {say.support.preview}
                </Button>
              </div>
            </Form>
          </Box>
          <Box title={say.support.preview}>
            <PolicyPreview title={form.preview ? form.title : ''} body={form.preview ? form.body : ''} />
          </Box>
        </div>
        <Box title={say.support.versions}>
          <ul class="rows">
            {props.versions.map(row => (
              <li>
                <span class="row-grow row-two">
                  <a class="name" href={paths.panelPageVersion(slug, row.version)}>
                    {row.version === 0 ? say.support.startingText : say.support.versionNumber(row.version)}
                  </a>
                  <span class="meta">{by(row, zone)}</span>
                </span>
                {row.version === props.version ? <State tone="ok">{say.support.shownNow}</State> : null}
              </li>
            ))}
          </ul>
        </Box>
      </div>
    </PanelPage>
  )
}

/** One version of a text, to read and to take up again. */
export function PolicyVersionPage(props: {
  frame: Frame
  desk: DeskProps
  row: PolicyRow
  body: string
  current: boolean
  zone: Zone
}) {
  const { row } = props
  return (
    <PanelPage
      frame={props.frame}
      title={row.version === 0 ? say.support.startingText : say.support.versionNumber(row.version)}
      {...props.desk}
      aside={
        <LinkButton look="edge" href={paths.panelPage(row.slug)} icon="back">
          {say.support.allVersions}
        </LinkButton>
      }
    >
      <div class="stack">
        <p class="second">
          {by(row, props.zone)}
          {props.current ? <> {say.support.readNow}</> : null}
        </p>
        <Box>
          <article class="house-text" hx-ignore="true">
            <h2 class="page-title">{row.title}</h2>
            <HouseText body={props.body} />
          </article>
        </Box>
        {props.current ? null : (
          <form method="post" action={paths.panelPage(row.slug)}>
            <input type="hidden" name="title" value={row.title} />
            <input type="hidden" name="body" value={props.body} />
            <Button look="edge">{say.support.publishAgain}</Button>
          </form>
        )}
      </div>
    </PanelPage>
  )
}

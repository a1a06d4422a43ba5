import type { Child } from 'hono/jsx'
import { say } from '../words/index.ts'
import { Acts, Button, LinkButton } from './button.tsx'
import { Chip } from './chip.tsx'
import { Icon } from './icons.tsx'
import { Empty } from './notice.tsx'
import { type Column, Table } from './table.tsx'

/** What a list knows of how it was asked for. src/base/html/listing.ts makes it. */
export interface ListView {
  path: string
  q: string
  is: Readonly<Record<string, string>>
  /** Everything that was chosen, for links and forms that keep it. */
  chosen: readonly (readonly [name: string, value: string])[]
  firstHref?: string
  nextHref?: string
}

export function ListSearch({ list, label }: { list: ListView; label: string }) {
  return (
    <search class="panel-search">
      <form class="search" action={list.path} method="get">
        {list.chosen.map(([name, value]) => (name === 'q' ? null : <input type="hidden" name={name} value={value} />))}
        <Icon name="search" />
        <input type="search" name="q" value={list.q} maxlength={80} placeholder={label} aria-label={label} />
      </form>
    </search>
  )
}

/** One filter as a row of chips; the others and the search stay as they are. */
export function ListChips(props: {
  list: ListView
  name: string
  label: string
  /** What the list shows where nothing is chosen, when `options` do not name it. */
  usual?: string
  options: readonly { value: string; words: string; count?: number }[]
}) {
  const { list, name, usual } = props
  const options = usual === undefined ? props.options : [{ value: '', words: usual }, ...props.options]
  const href = (value: string) => {
    const query = new URLSearchParams(list.chosen.filter(([other]) => other !== name).map(([k, v]) => [k, v]))
    if (value !== '') query.set(name, value)
    return query.size === 0 ? list.path : `${list.path}?${query}`
  }
  return (
    <nav class="chips chips-row" aria-label={props.label}>
      {options.map(option => (
        <Chip
          href={href(option.value)}
          words={option.words}
          count={option.count}
          current={(list.is[name] ?? '') === option.value}
        />
      ))}
    </nav>
  )
}

/** The rows, or a sentence where there are none; and what stands under every list. */
export function ListTable<Row>(props: {
  list: ListView
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  none: { title: string; words?: string }
  children?: Child
}) {
  const { list, rows, none } = props
  return (
    <>
      {rows.length === 0 ? (
        <Empty title={none.title} words={none.words} />
      ) : (
        <Table caption={props.caption} rows={rows} columns={props.columns} />
      )}
      <ListFoot list={list}>{props.children}</ListFoot>
    </>
  )
}

/** Under every list: back to its beginning, on to its next page, out as CSV. */
export function ListFoot({ list, csv = true, children }: { list: ListView; csv?: boolean; children?: Child }) {
  return (
    <div class="list-foot">
      <Acts>
        {list.firstHref ? (
          <LinkButton look="edge" href={list.firstHref}>
            {say.cases.list.first}
          </LinkButton>
        ) : null}
        {list.nextHref ? (
          <LinkButton look="edge" href={list.nextHref}>
            {say.cases.list.next}
          </LinkButton>
        ) : null}
        {children}
      </Acts>
      {csv ? (
        <form method="post" action={`${list.path}.csv`}>
          {list.chosen.map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <Button look="bare" icon="download">
            {say.cases.list.csv}
          </Button>
        </form>
      ) : null}
    </div>
  )
}

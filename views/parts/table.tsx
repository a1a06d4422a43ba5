import type { Child } from 'hono/jsx'

export interface Column<Row> {
  title: string
  cell: (row: Row) => Child
  /** Numbers stand right; `lead` names the row; `act` holds its buttons. */
  kind?: 'lead' | 'number' | 'act'
  /** Repeated before the cell where the table is a list. Empty: the cell says it itself. */
  label?: string
}

/** Hairlines; a list on phones. */
export function Table<Row>(props: {
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  id?: (row: Row) => string
}) {
  return (
    <table class="table">
      <caption class="unseen">{props.caption}</caption>
      <thead>
        <tr>
          {props.columns.map(column => (
            <th scope="col" class={column.kind}>
              {column.kind === 'act' ? <span class="unseen">{column.title}</span> : column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {props.rows.map(row => (
          <tr id={props.id?.(row)}>
            {props.columns.map(column => (
              <td
                class={column.kind}
                data-label={
                  column.kind
                    ? (column.label ?? (column.kind === 'number' ? column.title : ''))
                    : (column.label ?? column.title)
                }
              >
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

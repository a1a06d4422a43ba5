import type { ListView } from '../../../views/parts/listing.tsx'
import { type CsvValue, csvResponse, csvStream } from '../csv.ts'
import { line } from '../http/form.ts'

/** Where a page of a list ends: the next one begins after it, whatever was added meanwhile. */
export interface Place {
  at: number
  id: string
}

export interface ListAsked {
  q: string
  /** What was chosen for each name of `by`; empty when nothing was. */
  is: Readonly<Record<string, string>>
  after: Place | null
  limit: number
}

/** One list of the panel: its page, its search, its further pages and its CSV come from here. */
export interface Listing<Row> {
  path: string
  /** What it can be filtered by besides a text. */
  by?: readonly string[]
  perPage?: number
  /** Whether a text is searched for. */
  search?: boolean
  rows(asked: ListAsked): Row[]
  place(row: Row): Place
  csv: { name: string; columns: readonly (readonly [title: string, value: (row: Row) => CsvValue])[] }
}

const PER_PAGE = 50
const CSV_BATCH = 500
const LONGEST = 80

const placeOf = (typed: string): Place | null => {
  const match = /^([0-9]{1,15})-([\w:.-]{1,80})$/.exec(typed)
  return match?.[1] && match[2] ? { at: Number(match[1]), id: match[2] } : null
}

function read<Row>({ by = [], perPage = PER_PAGE, search = true }: Listing<Row>, typed: unknown): ListAsked {
  return {
    q: search ? line(typed, 'q').slice(0, LONGEST) : '',
    is: Object.fromEntries(by.map(name => [name, line(typed, name).slice(0, LONGEST)])),
    after: placeOf(line(typed, 'after')),
    limit: perPage,
  }
}

/** The page that the address asks for, and what its view needs to lead on. */
export function listPage<Row>(
  listing: Listing<Row>,
  request: Request,
): { rows: Row[]; asked: ListAsked; list: ListView } {
  const asked = read(listing, Object.fromEntries(new URL(request.url).searchParams))
  const rows = listing.rows({ ...asked, limit: asked.limit + 1 })
  const shown = rows.slice(0, asked.limit)
  const last = shown.at(-1)
  const chosen = Object.entries({ ...(asked.q ? { q: asked.q } : {}), ...asked.is }).filter(([, value]) => value !== '')
  const href = (more: Record<string, string>) => {
    const query = new URLSearchParams([...chosen, ...Object.entries(more)])
    return query.size === 0 ? listing.path : `${listing.path}?${query}`
  }
  const place = last && listing.place(last)
  return {
    rows: shown,
    asked,
    list: {
      path: listing.path,
      q: asked.q,
      is: asked.is,
      chosen,
      ...(asked.after ? { firstHref: href({}) } : {}),
      ...(place && rows.length > asked.limit ? { nextHref: href({ after: `${place.at}-${place.id}` }) } : {}),
    },
  }
}

/**
 * The whole list as it is filtered, whatever its length. `typed` is the form's body; `takenOut` writes down that somebody has it
 * now.
 */
export function listCsv<Row>(
  listing: Listing<Row>,
  typed: unknown,
  now: number,
  takenOut: (list: string, asked: Record<string, string>) => void = () => {},
): Response {
  const asked = read(listing, typed)
  const chosen = { q: asked.q, ...asked.is }
  takenOut(listing.csv.name, Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== '')))
  const { name, columns } = listing.csv
  let after: Place | null = null
  let over = false
  const next = () => {
    if (over) return null
    const rows = listing.rows({ ...asked, after, limit: CSV_BATCH })
    over = rows.length < CSV_BATCH
    const last = rows.at(-1)
    if (last) after = listing.place(last)
    return rows.map(row => columns.map(([, value]) => value(row)))
  }
  return csvResponse(
    name,
    now,
    csvStream(
      columns.map(([title]) => title),
      next,
    ),
  )
}

/** `?page=3` of what is paged by number; anything else is the first. */
export function pageAsked(request: Request, most = 10_000): number {
  const wanted = Number(new URL(request.url).searchParams.get('page') ?? '1')
  return Number.isSafeInteger(wanted) && wanted > 0 && wanted < most ? wanted : 1
}

export type CsvValue = string | number | bigint | null

/**
 * A cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe, quotes are doubled, all is quoted.
 * Source: https://owasp.org/www-community/attacks/CSV_Injection
 */
export function cell(value: CsvValue): string {
  const text = value === null ? '' : String(value)
  const harmless = /^[=+\-@\t\r\n|%]/.test(text) && typeof value === 'string' ? `'${text}` : text
  return `"${harmless.replaceAll('"', '""')}"`
}

/** Lines end as RFC 4180 says. */
export const row = (cells: readonly CsvValue[]): string => `${cells.map(cell).join(',')}\r\n`

/** A table of any length, a batch at a time: `next` answers its rows and null when there are no more. */
export function csvStream(
  head: readonly string[],
  next: () => readonly (readonly CsvValue[])[] | null,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    start: controller => controller.enqueue(encoder.encode(row(head))),
    pull(controller) {
      const rows = next()
      if (rows === null) controller.close()
      else controller.enqueue(encoder.encode(rows.map(row).join('')))
    },
  })
}

/** `audit-2026-11-21.csv`, never kept by anybody between us and the person. */
export const csvResponse = (name: string, at: number, body: ReadableStream<Uint8Array>): Response =>
  new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}-${new Date(at).toISOString().slice(0, 10)}.csv"`,
      'cache-control': 'no-store',
    },
  })

/** A moment in a table: sorted as text it is sorted in time. */
export const csvTime = (at: number | null): string => (at === null ? '' : new Date(at).toISOString())

/**
 * A cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe, quotes are doubled, all is quoted.
 * Source: https://owasp.org/www-community/attacks/CSV_Injection
 */
export function cell(value: string | number): string {
  const text = String(value)
  const harmless = /^[=+\-@\t\r\n|%]/.test(text) && typeof value !== 'number' ? `'${text}` : text
  return `"${harmless.replaceAll('"', '""')}"`
}

export const row = (cells: readonly (string | number)[]): string => `${cells.map(cell).join(',')}\r\n`

import { type Currency, digitsOf, isCurrency, readMoney } from '../ledger/index.ts'
import { plainIban } from './reference.ts'
import { readXml, type Xml, xmlAll, xmlAt, xmlText } from './xml.ts'

/** Money that came in, as a bank's file tells it. */
export interface BankLine {
  /** Where it stands in the file, to name it to a person. */
  line: number
  /** 2026-11-21. */
  booked_on: string
  amount_minor: bigint
  currency: string
  /** What the bank itself calls it; empty where it says nothing. */
  bank_ref: string
  name: string
  iban: string
  text: string
}

export type LineFault = 'date' | 'amount' | 'currency' | 'sum' | 'pending' | 'reversal' | 'columns' | 'large'
export type FileFault =
  /** `too-many`: a file is taken whole or not at all. */
  | { why: 'not-text' | 'not-camt' | 'no-columns' | 'no-lines' | 'too-many' }
  | { why: 'not-xml'; line: number }
  | { why: 'other-account'; iban: string }

export type FileRead =
  | { ok: true; kind: 'camt' | 'csv'; lines: BankLine[]; wrong: { line: number; why: LineFault }[]; outgoing: number }
  | { ok: false; fault: FileFault }

const LINES_MOST = 20_000
const NAME_MOST = 140
const TEXT_MOST = 500

/** CAMT.053 or CSV, whichever it is. `iban` is the house's own account: a statement of another one is refused whole. */
export function readBankFile(bytes: Uint8Array, { iban, currency }: { iban: string; currency: string }): FileRead {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return { ok: false, fault: { why: 'not-text' } }
  }
  const read = /^\s*</.test(text) ? readCamt(text, iban) : readCsv(text, iban, currency)
  if (read.ok && read.lines.length === 0 && read.wrong.length === 0 && read.outgoing === 0) {
    return { ok: false, fault: { why: 'no-lines' } }
  }
  return read
}

const clean = (text: string, most: number): string =>
  Array.from(text.replace(/[\s\p{Cc}]+/gu, ' ').trim())
    .slice(0, most)
    .join('')

/** ISO 20022 BankToCustomerStatement, versions 2 to 13: what differs between them is read in both ways. */
function readCamt(text: string, iban: string): FileRead {
  const read = readXml(text)
  if (!read.ok) return { ok: false, fault: { why: 'not-xml', line: read.line } }
  const body = xmlAt(read.root, 'BkToCstmrStmt')
  if (read.root.name !== 'Document' || !body) return { ok: false, fault: { why: 'not-camt' } }
  const lines: BankLine[] = []
  const wrong: { line: number; why: LineFault }[] = []
  let outgoing = 0
  for (const statement of xmlAll(body, 'Stmt')) {
    const own = plainIban(xmlText(statement, 'Acct', 'Id', 'IBAN') || xmlText(statement, 'Acct', 'Id', 'Othr', 'Id'))
    if (own !== iban) return { ok: false, fault: { why: 'other-account', iban: own } }
    for (const entry of xmlAll(statement, 'Ntry')) {
      const direction = xmlText(entry, 'CdtDbtInd')
      if (direction === 'DBIT') {
        outgoing++
        continue
      }
      const found = direction === 'CRDT' ? camtLines(entry) : 'amount'
      if (typeof found === 'string') wrong.push({ line: entry.line, why: found })
      else lines.push(...found)
      if (lines.length + wrong.length > LINES_MOST) return { ok: false, fault: { why: 'too-many' } }
    }
  }
  return { ok: true, kind: 'camt', lines, wrong, outgoing }
}

function camtLines(entry: Xml): BankLine[] | LineFault {
  const status = xmlText(entry, 'Sts', 'Cd') || xmlText(entry, 'Sts')
  if (status !== '' && status !== 'BOOK') return 'pending'
  if (xmlText(entry, 'RvslInd') === 'true') return 'reversal'
  const booked_on = dayOf(xmlText(entry, 'BookgDt', 'Dt') || xmlText(entry, 'BookgDt', 'DtTm').slice(0, 10))
  if (booked_on === null) return 'date'
  const whole = amountOf(xmlAt(entry, 'Amt'))
  if (typeof whole === 'string') return whole
  const details = xmlAll(entry, 'NtryDtls').flatMap(group => xmlAll(group, 'TxDtls'))
  const entryRef = xmlText(entry, 'AcctSvcrRef') || xmlText(entry, 'NtryRef')
  if (details.length <= 1) {
    return [{ line: entry.line, booked_on, ...whole, ...partyOf(entry, details[0] ?? null, entryRef) }]
  }
  // Several payments that the bank booked as one.
  const parts = details.map(detail => amountOf(xmlAt(detail, 'Amt') ?? xmlAt(detail, 'AmtDtls', 'TxAmt', 'Amt')))
  let sum = 0n
  for (const part of parts) {
    if (typeof part === 'string') return part
    if (part.currency !== whole.currency) return 'sum'
    sum += part.amount_minor
  }
  if (sum !== whole.amount_minor) return 'sum'
  return details.map((detail, i) => ({
    line: detail.line,
    booked_on,
    ...(parts[i] as { amount_minor: bigint; currency: string }),
    ...partyOf(entry, detail, entryRef === '' ? '' : `${entryRef}/${i + 1}`),
  }))
}

function partyOf(entry: Xml, detail: Xml | null, ref: string): Pick<BankLine, 'bank_ref' | 'name' | 'iban' | 'text'> {
  const parties = detail && xmlAt(detail, 'RltdPties')
  const texts = detail ? (xmlAt(detail, 'RmtInf')?.children ?? []) : []
  const words = texts.flatMap(one =>
    one.name === 'Ustrd'
      ? [one.text]
      : one.name === 'Strd'
        ? [xmlText(one, 'CdtrRefInf', 'Ref'), xmlText(one, 'AddtlRmtInf')]
        : [],
  )
  const own = detail && (xmlText(detail, 'Refs', 'AcctSvcrRef') || xmlText(detail, 'Refs', 'TxId'))
  const end = detail ? xmlText(detail, 'Refs', 'EndToEndId') : ''
  return {
    bank_ref: clean(own || ref, 80),
    name: clean(parties ? xmlText(parties, 'Dbtr', 'Nm') || xmlText(parties, 'Dbtr', 'Pty', 'Nm') : '', NAME_MOST),
    iban: clean(parties ? plainIban(xmlText(parties, 'DbtrAcct', 'Id', 'IBAN')) : '', 40),
    text: clean(
      [...words, end === 'NOTPROVIDED' ? '' : end, xmlText(entry, 'AddtlNtryInf')].filter(Boolean).join(' '),
      TEXT_MOST,
    ),
  }
}

function amountOf(amount: Xml | null): { amount_minor: bigint; currency: string } | LineFault {
  const currency = amount?.attributes.Ccy ?? ''
  if (!isCurrency(currency)) return amount ? 'currency' : 'amount'
  const text = amount!.text.trim()
  // A bank may write 100.0 or 100.00000 for a hundred.
  const read = readMoney(/\./.test(text) ? trimmed(text, currency) : text, currency)
  return read.ok ? { amount_minor: read.amount_minor, currency } : read.why === 'too-large' ? 'large' : 'amount'
}

const trimmed = (text: string, currency: Currency): string => {
  const digits = digitsOf(currency)
  const [whole = '', part = ''] = text.split('.')
  const kept = part.slice(0, digits)
  return /^0*$/.test(part.slice(digits)) ? (kept === '' ? whole : `${whole}.${kept}`) : text
}

/** 2026-11-21, 21.11.2026, 21/11/2026: what exists in the calendar. */
export function dayOf(typed: string): string | null {
  const text = typed.trim()
  const iso = /^(\d{4})-(\d{2})-(\d{2})/.exec(text)
  const local = /^(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})$/.exec(text)
  const [year, month, day] = iso
    ? [iso[1]!, iso[2]!, iso[3]!]
    : local
      ? [local[3]!.length === 2 ? `20${local[3]}` : local[3]!, local[2]!.padStart(2, '0'), local[1]!.padStart(2, '0')]
      : ['', '', '']
  const named = `${year}-${month}-${day}`
  const at = Date.parse(`${named}T00:00:00Z`)
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== named ? null : named
}

/** "1.234,56", "1,234.56", "1 234.56", "+22.99": the last point or comma before one to three digits at the end is the decimal one. */
export function csvAmount(typed: string, currency: string): { amount_minor: bigint; out: boolean } | LineFault {
  if (!isCurrency(currency)) return 'currency'
  const text = typed.replace(/[\s'’ ]/g, '').replace(/[A-Z€$£]+$/i, '')
  const sign = /^[-−(]/.test(text) || /[-−)]$/.test(text)
  const digits = text.replace(/^[-−+(]|[-−)]$/g, '')
  if (!/^[0-9]{1,3}(?:([.,])[0-9]{3}(?:\1[0-9]{3})*)?(?:[.,][0-9]{1,3})?$|^[0-9]+(?:[.,][0-9]{1,3})?$/.test(digits))
    return 'amount'
  const last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','))
  const marks = new Set(digits.replace(/[0-9]/g, ''))
  const tail = digits.length - last - 1
  // One kind of mark before exactly three digits may group thousands, unless the currency has three digits itself.
  const grouped = last >= 0 && marks.size === 1 && tail === 3 && currency !== 'KWD'
  const plain = (part: string) => part.replace(/[.,]/g, '')
  const number = last < 0 || grouped ? plain(digits) : `${plain(digits.slice(0, last))}.${digits.slice(last + 1)}`
  const read = readMoney(trimmed(number, currency), currency)
  if (!read.ok) return read.why === 'too-large' ? 'large' : 'amount'
  return { amount_minor: read.amount_minor, out: sign }
}

const COLUMNS = {
  date: [
    'bookingdate',
    'booking date',
    'date',
    'buchungstag',
    'buchungsdatum',
    'buchung',
    'datum',
    'date comptable',
    'fecha',
    'data',
    'booked',
  ],
  amount: ['amount', 'betrag', 'betrag (eur)', 'umsatz', 'montant', 'importe', 'importo', 'credit', 'gutschrift'],
  currency: ['currency', 'währung', 'waehrung', 'devise', 'divisa', 'valuta code'],
  text: [
    'text',
    'reference',
    'purpose',
    'remittance',
    'remittance information',
    'description',
    'verwendungszweck',
    'referenz',
    'zweck',
    'libellé',
    'concepto',
    'causale',
    'details',
    'message',
  ],
  name: [
    'name',
    'payer',
    'payer name',
    'counterparty',
    'partner',
    'auftraggeber',
    'auftraggeber/empfänger',
    'name zahlungsbeteiligter',
    'beguenstigter/zahlungspflichtiger',
    'zahlungspflichtiger',
  ],
  iban: ['iban', 'payer iban', 'account', 'partner iban', 'iban zahlungsbeteiligter', 'kontonummer/iban', 'konto'],
  ref: ['id', 'transaction id', 'bank reference', 'bankreferenz', 'transaktions-id', 'umsatz-id'],
  own: ['own iban', 'own account', 'auftragskonto', 'iban auftragskonto', 'eigene iban'],
} as const
type Column = keyof typeof COLUMNS

function readCsv(text: string, iban: string, currency: string): FileRead {
  const rows = csvRows(text.replace(/^\ufeff/, ''))
  const head = rows.shift()
  const named = head?.cells.map(cell => cell.trim().toLowerCase()) ?? []
  const place = (column: Column) => named.findIndex(name => (COLUMNS[column] as readonly string[]).includes(name))
  const at = Object.fromEntries(Object.keys(COLUMNS).map(name => [name, place(name as Column)])) as Record<
    Column,
    number
  >
  if (at.date < 0 || at.amount < 0 || at.text < 0) return { ok: false, fault: { why: 'no-columns' } }
  const lines: BankLine[] = []
  const wrong: { line: number; why: LineFault }[] = []
  let outgoing = 0
  for (const { cells, line } of rows) {
    if (cells.every(cell => cell.trim() === '')) continue
    if (lines.length + wrong.length >= LINES_MOST) return { ok: false, fault: { why: 'too-many' } }
    const cell = (column: Column) => (at[column] < 0 ? '' : (cells[at[column]] ?? '').trim())
    if (cells.length !== named.length) {
      wrong.push({ line, why: 'columns' })
      continue
    }
    const own = plainIban(cell('own'))
    if (own !== '' && own !== iban) return { ok: false, fault: { why: 'other-account', iban: own } }
    const booked_on = dayOf(cell('date'))
    const its = (cell('currency') || currency).toUpperCase()
    const amount = csvAmount(cell('amount'), its)
    if (booked_on === null) wrong.push({ line, why: 'date' })
    else if (typeof amount === 'string') wrong.push({ line, why: amount })
    else if (amount.out) outgoing++
    else {
      lines.push({
        line,
        booked_on,
        amount_minor: amount.amount_minor,
        currency: its,
        bank_ref: clean(cell('ref'), 80),
        name: clean(cell('name'), NAME_MOST),
        iban: clean(plainIban(cell('iban')), 40),
        text: clean(cell('text'), TEXT_MOST),
      })
    }
  }
  return { ok: true, kind: 'csv', lines, wrong, outgoing }
}

/** RFC 4180, with a comma, semicolon or tab between cells, whichever the first line has most of. */
export function csvRows(text: string): { line: number; cells: string[] }[] {
  const first = text.split(/\r?\n/, 1)[0] ?? ''
  const mark = [';', '\t', ','].toSorted((a, b) => first.split(b).length - first.split(a).length)[0]!
  const rows: { line: number; cells: string[] }[] = []
  let cells: string[] = []
  let cell = ''
  let quoted = false
  let line = 1
  let began = 1
  const endCell = () => {
    cells.push(cell)
    cell = ''
  }
  const endRow = () => {
    endCell()
    if (cells.length > 1 || cells[0]!.trim() !== '') rows.push({ line: began, cells })
    cells = []
    began = line
  }
  for (let i = 0; i < text.length; i++) {
    const sign = text[i]!
    if (sign === '\n') line++
    if (quoted) {
      if (sign !== '"') cell += sign
      else if (text[i + 1] === '"') {
        cell += '"'
        i++
      } else quoted = false
    } else if (sign === '"' && cell === '') quoted = true
    else if (sign === mark) endCell()
    else if (sign === '\n') endRow()
    else if (sign !== '\r') cell += sign
  }
  if (cell !== '' || cells.length > 0) endRow()
  return rows
}

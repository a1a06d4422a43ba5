import { createHash } from 'node:crypto'
import { type Actor, record } from '../audit/index.ts'
import { assert } from '../base/assert.ts'
import { grouped } from '../base/db/durable.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import { book, type Currency, post, receiptLines } from '../ledger/index.ts'
import type { World } from '../world.ts'
import { type BankLine, type FileFault, type LineFault, readBankFile } from './bank-file.ts'
import { reasonOf } from './because.ts'
import { moveOrder, type Order, type OrderWhy, orderById, orderByReference, paidTooMuch, payOrder } from './order.ts'
import { referencesIn } from './reference.ts'
import { currencyOf } from './wallet.ts'

export const IMPORT_MOST_BYTES = 4 * 1024 * 1024
export const RECEIPT_STATES = ['open', 'matched', 'returned'] as const
export type ReceiptState = (typeof RECEIPT_STATES)[number]
export type ReceiptWhy = OrderWhy | 'unknown' | 'currency'

/** Money that came in, until an order has all of it or it went back. */
export interface Receipt {
  id: string
  import_id: string
  mark: string
  booked_on: string
  amount_minor: bigint
  currency: Currency
  left_minor: bigint
  reference: string
  payer: Uint8Array
  why: ReceiptWhy | null
  at: number
  posting: number
  returned_at: number | null
  returned_by: string | null
}

/** Who paid, as the bank says: sealed in the table. */
export interface Payer {
  name: string
  iban: string
  text: string
}

export interface Import {
  id: string
  at: number
  by: string
  kind: 'camt' | 'csv' | 'typed'
  lines: number
  fresh: number
  matched: number
}

export interface Use {
  receipt_id: string
  order_id: string
  used_minor: bigint
  at: number
  by: string
}

const q = prepared(sql => ({
  byId: sql.one<Receipt>('SELECT * FROM receipts WHERE id = $id'),
  byMark: sql.one<{ id: string }>('SELECT id FROM receipts WHERE mark = $mark'),
  insert:
    sql.run(`INSERT INTO receipts (id, import_id, mark, booked_on, amount_minor, currency, left_minor, reference, payer, at, posting)
    VALUES ($id, $import, $mark, $booked, $amount, $currency, $amount, $reference, $payer, $at, $posting)`),
  insertImport: sql.run(`INSERT INTO bank_imports (id, at, by, kind, sha256, lines, fresh, matched)
    VALUES ($id, $at, $by, $kind, $sha256, $lines, 0, 0)`),
  counted: sql.run('UPDATE bank_imports SET fresh = $fresh, matched = $matched WHERE id = $id'),
  imports: sql.all<Import>(
    'SELECT id, at, by, kind, lines, fresh, matched FROM bank_imports ORDER BY at DESC, id DESC LIMIT 10',
  ),
  why: sql.run('UPDATE receipts SET why = $why WHERE id = $id'),
  use: sql.run(`INSERT INTO receipt_uses (receipt_id, order_id, used_minor, at, by) VALUES ($receipt, $order, $used, $at, $by)
    ON CONFLICT (receipt_id, order_id) DO UPDATE SET used_minor = used_minor + excluded.used_minor`),
  unuse: sql.all<Use>('DELETE FROM receipt_uses WHERE order_id = $order RETURNING *'),
  take: sql.run('UPDATE receipts SET left_minor = left_minor - $used, why = NULL WHERE id = $id'),
  giveBack: sql.run('UPDATE receipts SET left_minor = left_minor + $used WHERE id = $id'),
  used: sql.one<{ sum_minor: bigint | null }>(
    'SELECT SUM(used_minor) AS sum_minor FROM receipt_uses WHERE order_id = $order',
  ),
  usesOfOrder: sql.all<Use>('SELECT * FROM receipt_uses WHERE order_id = $id ORDER BY at'),
  usesOfReceipt: sql.all<Use>('SELECT * FROM receipt_uses WHERE receipt_id = $id ORDER BY at'),
  fits: sql.all<Order>(`SELECT * FROM orders WHERE amount_minor = $amount AND currency = $currency
    AND state IN ('open', 'pending', 'review', 'expired') ORDER BY made_at DESC LIMIT 12`),
  waiting: sql.one<{ n: number }>('SELECT count(*) AS n FROM receipts WHERE left_minor > 0'),
  list: sql.all<Receipt>(`SELECT * FROM receipts WHERE (at, id) < ($at, $after)
    AND ($state = '' OR ($state = 'open' AND left_minor > 0) OR ($state = 'matched' AND left_minor = 0 AND returned_at IS NULL)
      OR ($state = 'returned' AND returned_at IS NOT NULL))
    AND ($q = '' OR reference = $plain OR id = $q OR EXISTS (SELECT 1 FROM receipt_uses u JOIN orders o ON o.id = u.order_id
      JOIN accounts a ON a.id = o.account_id WHERE u.receipt_id = receipts.id AND lower(a.handle) = lower($q)))
    ORDER BY at DESC, id DESC LIMIT $limit`),
  returned: sql.run(`UPDATE receipts SET left_minor = 0, returned_at = $at, returned_by = $by
    WHERE id = $id AND left_minor = $left AND left_minor > 0`),
}))

export const receiptById = (world: Pick<World, 'db'>, id: string): Receipt | null => q(world).byId({ id })
export const receiptsWaiting = (world: Pick<World, 'db'>): number => q(world).waiting()!.n
export const lastImports = (world: Pick<World, 'db'>): Import[] => q(world).imports()
export const usesOfOrder = (world: Pick<World, 'db'>, id: string): Use[] => q(world).usesOfOrder({ id })
export const usesOfReceipt = (world: Pick<World, 'db'>, id: string): Use[] => q(world).usesOfReceipt({ id })
/** Orders that ask for exactly what is left of this money. */
export const ordersThatFit = (world: Pick<World, 'db'>, { left_minor, currency }: Receipt): Order[] =>
  q(world).fits({ amount: left_minor, currency })

export const stateOf = ({ left_minor, returned_at }: Receipt): ReceiptState =>
  left_minor > 0n ? 'open' : returned_at === null ? 'matched' : 'returned'

export function receipts(
  world: Pick<World, 'db'>,
  asked: { q: string; state: ReceiptState | ''; after: { at: number; id: string } | null; limit: number },
): Receipt[] {
  const { at, id } = asked.after ?? { at: Number.MAX_SAFE_INTEGER, id: '' }
  const plain = asked.q.toUpperCase().replace(/[^0-9A-Z]/g, '')
  return q(world).list({ q: asked.q, plain, state: asked.state, at, after: id, limit: asked.limit })
}

const placeOf = (id: string) => ({ table: 'receipts', column: 'payer', row: id })

/** Null: another key has sealed it. */
export function payerOf(world: Pick<World, 'seal'>, { id, payer }: Pick<Receipt, 'id' | 'payer'>): Payer | null {
  const bytes = world.seal.open('columns', placeOf(id), payer)
  return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as Payer)
}

/**
 * What makes a line this one: the bank's own name for it, else everything it says, and which of several equal ones in its file it
 * is. The same line in two files has the same mark.
 */
function markOf(line: BankLine, own: string, nth: number): string {
  const { booked_on, amount_minor, currency, bank_ref, name, iban, text } = line
  const facts =
    bank_ref === ''
      ? [own, booked_on, `${amount_minor}`, currency, name, iban, text, `${nth}`]
      : [own, booked_on, `${amount_minor}`, currency, bank_ref]
  return createHash('sha256')
    .update(JSON.stringify(['footlight/receipt/1', ...facts]))
    .digest('hex')
}

export type Imported =
  | {
      ok: true
      fresh: number
      known: number
      matched: number
      outgoing: number
      wrong: readonly { line: number; why: LineFault }[]
    }
  | { ok: false; fault: FileFault | { why: 'no-bank' | 'confirm' } }

/** Takes a bank's file in. Lines that are wrong are told and left out; the others count once, however often they come. */
export function importFile(
  world: World,
  { bytes, confirmed, by }: { bytes: Uint8Array; confirmed: boolean; by: Actor },
): Imported {
  const iban = world.settings.get('bank_iban')
  if (iban === '') return { ok: false, fault: { why: 'no-bank' } }
  const read = readBankFile(bytes, { iban, currency: currencyOf(world) })
  if (!read.ok) return { ok: false, fault: read.fault }
  if (read.kind === 'csv' && !confirmed) return { ok: false, fault: { why: 'confirm' } }
  const took = takeLines(world, read.lines, { kind: read.kind, bytes, by })
  return { ok: true, ...took, outgoing: read.outgoing, wrong: read.wrong }
}

/** One line that somebody reads off the bank's page. */
export function enterLine(
  world: World,
  line: Omit<BankLine, 'line' | 'bank_ref'>,
  by: Actor,
): { fresh: number; matched: number } {
  const whole: BankLine = { ...line, line: 1, bank_ref: '' }
  const bytes = new TextEncoder().encode(JSON.stringify({ ...line, amount_minor: String(line.amount_minor) }))
  return takeLines(world, [whole], { kind: 'typed', bytes, by })
}

function takeLines(
  world: World,
  lines: readonly BankLine[],
  { kind, bytes, by }: { kind: Import['kind']; bytes: Uint8Array; by: Actor },
): { fresh: number; known: number; matched: number } {
  const own = world.settings.get('bank_iban')
  const seen = new Map<string, number>()
  return tx(world, () => {
    const id = world.ids.next()
    const at = world.clock.now()
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    q(world).insertImport({ id, at, by: by.id, kind, sha256, lines: lines.length })
    let fresh = 0
    let matched = 0
    for (const line of lines) {
      const first = markOf(line, own, 0)
      const nth = seen.get(first) ?? 0
      seen.set(first, nth + 1)
      const mark = markOf(line, own, nth)
      if (q(world).byMark({ mark })) continue
      fresh++
      if (takeIn(world, line, { mark, import_id: id, by })) matched++
    }
    q(world).counted({ id, fresh, matched })
    record(world, {
      actor: by,
      act: 'transfers.imported',
      subject: `import:${id}`,
      detail: { kind, lines: lines.length, fresh, matched, sha256 },
    })
    return { fresh, known: lines.length - fresh, matched }
  })
}

/** The money is in the house's account; whose it is comes next. True when an order took all of it. */
function takeIn(
  world: World,
  line: BankLine,
  { mark, import_id, by }: { mark: string; import_id: string; by: Actor },
): boolean {
  const id = world.ids.next()
  const currency = line.currency as Currency
  const { amount_minor, booked_on } = line
  const posted = post(world, {
    key: `receipt:${mark}`,
    input: { mark, amount_minor, currency },
    reason: 'receipt',
    about: `receipt:${id}`,
    by: by.id,
    entries: receiptLines(book('bank', 'main', currency), { amount_minor, currency }),
  })
  assert(posted.ok && !posted.again, 'a new line is posted once')
  const found = referencesIn(`${line.text} ${line.name}`)
  const order = found.map(reference => orderByReference(world, reference)).find(one => one !== null) ?? null
  const { name, iban, text } = line
  const payer = world.seal.close('columns', placeOf(id), new TextEncoder().encode(JSON.stringify({ name, iban, text })))
  q(world).insert({
    id,
    import: import_id,
    mark,
    booked: booked_on,
    amount: amount_minor,
    currency,
    reference: order?.reference ?? found[0] ?? '',
    payer,
    at: world.clock.now(),
    posting: posted.n,
  })
  const why = whyNot(world, order, line)
  if (why === null) {
    useFor(world, receiptById(world, id)!, order!, amount_minor, 'system')
    payOrder(world, order!, { by: 'system', because: `receipt:${id}` })
    return true
  }
  q(world).why({ id, why })
  if (order && why !== 'again' && why !== 'unknown' && why !== 'currency') {
    // Somebody looks at it: the member is told so instead of waiting for nothing.
    if (order.state === 'review') return false
    assert(
      moveOrder(world, order, { state: 'review', why, by: 'system', because: `receipt:${id}` }),
      'it was just read',
    )
  }
  return false
}

/** All three must match: the account (it was read before), the reference, the sum. */
function whyNot(world: World, order: Order | null, line: BankLine): ReceiptWhy | null {
  if (!order) return 'unknown'
  if (order.currency !== line.currency) return 'currency'
  if (order.state === 'paid' || order.state === 'refunded') return 'again'
  if (line.amount_minor < order.amount_minor) return 'part'
  if (line.amount_minor > order.amount_minor) return 'over'
  if (order.state === 'expired' || order.state === 'failed') return 'late'
  if (order.state === 'review') return 'part'
  return paidTooMuch(world, order.account_id, order.amount_minor) ? 'much' : null
}

function useFor(world: World, receipt: Receipt, order: Order, used: bigint, by: string): void {
  q(world).use({ receipt: receipt.id, order: order.id, used, at: world.clock.now(), by })
  q(world).take({ id: receipt.id, used })
}

/** What an order still lacks of its sum. */
export const dueOf = (world: Pick<World, 'db'>, order: Order): bigint =>
  order.amount_minor - (q(world).used({ order: order.id })?.sum_minor ?? 0n)

const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b)

export type Matched = { ok: true; paid: boolean } | { ok: false; why: 'unknown' | 'closed' | 'currency' | 'used' }

/** By hand: the order takes what it lacks of this money, and is paid once it has all. */
export function matchByHand(
  world: World,
  { receipt: id, order: named, by }: { receipt: string; order: string; by: Actor },
): Matched {
  return tx(world, (): Matched => {
    const receipt = receiptById(world, id)
    const plain = named.toUpperCase().replace(/[^0-9A-Z]/g, '')
    const order = orderByReference(world, plain) ?? orderById(world, named.trim().toLowerCase())
    if (!receipt || !order) return { ok: false, why: 'unknown' }
    if (receipt.left_minor === 0n) return { ok: false, why: 'used' }
    if (order.state === 'paid' || order.state === 'refunded') return { ok: false, why: 'closed' }
    if (order.currency !== receipt.currency) return { ok: false, why: 'currency' }
    const due = dueOf(world, order)
    const used = smaller(receipt.left_minor, due)
    const paid = used === due
    useFor(world, receipt, order, used, by.id)
    const because = `receipt:${id}`
    // What lapsed or was cancelled is taken up again before it is paid.
    let now = order
    if (now.state === 'expired' || now.state === 'failed' || (!paid && now.state !== 'review')) {
      moveOrder(world, now, { state: 'review', why: paid ? 'late' : 'part', by: by.id, because })
      now = orderById(world, order.id)!
    }
    if (paid) payOrder(world, now, { by: by.id, because })
    record(world, {
      actor: by,
      act: 'transfer.matched',
      subject: `receipt:${id}`,
      detail: { order: order.id, used_minor: String(used), currency: receipt.currency, paid },
    })
    return { ok: true, paid }
  })
}

export type Declined = { ok: true } | { ok: false; why: 'over' | 'because' }

/** An order under review ends; the money that it had taken waits to be sent back. */
export function declineOrder(
  world: World,
  { order: id, because, by }: { order: string; because: string; by: Actor },
): Declined {
  const reason = reasonOf(because)
  if (reason === null) return { ok: false, why: 'because' }
  return tx(world, (): Declined => {
    const order = orderById(world, id)
    if (order?.state !== 'review' && order?.state !== 'open' && order?.state !== 'pending')
      return { ok: false, why: 'over' }
    for (const use of q(world).unuse({ order: id })) q(world).giveBack({ id: use.receipt_id, used: use.used_minor })
    moveOrder(world, order, { state: 'failed', by: by.id, because: reason })
    record(world, { actor: by, act: 'order.declined', subject: `order:${id}`, reason })
    return { ok: true }
  })
}

export type SentBack = { ok: true } | { ok: false; why: 'gone' | 'frozen' | 'not-enough' }

/** Two persons want it: what is left of this money goes back to where it came from. */
export function sendBack(
  world: World,
  {
    receipt: id,
    left_minor,
    because,
    by,
    key,
  }: { receipt: string; left_minor: bigint; because: string; by: string; key: string },
): SentBack {
  return grouped(world, (): SentBack => {
    const receipt = receiptById(world, id)
    if (receipt?.left_minor !== left_minor || left_minor === 0n) return { ok: false, why: 'gone' }
    const { currency } = receipt
    const posted = post(world, {
      key,
      input: { receipt: id, left_minor, currency },
      reason: 'refund',
      about: `receipt:${id}`,
      by,
      because: because.replace(/\s+/g, ' '),
      entries: [
        { book: book('suspense', 'site', currency), amount_minor: -left_minor },
        { book: book('bank', 'main', currency), amount_minor: left_minor },
      ],
    })
    if (!posted.ok)
      return {
        ok: false,
        why: posted.why === 'not-enough' ? 'not-enough' : posted.why === 'frozen' ? 'frozen' : 'gone',
      }
    q(world).returned({ id, left: left_minor, at: world.clock.now(), by })
    return { ok: true }
  })
}

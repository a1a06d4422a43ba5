import { accountById } from '../accounts/index.ts'
import { type Actor, record } from '../audit/index.ts'
import { assert } from '../base/assert.ts'
import { MINUTE } from '../base/clock.ts'
import { grouped } from '../base/db/durable.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import {
  book,
  type Currency,
  correct,
  giveLines,
  isFrozen,
  post,
  readTokens,
  voucherLines,
  voucherSaleLines,
} from '../ledger/index.ts'
import type { World } from '../world.ts'
import { reasonOf } from './because.ts'
import { codeOf, printed, readCode } from './crockford.ts'
import { paidTooMuch } from './order.ts'
import { MONEY_WRONG, TOKENS_WRONG, taxLines, typedMoney } from './price.ts'
import { currencyOf, type Refusal, refusal, tellMoved } from './wallet.ts'

export const BATCH_MOST = 500n
export const VOUCHER_TOKENS_MOST = 1_000_000n
export const NOTE_MOST = 120

export type VoucherState = 'made' | 'sold' | 'redeemed' | 'void'
export const VOUCHER_STATES: readonly VoucherState[] = ['made', 'sold', 'redeemed', 'void']

export interface Batch {
  id: string
  key: string
  count: number
  tokens: bigint
  /** Zero: these cards are given away. */
  price_minor: bigint
  currency: Currency
  note: string
  made_at: number
  made_by: string
}

export interface Voucher {
  id: string
  batch_id: string
  number: number
  mark: string
  state: VoucherState
  sold_at: number | null
  sold_by: string | null
  sale: number | null
  redeemed_at: number | null
  redeemed_by: string | null
  posting: number | null
  voided_at: number | null
  voided_by: string | null
  voided_because: string | null
}

/** A card with what its batch says. */
export type Card = Voucher & Pick<Batch, 'tokens' | 'price_minor' | 'currency' | 'note' | 'made_at'>

const CARD = `v.*, b.tokens, b.price_minor, b.currency, b.note, b.made_at FROM vouchers v JOIN voucher_batches b ON b.id = v.batch_id`

const q = prepared(sql => ({
  any: sql.one<{ n: number }>('SELECT EXISTS (SELECT 1 FROM voucher_batches) AS n'),
  batch: sql.one<Batch>('SELECT * FROM voucher_batches WHERE id = $id'),
  batchByKey: sql.one<Batch>('SELECT * FROM voucher_batches WHERE key = $key'),
  insertBatch:
    sql.run(`INSERT INTO voucher_batches (id, key, count, tokens, price_minor, currency, note, made_at, made_by)
    VALUES ($id, $key, $count, $tokens, $price, $currency, $note, $at, $by)`),
  insert: sql.run('INSERT INTO vouchers (id, batch_id, number, mark) VALUES ($id, $batch, $number, $mark)'),
  card: sql.one<Card>(`SELECT ${CARD} WHERE v.id = $id`),
  byMark: sql.one<Card>(`SELECT ${CARD} WHERE v.mark = $mark`),
  ofBatch: sql.all<Card>(`SELECT ${CARD} WHERE v.batch_id = $batch ORDER BY v.number`),
  states: sql.all<{ state: VoucherState; n: number }>(
    'SELECT state, count(*) AS n FROM vouchers WHERE batch_id = $batch GROUP BY state',
  ),
  sell: sql.run(`UPDATE vouchers SET state = 'sold', sold_at = $at, sold_by = $by WHERE id = $id AND state = 'made'`),
  sale: sql.run('UPDATE vouchers SET sale = $posting WHERE id = $id'),
  /** The one write that spends a code: whoever comes second changes no row. */
  redeem: sql.run(`UPDATE vouchers SET state = 'redeemed', redeemed_at = $at, redeemed_by = $member
    WHERE mark = $mark AND (state = 'sold' OR (state = 'made'
      AND EXISTS (SELECT 1 FROM voucher_batches WHERE id = batch_id AND price_minor = 0)))`),
  posting: sql.run('UPDATE vouchers SET posting = $posting WHERE id = $id'),
  void: sql.run(`UPDATE vouchers SET state = 'void', voided_at = $at, voided_by = $by, voided_because = $because
    WHERE id = $id AND state IN ('made', 'sold')`),
  batches: sql.all<Batch>(`SELECT * FROM voucher_batches WHERE (made_at, id) < ($at, $after)
    AND ($q = '' OR instr(lower(note), lower($q)) > 0) ORDER BY made_at DESC, id DESC LIMIT $limit`),
  cards: sql.all<Card>(`SELECT ${CARD} LEFT JOIN accounts a ON a.id = v.redeemed_by
    WHERE ($state = '' OR v.state = $state) AND ($batch = '' OR v.batch_id = $batch) AND (b.made_at, v.id) < ($at, $after)
      AND ($q = '' OR instr(lower(b.note), lower($q)) > 0 OR lower(a.handle) = lower($q) OR ($mark <> '' AND v.mark = $mark))
    ORDER BY b.made_at DESC, v.id DESC LIMIT $limit`),
}))

export const vouchersMade = (world: Pick<World, 'db'>): boolean => q(world).any()!.n === 1
export const batchById = (world: Pick<World, 'db'>, id: string): Batch | null => q(world).batch({ id })
export const batchByKey = (world: Pick<World, 'db'>, key: string): Batch | null => q(world).batchByKey({ key })
export const cardById = (world: Pick<World, 'db'>, id: string): Card | null => q(world).card({ id })

export function statesOf(world: Pick<World, 'db'>, batch: string): Record<VoucherState, number> {
  const counts = { made: 0, sold: 0, redeemed: 0, void: 0 }
  for (const { state, n } of q(world).states({ batch })) counts[state] = n
  return counts
}

const NEWEST = { at: Number.MAX_SAFE_INTEGER, id: '' }
interface Listed {
  q: string
  after: { at: number; id: string } | null
  limit: number
}

export function batches(world: Pick<World, 'db'>, { q: text, after, limit }: Listed): Batch[] {
  const { at, id } = after ?? NEWEST
  return q(world).batches({ q: text, at, after: id, limit })
}

/** Newest first. A whole code that is typed into the search finds its card. */
export function cards(
  world: Pick<World, 'db' | 'seal'>,
  { q: text, after, limit, state = '', batch = '' }: Listed & { state?: string; batch?: string },
): Card[] {
  const { at, id } = after ?? NEWEST
  const code = readCode(text)
  return q(world).cards({ q: text, state, batch, at, after: id, limit, mark: code.ok ? markOf(world, code.code) : '' })
}

/** What is kept instead of the code: a keyed hash under the house's own key, which no backup holds. */
const markOf = (world: Pick<World, 'seal'>, code: string): string => world.seal.mark('secrets', `voucher ${code}`)

export interface BatchTyped {
  count: string
  tokens: string
  /** Empty or 0: given away. */
  price: string
  note: string
}
export type BatchFaults = Partial<
  Record<keyof BatchTyped, 'empty' | 'number' | 'whole' | 'small' | 'large' | 'precise' | 'long'>
>
export interface MadeCard {
  number: number
  code: string
}
export type BatchMade =
  /** The codes are told this once; of a batch that was made before, none. */
  { ok: true; batch: Batch; cards: MadeCard[] } | { ok: false; faults: BatchFaults }

const PRICE_MOST = 100_000_000n

/** Makes cards. They are worth nothing until they are sold, unless they are free. */
export function makeBatch(world: World, { key, typed, by }: { key: string; typed: BatchTyped; by: Actor }): BatchMade {
  const currency = currencyOf(world)
  const count = readTokens(typed.count, BATCH_MOST)
  const tokens = readTokens(typed.tokens, VOUCHER_TOKENS_MOST)
  const free = /^0*([.,]0*)?$/.test(typed.price.trim())
  const price = free ? ({ ok: true, amount_minor: 0n } as const) : typedMoney(typed.price, currency)
  const note = typed.note.trim()
  const faults: BatchFaults = {
    ...(count.ok ? {} : { count: TOKENS_WRONG[count.why] }),
    ...(tokens.ok ? {} : { tokens: TOKENS_WRONG[tokens.why] }),
    ...(price.ok
      ? price.amount_minor > PRICE_MOST
        ? { price: 'large' as const }
        : {}
      : { price: MONEY_WRONG[price.why] }),
    ...(note === ''
      ? { note: 'empty' as const }
      : Array.from(note).length > NOTE_MOST
        ? { note: 'long' as const }
        : {}),
  }
  if (!count.ok || !tokens.ok || !price.ok || Object.keys(faults).length > 0) return { ok: false, faults }
  return tx(world, (): BatchMade => {
    const known = q(world).batchByKey({ key })
    if (known) return { ok: true, batch: known, cards: [] }
    const id = world.ids.next()
    const at = world.clock.now()
    q(world).insertBatch({
      id,
      key,
      count: Number(count.tokens),
      tokens: tokens.tokens,
      price: price.amount_minor,
      currency,
      note,
      at,
      by: by.id,
    })
    const made: MadeCard[] = []
    for (let number = 1; number <= Number(count.tokens); number++) {
      const code = codeOf(world.ids.bytes(13))
      // Sorted by its number among the cards of one moment.
      const card = `${id}.${String(number).padStart(3, '0')}`
      q(world).insert({ id: card, batch: id, number, mark: markOf(world, code) })
      made.push({ number, code: printed(code) })
    }
    record(world, {
      actor: by,
      act: 'voucher.made',
      subject: `vouchers:${id}`,
      reason: note,
      detail: {
        count: Number(count.tokens),
        tokens: String(tokens.tokens),
        price_minor: String(price.amount_minor),
        currency,
      },
    })
    return { ok: true, batch: q(world).batch({ id })!, cards: made }
  })
}

export type Sold = { ok: true; sold: number } | { ok: false; why: 'unknown' | 'free' | 'none' }

/** The money for these cards is in the till: from now on they can be redeemed. */
export function sell(world: World, { ids, by }: { ids: readonly string[]; by: Actor }): Sold {
  return tx(world, (): Sold => {
    const found = ids.map(id => q(world).card({ id }))
    if (found.length === 0 || found.some(card => card === null)) return { ok: false, why: 'unknown' }
    const cards = found.filter(card => card !== null)
    if (cards.some(card => card.price_minor === 0n)) return { ok: false, why: 'free' }
    let sold = 0
    for (const card of cards) {
      if (q(world).sell({ id: card.id, at: world.clock.now(), by: by.id }) === 0) continue
      const { currency, price_minor } = card
      const posted = post(world, {
        key: `voucher:${card.id}:sold`,
        input: { voucher: card.id, price_minor, currency },
        reason: 'voucher-sale',
        about: `voucher:${card.id}`,
        by: by.id,
        entries: voucherSaleLines(book('bank', 'cash', currency), { amount_minor: price_minor, currency }),
      })
      if (posted.ok) q(world).sale({ id: card.id, posting: posted.n })
      sold++
    }
    if (sold === 0) return { ok: false, why: 'none' }
    const batch = cards[0]!.batch_id
    record(world, { actor: by, act: 'voucher.sold', subject: `vouchers:${batch}`, detail: { cards: sold } })
    return { ok: true, sold }
  })
}

/** All cards of the batch that are not sold yet. */
export const sellBatch = (world: World, { batch, by }: { batch: string; by: Actor }): Sold =>
  sell(world, {
    ids: q(world)
      .ofBatch({ batch })
      .filter(card => card.state === 'made')
      .map(card => card.id),
    by,
  })

export type Voided = { ok: true; voided: number } | { ok: false; why: 'unknown' | 'because' | 'none' | 'frozen' }

/** Makes cards worthless that nobody redeemed. What was paid for a sold one is owed back in cash: its sale is reversed. */
export function voidCards(
  world: World,
  { ids, because, by }: { ids: readonly string[]; because: string; by: Actor },
): Voided {
  const reason = reasonOf(because)
  if (reason === null) return { ok: false, why: 'because' }
  return tx(world, (): Voided => {
    const found = ids.map(id => q(world).card({ id }))
    if (found.length === 0 || found.some(card => card === null)) return { ok: false, why: 'unknown' }
    const cards = found.filter(card => card !== null)
    if (cards.some(card => card.state === 'sold') && isFrozen(world)) return { ok: false, why: 'frozen' }
    let voided = 0
    for (const card of cards) {
      if (q(world).void({ id: card.id, at: world.clock.now(), by: by.id, because: reason }) === 0) continue
      voided++
      if (card.sale === null) continue
      correct(world, {
        key: `voucher:${card.id}:void`,
        input: { voucher: card.id },
        by: by.id,
        n: card.sale,
        because: reason,
      })
    }
    if (voided === 0) return { ok: false, why: 'none' }
    record(world, {
      actor: by,
      act: 'voucher.voided',
      subject: `vouchers:${cards[0]!.batch_id}`,
      reason,
      detail: { cards: voided },
    })
    return { ok: true, voided }
  })
}

export const voidBatch = (world: World, asked: { batch: string; because: string; by: Actor }): Voided =>
  voidCards(world, {
    ...asked,
    ids: q(world)
      .ofBatch({ batch: asked.batch })
      .filter(card => card.state === 'made' || card.state === 'sold')
      .map(card => card.id),
  })

/** Wrong codes of one account: nobody else is kept waiting by them. Source: trust.md 12. */
const WRONG = { most: 5, windowMs: 10 * MINUTE }

export type Redeemed =
  | { ok: true; posting: number; tokens: bigint; again: boolean }
  | Refusal
  | { ok: false; why: 'empty' | 'length' | 'symbol' | 'check' }
  /** There is no such code, or nobody has paid for it yet: both sound the same. */
  | { ok: false; why: 'unknown' | 'used' | 'void' | 'often' }
  /** So much was paid within a month that somebody looks first; the code stays good. */
  | { ok: false; why: 'much' }
  /** The ledger waits for a recount, and what the house gives away waits with it. */
  | { ok: false; why: 'frozen' }

/** Turns a code into tokens, once, for whoever comes first. */
export function redeem(world: World, { member, typed }: { member: string; typed: string }): Redeemed {
  const key = `voucher ${member}`
  if (!world.rates.has(key, WRONG.most, WRONG.windowMs)) return { ok: false, why: 'often' }
  const read = readCode(typed)
  // A slip of the finger is told from a guess by its check symbol: it costs nothing.
  if (!read.ok) return read
  const wrong = (why: 'unknown' | 'used' | 'void') => {
    world.rates.take(key, WRONG.most, WRONG.windowMs)
    return { ok: false, why } as const
  }
  return grouped(world, (): Redeemed => {
    const mark = markOf(world, read.code)
    const card = q(world).byMark({ mark })
    if (!card) return wrong('unknown')
    if (card.state === 'redeemed') {
      if (card.redeemed_by !== member) return wrong('used')
      return { ok: true, posting: card.posting!, tokens: card.tokens, again: true }
    }
    if (card.state === 'void') return wrong('void')
    const paid = card.price_minor > 0n
    if (card.state === 'made' && paid) return wrong('unknown')
    const refused = refusal(world, member, paid ? { what: 'buy', tokens: card.tokens } : undefined)
    if (refused) return refused
    if (!paid && isFrozen(world)) return { ok: false, why: 'frozen' }
    if (paid && paidTooMuch(world, member, card.price_minor)) return { ok: false, why: 'much' }
    if (q(world).redeem({ mark, member, at: world.clock.now() }) === 0) return wrong('used')
    const { id, tokens, price_minor, currency } = card
    const posted = post(world, {
      key: `voucher:${id}:redeemed`,
      input: { voucher: id, member },
      reason: paid ? 'voucher' : 'promo',
      about: `voucher:${id}`,
      by: `account:${member}`,
      entries: paid
        ? taxLines(world, voucherLines(member, tokens, { amount_minor: price_minor, currency }), price_minor, currency)
        : giveLines(member, tokens),
    })
    assert(posted.ok, 'a code that was spent becomes tokens')
    q(world).posting({ id, posting: posted.n })
    tellMoved(world, member)
    return { ok: true, posting: posted.n, tokens, again: false }
  })
}

/** Who redeemed a card, by name; a deleted account keeps its id alone. */
export const redeemerOf = (world: World, card: Pick<Voucher, 'redeemed_by'>): string | null =>
  card.redeemed_by === null ? null : (accountById(world, card.redeemed_by)?.handle ?? null)

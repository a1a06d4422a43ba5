import { Elysia } from 'elysia'
import { paths } from '../../../../views/paths.ts'
import {
  MoneySettingsPage,
  type MoneySettingsProps,
  type PackRow,
  type RulesValues,
} from '../../../../views/wallet/panel/settings.tsx'
import { say } from '../../../../views/words/index.ts'
import { type Asking, access } from '../../../accounts/access.ts'
import { actorOf } from '../../../accounts/index.ts'
import { frame } from '../../../base/html/frame.ts'
import { page, seeOther } from '../../../base/html/reply.ts'
import { said } from '../../../base/html/said.ts'
import { line, ticked } from '../../../base/http/form.ts'
import { CURRENCIES, plainMoney } from '../../../ledger/index.ts'
import { desk } from '../../../support/index.ts'
import {
  allPacks,
  currencyOf,
  inFours,
  marginOf,
  moneyMoved,
  PACKS_MOST,
  type PackTyped,
  saveBank,
  savePacks,
  saveRules,
} from '../../../wallet/index.ts'
import type { World } from '../../../world.ts'

type Staff = Asking & { request: Request }

/** What is sold for how much, the house's account, and the rules about both. */
export const moneySettingRoutes = (world: World) =>
  new Elysia({ name: 'admin-money-settings' })
    .use(access(world))
    .get('/panel/money', context => showSettings(world, context), { access: 'staff:owner' })
    .post(
      '/panel/money/packs',
      context => {
        const { body, request, visitor, address } = context
        const typed: PackTyped[] = Array.from({ length: PACKS_MOST + 2 }, (_, i) => ({
          id: line(body, `id-${i}`),
          tokens: line(body, `tokens-${i}`).slice(0, 20),
          price: line(body, `price-${i}`).slice(0, 20),
          on: ticked(body, `on-${i}`),
          place: line(body, `place-${i}`).slice(0, 5),
        })).filter(row => row.id !== '' || row.tokens !== '' || row.price !== '')
        const saved = savePacks(world, typed, actorOf(visitor!, address))
        if (saved.ok) return seeOther(request, `${paths.panelMoney}?said=packs#main`)
        const words = say.money.settings.errors
        const packs = typed.map((row, i): PackRow => {
          const errors = Object.entries(saved.faults[i] ?? {}).map(([name, why]) => [name, words[why]])
          return { ...row, margin_minor: null, errors: Object.fromEntries(errors) }
        })
        return showSettings(world, context, { packs: withNew(packs), packErrors: true })
      },
      { access: 'staff:owner' },
    )
    .post(
      '/panel/money/bank',
      context => {
        const { body, request, visitor, address } = context
        const bank = {
          name: line(body, 'name').slice(0, 200),
          iban: line(body, 'iban').slice(0, 60),
          bic: line(body, 'bic').slice(0, 20),
        }
        const saved = saveBank(world, bank, actorOf(visitor!, address))
        if (saved.ok) return seeOther(request, `${paths.panelMoney}?said=bank`)
        const words = say.money.settings.bankErrors
        const bankErrors = Object.fromEntries(Object.entries(saved.faults).map(([name, why]) => [name, words[why]]))
        return showSettings(world, context, { bank, bankErrors })
      },
      { access: 'staff:owner' },
    )
    .post(
      '/panel/money/rules',
      context => {
        const { body, request, visitor, address } = context
        const names = Object.keys(rulesOf(world)) as (keyof RulesValues)[]
        const rules = Object.fromEntries(
          names.map(name => [name, line(body, name).slice(0, 20)]),
        ) as unknown as RulesValues
        const saved = saveRules(world, rules, actorOf(visitor!, address))
        if (saved.ok) return seeOther(request, `${paths.panelMoney}?said=rules#main`)
        const words = say.money.settings.rulesErrors
        const rulesErrors = Object.fromEntries(Object.entries(saved.faults).map(([name, why]) => [name, words[why]]))
        return showSettings(world, context, { rules, rulesErrors })
      },
      { access: 'staff:owner' },
    )

const percent = (bp: number): string => (bp % 100 === 0 ? String(bp / 100) : (bp / 100).toFixed(2))

function rulesOf(world: World): RulesValues {
  const { settings } = world
  return {
    currency: currencyOf(world),
    tax: percent(settings.get('tax_bp')),
    tax_place: settings.get('tax_place'),
    margin: percent(settings.get('margin_least_bp')),
    orders_hour: String(settings.get('orders_hour_most')),
    orders_day: String(settings.get('orders_day_most')),
    paid_month: plainMoney(BigInt(settings.get('paid_month_most_minor')), currencyOf(world)),
  }
}

function packRows(world: World): PackRow[] {
  return allPacks(world).map(pack => ({
    id: pack.id,
    tokens: String(pack.tokens),
    price: plainMoney(pack.price_minor, pack.currency),
    on: pack.is_on === 1,
    place: String(pack.place),
    margin_minor: marginOf(world, pack.tokens, pack.price_minor, pack.currency),
  }))
}

/** One empty row after the last, to add another. */
const withNew = (rows: PackRow[]): PackRow[] =>
  rows.length >= PACKS_MOST || rows.some(row => row.id === '')
    ? rows
    : [...rows, { id: '', tokens: '', price: '', on: true, place: String(rows.length + 1), margin_minor: null }]

function showSettings(world: World, context: Staff, wrong: Partial<MoneySettingsProps> = {}): Response {
  const bad = Object.keys(wrong).length > 0
  const words = say.money.settings.said
  const ok = <T extends object>(sentence: T) => ({ tone: 'ok' as const, ...sentence })
  return page(
    MoneySettingsPage({
      frame: frame(
        world,
        context,
        bad ? {} : said(context.request, { packs: ok(words.packs), bank: ok(words.bank), rules: ok(words.rules) }),
      ),
      desk: desk(world),
      currency: currencyOf(world),
      currencies: CURRENCIES,
      currencyFixed: moneyMoved(world),
      packs: withNew(packRows(world)),
      packErrors: false,
      bank: {
        name: world.settings.get('bank_name'),
        iban: inFours(world.settings.get('bank_iban')),
        bic: world.settings.get('bank_bic'),
      },
      rules: rulesOf(world),
      ...wrong,
    }),
    { nonce: context.nonce, status: bad ? 422 : 200 },
  )
}

import { money } from '../../format.ts'
import type { Frame } from '../../layout/frame.ts'
import { PanelPage } from '../../layout/panel.tsx'
import { Box } from '../../parts/box.tsx'
import { Acts, Button } from '../../parts/button.tsx'
import { Checkbox, Form, SelectField, TextField } from '../../parts/field.tsx'
import { paths } from '../../paths.ts'
import type { DeskProps } from '../../support/reports.tsx'
import { say } from '../../words/index.ts'

export interface PackRow {
  /** Empty: the row for a new one. */
  id: string
  tokens: string
  price: string
  on: boolean
  place: string
  /** What stays with the house at least. */
  margin_minor: bigint | null
  errors?: { tokens?: string; price?: string; place?: string }
}

export interface RulesValues {
  currency: string
  tax: string
  tax_place: string
  margin: string
  orders_hour: string
  orders_day: string
  paid_month: string
}

export interface MoneySettingsProps {
  frame: Frame
  desk: DeskProps
  currency: string
  currencies: readonly string[]
  currencyFixed: boolean
  packs: readonly PackRow[]
  packErrors: boolean
  bank: { name: string; iban: string; bic: string }
  bankErrors?: { name?: string; iban?: string; bic?: string }
  rules: RulesValues
  rulesErrors?: Partial<Record<keyof RulesValues, string>>
}

export function MoneySettingsPage(props: MoneySettingsProps) {
  const { frame, desk, currency } = props
  const words = say.money.settings
  return (
    <PanelPage frame={frame} title={words.title} {...desk}>
      <div class="panel-columns">
        <div class="stack">
          <Box title={words.packs} id="packs">
            <Form
              action={`${paths.panelMoneyPacks}#packs`}
              class="form packs-form bare-labels"
              novalidate={props.packErrors}
            >
              <p class="second">{words.packsWords}</p>
              {props.packs.map((pack, i) => (
                <fieldset class="pack-row">
                  <legend class={pack.id === '' ? 'field-label' : 'unseen'}>
                    {pack.id === ''
                      ? words.newPack
                      : say.wallet.tokens(BigInt(/^\d{1,9}$/.test(pack.tokens) ? pack.tokens : 0))}
                  </legend>
                  <input type="hidden" name={`id-${i}`} value={pack.id} />
                  <TextField
                    name={`tokens-${i}`}
                    label={words.packTokens}
                    inputmode="numeric"
                    maxlength={12}
                    value={pack.tokens}
                    error={pack.errors?.tokens}
                    optional
                  />
                  <TextField
                    name={`price-${i}`}
                    label={words.packPrice}
                    inputmode="decimal"
                    maxlength={14}
                    unit={currency}
                    value={pack.price}
                    error={pack.errors?.price}
                    optional
                  />
                  <TextField
                    name={`place-${i}`}
                    label={words.packPlace}
                    inputmode="numeric"
                    maxlength={3}
                    value={pack.place}
                    error={pack.errors?.place}
                    optional
                  />
                  <Checkbox name={`on-${i}`} label={words.packOn} checked={pack.on} />
                  {pack.margin_minor === null ? null : (
                    <p class="pack-margin field-hint">
                      {words.packMargin} {money(pack.margin_minor, currency)}
                    </p>
                  )}
                </fieldset>
              ))}
              <Acts>
                <Button look="primary" busy={words.saving}>
                  {words.savePacks}
                </Button>
              </Acts>
            </Form>
          </Box>
        </div>
        <div class="stack">
          <Box title={words.bank} id="bank">
            <Form
              action={`${paths.panelMoneyBank}#bank`}
              class="form bare-labels"
              novalidate={props.bankErrors !== undefined}
            >
              <p class="second">{words.bankWords}</p>
              <TextField
                name="name"
                label={words.bankName}
                maxlength={100}
                value={props.bank.name}
                error={props.bankErrors?.name}
                optional
              />
              <TextField
                name="iban"
                label={words.bankIban}
                maxlength={50}
                value={props.bank.iban}
                error={props.bankErrors?.iban}
                code
                optional
              />
              <TextField
                name="bic"
                label={words.bankBic}
                maxlength={14}
                value={props.bank.bic}
                hint={words.bankBicHint}
                error={props.bankErrors?.bic}
                code
                optional
              />
              <Acts>
                <Button look="primary" busy={words.saving}>
                  {words.saveBank}
                </Button>
              </Acts>
            </Form>
          </Box>
          <Box title={words.rules} id="rules">
            <Form action={`${paths.panelMoneyRules}#rules`} novalidate={props.rulesErrors !== undefined}>
              <SelectField
                name="currency"
                label={words.currency}
                value={props.rules.currency}
                options={props.currencies.map(value => ({ value, words: value }))}
                hint={props.currencyFixed ? words.currencyFixed : words.currencyHint}
                error={props.rulesErrors?.currency}
              />
              <TextField
                name="tax"
                label={words.tax}
                inputmode="decimal"
                maxlength={6}
                unit="%"
                hint={words.taxHint}
                value={props.rules.tax}
                error={props.rulesErrors?.tax}
              />
              <TextField
                name="tax_place"
                label={words.taxPlace}
                maxlength={2}
                hint={words.taxPlaceHint}
                value={props.rules.tax_place}
                error={props.rulesErrors?.tax_place}
                optional
              />
              <TextField
                name="margin"
                label={words.margin}
                inputmode="decimal"
                maxlength={6}
                unit="%"
                hint={words.marginHint}
                value={props.rules.margin}
                error={props.rulesErrors?.margin}
              />
              <div class="form-pair">
                <TextField
                  name="orders_hour"
                  label={words.ordersHour}
                  inputmode="numeric"
                  maxlength={6}
                  value={props.rules.orders_hour}
                  error={props.rulesErrors?.orders_hour}
                />
                <TextField
                  name="orders_day"
                  label={words.ordersDay}
                  inputmode="numeric"
                  maxlength={6}
                  value={props.rules.orders_day}
                  error={props.rulesErrors?.orders_day}
                />
              </div>
              <TextField
                name="paid_month"
                label={words.paidMonth}
                inputmode="decimal"
                maxlength={14}
                unit={currency}
                hint={words.paidMonthHint}
                value={props.rules.paid_month}
                error={props.rulesErrors?.paid_month}
              />
              <Acts>
                <Button look="primary" busy={words.saving}>
                  {words.saveRules}
                </Button>
              </Acts>
            </Form>
          </Box>
        </div>
      </div>
    </PanelPage>
  )
}

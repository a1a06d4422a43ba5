import { dateTime, money, number, type Zone } from '../../format.ts'
import type { Frame } from '../../layout/frame.ts'
import { PanelPage } from '../../layout/panel.tsx'
import { Box, Figures } from '../../parts/box.tsx'
import { Acts, Button, LinkButton } from '../../parts/button.tsx'
import { Form, Segments, TextField } from '../../parts/field.tsx'
import { ListChips, ListSearch, ListTable, type ListView } from '../../parts/listing.tsx'
import { Notice } from '../../parts/notice.tsx'
import { paths } from '../../paths.ts'
import type { DeskProps } from '../../support/reports.tsx'
import { say } from '../../words/index.ts'
import { type LineView, reasonWords, signed } from '../wallet.tsx'
import { Because } from './because.tsx'
import { noRows } from './no-rows.ts'

export interface OwedProps {
  frame: Frame
  desk: DeskProps
  owed: {
    wallets_tokens: bigint
    held_tokens: bigint
    received_tokens: bigint
    issued_tokens: bigint
    given_tokens: bigint
    currency: string
    deferred_minor: bigint
    vouchers_minor: bigint
    suspense_minor: bigint
    earned_minor: bigint
    tax_minor: bigint
    behind: number
  }
  /** The books add up. */
  agrees: boolean
}

/** What the house owes: every figure leads to its list. */
export function OwedPage({ frame, desk, owed, agrees }: OwedProps) {
  const words = say.money.tokens
  const cash = (minor: bigint) => money(minor, owed.currency)
  return (
    <PanelPage frame={frame} title={words.title} {...desk}>
      <div class="stack">
        <p class="second">{words.words}</p>
        {agrees ? (
          <Notice tone="ok" title={words.adds} words={words.addsWords(number(owed.issued_tokens))} />
        ) : (
          <Notice tone="bad" title={words.not} words={words.notWords} alert />
        )}
        {owed.behind > 0 ? <Notice title={words.behind(owed.behind)} /> : null}
        <Figures
          figures={[
            { label: words.wallets, value: number(owed.wallets_tokens), href: `${paths.panelWallets}?is=free` },
            { label: words.held, value: number(owed.held_tokens), href: `${paths.panelWallets}?is=held` },
            { label: words.given, value: number(owed.given_tokens), href: paths.panelVouchers },
            { label: words.received, value: number(owed.received_tokens), href: paths.panelEarnings },
          ]}
        />
        <Figures
          figures={[
            { label: words.deferred, value: cash(owed.deferred_minor), href: `${paths.panelOrders}?state=paid` },
            { label: words.vouchers, value: cash(owed.vouchers_minor), href: `${paths.panelVouchers}?state=sold` },
            { label: words.suspense, value: cash(owed.suspense_minor), href: `${paths.panelTransfers}?state=open` },
            { label: words.earned, value: cash(owed.earned_minor), href: paths.panelEarnings },
          ]}
        />
        {owed.tax_minor > 0n ? (
          <Figures
            figures={[{ label: words.tax, value: cash(owed.tax_minor), href: `${paths.panelOrders}?state=paid` }]}
          />
        ) : null}
        <p class="field-hint">{words.stale}</p>
      </div>
    </PanelPage>
  )
}

export interface WalletsProps {
  frame: Frame
  desk: DeskProps
  list: ListView
  rows: readonly { account_id: string; handle: string | null; tokens: bigint; held_tokens: bigint; moved_at: number }[]
  zone: Zone
}

export function WalletsPage({ frame, desk, list, rows, zone }: WalletsProps) {
  const words = say.money.wallets
  return (
    <PanelPage frame={frame} title={words.title} {...desk} aside={<ListSearch list={list} label={words.search} />}>
      <Box>
        <ListChips
          list={list}
          name="is"
          label={say.money.list.state}
          options={[
            { value: '', words: say.money.list.all },
            { value: 'free', words: words.free },
            { value: 'held', words: words.held },
            { value: 'closed', words: words.isClosed },
          ]}
        />
        <ListTable
          list={list}
          none={noRows(list, { title: words.none, words: words.noneWords })}
          caption={words.title}
          rows={rows}
          columns={[
            {
              title: words.search,
              kind: 'lead',
              cell: row => <a href={paths.panelWallet(row.account_id)}>{row.handle ?? say.money.vouchers.nobody}</a>,
            },
            { title: words.free, kind: 'number', cell: row => number(row.tokens) },
            { title: words.held, kind: 'number', cell: row => number(row.held_tokens) },
            { title: words.moved, cell: row => dateTime(row.moved_at, zone) },
          ]}
        />
      </Box>
    </PanelPage>
  )
}

export interface WalletFileProps {
  frame: Frame
  desk: DeskProps
  member: { id: string; handle: string | null }
  balance_tokens: bigint
  held_tokens: bigint
  paid_minor: bigint
  currency: string
  lines: readonly LineView[]
  list: ListView
  closed: { by: string; because: string } | null
  lookedUntil: number | null
  zone: Zone
  born: string
  proposed: boolean
  change?: { way: string; tokens: string; because: string; errors: { tokens?: string; because?: string; way?: string } }
  freeze?: { typed: string; error: string }
  look?: { typed: string; error: string }
}

export function WalletFilePage(props: WalletFileProps) {
  const { frame, desk, member, list, zone, change, freeze, look } = props
  const words = say.money.wallets
  const path = paths.panelWallet(member.id)
  const name = member.handle ?? say.money.vouchers.nobody
  return (
    <PanelPage
      frame={frame}
      title={words.of(name)}
      {...desk}
      aside={
        <Acts>
          <LinkButton look="edge" href={`${paths.panelOrders}?q=${member.handle ?? member.id}`}>
            {say.money.orders.title}
          </LinkButton>
          {frame.visitor?.role === 'owner' ? (
            <LinkButton look="edge" href={paths.panelPerson(member.id)}>
              {words.person}
            </LinkButton>
          ) : null}
        </Acts>
      }
    >
      <div class="stack">
        {props.closed ? (
          <Notice tone="warn" title={words.closed(props.closed.by)} words={props.closed.because} />
        ) : null}
        <Figures
          figures={[
            { label: words.free, value: number(props.balance_tokens), href: '#lines' },
            { label: words.held, value: number(props.held_tokens), href: `${path}/lines?kind=aside#lines` },
            {
              label: words.paid30,
              value: money(props.paid_minor, props.currency),
              href: `${paths.panelOrders}?q=${member.handle ?? member.id}&state=paid`,
            },
          ]}
        />
        <div class="panel-columns">
          <Box title={words.lines} id="lines" aside={<ListSearch list={list} label={say.wallet.page.search} />}>
            <ListChips
              list={list}
              name="kind"
              label={say.wallet.page.kindLabel}
              usual={say.wallet.page.kinds.all}
              options={(['bought', 'spent', 'aside', 'back'] as const).map(kind => ({
                value: kind,
                words: say.wallet.page.kinds[kind],
              }))}
            />
            <ListTable
              list={list}
              none={{ title: list.chosen.length > 0 ? say.wallet.page.noneFound : say.wallet.page.none }}
              caption={words.lines}
              rows={props.lines}
              columns={[
                {
                  title: say.wallet.page.what,
                  kind: 'lead',
                  cell: line => (
                    <>
                      {line.reason === 'tip' || line.reason === 'gift' ? (
                        <a href={paths.panelTip(line.n)}>{reasonWords(line)}</a>
                      ) : (
                        reasonWords(line)
                      )}
                      <span class="line-because" hx-ignore="true">
                        {line.reason === 'hold' ? '' : line.because}
                      </span>
                    </>
                  ),
                },
                { title: say.money.orders.posting, kind: 'number', cell: line => line.n },
                { title: say.wallet.page.when, label: '', cell: line => dateTime(line.at, zone) },
                {
                  title: say.wallet.page.amount,
                  kind: 'number',
                  cell: line =>
                    line.free_tokens === 0n
                      ? say.wallet.page.heldMove(signed(line.held_tokens))
                      : signed(line.free_tokens),
                },
                {
                  title: say.wallet.page.after,
                  kind: 'number',
                  cell: line => (line.after_tokens === null ? '' : number(line.after_tokens)),
                },
              ]}
            />
          </Box>
          <div class="stack">
            <Box title={words.change} id="change">
              {props.proposed ? (
                <Notice
                  title={words.said.proposed.title}
                  words={<a href={paths.panelApprovals}>{words.said.proposed.words}</a>}
                />
              ) : (
                <Form action={`${path}/change#change`} novalidate={change !== undefined}>
                  <input type="hidden" name="key" value={props.born} />
                  <p class="second">{words.changeWords}</p>
                  <Segments
                    name="way"
                    legend={words.way}
                    value={change?.way || 'credit'}
                    options={[
                      { value: 'credit', words: words.credit },
                      { value: 'debit', words: words.debit },
                    ]}
                  />
                  <TextField
                    name="tokens"
                    label={words.tokens}
                    inputmode="numeric"
                    maxlength={12}
                    value={change?.tokens}
                    error={change?.errors.tokens}
                  />
                  <Because shown typed={change?.because} error={change?.errors.because} />
                  <Acts>
                    <Button look="edge" busy={words.busy}>
                      {words.submit}
                    </Button>
                  </Acts>
                </Form>
              )}
            </Box>
            <Box title={props.closed ? words.thaw : words.freeze} id="freeze">
              <Form action={`${path}/${props.closed ? 'open' : 'close'}#freeze`} novalidate={freeze !== undefined}>
                {props.closed ? null : <p class="second">{words.freezeWords}</p>}
                <Because id="because-freeze" rows={2} typed={freeze?.typed} error={freeze?.error} />
                <Acts>
                  <Button look={props.closed ? 'edge' : 'danger'}>{props.closed ? words.thaw : words.freeze}</Button>
                </Acts>
              </Form>
            </Box>
            <Box title={words.lookTitle} id="look">
              <Form action={`${path}/look#look`} novalidate={look !== undefined}>
                <p class="second">
                  {props.lookedUntil === null ? words.lookWords : words.looked(dateTime(props.lookedUntil, zone))}
                </p>
                <Because id="because-look" rows={2} typed={look?.typed} error={look?.error} />
                <Acts>
                  <Button look="edge">{words.look}</Button>
                </Acts>
              </Form>
            </Box>
          </div>
        </div>
      </div>
    </PanelPage>
  )
}

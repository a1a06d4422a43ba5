import type { GiftName, TipKind } from '../../src/tips/index.ts'
import { dateTime, money, number, type Zone } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { PanelPage } from '../layout/panel.tsx'
import { Box } from '../parts/box.tsx'
import { Notice } from '../parts/notice.tsx'
import { paths } from '../paths.ts'
import type { DeskProps } from '../support/reports.tsx'
import { TakeBack, type TakeBackProps } from '../wallet/panel/take-back.tsx'
import { say } from '../words/index.ts'

export interface TipFileProps {
  frame: Frame
  desk: DeskProps
  tip: {
    n: number
    tokens: bigint
    back_tokens: bigint
    earned_minor: bigint
    back_minor: bigint
    currency: string
    kind: TipKind
    item: string
    note: string
    anonymous: boolean
    returned: boolean
    at: number
  }
  member: { id: string; handle: string | null }
  room: { name: string; handle: string } | null
  back?: TakeBackProps
  zone: Zone
}

/** One tip as staff sees it: who, to whom, what for, and what of it came back. */
export function TipFilePage({ frame, desk, tip, member, room, back, zone }: TipFileProps) {
  const words = say.money.tip
  const what =
    tip.kind === 'gift' ? say.tips.gift[tip.item as GiftName] : tip.kind === 'wish' ? tip.item : say.tips.earnings.tip
  return (
    <PanelPage frame={frame} title={`${words.title} ${tip.n}`} {...desk}>
      <div class="panel-columns">
        <div class="stack">
          {tip.returned ? <Notice title={words.returned} /> : null}
          {back ? <TakeBack {...back} /> : null}
        </div>
        <Box title={say.money.vouchers.facts}>
          <dl class="facts">
            <dt>{say.money.orders.member}</dt>
            <dd>
              <a href={paths.panelWallet(member.id)}>{member.handle ?? say.money.vouchers.nobody}</a>
              {tip.anonymous ? ` (${say.tips.studio.nameless})` : ''}
            </dd>
            <dt>{words.room}</dt>
            <dd>{room ? <a href={paths.room(room.name)}>{room.handle}</a> : say.money.vouchers.nobody}</dd>
            <dt>{words.what}</dt>
            <dd hx-ignore="true">
              {what}
              {tip.note === '' ? '' : `: ${tip.note}`}
            </dd>
            <dt>{say.money.list.tokens}</dt>
            <dd>{number(tip.tokens)}</dd>
            <dt>{words.earned}</dt>
            <dd>{money(tip.earned_minor - tip.back_minor, tip.currency)}</dd>
            {tip.back_tokens > 0n ? (
              <>
                <dt>{words.back}</dt>
                <dd>{number(tip.back_tokens)}</dd>
              </>
            ) : null}
            <dt>{say.money.list.when}</dt>
            <dd>{dateTime(tip.at, zone)}</dd>
          </dl>
        </Box>
      </div>
    </PanelPage>
  )
}

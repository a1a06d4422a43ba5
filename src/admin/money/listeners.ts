import { money } from '../../../views/format.ts'
import { paths } from '../../../views/paths.ts'
import { say } from '../../../views/words/index.ts'
import { type Approval, type ApprovalListeners, type Approving, detailOf } from '../../audit/index.ts'
import { actorName } from '../../support/index.ts'
import { giveBack, type Tip, tipOf } from '../../tips/index.ts'
import {
  balance,
  cardById,
  grant,
  inFours,
  orderById,
  payerOf,
  priceBack,
  receiptById,
  refundCard,
  refundOrder,
  sendBack,
} from '../../wallet/index.ts'
import type { World } from '../../world.ts'

export const CREDIT_KIND = 'wallet.credit'
export const DEBIT_KIND = 'wallet.debit'
export const REFUND_KIND = 'order.refund'
export const BACK_KIND = 'transfer.back'
export const CARD_KIND = 'voucher.refund'
export const TIP_BACK_KIND = 'tip.return'

interface Told {
  /** A part of this tip came back: the goal and the boards of its room are others now. */
  cameBack(tip: Tip): void
}

/** Money that staff moves: always by two persons. */
export function approvingMoney(world: World, told: Told): ApprovalListeners['kinds'] {
  const words = () => say.money.approvals
  const undone = (why: 'not-enough' | 'frozen' | 'gone') => ({ ok: false as const, words: words().undone[why] })
  const by = (asked: Approval, second: { id: string }) =>
    `${asked.proposed_by}+${second.id === asked.proposed_by ? 'alone' : second.id}`
  const memberOf = (asked: Approval) => asked.subject.slice('account:'.length)
  const tokensOf = (asked: Approval) => BigInt(detailOf<{ tokens: string }>(asked).tokens)

  const change = (way: 'credit' | 'debit'): Approving => ({
    second: 'finance',
    describe: asked => ({
      title: words()[way](say.wallet.tokens(tokensOf(asked)), actorName(world, asked.subject)),
      facts: [
        { label: words().member, words: actorName(world, asked.subject), href: paths.panelWallet(memberOf(asked)) },
        { label: words().balance, words: say.wallet.tokens(balance(world, memberOf(asked)).tokens) },
      ],
    }),
    perform(asked, second) {
      const done = grant(world, {
        way,
        member: memberOf(asked),
        tokens: tokensOf(asked),
        because: asked.reason,
        by: asked.proposed_by,
        second: second.id,
        key: `grant:${asked.id}`,
      })
      return done.ok ? { ok: true } : undone(done.why)
    },
  })

  const refund: Approving = {
    second: 'finance',
    describe(asked) {
      const { order: id } = detailOf<{ order: string }>(asked)
      const order = orderById(world, id)
      const sum = order ? money(priceBack(order, tokensOf(asked)), order.currency) : ''
      return {
        title: words().refund(say.wallet.tokens(tokensOf(asked)), actorName(world, asked.subject)),
        facts: [
          { label: words().member, words: actorName(world, asked.subject), href: paths.panelWallet(memberOf(asked)) },
          { label: words().order, words: order ? inFours(order.reference) : '', href: paths.panelOrder(id) },
          { label: words().sum, words: sum },
        ],
      }
    },
    perform(asked, second) {
      const done = refundOrder(world, {
        order: detailOf<{ order: string }>(asked).order,
        tokens: tokensOf(asked),
        because: asked.reason,
        by: by(asked, second),
        key: `refund:${asked.id}`,
      })
      return done.ok ? { ok: true } : undone(done.why)
    },
  }

  const card: Approving = {
    second: 'finance',
    describe(asked) {
      const { card: id } = detailOf<{ card: string }>(asked)
      const found = cardById(world, id)
      const sum = found
        ? money(priceBack({ amount_minor: found.price_minor, tokens: found.tokens }, tokensOf(asked)), found.currency)
        : ''
      return {
        title: words().refund(say.wallet.tokens(tokensOf(asked)), actorName(world, asked.subject)),
        facts: [
          { label: words().member, words: actorName(world, asked.subject), href: paths.panelWallet(memberOf(asked)) },
          { label: say.money.vouchers.card, words: found ? found.note : '', href: paths.panelCard(id) },
          { label: words().sum, words: sum },
        ],
      }
    },
    perform(asked, second) {
      const done = refundCard(world, {
        card: detailOf<{ card: string }>(asked).card,
        tokens: tokensOf(asked),
        because: asked.reason,
        by: by(asked, second),
        key: `refund:${asked.id}`,
      })
      return done.ok ? { ok: true } : undone(done.why)
    },
  }

  const tipBack: Approving = {
    second: 'finance',
    describe(asked) {
      const { tip: n } = detailOf<{ tip: number }>(asked)
      const tip = tipOf(world, n)
      return {
        title: words().tipBack(say.wallet.tokens(tokensOf(asked)), actorName(world, asked.subject)),
        facts: [
          { label: words().member, words: actorName(world, asked.subject), href: paths.panelWallet(memberOf(asked)) },
          {
            label: say.money.tip.title,
            words: tip ? say.wallet.tokens(tip.tokens - tip.back_tokens) : '',
            href: paths.panelTip(n),
          },
        ],
      }
    },
    perform(asked, second) {
      const done = giveBack(world, {
        tip: detailOf<{ tip: number }>(asked).tip,
        tokens: tokensOf(asked),
        because: asked.reason,
        by: by(asked, second),
        key: `return:${asked.id}`,
      })
      if (!done.ok) return undone(done.why === 'over' ? 'not-enough' : done.why)
      told.cameBack(done.tip)
      return { ok: true }
    },
  }

  const back: Approving = {
    second: 'finance',
    describe(asked) {
      const {
        receipt: id,
        left_minor,
        currency,
      } = detailOf<{ receipt: string; left_minor: string; currency: string }>(asked)
      const receipt = receiptById(world, id)
      const payer = receipt && payerOf(world, receipt)
      const sum = money(BigInt(left_minor), currency)
      return {
        title: words().giveBack(sum),
        facts: [
          { label: words().transfer, words: sum, href: paths.panelTransfer(id) },
          { label: words().by, words: payer ? `${payer.name}, ${inFours(payer.iban)}` : '' },
        ],
      }
    },
    perform(asked, second) {
      const { receipt, left_minor } = detailOf<{ receipt: string; left_minor: string }>(asked)
      const done = sendBack(world, {
        receipt,
        left_minor: BigInt(left_minor),
        because: asked.reason,
        by: by(asked, second),
        key: `return:${asked.id}`,
      })
      return done.ok ? { ok: true } : undone(done.why)
    },
  }
  return {
    [CREDIT_KIND]: change('credit'),
    [DEBIT_KIND]: change('debit'),
    [REFUND_KIND]: refund,
    [CARD_KIND]: card,
    [TIP_BACK_KIND]: tipBack,
    [BACK_KIND]: back,
  }
}

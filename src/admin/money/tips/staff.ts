import { Elysia } from 'elysia'
import { paths } from '../../../../views/paths.ts'
import { TipFilePage } from '../../../../views/tips/panel.tsx'
import type { TakeBackTyped } from '../../../../views/wallet/panel/take-back.tsx'
import { say } from '../../../../views/words/index.ts'
import { type Asking, access } from '../../../accounts/access.ts'
import { accountById } from '../../../accounts/index.ts'
import { detailOf, openApproval } from '../../../audit/index.ts'
import { frame } from '../../../base/html/frame.ts'
import { page } from '../../../base/html/reply.ts'
import { said } from '../../../base/html/said.ts'
import { Refused } from '../../../base/http/refused.ts'
import { houseZone } from '../../../base/zone.ts'
import { roomById } from '../../../rooms/index.ts'
import { desk } from '../../../support/index.ts'
import { type Tip, tipOf } from '../../../tips/index.ts'
import type { World } from '../../../world.ts'
import { TIP_BACK_KIND } from '../listeners.ts'
import { proposeBack } from '../take-back/staff.ts'

type Staff = Asking & { request: Request }

/** One tip, and how a part of it is given back. */
export const tipStaffRoutes = (world: World) =>
  new Elysia({ name: 'admin-tips' })
    .use(access(world))
    .get('/panel/tips/:tip', context => showTip(world, context, found(world, context.params.tip)), {
      access: 'staff:finance',
    })
    .post(
      '/panel/tips/:tip/back',
      context => {
        const tip = found(world, context.params.tip)
        return proposeBack(world, context, {
          kind: TIP_BACK_KIND,
          account: tip.member_id,
          detail: { tip: tip.posting },
          most_tokens: leftOf(tip),
          href: paths.panelTip(tip.posting),
          refuse: typed => showTip(world, context, tip, typed),
        })
      },
      { access: 'staff:finance' },
    )

const leftOf = (tip: Tip): bigint => (tip.returned === null ? tip.tokens - tip.back_tokens : 0n)

function found(world: World, n: string): Tip {
  const tip = /^[1-9][0-9]{0,14}$/.test(n) ? tipOf(world, Number(n)) : null
  if (!tip) throw new Refused(404, say.money.tip.gone)
  return tip
}

function showTip(world: World, context: Staff, tip: Tip, typed?: TakeBackTyped): Response {
  const room = roomById(world, tip.room_id)
  const open = openApproval(world, TIP_BACK_KIND, `account:${tip.member_id}`)
  const most_tokens = leftOf(tip)
  return page(
    TipFilePage({
      frame: frame(
        world,
        context,
        typed ? {} : said(context.request, { proposed: { tone: 'ok', ...say.money.orders.proposed } }),
      ),
      desk: desk(world),
      tip: { ...tip, n: tip.posting, anonymous: tip.anonymous === 1, returned: tip.returned !== null },
      member: { id: tip.member_id, handle: accountById(world, tip.member_id)?.handle ?? null },
      room,
      ...(most_tokens > 0n
        ? {
            back: {
              action: `${paths.panelTip(tip.posting)}/back`,
              born: world.ids.next(),
              most_tokens,
              proposed: open !== null && detailOf<{ tip: number }>(open).tip === tip.posting,
              words: say.money.tip.giveBack,
              typed,
            },
          }
        : {}),
      zone: houseZone(world),
    }),
    { nonce: context.nonce, status: typed ? 422 : 200 },
  )
}

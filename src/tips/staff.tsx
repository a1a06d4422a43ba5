import { Elysia } from 'elysia'
import { number } from '../../views/format.ts'
import { GiftsPage } from '../../views/tips/gifts.tsx'
import { say } from '../../views/words/index.ts'
import { type Asking, access } from '../accounts/access.ts'
import { actorOf } from '../accounts/index.ts'
import { record } from '../audit/index.ts'
import { tx } from '../base/db/tx.ts'
import { frame } from '../base/html/frame.ts'
import { page, seeOther } from '../base/html/reply.ts'
import { said } from '../base/html/said.ts'
import { line } from '../base/http/form.ts'
import { readTokens } from '../ledger/index.ts'
import type { World } from '../world.ts'
import { GIFT_NAMES, type GiftName, gifts, priceGifts } from './gift.ts'
import { pushMenus } from './live.tsx'
import { TIP } from './tip.ts'

/** The owner's prices of the house's gifts. */
export const giftStaffRoutes = (world: World) =>
  new Elysia({ name: 'gifts-staff' })
    .use(access(world))
    .get('/panel/gifts', context => shown(world, context), { access: 'staff:owner' })
    .post(
      '/panel/gifts',
      context => {
        const { body, request, visitor, address } = context
        const read = GIFT_NAMES.map(name => ({
          name,
          typed: line(body, name),
          tokens: readTokens(line(body, name), TIP.most),
        }))
        if (read.some(one => !one.tokens.ok)) {
          const wrong = say.tips.studio.wrong.tokens('1', number(TIP.most))
          return shown(
            world,
            context,
            Object.fromEntries(
              read.map(one => [one.name, { typed: one.typed, error: one.tokens.ok ? undefined : wrong }]),
            ),
          )
        }
        const prices = Object.fromEntries(
          read.map(one => [one.name, one.tokens.ok ? one.tokens.tokens : 0n]),
        ) as Record<GiftName, bigint>
        tx(world, () => {
          priceGifts(world, prices)
          record(world, {
            actor: actorOf(visitor!, address),
            act: 'gifts.priced',
            subject: 'gifts',
            detail: Object.fromEntries(GIFT_NAMES.map(name => [name, String(prices[name])])),
          })
        })
        pushMenus(world)
        return seeOther(request, '/panel/gifts?said=saved')
      },
      { access: 'staff:owner' },
    )

function shown(
  world: World,
  context: Asking & { request: Request },
  typed?: Partial<Record<GiftName, { typed: string; error?: string }>>,
): Response {
  const words = say.tips.studio.saved
  return page(
    <GiftsPage
      frame={frame(
        world,
        context,
        typed ? {} : said(context.request, { saved: { tone: 'ok', title: words.title, words: words.words } }),
      )}
      gifts={gifts(world)}
      typed={typed}
    />,
    { nonce: context.nonce, status: typed ? 422 : 200 },
  )
}

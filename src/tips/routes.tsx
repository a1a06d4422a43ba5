import { Elysia } from 'elysia'
import { paths } from '../../views/paths.ts'
import { BoardPage } from '../../views/tips/board.tsx'
import { GiftPicture } from '../../views/tips/gift-picture.tsx'
import { TipForm, TipPage } from '../../views/tips/sheet.tsx'
import { type Asking, access } from '../accounts/access.ts'
import { frame } from '../base/html/frame.ts'
import { page, partial, seeOther, wantsPartial } from '../base/html/reply.ts'
import { line } from '../base/http/form.ts'
import { Refused } from '../base/http/refused.ts'
import { roomFor } from '../rooms/access.ts'
import type { Room } from '../rooms/index.ts'
import type { World } from '../world.ts'
import { isBoardSpan, standOnBoards } from './board.ts'
import { isGift } from './gift.ts'
import type { TipListeners } from './listeners.ts'
import { asked, boardProps, formOf, mayCount, mayTip, tipFrom } from './live.tsx'
import { refusalOf } from './refusal.tsx'

type Context = Asking & { request: Request; body: unknown }

export const tipRoutes = (world: World, told: TipListeners) =>
  new Elysia({ name: 'tips' })
    .use(access(world))
    .get(
      '/rooms/:room/tips',
      context => {
        const { request, params, visitor, nonce } = context
        const room = roomFor(world, params.room, visitor)
        if (!visitor || mayTip(room, visitor) !== 'tip') return seeOther(request, paths.room(room.name))
        const form = formOf(world, room, visitor)
        const typed = asked(world, form, visitor.id, room, new URL(request.url).searchParams) ?? undefined
        return page(<TipPage frame={frame(world, context)} {...form} typed={typed} />, { nonce })
      },
      { access: 'anyone' },
    )
    .post(
      '/rooms/:room/tips',
      context => tipped(world, told, context, roomFor(world, context.params.room, context.visitor)),
      {
        access: 'member',
      },
    )
    .get(
      '/gifts/:gift',
      ({ params }) => {
        const name = params.gift.replace(/\.svg$/, '')
        if (!isGift(name)) throw new Refused(404)
        return new Response(String(<GiftPicture gift={name} />), {
          headers: { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=86400' },
        })
      },
      { access: 'anyone' },
    )
    .get(
      '/rooms/:room/board',
      context => {
        const room = roomFor(world, context.params.room, context.visitor)
        const wanted = new URL(context.request.url).searchParams.get('span') ?? ''
        const span = isBoardSpan(wanted) ? wanted : 'day'
        if (!mayCount(world, context.address, span)) throw new Refused(429)
        const board = boardProps(world, room, context.visitor, span)
        return page(<BoardPage frame={frame(world, context)} {...board} />, { nonce: context.nonce })
      },
      { access: 'anyone' },
    )
    .post(
      '/rooms/:room/board/me',
      ({ request, params, visitor, body }) => {
        const room = roomFor(world, params.room, visitor)
        standOnBoards(world, visitor!.id, line(body, 'stand') === 'yes')
        return seeOther(request, `${paths.room(room.name)}#side-board`)
      },
      { access: 'member' },
    )

function tipped(world: World, told: TipListeners, context: Context, room: Room): Response {
  const { request, nonce, body } = context
  const visitor = context.visitor!
  const { said, tokens, made } = tipFrom(world, told, { visitor, room, body })
  if (made.ok) return seeOther(request, `${paths.room(room.name)}?tipped=${made.tip.tokens}`)
  const refusal = refusalOf(world, made, { room, said, tokens, account: visitor.id })
  const { status, typed, errors, wrong, sure } = refusal
  if (mayTip(room, visitor) !== 'tip') throw new Refused(403, wrong?.title)
  const form = { ...formOf(world, room, visitor), typed, errors, wrong, sure }
  return wantsPartial(request)
    ? partial(<TipForm {...form} />, { nonce, status })
    : page(<TipPage frame={frame(world, context)} {...form} />, { nonce, status })
}

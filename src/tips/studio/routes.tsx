import { Elysia } from 'elysia'
import { number } from '../../../views/format.ts'
import { refusalWords } from '../../../views/moderation/words.ts'
import { paths } from '../../../views/paths.ts'
import { TipHappened } from '../../../views/tips/over.tsx'
import {
  OverlaysPage,
  StudioTipsPage,
  type StudioTipsProps,
  type TipRowView,
  TipsBeside,
  TipsNow,
} from '../../../views/tips/studio.tsx'
import { say, speak } from '../../../views/words/index.ts'
import { type Asking, access, ourOrigin } from '../../accounts/access.ts'
import { actorOf } from '../../accounts/index.ts'
import { MINUTE } from '../../base/clock.ts'
import { frame } from '../../base/html/frame.ts'
import { page, seeOther } from '../../base/html/reply.ts'
import { said } from '../../base/html/said.ts'
import { line, ticked } from '../../base/http/form.ts'
import { Refused } from '../../base/http/refused.ts'
import { sit } from '../../base/realtime/socket.ts'
import { inLanguage, tell } from '../../base/realtime/tell.ts'
import { stage } from '../../broadcasts/index.ts'
import { readTokens } from '../../ledger/index.ts'
import { filter } from '../../moderation/index.ts'
import { ownRoom } from '../../rooms/access.ts'
import { cleanText, personTopic, type Room, roomOf } from '../../rooms/index.ts'
import type { World } from '../../world.ts'
import { spanStart } from '../board.ts'
import { GIFT_NAMES, gifts, takeGifts } from '../gift.ts'
import { addGoal, changeGoal, endGoal, GOAL, pastGoals, raiseGoal, waitingGoals } from '../goal.ts'
import { goalView, pushGoal, pushMenu, studioTipsTopic, tipsTopic } from '../live.tsx'
import { addWish, changeWish, MENU, menuOf, raiseWish, removeWish, showWish, type WishKept } from '../menu.ts'
import { endOverlayKey, OVERLAYS, overlayKeyMadeAt, replaceOverlayKey } from '../overlay-key.ts'
import { eveningOf, type NamedTip, openWishes, recentTips } from '../recent.ts'
import { setTipRules, tipRules } from '../rules.ts'
import { grant, TIP } from '../tip.ts'

type Context = Asking & { request: Request; body?: unknown }

/** As she sees it: with the name that the room was not told. */
export const tipRow = (tip: NamedTip): TipRowView => ({
  n: tip.posting,
  at: tip.at,
  tokens: tip.tokens,
  name: tip.handle ?? say.tips.gone,
  anonymous: tip.anonymous === 1,
  kind: tip.kind,
  item: tip.item,
  note: tip.note,
  done: tip.done_at !== null,
  returned: tip.returned !== null,
})

/** Since the broadcast began, or the day. */
function nowProps(world: World, room: Room) {
  const now = world.clock.now()
  const began = stage(world, room.name).broadcast?.startedAt
  const since = began ?? spanStart('day', now, room.zone)
  return {
    onAir: began !== undefined,
    goal: goalView(world, room.id),
    evening: eveningOf(world, room.id, since),
    tips: recentTips(world, room.id).map(tipRow),
    wishes: openWishes(world, room.id).map(tipRow),
    now,
  }
}

/** On the stage's page, while on air. */
export const tipsBeside = (world: World, room: Room) => <TipsBeside {...nowProps(world, room)} />

/** Her own open pages of the studio. */
export function pushTipsNow(world: World, room: Room): void {
  const topic = studioTipsTopic(room.name)
  if (world.presence.count(topic) === 0) return
  const props = nowProps(world, room)
  tell(world, topic, () => String(<TipsNow {...props} />))
}

export const studioTipRoutes = (world: World) =>
  new Elysia({ name: 'studio-tips' })
    .use(access(world))
    .get('/studio/tips', context => studio(world, context), { access: 'performer' })
    .post('/studio/tips/wishes', context => wished(world, context, null), { access: 'performer' })
    .post('/studio/tips/wishes/:wish', context => wished(world, context, context.params.wish), { access: 'performer' })
    .post('/studio/tips/goals', context => goaled(world, context, null), { access: 'performer' })
    .post('/studio/tips/goals/:goal', context => goaled(world, context, context.params.goal), { access: 'performer' })
    .post('/studio/tips/rules', context => ruled(world, context), { access: 'performer' })
    .post(
      '/studio/tips/granted/:tip',
      ({ request, visitor, params, body }) => {
        const room = ownRoom(world, visitor)
        const n = /^[1-9][0-9]{0,14}$/.test(params.tip) ? Number(params.tip) : 0
        if (!grant(world, room.id, n, line(body, 'undo') !== 'yes')) throw new Refused(404, say.tips.studio.wrong.gone)
        pushTipsNow(world, room)
        return seeOther(request, `${paths.studioTips}?said=granted`)
      },
      { access: 'performer' },
    )
    .post('/studio/tips/test', context => tested(world, context), { access: 'performer' })
    .get('/studio/overlays', context => overlays(world, context), { access: 'performer' })
    .post(
      '/studio/overlays',
      context => {
        const { visitor, address, request } = context
        const room = ownRoom(world, visitor)
        if (!world.rates.take(`overlay key ${visitor!.id}`, 10, 10 * MINUTE)) throw new Refused(429)
        const key = replaceOverlayKey(world, room.id, actorOf(visitor!, address))
        return overlays(world, context, `${ourOrigin(world, request)}`, key)
      },
      { access: 'performer' },
    )
    .post(
      '/studio/overlays/end',
      ({ visitor, address, request }) => {
        const ended = endOverlayKey(world, ownRoom(world, visitor).id, actorOf(visitor!, address))
        return seeOther(request, `${paths.studioOverlays}?said=${ended ? 'ended' : 'none'}`)
      },
      { access: 'performer' },
    )
    .route(
      'WS',
      '/studio/tips/live',
      ({ visitor, language, request }) => {
        const room = roomOf(world, visitor!.id)
        sit(request, {
          opened(socket) {
            if (!room) return socket.close(4404, 'no room')
            const topic = studioTipsTopic(room.name)
            const heard = inLanguage(topic, language)
            world.presence.join(socket, topic, [`account:${visitor!.id}`, `session:${visitor!.session}`, heard])
            socket.subscribe(heard)
            const props = nowProps(world, room)
            socket.send(speak(language, () => String(<TipsNow {...props} />)))
          },
          said(frame, socket) {
            if (frame === '.') socket.send('.')
          },
          closed: socket => world.presence.leave(socket),
        })
      },
      { access: 'performer' },
    )

const spoken = ({ title, words }: { title: string; words: string }, tone: 'ok' | 'warn' = 'ok') => ({
  tone,
  title,
  ...(words ? { words } : {}),
})

function studio(world: World, context: Context, drafts?: StudioTipsProps['drafts']): Response {
  const { request, visitor, nonce } = context
  const room = ownRoom(world, visitor)
  const words = say.tips.studio
  const list = {
    goal: spoken(words.said.goal),
    ended: spoken(words.said.ended),
    wish: spoken(words.said.wish),
    removed: spoken(words.said.removed),
    covered: spoken(words.said.covered, 'warn'),
    granted: spoken(words.said.granted),
    saved: spoken(words.saved),
    tested: spoken(words.testSent),
  }
  return page(
    <StudioTipsPage
      frame={frame(world, context, drafts ? {} : said(request, list))}
      scripts={[world.assets.href('studio-tips.js')]}
      room={room}
      {...nowProps(world, room)}
      menu={menuOf(world, room.id).map(wish => ({ ...wish, hidden: wish.hidden === 1 }))}
      goals={waitingGoals(world, room.id).map(goal => ({ ...goal, repeats: goal.repeats === 1 }))}
      past={pastGoals(world, room.id).map(goal => ({ ...goal, at: goal.ended_at! }))}
      gifts={gifts(world, room.id)}
      rules={tipRules(world, room.id)}
      zone={room.zone}
      drafts={drafts}
    />,
    { nonce, status: drafts ? 422 : 200 },
  )
}

const back = (request: Request, word: string, place: string): Response =>
  seeOther(request, `${paths.studioTips}?said=${word}#${place}`)

function wished(world: World, context: Context, id: string | null): Response {
  const { request, visitor, body } = context
  const room = ownRoom(world, visitor)
  const words = say.tips.studio.wrong
  const act = line(body, 'act')
  const known = id === null || menuOf(world, room.id).some(wish => wish.id === id)
  if (!known) throw new Refused(404, words.gone)
  if (id !== null && act !== 'save') {
    if (act === 'remove') removeWish(world, room.id, id)
    else if (act === 'up') raiseWish(world, room.id, id)
    else if (act === 'hide' || act === 'show') showWish(world, room.id, id, act === 'show')
    else throw new Refused(400)
    pushMenu(world, room)
    return back(request, act === 'remove' ? 'removed' : 'saved', 'menu')
  }
  const typed = { words: cleanText(line(body, 'words')), price: line(body, 'price') }
  const price = readTokens(typed.price, TIP.most)
  const errors: { words?: string; price?: string } = {}
  if (typed.words === '') errors.words = words.words
  else if (typed.words.length > MENU.words) errors.words = words.long(number(MENU.words))
  if (!price.ok) errors.price = words.tokens('1', number(TIP.most))
  const wrong = () => studio(world, context, { wish: { ...typed, errors, id: id ?? undefined } })
  if (errors.words || !price.ok) return wrong()
  const wish = { words: typed.words, price_tokens: price.tokens, by: room.performer_id }
  const kept: WishKept = id === null ? addWish(world, room.id, wish) : changeWish(world, room.id, id, wish)
  if (kept.ok) {
    pushMenu(world, room)
    return back(request, kept.covered ? 'covered' : id === null ? 'wish' : 'saved', 'menu')
  }
  errors.words = kept.why === 'words' ? refusalWords(kept.refusal) : kept.why === 'many' ? words.many : words.gone
  return wrong()
}

function goaled(world: World, context: Context, id: string | null): Response {
  const { request, visitor, body } = context
  const room = ownRoom(world, visitor)
  const words = say.tips.studio.wrong
  const act = line(body, 'act')
  if (id !== null && !waitingGoals(world, room.id).some(goal => goal.id === id)) throw new Refused(404, words.gone)
  if (id !== null && act !== 'save') {
    if (act === 'end') endGoal(world, room.id, id)
    else if (act === 'up') raiseGoal(world, room.id, id)
    else throw new Refused(400)
    pushGoal(world, room)
    return back(request, act === 'end' ? 'ended' : 'saved', 'goals')
  }
  const typed = { name: cleanText(line(body, 'name')), target: line(body, 'target'), repeats: ticked(body, 'repeats') }
  const target = readTokens(typed.target, GOAL.most)
  const errors: { name?: string; target?: string } = {}
  if (typed.name === '') errors.name = words.words
  else if (typed.name.length > GOAL.name) errors.name = words.long(number(GOAL.name))
  if (!target.ok || target.tokens < GOAL.least) errors.target = words.tokens(number(GOAL.least), number(GOAL.most))
  const wrong = () => studio(world, context, { goal: { ...typed, errors, id: id ?? undefined } })
  if (errors.name || errors.target || !target.ok) return wrong()
  const read = filter(world, { what: 'notice', text: typed.name, by: room.performer_id })
  if (!read.ok) {
    errors.name = refusalWords(read.why)
    return wrong()
  }
  const goal = { name: read.text, target_tokens: target.tokens, repeats: typed.repeats }
  const kept = id === null ? addGoal(world, room.id, goal) : changeGoal(world, room.id, id, goal)
  if (!kept.ok) {
    if (kept.why === 'below') errors.target = words.below(number(kept.moved_tokens))
    else errors.name = kept.why === 'many' ? words.many : words.gone
    return wrong()
  }
  pushGoal(world, room)
  return back(request, read.covered.length > 0 ? 'covered' : 'goal', 'goals')
}

function ruled(world: World, context: Context): Response {
  const { request, visitor, body } = context
  const room = ownRoom(world, visitor)
  const typed = { card: line(body, 'card'), sound: line(body, 'sound') }
  const card = readTokens(typed.card, TIP.most)
  const sound = readTokens(typed.sound, TIP.most)
  if (!card.ok || !sound.ok) {
    const wrong = say.tips.studio.wrong.tokens('1', number(TIP.most))
    const errors = { ...(card.ok ? {} : { card: wrong }), ...(sound.ok ? {} : { sound: wrong }) }
    return studio(world, context, { rules: { ...typed, errors } })
  }
  setTipRules(world, room.id, { card_from_tokens: card.tokens, sound_from_tokens: sound.tokens })
  takeGifts(
    world,
    room.id,
    GIFT_NAMES.filter(name => ticked(body, `gift-${name}`)),
  )
  pushMenu(world, room)
  return seeOther(request, `${paths.studioTips}?said=saved`)
}

/** Her own pages and overlays alone: nothing is posted, nothing is stored. */
function tested(world: World, context: Context): Response {
  const { request, visitor, body } = context
  const room = ownRoom(world, visitor)
  const typed = line(body, 'tokens')
  const read = readTokens(typed, TIP.most)
  if (!read.ok) {
    const wrong = say.tips.studio.wrong.tokens('1', number(TIP.most))
    return studio(world, context, { test: { tokens: typed, errors: { tokens: wrong } } })
  }
  if (!world.rates.take(`test tip ${visitor!.id}`, 20, MINUTE)) throw new Refused(429)
  const tip = {
    n: 0,
    tokens: read.tokens,
    name: room.handle,
    hue: room.hue,
    kind: 'tip',
    note: '',
    test: true,
  } as const
  for (const topic of [personTopic(room.performer_id), studioTipsTopic(room.name), tipsTopic(room.name)])
    tell(world, topic, () => String(<TipHappened tip={tip} card sound />))
  const place = line(body, 'from') === 'overlays' ? paths.studioOverlays : paths.studioTips
  return seeOther(request, `${place}?said=tested`)
}

function overlays(world: World, context: Context, origin?: string, key?: string): Response {
  const { request, visitor, nonce } = context
  const room = ownRoom(world, visitor)
  const words = say.tips.overlay
  const list = {
    ended: spoken(words.ended),
    none: spoken(words.notThere, 'warn'),
    tested: spoken(say.tips.studio.testSent),
  }
  return page(
    <OverlaysPage
      frame={frame(world, context, key ? {} : said(request, list))}
      fresh={key ? OVERLAYS.map(part => ({ part, href: origin + paths.overlay(key, part) })) : undefined}
      madeAt={overlayKeyMadeAt(world, room.id)}
      zone={room.zone}
    />,
    { nonce },
  )
}

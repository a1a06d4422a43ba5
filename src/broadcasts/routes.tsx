import { Elysia } from 'elysia'
import { refusalWords } from '../../views/moderation/words.ts'
import { ObsPage } from '../../views/studio/obs.tsx'
import { StudioPage, TitleForm } from '../../views/studio/studio.tsx'
import { say, speak } from '../../views/words/index.ts'
import { type Asking, access, ourOrigin } from '../accounts/access.ts'
import { actorOf } from '../accounts/index.ts'
import { MINUTE } from '../base/clock.ts'
import { frame } from '../base/html/frame.ts'
import { page, partial, seeOther, wantsPartial } from '../base/html/reply.ts'
import { said } from '../base/html/said.ts'
import { line, ticked } from '../base/http/form.ts'
import { publicHost } from '../base/http/public-url.ts'
import { Refused } from '../base/http/refused.ts'
import { sit } from '../base/realtime/socket.ts'
import { inLanguage } from '../base/realtime/tell.ts'
import { filterForm } from '../moderation/index.ts'
import { ownRoom } from '../rooms/access.ts'
import { cleanText, type Room, readTags, roomOf, setTitle, TAGS_MOST, TITLE_MOST, tagsOf } from '../rooms/index.ts'
import type { World } from '../world.ts'
import { figures, watching } from './audience.ts'
import { mute, pause, retitled } from './broadcast.ts'
import { goodBye, letIn, stopBroadcast, studioTopic, takeAir } from './desk.ts'
import { keyMadeAt, oldKeyEndsAt, replaceKey, voidOldKey } from './key.ts'
import type { BroadcastListeners } from './listeners.ts'
import { type ObsProtocol, obsWays } from './obs.ts'
import { onAir, stage } from './stage.ts'
import { closedNow, fromWhere, healthNow, lastNow, signalNow, studioNews, tellStudio } from './studio/live.tsx'

type Context = Asking & { request: Request }

const TAB = /^[a-z0-9]{8,32}$/

const sayings = () =>
  ({
    voided: { tone: 'ok', title: say.studio.oldEnded, words: say.studio.newestOnly },
    'no-old': { tone: 'warn', title: say.studio.noOld, words: say.studio.newestOnly },
    stopped: { tone: 'ok', title: say.studio.stopped, words: say.studio.stoppedObs },
    ended: { tone: 'ok', title: say.studio.stopped, words: say.studio.roomDark },
    'not-on': { tone: 'warn', title: say.studio.nothingOnAir },
    'let-in': { tone: 'ok', title: say.studio.letInAgain, words: say.studio.letInWords },
  }) as const

/** The performer's own pages: the studio, the OBS card, and what their scripts call. */
export const broadcastRoutes = (world: World, told: BroadcastListeners) =>
  new Elysia({ name: 'broadcasts' })
    .use(access(world))
    .get('/studio', context => studio(world, told, context, ownRoom(world, context.visitor)), { access: 'performer' })
    .post(
      '/studio/broadcast',
      context => {
        const { body, visitor, request, nonce } = context
        const room = ownRoom(world, visitor)
        const typed = { title: line(body, 'title'), tags: line(body, 'tags') }
        const title = cleanText(typed.title)
        const tags = readTags(typed.tags)
        const { texts, refused, covered } = filterForm(world, room.performer_id, {
          title: title.length > TITLE_MOST ? '' : title,
          tag: tags.ok ? tags.tags.join(', ') : '',
        })
        const errors = {
          ...(title.length > TITLE_MOST ? { title: say.studio.titleLong(TITLE_MOST) } : {}),
          ...(tags.ok ? {} : { tags: tagsWrong(tags) }),
          ...(refused.title ? { title: refusalWords(refused.title) } : {}),
          ...(refused.tag ? { tags: refusalWords(refused.tag) } : {}),
        }
        if (!tags.ok || errors.title || errors.tags) {
          if (wantsPartial(request))
            return partial(<TitleForm {...{ room: shown(world, room), typed, errors, nonce }} />, {
              nonce,
              status: 422,
            })
          return studio(world, told, context, room, { typed, errors })
        }
        setTitle(world, room.id, texts.title, tags.tags)
        retitled(world, told, room.name, texts.title)
        tellStudio(world, room.name)
        if (!wantsPartial(request)) return seeOther(request, '/studio')
        return partial(
          <TitleForm
            room={{ title: texts.title, tags: tags.tags }}
            saved={covered ? 'covered' : 'whole'}
            nonce={nonce}
          />,
          { nonce },
        )
      },
      { access: 'performer' },
    )
    .post(
      '/studio/broadcast/start',
      ({ body, visitor }) => {
        const room = ownRoom(world, visitor)
        const tab = tabOf(body)
        const closed = closedNow(world, room)
        if (closed) return answer({ ok: false, ...closed }, 403)
        const { state, say: why } = world.media.status()
        if (state !== 'up') {
          return answer({ ok: false, title: say.studio.mediaNotReady, words: why || say.studio.fewSeconds }, 503)
        }
        takeAir(world, told, room, tab)
        return answer({ ok: true })
      },
      { access: 'performer' },
    )
    .post(
      '/studio/broadcast/stop',
      ({ body, visitor, request }) => {
        const room = ownRoom(world, visitor)
        const encoder = stage(world, room.name).source !== 'browser'
        const stopped = stopBroadcast(world, told, room, 'stopped')
        if (wantsJson(request)) return answer({ ok: true, stopped })
        if (line(body, 'from') !== 'obs') return seeOther(request, '/studio')
        return seeOther(request, `/studio/obs?said=${stopped ? (encoder ? 'stopped' : 'ended') : 'not-on'}`)
      },
      { access: 'performer' },
    )
    .post(
      '/studio/broadcast/good-bye',
      ({ body, visitor }) => {
        const room = ownRoom(world, visitor)
        return answer({ ok: true, stopped: goodBye(world, told, room, tabOf(body)) })
      },
      { access: 'performer' },
    )
    .post(
      '/studio/broadcast/pause',
      ({ body, visitor }) => onOff(pause(world, told, ownRoom(world, visitor).name, isOn(body))),
      { access: 'performer' },
    )
    .post(
      '/studio/broadcast/mute',
      ({ body, visitor }) => onOff(mute(world, told, ownRoom(world, visitor).name, isOn(body))),
      { access: 'performer' },
    )
    .post(
      '/studio/broadcast/let-in',
      ({ visitor, request }) => {
        const room = ownRoom(world, visitor)
        letIn(world, room)
        tellStudio(world, room.name)
        return seeOther(request, '/studio/obs?said=let-in')
      },
      { access: 'performer' },
    )
    .get('/studio/obs', context => obs(world, context, ownRoom(world, context.visitor)), { access: 'performer' })
    // The page with a fresh key is an answer to a form: asked for again it is the card.
    .get('/studio/key', ({ request }) => seeOther(request, '/studio/obs'), { access: 'performer' })
    .post(
      '/studio/key',
      context => {
        const { body, visitor, address } = context
        const room = ownRoom(world, visitor)
        if (!world.rates.take(`key ${visitor!.id}`, 10, 10 * MINUTE)) {
          throw new Refused(429, say.studio.manyKeys)
        }
        const voidOld = ticked(body, 'void')
        const fresh = replaceKey(world, room.id, actorOf(visitor!, address), voidOld)
        if (voidOld) endEncoder(world, told, room)
        return obs(world, context, room, fresh)
      },
      { access: 'performer' },
    )
    .post(
      '/studio/key/old',
      ({ visitor, address, request }) => {
        const room = ownRoom(world, visitor)
        const ended = voidOldKey(world, room.id, actorOf(visitor!, address))
        if (ended) endEncoder(world, told, room)
        return seeOther(request, `/studio/obs?said=${ended ? 'voided' : 'no-old'}`)
      },
      { access: 'performer' },
    )
    .route(
      'WS',
      '/studio/live',
      ({ visitor, language, request }) => {
        const room = roomOf(world, visitor!.id)
        const news = () => speak(language, () => JSON.stringify(studioNews(world, room!)))
        sit(request, {
          opened(socket) {
            if (!room) return socket.close(4404, 'no room')
            const topic = studioTopic(room.name)
            const heard = inLanguage(topic, language)
            world.presence.join(socket, topic, [heard, `account:${visitor!.id}`, `session:${visitor!.session}`])
            socket.subscribe(heard)
            socket.send(news())
          },
          // A page that waits to be let on air asks now and then: an approval or the end of a hold may have come.
          said(_, socket) {
            if (room && world.rates.take(`studio ${visitor!.id}`, 20, MINUTE)) socket.send(news())
          },
          closed: socket => world.presence.leave(socket),
        })
      },
      { access: 'performer' },
    )

function tabOf(body: unknown): string {
  const tab = line(body, 'tab')
  if (!TAB.test(tab)) throw new Refused(400, say.studio.oldPage)
  return tab
}

function isOn(body: unknown): boolean {
  const on = line(body, 'on')
  if (on !== '1' && on !== '0') throw new Refused(400, say.studio.oldPage)
  return on === '1'
}

/** Which key a running encoder used is not known: whoever voids the old one wants nobody in by it. */
function endEncoder(world: World, told: BroadcastListeners, room: Room): void {
  const { source } = stage(world, room.name)
  if (source !== null && source !== 'browser') stopBroadcast(world, told, room, 'stopped')
  letIn(world, room)
}

const answer = (body: Record<string, unknown>, status = 200): Response =>
  Response.json(body, { status, headers: { 'cache-control': 'no-store' } })

const onOff = (done: boolean): Response =>
  done ? answer({ ok: true }) : answer({ ok: false, title: say.studio.notOnAir, words: '' }, 409)

const wantsJson = (request: Request): boolean => (request.headers.get('accept') ?? '').includes('application/json')

const tagsWrong = (wrong: Extract<ReturnType<typeof readTags>, { ok: false }>): string =>
  wrong.why === 'many' ? say.studio.manyTags(TAGS_MOST) : say.studio.badTag(wrong.tag)

const shown = (world: World, room: Room) => ({ name: room.name, title: room.title, tags: tagsOf(world, room.id) })

interface Refilled {
  typed: { title: string; tags: string }
  errors: { title?: string; tags?: string }
}

function studio(world: World, told: BroadcastListeners, context: Context, room: Room, refilled?: Refilled): Response {
  const { request, nonce } = context
  const at = stage(world, room.name)
  const here = new URL(request.url).searchParams.get('here') === '1'
  const on = !here && (at.broadcast !== null || at.state === 'connecting')
  const { chat, goal, sheets, scripts = [] } = told.beside(room, context)
  return page(
    <StudioPage
      frame={frame(world, context)}
      now={world.clock.now()}
      scripts={[world.assets.href('studio.js'), ...scripts]}
      chat={chat}
      goal={goal}
      sheets={sheets}
      room={{ ...shown(world, room), posterHref: `/rooms/${room.name}/thumbnail.webp?size=large` }}
      state={on ? (at.paused ? 'paused' : onAir(at) ? 'live' : 'lost') : 'before'}
      elsewhere={on ? fromWhere(at) : undefined}
      startedAt={at.broadcast?.startedAt}
      viewers={watching(world, room.name)}
      mostAtOnce={figures(world, room.name).mostViewers}
      health={on ? healthNow(world, at) : undefined}
      closed={closedNow(world, room) ?? undefined}
      last={lastNow(world, room) ?? undefined}
      typed={refilled?.typed}
      errors={refilled?.errors}
    />,
    { nonce, capture: true, status: refilled ? 422 : 200 },
  )
}

function obs(world: World, context: Context, room: Room, fresh?: string): Response {
  const { request, nonce } = context
  const origin = ourOrigin(world, request)
  const host = publicHost(world) || new URL(origin).hostname.replace(/^\[|\]$/g, '')
  const ways = obsWays(world, { room: room.name, key: fresh, host, origin: settled(world, origin) })
  const by = new URL(request.url).searchParams.get('by')
  // What travels in clear is never proposed where something better is open.
  const wanted = ways.find(way => way.protocol === by) ?? ways.find(way => !way.closed && way.protocol !== 'rtmp')
  return page(
    <ObsPage
      frame={frame(world, context, { ...said(request, sayings()), path: '/studio/obs' })}
      now={world.clock.now()}
      zone={room.zone}
      scripts={[world.assets.href('studio.js')]}
      ways={ways}
      chosen={(wanted?.protocol ?? 'whip') as ObsProtocol}
      streamKey={{
        fresh,
        madeAt: keyMadeAt(world, room.id) ?? undefined,
        oldEndsAt: oldKeyEndsAt(world, room.id) ?? undefined,
      }}
      signal={signalNow(world, room)}
      noBridge={!world.media.status().ffmpeg.found}
      closed={closedNow(world, room) ?? undefined}
    />,
    { nonce },
  )
}

/** The address that the owner has set outlives the one that this browser came by. */
const settled = (world: World, origin: string): string =>
  world.settings.get('public_url') || world.config.publicUrl || origin

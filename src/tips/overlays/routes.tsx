import { Elysia } from 'elysia'
import { CountPush } from '../../../views/rooms/room.tsx'
import { BoardList } from '../../../views/tips/board.tsx'
import { GoalLine, RoomLamps } from '../../../views/tips/goal.tsx'
import { TipHappened } from '../../../views/tips/over.tsx'
import { type OverlayOptions, OverlayPage } from '../../../views/tips/overlay.tsx'
import { speak } from '../../../views/words/index.ts'
import { access } from '../../accounts/access.ts'
import { MINUTE } from '../../base/clock.ts'
import { durable, openGroup } from '../../base/db/durable.ts'
import { page } from '../../base/html/reply.ts'
import { network } from '../../base/http/rate.ts'
import { Refused } from '../../base/http/refused.ts'
import { type Socket, sit } from '../../base/realtime/socket.ts'
import { inLanguage } from '../../base/realtime/tell.ts'
import { audience, onAir, stage } from '../../broadcasts/index.ts'
import { type Room, roomById, roomTopic } from '../../rooms/index.ts'
import type { World } from '../../world.ts'
import { boardOf } from '../board.ts'
import type { TipListeners } from '../listeners.ts'
import { cardOf, goalView, tipsTopic } from '../live.tsx'
import { isOverlay, type Overlay, overlayRoom, overlaySeats } from '../overlay-key.ts'
import { lastTip, missedTips } from '../recent.ts'

const LINES = 20
/** So often one overlay of an address may be open at once: whoever was there first stays, and the next one does not try again. */
const SOCKETS_MOST = 8
const TOO_MANY = 4429

/** Read-only pages for OBS and the like: whoever has the address sees what the room sees, and nothing else. */
export const overlayRoutes = (world: World, told: TipListeners) =>
  new Elysia({ name: 'overlays' })
    .use(access(world))
    .get(
      '/overlay/:key/:part',
      ({ params, request, nonce, address }) => {
        const { room, part } = shown(world, params, address)
        const board = part === 'board' ? boardOf(world, room, 'day') : undefined
        const lines = part === 'chat' ? told.lines(room, LINES) : undefined
        return page(
          <OverlayPage
            part={part}
            options={optionsOf(new URL(request.url).searchParams)}
            cssHref={world.assets.href('app.css')}
            iconHref={world.assets.href('img/sign.svg')}
            scriptHref={world.assets.href('overlay.js')}
            nonce={nonce}
            after={lastTip(world, room.id)}
            room={room.name}
            goal={goalView(world, room.id)}
            board={board}
            lines={lines}
            viewers={audience.watching(world, room.name)}
          />,
          { nonce, headers: { 'referrer-policy': 'no-referrer' } },
        )
      },
      { access: 'key:overlay' },
    )
    .route(
      'WS',
      '/overlay/:key/:part/live',
      ({ params, address, language, request }) => {
        const { room, part, id } = shown(world, params, address)
        const same = `${overlaySeats(id)}/${part}`
        // Chat and viewers are told to the room; the rest to whoever follows its tips.
        const topic = part === 'chat' || part === 'viewers' ? roomTopic(room.name) : tipsTopic(room.name)
        const heard = inLanguage(topic, language)
        const after = Number(new URL(request.url).searchParams.get('after') ?? 'NaN')
        let isGone = false
        // What is not on the disk yet may still be undone: the first frame waits, and what comes meanwhile is told after it.
        const begin = (socket: Socket): unknown => {
          if (isGone) return
          if (openGroup(world))
            return durable(world).then(
              () => begin(socket),
              () => begin(socket),
            )
          socket.subscribe(heard)
          const first = speak(language, () => firstFrame(world, room, part, after))
          if (first !== '') socket.send(first)
        }
        sit(request, {
          opened(socket) {
            if (world.presence.held(same) >= SOCKETS_MOST) return socket.close(TOO_MANY, 'too many of this overlay')
            world.presence.join(socket, topic, [overlaySeats(id), same, `network:${network(address)}`, heard])
            begin(socket)
          },
          said(frame, socket) {
            if (frame === '.') socket.send('.')
          },
          closed(socket) {
            isGone = true
            world.presence.leave(socket)
          },
        })
      },
      { access: 'key:overlay' },
    )

/** The room of the key. Somebody who tries keys hears the same as somebody whose key was ended. */
function shown(
  world: World,
  params: { key: string; part: string },
  address: string,
): { room: Room; part: Overlay; id: string } {
  const found = overlayRoom(world, params.key)
  const room = found && roomById(world, found.room_id)
  if (!found || !room || !isOverlay(params.part)) {
    if (!world.rates.take(`overlay ${network(address)}`, 30, MINUTE)) throw new Refused(429)
    throw new Refused(404)
  }
  return { room, part: params.part, id: found.id }
}

/** As it is now; and the alerts that this one has missed, each once: the page knows the number of its last. */
function firstFrame(world: World, room: Room, part: Overlay, after: number): string {
  switch (part) {
    case 'alerts':
      if (!Number.isSafeInteger(after) || after < 0) return ''
      return missedTips(world, room.id, after)
        .map(tip =>
          String(
            <TipHappened
              tip={cardOf({ tip, member: tip.handle === null ? null : { handle: tip.handle, hue: tip.hue ?? 0 } })}
              card
              sound
            />,
          ),
        )
        .join('')
    case 'goal': {
      const goal = goalView(world, room.id)
      return String(
        <>
          <RoomLamps goal={goal} />
          <GoalLine goal={goal} />
        </>,
      )
    }
    case 'board':
      return String(<BoardList board={boardOf(world, room, 'day')} />)
    case 'chat':
      return ''
    case 'viewers':
      return String(
        <CountPush
          room={{
            state: onAir(stage(world, room.name)) ? 'live' : 'off',
            viewers: audience.watching(world, room.name),
          }}
        />,
      )
    default:
      return part satisfies never
  }
}

const within = (text: string | null, least: number, most: number, fallback: number): number => {
  const n = Number(text ?? '')
  return text !== null && /^[0-9]{1,6}$/.test(text) && n >= least && n <= most ? n : fallback
}

/** What the address asks for; what it says wrong is as if it had not said it. */
export function optionsOf(query: URLSearchParams): OverlayOptions {
  const theme = query.get('theme')
  const size = query.get('size')
  return {
    theme: theme === 'light' || theme === 'plain' ? theme : 'dark',
    size: size === 's' || size === 'l' ? size : 'm',
    sound: query.get('sound') === 'on',
    min_tokens: within(query.get('min_tokens'), 1, 10_000, 1),
    seconds: within(query.get('seconds'), 2, 30, 6),
  }
}

import { Elysia } from 'elysia'
import type { Wrong } from '../../../views/chat/tools/forms.tsx'
import { RoomToolsPage, type RoomToolsProps, ToolsAskedAgain } from '../../../views/chat/tools/page.tsx'
import { keepWords } from '../../../views/chat/tools/words.ts'
import { paths } from '../../../views/paths.ts'
import { say } from '../../../views/words/index.ts'
import { type Asking, access } from '../../accounts/access.ts'
import { accountByHandle, accountById, type Visitor } from '../../accounts/index.ts'
import { frame } from '../../base/html/frame.ts'
import { ownPath, page, seeOther } from '../../base/html/reply.ts'
import { said } from '../../base/html/said.ts'
import { line, text } from '../../base/http/form.ts'
import { Refused } from '../../base/http/refused.ts'
import { houseZone } from '../../base/zone.ts'
import { blocksOf, mutesOf } from '../../moderation/index.ts'
import { ownRoom, roomFor } from '../../rooms/access.ts'
import type { Room } from '../../rooms/index.ts'
import type { World } from '../../world.ts'
import { heldIn } from '../held.ts'
import { takeBack } from '../keep-lines.ts'
import { lineAt, linksOpen } from '../line.ts'
import type { ChatListeners } from '../listeners.ts'
import { keeperOf, moderatorsOf, trustedOf } from '../moderator.ts'
import { noticesOf } from '../notice.ts'
import { actById, actsOf, type Keeping } from '../room-act.ts'
import { rulesOf } from '../rules.ts'
import { whisper } from '../whisper.ts'
import { wordsOf } from '../words.ts'
import { DEEDS, perform, performedWords, whisperedWords } from './acts.tsx'
import { actView, cardTools } from './live.tsx'

type Context = Asking & { request: Request; params: Record<string, string>; body: unknown }

const ACTS_ON_PAGE = 30
/** What a form may have typed, kept for a refused one. */
const FIELDS = ['handle', 'because', 'length', 'silent', 'ms', 'writers', 'tokens', 'age', 'text', 'minutes', 'does']

const SAID = () => ({
  done: { tone: 'ok' as const, ...say.tools.said.done },
  undone: { tone: 'ok' as const, ...say.tools.said.undone },
})

/** Keeping a room without scripts: its page, and a form for every act. */
export const toolRoutes = (world: World, told: ChatListeners) => {
  const open = ({ params, visitor }: Pick<Context, 'params' | 'visitor'>): Room =>
    roomFor(world, params.room ?? '', visitor)

  function keeping(room: Room, { visitor, address }: Pick<Context, 'visitor' | 'address'>): Keeping {
    const as = keeperOf(world, room, visitor)
    if (!visitor || !as) throw new Refused(403)
    return { id: visitor.id, as, address }
  }

  function tools(context: Omit<Context, 'body'>, room: Room, by: Keeping, wrong?: Wrong): Response {
    const { request, nonce, visitor } = context
    const here = by.as === 'performer' ? paths.studioChat : paths.roomTools(room.name)
    const asked = new URL(request.url).searchParams
    // Whoever only looks after the room sees all that was done in it.
    const everything = by.as !== 'performer' || asked.get('acts') === 'all'
    const from = actById(world, asked.get('before') ?? '')
    const before = from?.room_id === room.id ? from : null
    const acts = actsOf(world, { room: room.id, others: !everything, before, limit: ACTS_ON_PAGE + 1 })
    const last = acts.length > ACTS_ON_PAGE ? acts[ACTS_ON_PAGE - 1] : undefined
    const older = new URLSearchParams({
      ...(by.as === 'performer' && everything ? { acts: 'all' } : {}),
      before: last?.id ?? '',
    })
    const props: RoomToolsProps = {
      frame: frame(world, { request, nonce, visitor }, { path: here, ...(wrong ? {} : said(request, SAID())) }),
      room: room.name,
      handle: room.handle,
      as: by.as,
      rules: rulesOf(world, room.id),
      links: linksOpen(world, room.id),
      linksPass: world.settings.get('filter_link') === 'allow',
      held: heldIn(world, room.id),
      muted: mutesOf(world, room.id).flatMap(mute => {
        const { id, until, because, account_id } = mute
        const person = accountById(world, account_id)
        return person ? [{ id, until, because, silent: mute.silent === 1, handle: person.handle, hue: person.hue }] : []
      }),
      acts: acts.slice(0, ACTS_ON_PAGE).map(act => actView(world, act, by)),
      olderHref: last ? `${here}?${older}#acts` : undefined,
      everything,
      own: by.as === 'performer' ? ownLists(room) : undefined,
      me: visitor?.handle,
      now: world.clock.now(),
      zone: by.as === 'performer' ? room.zone : houseZone(world),
      back: here,
      wrong,
    }
    return page(<RoomToolsPage {...props} />, { nonce, status: wrong ? 422 : 200 })
  }

  const ownLists = (room: Room): RoomToolsProps['own'] => ({
    notices: noticesOf(world, room.id),
    words: wordsOf(world, room.id),
    moderators: moderatorsOf(world, room.id),
    trusted: trustedOf(world, room.id),
    blocked: blocksOf(world, room.performer_id).flatMap(({ id, account_id, because }) => {
      const person = accountById(world, account_id)
      return person ? [{ id, because, handle: person.handle, hue: person.hue }] : []
    }),
  })

  /** The form that was refused, again, with what was typed: on the tools' page, or alone where it came from a name card. */
  function again(context: Context, room: Room, act: string, words: string): Response {
    const { body, visitor, nonce, request } = context
    const typed = Object.fromEntries([...FIELDS, 'id'].map(name => [name, line(body, name)]))
    const wrong: Wrong = { act, words, typed: { ...typed, words: text(body, 'words') } }
    const seq = Number(line(body, act === 'line-remove' ? 'id' : 'line'))
    const said = Number.isSafeInteger(seq) && seq > 0 ? lineAt(world, room.id, seq) : null
    const about = accountByHandle(world, typed.handle ?? '')?.id ?? said?.account_id ?? null
    const by = keeperOf(world, room, visitor)
    if (about !== null && line(body, 'back') === '') {
      const person = accountById(world, about)
      const asked = cardTools(world, room, { visitor }, { account: about, line: said?.seq }, wrong)
      if (person && asked) {
        return page(
          <ToolsAskedAgain
            frame={frame(world, { request, nonce, visitor })}
            room={room.name}
            handle={person.handle}
            words={words}
          >
            {asked}
          </ToolsAskedAgain>,
          { nonce, status: 422 },
        )
      }
    }
    if (visitor && by) return tools(context, room, keeping(room, context), wrong)
    throw new Refused(422, words)
  }

  /** Back to where the form stood. */
  function back({ request, body }: Pick<Context, 'request' | 'body'>, room: Room, word: 'done' | 'undone'): Response {
    const to = ownPath(text(body, 'back'), paths.room(room.name))
    const isTools = to === paths.studioChat || to === paths.roomTools(room.name)
    return seeOther(request, isTools ? `${to}?said=${word}` : to)
  }

  const app = new Elysia({ name: 'room-tools' })
    .use(access(world))
    .get(
      '/studio/chat',
      context => {
        const room = ownRoom(world, context.visitor)
        return tools(context, room, keeping(room, context))
      },
      { access: 'performer' },
    )
    .get(
      '/rooms/:room/tools',
      context => {
        const room = open(context)
        const by = keeping(room, context)
        return by.as === 'performer' ? seeOther(context.request, paths.studioChat) : tools(context, room, by)
      },
      { access: 'account' },
    )
    .post(
      '/rooms/:room/held/:id/take-back',
      context => {
        const { params, request, visitor } = context
        const room = open(context)
        const taken = takeBack(world, told, { room, account: (visitor as Visitor).id, id: params.id })
        if (!taken.ok) throw new Refused(404, keepWords(taken))
        return seeOther(request, paths.room(room.name))
      },
      { access: 'account' },
    )
    .post(
      '/rooms/:room/whispers',
      context => {
        const { body, request, visitor } = context
        const room = open(context)
        const to = line(body, 'handle')
        const sent = whisper(world, told, { room, account: (visitor as Visitor).id, to, text: line(body, 'text') })
        return sent.ok
          ? seeOther(request, ownPath(text(body, 'back'), paths.room(room.name)))
          : again(context, room, 'whisper', whisperedWords(world, sent))
      },
      { access: 'account' },
    )

  for (const [act, deed] of Object.entries(DEEDS)) {
    app.post(
      `/rooms/:room/${deed.at}`,
      context => {
        const asked = context as unknown as Context
        const { body, params, visitor, address } = asked
        const room = open(asked)
        const input = {
          ...(typeof body === 'object' ? body : {}),
          ...(params.id === undefined ? {} : { id: params.id }),
        }
        const done = perform(world, told, { room, visitor: visitor as Visitor, address }, deed, input)
        if (done.ok) return back(asked, room, act === 'undo' ? 'undone' : 'done')
        if ('words' in done) throw new Refused(done.words === 'rate' ? 429 : 403)
        if (done.refused.why === 'gone') throw new Refused(404, keepWords(done.refused))
        if (done.refused.why === 'rights' || done.refused.why === 'target')
          throw new Refused(403, keepWords(done.refused))
        return again({ ...asked, body: input }, room, act, performedWords(done))
      },
      { access: 'account' },
    )
  }
  return app
}

import { Elysia } from 'elysia'
import { paths } from '../../../views/paths.ts'
import { AlongPage } from '../../../views/play/along.tsx'
import { DeskPage, type DeskProps } from '../../../views/play/desk.tsx'
import { faultWords } from '../../../views/play/words.ts'
import { say } from '../../../views/words/index.ts'
import { type Asking, access } from '../../accounts/access.ts'
import { frame } from '../../base/html/frame.ts'
import { page, seeOther } from '../../base/html/reply.ts'
import { said } from '../../base/html/said.ts'
import { line, ticked } from '../../base/http/form.ts'
import { network } from '../../base/http/rate.ts'
import { Refused } from '../../base/http/refused.ts'
import { ownRoom, roomFor } from '../../rooms/access.ts'
import { findRooms, type Room } from '../../rooms/index.ts'
import type { World } from '../../world.ts'
import { note } from '../line.ts'
import type { ChatListeners } from '../listeners.ts'
import { type Keeper, keeperOf } from '../moderator.ts'
import { playRules, setPlayRules } from '../play-rules.ts'
import {
  ANSWER_MOST,
  ANSWERS,
  openPoll,
  POLL_SECONDS,
  type PollFaults,
  pastPolls,
  pollById,
  pollNow,
  QUESTION_MOST,
} from '../poll.ts'
import { goAlong, mayRaid, proposeRaid, raidNow } from '../raid.ts'
import { isReaction } from '../reaction.ts'
import { keptFrom } from '../routes.tsx'
import { SHOUT_MOST, SHOUT_SECONDS, type ShoutFaults, shoutNow, shoutOut } from '../shout-out.ts'
import { soundFile } from '../sound.ts'
import { sendSticker } from '../sticker.ts'
import {
  closedSuggestions,
  closeSuggestion,
  OPEN_MOST,
  openSuggestions,
  reopenSuggestion,
  suggestionById,
} from '../suggestion.ts'
import {
  backHere,
  backWords,
  endPoll,
  pollView,
  pushPoll,
  pushRaid,
  pushShout,
  pushSuggestions,
  reactions,
  soundHere,
  soundWords,
  stickerWords,
  suggestHere,
  suggestionsView,
  suggestionView,
  suggestWords,
  unshout,
  voteHere,
  voteWords,
} from './live.tsx'

type Context = Asking & { request: Request; params: { room: string } }
type FormContext = Context & { body: unknown }

const sayings = () => {
  const words = say.play.studio
  const ok = (title: string) => ({ tone: 'ok', title }) as const
  return {
    opened: ok(words.opened),
    closed: ok(words.closed),
    shouted: ok(words.shouted),
    unshouted: ok(words.unshouted),
    raided: ok(words.raided),
    'suggestion-done': ok(words.suggestionDone),
    'suggestion-removed': ok(words.suggestionRemoved),
    'suggestion-back': ok(words.suggestionBack),
    saved: ok(words.saved),
  }
}

/** A field that was sent several times, or once. */
function texts(body: unknown, name: string, most: number): string[] {
  const value = typeof body === 'object' && body !== null && Object.hasOwn(body, name) ? body[name as never] : undefined
  const all: unknown[] = Array.isArray(value) ? value : [value]
  return all.slice(0, most).map(one => line({ one }, 'one'))
}

/** Playing along without scripts, and what those who keep a room begin. */
export const playRoutes = (world: World, told: ChatListeners) => {
  const open = ({ params, visitor }: Pick<Context, 'params' | 'visitor'>): Room => roomFor(world, params.room, visitor)

  function member(context: Context): { room: Room; account: string } {
    if (!context.visitor) throw new Refused(401)
    return { room: open(context), account: context.visitor.id }
  }

  /** The performer and her moderators; staff look after a room by other means. */
  function keeper(context: Context, own = false): { room: Room; account: string; as: Keeper } {
    const { room, account } = member(context)
    const as = keeperOf(world, room, context.visitor)
    if (as !== 'performer' && (own || as !== 'moderator')) throw new Refused(403)
    return { room, account, as }
  }

  const toRoom = ({ request }: Context, room: Room, part: string): Response =>
    seeOther(request, `${paths.room(room.name)}#${part}`)

  /** Stickers and sounds are sent with the form of the say box: back to where it stands. */
  const toBox = (context: FormContext, room: Room): Response =>
    line(context.body, 'place') === 'chat'
      ? seeOther(context.request, paths.roomChat(room.name))
      : toRoom(context, room, 'say')

  /** What was typed in the box meanwhile is still there afterwards. */
  function kept({ body }: FormContext, room: Room, answer: Response): Response {
    for (const cookie of keptFrom(world, room, body)) answer.headers.append('set-cookie', cookie)
    return answer
  }

  /** Nothing came of it: the same parts with the reason in its place. */
  function along(
    context: Context,
    room: Room,
    more: { error?: string; poll?: string; suggestions?: { typed: string; error: string } },
    status = 422,
  ): Response {
    const reader = context.visitor?.id ?? null
    const poll = pollView(world, room, pollNow(world, room.id), reader)
    return page(
      <AlongPage
        frame={frame(world, context)}
        room={room.name}
        handle={room.handle}
        error={poll ? more.error : (more.error ?? more.poll)}
        poll={poll && { ...poll, said: more.poll ? { tone: 'bad', words: more.poll } : undefined }}
        suggestions={suggestionsView(world, room, reader, more.suggestions)}
      />,
      { nonce: context.nonce, status },
    )
  }

  function desk(context: Context, room: Room, as: Keeper, more: Partial<DeskProps> = {}, status = 200): Response {
    const own = as === 'performer'
    return page(
      <DeskPage
        frame={frame(world, context, {
          ...(own ? { path: paths.studioPlay } : {}),
          ...said(context.request, sayings()),
        })}
        room={room.name}
        handle={room.handle}
        own={own}
        poll={pollView(world, room, pollNow(world, room.id), undefined)}
        past={pastPolls(world, room.id, 5)}
        pollSeconds={POLL_SECONDS}
        shoutSeconds={SHOUT_SECONDS}
        shouting={shoutNow(world, room.id) !== null}
        answersMost={ANSWERS.most}
        rooms={own ? mayRaid(world, room, findRooms(world, {})).map(({ name, handle }) => ({ name, handle })) : []}
        raiding={raidNow(world, room.id) !== null}
        suggestions={openSuggestions(world, room.id, OPEN_MOST.room).map(suggestionView)}
        closed={closedSuggestions(world, room.id).map(suggestionView)}
        rules={own ? playRules(world, room.id) : undefined}
        {...more}
      />,
      { nonce: context.nonce, status },
    )
  }

  const deskOf = (room: Room, word: string, part = ''): string => `${paths.roomPlay(room.name)}?said=${word}${part}`

  return new Elysia({ name: 'play' })
    .use(access(world))
    .get(
      '/sounds/:sound',
      ({ params }) => {
        const wav = soundFile(world, params.sound)
        if (!wav) throw new Refused(404)
        return new Response(wav, {
          headers: {
            'content-type': 'audio/wav',
            'content-security-policy': "sandbox; default-src 'none'",
            'x-content-type-options': 'nosniff',
            'cache-control': 'public, max-age=31536000, immutable',
          },
        })
      },
      { access: 'anyone' },
    )
    .post(
      '/rooms/:room/reactions',
      (context: FormContext) => {
        const { body, address } = context
        const room = open(context)
        const kind = line(body, 'kind')
        if (!isReaction(kind)) throw new Refused(422)
        if (!playRules(world, room.id).reactions) return along(context, room, { error: say.play.reactions.off })
        const from = { seat: `form:${address}`, network: network(address) }
        if (reactions(world).tap(room.name, from, kind, 1) === 0)
          return along(context, room, { error: say.play.reactions.often }, 429)
        return toRoom(context, room, 'reactions')
      },
      { access: 'anyone' },
    )
    .post(
      '/rooms/:room/stickers',
      (context: FormContext) => {
        const { room, account } = member(context)
        const { body } = context
        const sent = sendSticker(world, told, { room, account, sticker: line(body, 'sticker'), key: line(body, 'key') })
        if (!sent.ok) return kept(context, room, along(context, room, { error: stickerWords(world, sent) }))
        return kept(context, room, toBox(context, room))
      },
      { access: 'account' },
    )
    .post(
      '/rooms/:room/sounds',
      (context: FormContext) => {
        const { room, account } = member(context)
        const played = soundHere(world, told, room, account, line(context.body, 'sound'))
        if (!played.ok) return kept(context, room, along(context, room, { error: soundWords(world, played) }))
        return kept(context, room, toBox(context, room))
      },
      { access: 'account' },
    )
    .post(
      '/rooms/:room/polls/:poll/votes',
      (context: FormContext & { params: { poll: string } }) => {
        const { room, account } = member(context)
        const voted = voteHere(world, room, account, { poll: context.params.poll, place: line(context.body, 'place') })
        return voted.ok ? toRoom(context, room, 'poll') : along(context, room, { poll: voteWords(voted.why) })
      },
      { access: 'account' },
    )
    .post(
      '/rooms/:room/suggestions',
      (context: FormContext) => {
        const { room, account } = member(context)
        const words = line(context.body, 'words')
        const suggested = suggestHere(world, room, account, words)
        if (suggested.ok) return toRoom(context, room, 'suggestions')
        return along(context, room, { suggestions: { typed: words, error: suggestWords(world, suggested) } })
      },
      { access: 'account' },
    )
    .post(
      '/rooms/:room/suggestions/:suggestion/votes',
      (context: FormContext & { params: { suggestion: string } }) => {
        const { room, account } = member(context)
        const { suggestion } = context.params
        const backed = backHere(world, room, account, { suggestion, backs: line(context.body, 'backs') })
        return backed.ok ? toRoom(context, room, 'suggestions') : along(context, room, { error: backWords(backed.why) })
      },
      { access: 'account' },
    )
    .post(
      '/rooms/:room/raids/:raid/go',
      (context: Context & { params: { raid: string } }) => {
        const room = open(context)
        const { visitor, address, params, request } = context
        const who = visitor ? `account:${visitor.id}` : `address:${address}`
        const to = goAlong(world, { room: room.id, raid: params.raid, who, network: network(address) })
        return to ? seeOther(request, paths.room(to.name)) : along(context, room, { error: say.play.raid.over }, 410)
      },
      { access: 'anyone' },
    )
    .get(
      '/studio/play',
      context => {
        const room = ownRoom(world, context.visitor)
        return desk({ ...context, params: { room: room.name } }, room, 'performer')
      },
      { access: 'performer' },
    )
    .get(
      '/rooms/:room/play',
      (context: Context) => {
        const { room, as } = keeper(context)
        return desk(context, room, as)
      },
      { access: 'member' },
    )
    .post(
      '/rooms/:room/play/rules',
      (context: FormContext) => {
        const { room } = keeper(context, true)
        const { body } = context
        setPlayRules(world, room.id, {
          reactions: ticked(body, 'reactions'),
          suggestions: ticked(body, 'suggestions'),
          sounds: ticked(body, 'sounds'),
          raids: ticked(body, 'raids'),
        })
        return seeOther(context.request, deskOf(room, 'saved'))
      },
      { access: 'performer' },
    )
    .post(
      '/rooms/:room/polls',
      (context: FormContext) => {
        const { room, account, as } = keeper(context)
        const { body } = context
        const wish = {
          question: line(body, 'question'),
          answers: texts(body, 'answer', 12),
          seconds: Number(line(body, 'seconds')),
        }
        const opened = openPoll(world, { room, by: account, wish })
        if (!opened.ok) return desk(context, room, as, { asked: wish, askFaults: askWords(opened.faults) }, 422)
        const sentence = { of: 'play', name: 'pollOpen', given: [opened.poll.question] }
        note(world, told, { room: room.id, kind: 'note', detail: { sentence } })
        pushPoll(world, room, opened.poll.id)
        return seeOther(context.request, deskOf(room, 'opened'))
      },
      { access: 'member' },
    )
    .post(
      '/rooms/:room/polls/:poll/end',
      (context: Context & { params: { poll: string } }) => {
        const { room } = keeper(context)
        if (pollById(world, context.params.poll)?.room_id !== room.id) throw new Refused(404)
        endPoll(world, told, context.params.poll)
        return seeOther(context.request, deskOf(room, 'closed'))
      },
      { access: 'member' },
    )
    .post(
      '/rooms/:room/shout-outs',
      (context: FormContext) => {
        const { room, account, as } = keeper(context)
        const { body } = context
        const typed = {
          member: line(body, 'member'),
          words: line(body, 'words'),
          seconds: Number(line(body, 'seconds')),
        }
        const shouted = shoutOut(world, told, { room, by: account, ...typed })
        if (!shouted.ok)
          return desk(context, room, as, { shouted: typed, shoutFaults: shoutWords(shouted.faults) }, 422)
        pushShout(world, room)
        return seeOther(context.request, deskOf(room, 'shouted', '#shout-box'))
      },
      { access: 'member' },
    )
    .post(
      '/rooms/:room/shout-outs/end',
      (context: Context) => {
        const { room } = keeper(context)
        unshout(world, room)
        return seeOther(context.request, deskOf(room, 'unshouted', '#shout-box'))
      },
      { access: 'member' },
    )
    .post(
      '/rooms/:room/raids',
      (context: FormContext) => {
        const { room, account, as } = keeper(context, true)
        const to = line(context.body, 'to')
        const raided = proposeRaid(world, { room, by: account, to })
        if (!raided.ok) {
          const raidFault = say.play.studio.raidRefused[raided.why]
          return desk(context, room, as, { raidTyped: to, raidFault }, 422)
        }
        pushRaid(world, room)
        return seeOther(context.request, deskOf(room, 'raided', '#raid-box'))
      },
      { access: 'performer' },
    )
    .post(
      '/rooms/:room/suggestions/:suggestion',
      (context: FormContext & { params: { suggestion: string } }) => {
        const { room, account } = keeper(context)
        const { suggestion } = context.params
        const state = line(context.body, 'state')
        if (state === 'open') {
          if (!reopenSuggestion(world, { room, suggestion })) throw new Refused(404)
        } else if (state === 'done' || state === 'removed') {
          if (!closeSuggestion(world, { room, suggestion, by: account, state })) throw new Refused(404)
        } else throw new Refused(422)
        const words = suggestionById(world, suggestion)?.words
        if (state === 'done' && words !== undefined) {
          note(world, told, {
            room: room.id,
            kind: 'note',
            detail: { sentence: { of: 'play', name: 'suggestionDone', given: [words] } },
          })
        }
        pushSuggestions(world, room)
        const word = state === 'open' ? 'suggestion-back' : state === 'done' ? 'suggestion-done' : 'suggestion-removed'
        return seeOther(context.request, deskOf(room, word, '#suggestions-box'))
      },
      { access: 'member' },
    )
}

const askWords = (faults: PollFaults): DeskProps['askFaults'] => ({
  open: faults.open ? say.play.studio.faults.open : undefined,
  question: faultWords(faults.question, QUESTION_MOST),
  answers: faultWords(faults.answers, ANSWER_MOST),
  seconds: faultWords(faults.seconds, 0),
})

const shoutWords = (faults: ShoutFaults): DeskProps['shoutFaults'] => ({
  member: faults.member ? say.play.studio.faults.member : undefined,
  words: faultWords(faults.words, SHOUT_MOST),
  seconds: faultWords(faults.seconds, 0),
})

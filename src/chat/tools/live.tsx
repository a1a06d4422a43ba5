import { type ActView, KeepNews } from '../../../views/chat/tools/acts.tsx'
import { BarWords, KeepBar, Pinned, RuleForms, Welcome } from '../../../views/chat/tools/bar.tsx'
import { UnpinForm, type Wrong } from '../../../views/chat/tools/forms.tsx'
import { HeldMine, HeldQueue } from '../../../views/chat/tools/held.tsx'
import { PersonTools, WhisperForm } from '../../../views/chat/tools/person.tsx'
import { messageWords } from '../../../views/chat/words.ts'
import { whatWords } from '../../../views/moderation/words.ts'
import { Happened } from '../../../views/rooms/wire.tsx'
import { say, speak } from '../../../views/words/index.ts'
import type { Asking } from '../../accounts/access.ts'
import { accountById, isStaff, mayModerate, type Visitor } from '../../accounts/index.ts'
import { SECOND } from '../../base/clock.ts'
import { oneEach } from '../../base/one-each.ts'
import { tell } from '../../base/realtime/tell.ts'
import { houseZone } from '../../base/zone.ts'
import { audience, type Guest } from '../../broadcasts/index.ts'
import { type Alarm, blockNow, type CaseListeners, makeReport, muteNow } from '../../moderation/index.ts'
import { type Room, roomById, roomTopic } from '../../rooms/index.ts'
import type { World } from '../../world.ts'
import { type HeldLine, heldBy, heldIn } from '../held.ts'
import { mayActOn, mayDo } from '../keep.ts'
import { LINE_MOST, lineAt } from '../line.ts'
import type { ChatListeners } from '../listeners.ts'
import { BoxNow, type ChatSlots, RulesChanged, tellLook } from '../live.tsx'
import { isModerator, isTrusted, type Keeper, keeperOf, moderatorsOf } from '../moderator.ts'
import { actsOf, type Keeping, type RoomAct } from '../room-act.ts'
import { rulesOf } from '../rules.ts'
import { mayUndo } from '../undo.ts'

/** Staff who have a room's page open, by room: they keep every room and are on no list of it. */
const staffHere = oneEach((_: World) => new Map<string, Set<string>>())

function visiting(world: World, room: string): Set<string> {
  const rooms = staffHere(world)
  let here = rooms.get(room)
  if (!here) {
    here = new Set()
    rooms.set(room, here)
  }
  return here
}

/** A page is here: staff hear from now on what those who keep the room hear. */
export function enteredTools(world: World, { room, visitor }: Guest): void {
  if (visitor && mayModerate(visitor.role)) visiting(world, room).add(visitor.id)
}

/** Whoever keeps the room and has its page open. */
function keepersHere(world: World, room: Room): { id: string; as: Keeper }[] {
  const staff = visiting(world, room.name)
  for (const id of staff) if (world.presence.held(audience.inRoom(room.name, id)) === 0) staff.delete(id)
  const all: { id: string; as: Keeper }[] = [
    { id: room.performer_id, as: 'performer' },
    ...moderatorsOf(world, room.id).map(({ account_id }) => ({ id: account_id, as: 'moderator' as const })),
    ...[...staff].map(id => ({ id, as: 'staff' as const })),
  ]
  return all.filter(({ id }) => world.presence.held(audience.inRoom(room.name, id)) > 0)
}

function tellKeepers(world: World, room: Room, markup: (keeper: { id: string; as: Keeper }) => unknown): void {
  for (const keeper of keepersHere(world, room)) {
    tell(world, audience.inRoom(room.name, keeper.id), () => String(markup(keeper) ?? ''))
  }
}

const asKeeping = ({ id, as }: { id: string; as: Keeper }): Keeping => ({ id, as, address: '' })

export const actView = (world: World, act: RoomAct, by: Keeping | null): ActView => ({
  act,
  mayUndo: by !== null && act.undone_at === null && mayUndo(act, by),
  undoneBy: act.undone_by === null ? undefined : accountById(world, act.undone_by)?.handle,
})

/** The writer's own page: what waits of hers, and what was refused just now. */
function tellWriter(world: World, room: Room, line: HeldLine): void {
  const refused = line.decision === 'refused' ? line : undefined
  tell(world, audience.inRoom(room.name, line.account_id), () =>
    String(
      <HeldMine
        room={room.name}
        keeper={room.handle}
        lines={heldBy(world, room.id, line.account_id)}
        refused={refused}
      />,
    ),
  )
}

function tellQueue(world: World, room: Room): void {
  const held = heldIn(world, room.id)
  tellKeepers(world, room, () => (
    <>
      <BarWords.Held room={room.name} held={held} />
      <HeldQueue room={room.name} lines={held} />
    </>
  ))
}

/** Somebody is muted: her own page says so, and why. */
function tellMuted(world: World, room: Room, act: RoomAct): void {
  if (act.act !== 'muted' || act.undone_at !== null || act.account_id === null) return
  const until = act.detail.until as number | null
  tell(world, audience.inRoom(room.name, act.account_id), () => {
    const words = messageWords({ why: 'muted', until, because: act.because }, world.clock.now(), LINE_MOST)
    return String(<Happened kind="wrong" data={{ act: 'muted', key: '', words }} />)
  })
}

/** What stands in the room for everybody. */
function tellRules(world: World, room: Room, act: RoomAct): void {
  const rules = rulesOf(world, room.id)
  if (act.act === 'pinned' || act.act === 'unpinned') {
    tell(world, roomTopic(room.name), () => String(<Pinned room={room.name} text={rules.pinned} />))
  }
  if (act.act === 'slow-mode' || act.act === 'writers') {
    tell(world, roomTopic(room.name), () => String(<RulesChanged world={world} room={room} />))
  }
}

const RULES: readonly RoomAct['act'][] = ['slow-mode', 'writers', 'hold', 'pinned', 'unpinned']
/** Acts after which somebody's name looks different in the room. */
const BADGES: readonly RoomAct['act'][] = ['moderator-granted', 'moderator-revoked', 'blocked']
/** Acts after which one person may write, or not. Of a silent mute nobody is told anything. */
const PERSONS: readonly RoomAct['act'][] = [
  'muted',
  'unmuted',
  'moderator-granted',
  'moderator-revoked',
  'trusted',
  'distrusted',
  'unblocked',
]

function tellBox(world: World, room: Room, act: RoomAct): void {
  const { account_id: account } = act
  if (account === null || !PERSONS.includes(act.act) || act.detail.silent === 1) return
  tell(world, audience.inRoom(room.name, account), () => String(<BoxNow world={world} room={room} account={account} />))
}

/** What the wiring gives chat to tell: held lines to their writer and those who keep the room, and what these do. */

export const tellKeeping = (world: World): Pick<ChatListeners, 'held' | 'decided' | 'kept'> => {
  const waiting = (line: HeldLine) => {
    const room = roomById(world, line.room_id)
    if (!room) return
    tellWriter(world, room, line)
    tellQueue(world, room)
  }
  return {
    held: waiting,
    decided: waiting,
    kept(act) {
      const room = roomById(world, act.room_id)
      if (!room) return
      const rules = rulesOf(world, room.id)
      tellMuted(world, room, act)
      tellBox(world, room, act)
      if (BADGES.includes(act.act) && act.account_id) tellLook(world, act.account_id, room)
      if (RULES.includes(act.act)) tellRules(world, room, act)
      tellKeepers(world, room, keeper => (
        <>
          <KeepNews room={room.name} news={actView(world, act, asKeeping(keeper))} />
          {RULES.includes(act.act) ? (
            <>
              <BarWords.Slow room={room.name} rules={rules} />
              <BarWords.Writers room={room.name} rules={rules} />
              <BarWords.Pin room={room.name} rules={rules} />
              <UnpinForm room={room.name} rules={rules} prefix="bar" />
              <Happened kind="rule-forms">
                <RuleForms room={room.name} rules={rules} />
              </Happened>
            </>
          ) : null}
        </>
      ))
    },
  }
}

const NEWS_MS = 30 * 60 * SECOND

/** The newest act of somebody else that still is news. */
function newsFor(world: World, room: Room, by: Keeping): ActView | undefined {
  const act = actsOf(world, { room: room.id, limit: 1 })[0]
  if (!act || act.by === by.id || act.undone_at !== null || world.clock.now() - act.at > NEWS_MS) return undefined
  return actView(world, act, by)
}

/** What the room's tools put into its chat: the pinned line for all, the bar for whoever keeps it, held lines for their writer. */
export function toolSlots(
  world: World,
  room: Room,
  { visitor }: Pick<Asking, 'visitor'>,
): Pick<ChatSlots, 'head' | 'held'> {
  const as = keeperOf(world, room, visitor)
  const rules = rulesOf(world, room.id)
  return {
    head: (
      <>
        {as && visitor ? (
          <KeepBar
            room={room.name}
            rules={rules}
            held={heldIn(world, room.id)}
            atOnce={as !== 'staff'}
            news={newsFor(world, room, asKeeping({ id: visitor.id, as }))}
          />
        ) : null}
        <Pinned room={room.name} text={rules.pinned} />
        {rules.welcome === '' || as === 'performer' ? null : <Welcome room={room.name} text={rules.welcome} />}
      </>
    ),
    held: visitor ? (
      <HeldMine room={room.name} keeper={room.handle} lines={heldBy(world, room.id, visitor.id)} />
    ) : undefined,
  }
}

/** What a name card offers besides the chat's own: a whisper, and what whoever keeps the room may do. */
export function cardTools(
  world: World,
  room: Room,
  { visitor }: { visitor: Visitor | null },
  { account, line: seq }: { account: string; line?: number },
  wrong?: Wrong,
) {
  const about = accountById(world, account)
  if (!visitor || !about || visitor.id === account) return null
  const as = keeperOf(world, room, visitor)
  const whispers =
    !isStaff(visitor.role) &&
    !isStaff(about.role) &&
    (rulesOf(world, room.id).whispers === 1 || as !== null || keeperOf(world, room, about) !== null)
  return (
    <>
      {whispers ? <WhisperForm room={room.name} handle={about.handle} wrong={wrong} /> : null}
      {as ? (
        <KeeperTools world={world} room={room} by={{ id: visitor.id, as }} account={account} seq={seq} wrong={wrong} />
      ) : null}
    </>
  )
}

function KeeperTools(props: {
  world: World
  room: Room
  by: { id: string; as: Keeper }
  account: string
  seq?: number
  wrong?: Wrong
}) {
  const { world, room, by, account, seq, wrong } = props
  const about = accountById(world, account)
  if (!about) return null
  const under = mayActOn(world, { room, by: asKeeping(by) }, account) === null
  const line = seq === undefined ? null : lineAt(world, room.id, seq)
  const stands = line !== null && line.account_id === account && line.removed_at === null && line.kind !== 'whisper'
  const muted = muteNow(world, room.id, account)
  const blocked = mayDo(by.as, 'unblocked') ? blockNow(world, room.performer_id, account) : null
  const lists = by.as === 'performer' && !isStaff(about.role)
  return (
    <PersonTools
      room={room.name}
      handle={about.handle}
      line={seq}
      can={{
        remove: stands && under,
        sweep: under,
        pin: stands && line.to_id === null && line.text !== '',
        mute: under && !muted,
        good: by.as === 'performer',
        kick: under && !blocked,
        block: under && mayDo(by.as, 'blocked'),
        lists: lists && !blocked,
      }}
      muted={muted ? { id: muted.id, until: muted.until, silent: muted.silent === 1 } : undefined}
      blocked={blocked?.id}
      trusted={isTrusted(world, room.id, account)}
      moderator={isModerator(world, room.id, account)}
      mustSayWhy={by.as === 'staff'}
      now={world.clock.now()}
      zone={houseZone(world)}
      wrong={wrong}
    />
  )
}

/**
 * A text that endangers minors opens a case about its writer, with what stood around it sealed. The text itself is not kept.
 * Whoever works for the house is judged by the house: the hit alone waits there.
 */
export function openAlarm(world: World, cases: CaseListeners, { what, account, room }: Alarm): void {
  const writer = accountById(world, account)
  if (!writer || isStaff(writer.role)) return
  const name = room && roomById(world, room)?.name
  const text = speak(world.settings.get('language'), () => {
    const wrote = whatWords()[what]
    return name ? say.tools.alarmIn(writer.handle, wrote, name) : say.tools.alarm(writer.handle, wrote)
  })
  makeReport(world, cases, { kind: 'minor', subject: writer.handle, text, contact: '' })
}

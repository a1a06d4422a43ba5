import { type AccountListeners, staffAccounts } from './accounts/index.ts'
import { approvingPeople } from './admin/approvals/listeners.ts'
import type { AdminListeners } from './admin/index.ts'
import { approvingMoney } from './admin/money/listeners.ts'
import type { ApprovalListeners } from './audit/index.ts'
import { afterCommit } from './base/db/tx.ts'
import { inHead } from './base/html/head.ts'
import { network } from './base/http/rate.ts'
import { avatarHref, erasePicturesOf } from './base/picture/index.ts'
import {
  admitRoom,
  type BroadcastListeners,
  type EndedWhy,
  endPassesOfAccount,
  endPassesOfSession,
  finished,
  retitled,
  type SocketListeners,
} from './broadcasts/index.ts'
import { mediaElement, onStage, pushStage, stagesOn } from './broadcasts/live.tsx'
import { tellStudio, tellStudioEnded, tellStudioHealth } from './broadcasts/studio/live.tsx'
import { type ChatListeners, forgetInChat, linesBefore } from './chat/index.ts'
import { chatActs, enteredChat, lineView, tellLines, tellLook } from './chat/live.tsx'
import { enteredPlay, playActs, playHead, playParts, playTaps, playTools } from './chat/play/live.tsx'
import { type ChatEdges, chatParts } from './chat/routes.tsx'
import { toolActs } from './chat/tools/acts.tsx'
import { cardTools, enteredTools, openAlarm, tellKeeping, toolSlots } from './chat/tools/live.tsx'
import {
  barred,
  type CaseListeners,
  hearAlarms,
  type ModerationListeners,
  nameFits,
  statementCode,
  unreadStatement,
} from './moderation/index.ts'
import { newestBackup } from './ops/backup.ts'
import { checklist } from './ops/checklist.ts'
import { standing } from './ops/standing.ts'
import { followAct } from './rooms/following/routes.tsx'
import {
  carryNotices,
  closeRoom,
  dropDevicesOfSession,
  forgetPerson,
  onAirNow,
  openRoom,
  type RoomListeners,
  roomByName,
  roomOf,
  unread,
} from './rooms/index.ts'
import { noticeWays } from './rooms/notices/live.tsx'
import { caseListeners, tellStated } from './support/cases/listeners.ts'
import { forgetGiver, keptTip, type TipListeners } from './tips/index.ts'
import { pushSums, pushTip, tipActs, tipParts } from './tips/live.tsx'
import { pushTipsNow, tipsBeside } from './tips/studio/routes.tsx'
import { balance, forgetLimits, hearWallets, type WalletListeners } from './wallet/index.ts'
import { pushOrdered, pushPurse } from './wallet/live.tsx'
import { walletParts } from './wallet/routes.tsx'
import type { World } from './world.ts'

/** Who listens to whom, on one screen. */
export interface Told extends SocketListeners {
  accounts: AccountListeners
  moderation: ModerationListeners
  rooms: RoomListeners
  broadcasts: BroadcastListeners
  chat: ChatListeners
  chatEdges: ChatEdges
  wallet: WalletListeners
  tips: TipListeners
  admin: AdminListeners
  approvals: ApprovalListeners
  cases: CaseListeners
}

/** Sockets closed with it do not come back by themselves; the reason is the code of the decision, which the page then shows. */
const SANCTIONED = 4403
const SIGNED_OUT = 1008

export function wire(world: World): Told {
  inHead(world, account => ({ unread: unread(world, account) }))
  inHead(world, account => ({ avatarHref: avatarHref(world, account) }))
  inHead(world, account => ({ tokens: balance(world, account).tokens }))
  inHead(world, account => {
    const found = unreadStatement(world, account)
    return found ? { decision: statementCode(world, found.id) } : {}
  })
  const wallet: WalletListeners = {
    moved: account => pushPurse(world, account),
    ordered: account => pushOrdered(world, account),
    kept(account, back) {
      const room = roomByName(world, /^\/rooms\/([^/?#]+)/.exec(back)?.[1] ?? '')
      const tip = room && keptTip(world, account, room.id)
      return tip ? { tokens: tip.tokens, handle: room.handle } : null
    },
  }
  hearWallets(world, wallet)
  hearAlarms(world, alarm => openAlarm(world, cases, alarm))
  carryNotices(world, noticeWays(world))
  const broadcasts: BroadcastListeners = {
    stageChanged(stage) {
      pushStage(world, stage)
      tellStudio(world, stage.room)
      if (stage.state === 'live' && stage.broadcast) void onAirNow(world, stage.room, stage.broadcast)
    },
    healthChanged: stage => tellStudioHealth(world, stage),
    started() {},
    beside(room, asking) {
      const talk = chatParts(world, chatEdges, room, asking)
      const scripts = ['chat-window.js', 'studio-tips.js'].map(name => world.assets.href(name))
      return { ...talk, goal: tipsBeside(world, room), scripts: [...scripts, ...(talk.scripts ?? [])] }
    },
    ended: stage => tellStudioEnded(world, stage),
  }

  const chat: ChatListeners = {
    ...tellLines(world),
    ...tellKeeping(world),
  }
  const chatEdges: ChatEdges = {
    told: chat,
    slots: (room, asking) => {
      const tools = toolSlots(world, room, asking)
      return {
        head: [playHead(world, room, asking), tools.head],
        held: [tools.held, playTaps(world, room)],
        tools: playTools(world, room, asking),
      }
    },
    cardTools: (room, asking, about) => cardTools(world, room, asking, about),
  }

  const tips: TipListeners = {
    chat,
    tipped: made => pushTip(world, made, room => pushTipsNow(world, room)),
    lines: (room, most) =>
      linesBefore(world, { room: room.id, reader: null, limit: most }).lines.map(line => lineView(world, room, line)),
  }

  /** The door's row is written before the publisher is kicked, so that an encoder that comes back by itself stays out. */
  function takeOffAir(account: string, why: EndedWhy): void {
    const room = roomOf(world, account)
    if (!room) return
    admitRoom(world, room.id)
    finished(world, broadcasts, room.name, why)
    afterCommit(world, () => void world.media.cut(room.name, why))
  }

  const readmit = (account: string) => {
    const room = roomOf(world, account)
    if (!room) return
    admitRoom(world, room.id)
    afterCommit(world, () => tellStudio(world, room.name))
  }

  const told: Omit<Told, 'approvals' | 'cases'> = {
    accounts: {
      joined(person) {
        if (person.role === 'performer') admitRoom(world, openRoom(world, person.id, person.handle).id)
      },
      roleChanged(person, before) {
        if (before === 'performer') takeOffAir(person.id, 'cut')
        if (person.role === 'performer') admitRoom(world, openRoom(world, person.id, person.handle).id)
      },
      approved: readmit,
      revoked: account => takeOffAir(account, 'cut'),
      sessionEnded(session) {
        dropDevicesOfSession(world, session)
        afterCommit(world, () => {
          endPassesOfSession(world, session)
          world.presence.close(`session:${session}`, SIGNED_OUT, 'signed out')
        })
      },
      deleted(person) {
        erasePicturesOf(world, person.id)
        forgetInChat(world, person.id)
        const room = roomOf(world, person.id)
        forgetPerson(world, person.id)
        takeOffAir(person.id, 'closed')
        afterCommit(world, () => {
          endPassesOfAccount(world, person.id)
          world.presence.close(`account:${person.id}`, SIGNED_OUT, 'deleted')
          if (room) world.media.forget(room.name)
        })
        forgetGiver(world, person.id)
        forgetLimits(world, person.id)
        if (room) closeRoom(world, person.id)
      },
      lookChanged: account => tellLook(world, account),
      barred: account => barred(world, account),
      nameFits: (handle, address) => nameFits(world, handle, network(address)),
    },
    moderation: {
      sanctioned({ account_id, statement_id }) {
        takeOffAir(account_id, 'banned')
        afterCommit(world, () => {
          endPassesOfAccount(world, account_id)
          world.presence.close(`account:${account_id}`, SANCTIONED, statementCode(world, statement_id))
        })
      },
      lifted: ({ account_id }) => readmit(account_id),
      stated: statement => tellStated(world, statement),
    },
    rooms: {
      onStage: room => onStage(world, room),
      stages: () => stagesOn(world),
      media: room => mediaElement(world, room),
      parts: (room, asking) => {
        const tip = tipParts(world, room, asking)
        const talk = chatParts(world, chatEdges, room, asking)
        const play = playParts(world, room, asking)
        const buy = walletParts(world, wallet, room, asking)
        return {
          ...tip,
          ...talk,
          acts: followAct(world, room, asking),
          sheets: [tip.sheets, buy.sheets, talk.sheets],
          over: [tip.over, play.over],
          below: [tip.below, play.below],
          scripts: [...(tip.scripts ?? []), ...(buy.scripts ?? []), ...(talk.scripts ?? []), ...(play.scripts ?? [])],
        }
      },
      retitled: (room, title) => retitled(world, broadcasts, room, title),
    },
    broadcasts,
    chat,
    chatEdges,
    wallet,
    tips,
    // What a room's page asks for through its socket, by the word of the act.
    acts: {
      ...chatActs(world, chat),
      ...toolActs(world, chat),
      ...playActs(world, chat),
      ...tipActs(world, tips),
    },
    entered: (guest, asked) => {
      enteredTools(world, guest)
      return [enteredChat(world, guest, asked), enteredPlay(world, guest)].map(part => String(part ?? '')).join('')
    },
    admin: {
      checklist: () => checklist(world),
      backup: () => newestBackup(world),
      standing: async () => {
        const findings = await standing(world)
        return findings.map(({ title, fact, state }) => ({ words: title, fact, tone: state }))
      },
    },
  }
  const cases = caseListeners(world, { broadcasts, chat, stated: told.moderation.stated })
  return {
    ...told,
    approvals: {
      staff: () => staffAccounts(world).filter(({ id }) => !barred(world, id)),
      kinds: {
        ...approvingPeople(world, told),
        ...approvingMoney(world, { cameBack: tip => pushSums(world, tip.room_id) }),
      },
    },
    cases,
  }
}

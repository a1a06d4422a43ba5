import { Elysia } from 'elysia'
import { Bell } from '../../../views/rooms/bell.tsx'
import { speak } from '../../../views/words/index.ts'
import type { Language } from '../../../views/words/speak.ts'
import { access } from '../../accounts/access.ts'
import type { Visitor } from '../../accounts/index.ts'
import { MINUTE } from '../../base/clock.ts'
import { network } from '../../base/http/rate.ts'
import { Refused } from '../../base/http/refused.ts'
import { type Sitting, type Socket, sit } from '../../base/realtime/socket.ts'
import { inLanguage, tell } from '../../base/realtime/tell.ts'
import type { World } from '../../world.ts'
import { type NoticeWays, unread } from '../notice.ts'
import { callDevices } from '../push.ts'
import { personTopic } from '../topic.ts'
import { isFleeting } from '../wishes.ts'
import { mailNotice } from './letters.tsx'

/** Every open page of this person shows the number that is true now. */
export const ring = (world: World, account: string): void =>
  tell(world, personTopic(account), () => String(<Bell unread={unread(world, account)} />))

/** How notices leave the list. */
export const noticeWays = (world: World): NoticeWays => ({
  rang: account => ring(world, account),
  push: (notice, _wishes, holdMs) =>
    void callDevices(world, notice.account_id, { holdMs, fleeting: isFleeting(notice.kind) }),
  mail: (notice, wishes, holdMs) => void mailNotice(world, notice, wishes, holdMs),
})

const SIGN_OF_LIFE = '.'
/** Pages that may be open at once, of one sign-in. */
const SOCKETS_MOST = 24

/** The line of pages that have no other one: it only rings. */
export function bellSocket(world: World) {
  class Reader implements Sitting {
    constructor(
      readonly visitor: Visitor,
      readonly address: string,
      readonly language: Language,
    ) {}

    opened(socket: Socket): void {
      const { visitor, address, language } = this
      const topic = personTopic(visitor.id)
      const heard = inLanguage(topic, language)
      const keys = [heard, `account:${visitor.id}`, `session:${visitor.session}`, `network:${network(address)}`]
      world.presence.join(socket, topic, keys)
      socket.subscribe(heard)
      socket.send(speak(language, () => String(<Bell unread={unread(world, visitor.id)} />)))
    }

    said(frame: string | Uint8Array, socket: Socket): void {
      if (!world.rates.take(`bell ${this.visitor.session}`, 60, MINUTE)) socket.close(1008, 'too many frames')
      else if (frame === SIGN_OF_LIFE) socket.send(SIGN_OF_LIFE)
    }

    closed(socket: Socket): void {
      world.presence.leave(socket)
    }
  }

  return new Elysia({ name: 'bell' }).use(access(world)).route(
    'WS',
    '/notices/live',
    ({ visitor, address, language, request }) => {
      if (!world.rates.take(`socket ${address}`, 240, MINUTE)) throw new Refused(429)
      if (world.presence.held(`session:${visitor!.session}`) >= SOCKETS_MOST) throw new Refused(429)
      sit(request, new Reader(visitor!, address, language))
    },
    { access: 'account' },
  )
}

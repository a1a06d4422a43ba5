import { Avatar, type Person } from '../parts/avatar.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'
import { Left } from './left.tsx'

export interface RaidView {
  id: string
  /** The room this page shows. */
  room: string
  from: string
  to: Person
  leftMs: number
}

/** A card that asks; nobody is moved. */
export function Raid({ raid }: { raid: RaidView | null }) {
  if (!raid) return <div id="raid" hidden />
  return (
    <section class="raid" id="raid" role="alert">
      <Avatar person={raid.to} size={40} />
      <div class="raid-words">
        <b>{say.play.raid.title(raid.from, raid.to.handle)}</b>
        <span>{say.play.raid.words(raid.to.handle)}</span>
      </div>
      <form class="raid-acts" method="post" action={paths.roomRaidGo(raid.room, raid.id)} data-plays="raid-go">
        <input type="hidden" name="raid" value={raid.id} />
        <Left ms={raid.leftMs} />
        <button class="btn btn-edge btn-small" type="button" data-stay hidden>
          {say.play.raid.stay}
        </button>
        <button type="submit" class="btn btn-primary btn-small">
          {say.play.raid.go}
        </button>
      </form>
    </section>
  )
}

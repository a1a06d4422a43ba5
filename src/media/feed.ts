import type { Clock } from '../base/clock.ts'
import { type Ids, secret26 } from '../base/ids.ts'
import type { Log } from '../base/log.ts'
import type { MediaPath } from './client.ts'
import { FEED } from './config.ts'
import type { Door } from './door.ts'
import type { Run } from './process.ts'

/** What one audience of a room watches: born and dying with its right to the picture. */
export interface BornFeed {
  id: string
  room: string
  /** The publish it shows; another publish is another feed. */
  publisher: string
  path: MediaPath
}

const FEED_ID = new RegExp(`^${FEED}$`)
const LOOK_MS = 25
const SOON_MS = 5
/** A self-pull that met no publisher sleeps five seconds before it tries again: add it anew instead. */
const ANEW_MS = 300
const MOST_TRIES = 12

export class Feeds {
  /** RTSP session of each relay that plays. */
  private readonly sessions = new Map<string, string>()
  /** The same of those that do not play yet, as the door saw it at SETUP. */
  private readonly pending = new Map<string, string>()

  constructor(
    private readonly door: Door,
    private readonly ids: Ids,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  relayed(who: string, session: string): void {
    if (FEED_ID.test(who)) this.pending.set(who, session)
  }

  /** Bears a feed of what `publisher` sends; null when `wanted` turned false or MediaMTX would not. */
  async bear(run: Run, room: string, publisher: string, wanted: () => boolean): Promise<BornFeed | null> {
    const id = secret26(this.ids)
    const name = `feed/${id}/src`
    for (let attempt = 0; attempt < MOST_TRIES && wanted(); attempt++) {
      const nonce = this.door.nonce({ action: 'read', path: `live/${room}`, protocol: 'rtsp', who: id })
      const added = await run.client.addPath(name, {
        source: `rtsp://relay:${nonce}@127.0.0.1:${run.rtspPort}/live/${room}`,
        rtspTransport: 'tcp',
        record: false,
        forward: [],
      })
      if (!added.ok && added.why !== 'refused') break
      // The answer comes before the entry is applied.
      const until = this.clock.monotonic() + ANEW_MS
      while (wanted() && this.clock.monotonic() < until) {
        const got = await run.client.path(name)
        if (got.ok && got.value.available) {
          // A pull that breaks later must not come back under the old name.
          this.door.spend(nonce)
          const session = this.pending.get(id)
          if (session) this.sessions.set(id, session)
          this.pending.delete(id)
          return { id, room, publisher, path: got.value }
        }
        await Bun.sleep(LOOK_MS)
      }
      this.door.spend(nonce)
      this.pending.delete(id)
      await this.kill(run, id)
    }
    this.log.info('feed.unborn', { room })
    return null
  }

  /**
   * Ends the feed for all its viewers. Kicked first, deleted second: MediaMTX's path loop waits for a source that
   * still runs when its entry is deleted (upstream #4872), while a kicked one is dropped at once. Only a session that plays
   * may be kicked: between SETUP and PLAY a kick makes MediaMTX v1.20.1 panic (docs/decisions/0004), and a path is available
   * a moment before its pull plays.
   */
  async kill(run: Run, id: string): Promise<void> {
    const session = this.sessions.get(id)
    this.sessions.delete(id)
    if (session && (await this.plays(run, session))) await run.client.kick('rtspSession', session)
    await run.client.deletePath(`feed/${id}/src`)
  }

  private async plays(run: Run, session: string): Promise<boolean> {
    const until = this.clock.monotonic() + ANEW_MS
    do {
      const got = await run.client.rtspSession(session)
      if (!got.ok) return false
      if (got.value.state === 'read') return true
      await Bun.sleep(SOON_MS)
    } while (this.clock.monotonic() < until)
    return false
  }

  /** The child is gone, and its sessions with it. */
  clear(): void {
    this.pending.clear()
    this.sessions.clear()
  }
}

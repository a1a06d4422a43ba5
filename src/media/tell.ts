import * as broadcasts from '../broadcasts/index.ts'
import type { World } from '../world.ts'
import type { MediaListeners } from './watch.ts'

/** Who hands the feeds on to viewers. */
export interface Gateways {
  feedOpened(room: string, feed: broadcasts.Feed): void
  feedClosed(room: string, feed: string): void
}

/** Says to the broadcasts domain what happens to the picture. */
export function tellBroadcasts(world: World, told: broadcasts.BroadcastListeners, gateways: Gateways): MediaListeners {
  return {
    connecting: (room, source) => broadcasts.connecting(world, told, room, source),
    connectingEnded: room => broadcasts.offAir(world, told, room),
    live(room, feed, source) {
      broadcasts.online(world, told, room, source)
      broadcasts.feedReady(world, told, room, feed)
    },
    outsChanged(room, feed) {
      const still = broadcasts.stage(world, room).state === 'stalled'
      broadcasts.feedReady(world, told, room, feed)
      if (still) broadcasts.stalled(world, told, room)
    },
    stalled: room => broadcasts.stalled(world, told, room),
    moving: room => broadcasts.flowing(world, told, room),
    away: (room, reason) => broadcasts.lost(world, told, room, reason === 'restart' ? 'media-down' : 'lost'),
    off: room => broadcasts.offAir(world, told, room),
    ended: (room, reason) =>
      broadcasts.finished(world, told, room, reason === '' || reason === 'media-down' ? 'lost' : reason),
    health: (room, health) => broadcasts.healthFound(world, told, room, health),
    refused: (room, word, protocol) => broadcasts.refusedAtDoor(world, told, room, word, protocol),
    feedOpened: (room, feed) => gateways.feedOpened(room, feed),
    feedClosed: (room, feed) => gateways.feedClosed(room, feed),
  }
}

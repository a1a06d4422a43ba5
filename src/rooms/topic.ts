import type { World } from '../world.ts'

/** What every open page of a room hears; by its public name. */
export const roomTopic = (room: string): string => `room:${room}`

/** What every open page of an account hears. */
export const personTopic = (account: string): string => `person:${account}`

/** Rooms that somebody has open, by name. */
export const roomsOpen = (world: Pick<World, 'presence'>): string[] =>
  world.presence.topics(roomTopic('')).map(topic => topic.slice(roomTopic('').length))

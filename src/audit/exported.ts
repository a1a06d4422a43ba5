import type { World } from '../world.ts'
import { type Actor, record } from './entry.ts'

/** Somebody of the staff took a list out of the house: that is an act. */
export const exported = (world: World, by: Actor, list: string, asked: Readonly<Record<string, string>>): void =>
  record(world, { actor: by, act: 'list.exported', subject: 'site', detail: { list, ...asked } })

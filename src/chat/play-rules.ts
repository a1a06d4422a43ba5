import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'

/** What a performer lets her room play. */
export interface PlayRules {
  suggestions: boolean
  raids: boolean
  sounds: boolean
  reactions: boolean
}

type Row = Record<keyof PlayRules, number>

const q = prepared(sql => ({
  one: sql.one<Row>('SELECT suggestions, raids, sounds, reactions FROM room_play WHERE room_id = $room'),
  put: sql.run(`INSERT INTO room_play (room_id, suggestions, raids, sounds, reactions)
    VALUES ($room, $suggestions, $raids, $sounds, $reactions)
    ON CONFLICT (room_id) DO UPDATE SET suggestions = excluded.suggestions, raids = excluded.raids,
      sounds = excluded.sounds, reactions = excluded.reactions`),
}))

/** All of it, until she says otherwise. */
export function playRules(world: World, room: string): PlayRules {
  const row = q(world).one({ room })
  if (!row) return { suggestions: true, raids: true, sounds: true, reactions: true }
  return {
    suggestions: row.suggestions === 1,
    raids: row.raids === 1,
    sounds: row.sounds === 1,
    reactions: row.reactions === 1,
  }
}

export function setPlayRules(world: World, room: string, rules: PlayRules): void {
  tx(world, () => {
    const bit = (on: boolean) => (on ? 1 : 0)
    q(world).put({
      room,
      suggestions: bit(rules.suggestions),
      raids: bit(rules.raids),
      sounds: bit(rules.sounds),
      reactions: bit(rules.reactions),
    })
  })
}

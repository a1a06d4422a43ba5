import type { World } from '../../world.ts'
import { prepared } from '../db/prepared.ts'

/** What the house itself keeps to prove who it is elsewhere. Written, never shown. */
export type SecretName = 'smtp' | 'vapid'

type Given = Pick<World, 'db' | 'seal' | 'clock'>

const q = prepared(sql => ({
  of: sql.one<{ sealed: Uint8Array }>('SELECT sealed FROM house_secrets WHERE name = $name'),
  put: sql.run(`INSERT INTO house_secrets (name, sealed, at) VALUES ($name, $sealed, $at)
    ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed, at = excluded.at`),
  drop: sql.run('DELETE FROM house_secrets WHERE name = $name'),
}))

const placeOf = (name: SecretName) => ({ table: 'house_secrets', column: 'sealed', row: name })

export function keepSecret(world: Given, name: SecretName, value: string): void {
  const sealed = world.seal.close('secrets', placeOf(name), new TextEncoder().encode(value))
  q(world).put({ name, sealed, at: world.clock.now() })
}

/** Null: there is none, or it was sealed with another key. */
export function secretOf(world: Given, name: SecretName): string | null {
  const row = q(world).of({ name })
  const opened = row && world.seal.open('secrets', placeOf(name), row.sealed)
  return opened ? new TextDecoder().decode(opened) : null
}

export const dropSecret = (world: Given, name: SecretName): boolean => q(world).drop({ name }) > 0

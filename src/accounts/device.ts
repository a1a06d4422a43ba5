import { createHash } from 'node:crypto'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import { base64url } from '../base/ids.ts'
import type { World } from '../world.ts'

/** Browsers that an account may have signed in from before; the one unused longest is forgotten first. */
const MOST_DEVICES = 20

const q = prepared(sql => ({
  one: sql.one<{ id: string }>('SELECT id FROM devices WHERE id = $id AND account_id = $account'),
  insert: sql.run(
    'INSERT INTO devices (id, account_id, made_at, seen_at, agent) VALUES ($id, $account, $at, $at, $agent)',
  ),
  seen: sql.run('UPDATE devices SET seen_at = $at, agent = $agent WHERE id = $id'),
  extra: sql.run(`DELETE FROM devices WHERE account_id = $account AND id NOT IN
    (SELECT id FROM devices WHERE account_id = $account ORDER BY seen_at DESC, rowid DESC LIMIT $most)`),
  forget: sql.run('DELETE FROM devices WHERE account_id = $account'),
}))

const deviceId = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** The browser's device of this account, if one of the secrets it sent is one. */
export function deviceOf(world: World, account: string, secrets: readonly string[]): string | null {
  for (const secret of secrets) {
    const found = q(world).one({ id: deviceId(secret), account })
    if (found) return found.id
  }
  return null
}

/** After a full sign-in: the secret to add to the browser's, or null when it has one already. */
export function rememberDevice(
  world: World,
  account: string,
  agent: string,
  secrets: readonly string[],
): string | null {
  return tx(world, () => {
    const at = world.clock.now()
    const known = deviceOf(world, account, secrets)
    if (known) {
      q(world).seen({ id: known, at, agent })
      return null
    }
    const secret = base64url(world.ids.bytes(24))
    q(world).insert({ id: deviceId(secret), account, at, agent })
    q(world).extra({ account, most: MOST_DEVICES })
    return secret
  })
}

export const forgetDevices = (world: World, account: string): number => q(world).forget({ account })

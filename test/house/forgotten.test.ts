import { expect, test } from 'bun:test'
import { DAY } from '../../src/base/clock.ts'
import { commitNow } from '../../src/base/db/durable.ts'
import { deafen, grant, suggest, trust } from '../../src/chat/index.ts'
import { migrations } from '../../src/migrations/index.ts'
import { addDevice, follow, makeFeed, notify, setWishes, wishesOf } from '../../src/rooms/index.ts'
import { keepTip, standOnBoards } from '../../src/tips/index.ts'
import { pause, setLimit } from '../../src/wallet/index.ts'
import { studio } from '../help/playing.ts'

const kept = migrations.flatMap(({ sql }) =>
  [...sql.matchAll(/^CREATE TABLE (\w+) \( -- retention: account/gm)].map(([, table = '']) => table),
)

test('what is kept until an account is deleted goes with it', () => {
  const it = studio()
  const { world, told } = it
  const { room } = it.mara
  const { id: account, handle } = it.person('kestrel')
  const other = it.person('juno').id
  const endpoint = 'https://push.example/abc'
  deafen(world, account, other, true)
  deafen(world, other, account, true)
  standOnBoards(world, account, false)
  follow(world, account, room)
  grant(world, room.id, account)
  trust(world, room.id, account)
  suggest(world, { room, account, words: 'Paint the lighthouse' })
  setWishes(world, account, { ...wishesOf(world, account), names: true })
  notify(world, account, { kind: 'order', about: 'one' })
  addDevice(world, { account, session: 'session', endpoint, agent: 'Firefox' })
  makeFeed(world, account)
  pause(world, { account, lasts_ms: DAY })
  setLimit(world, { account, what: 'spend', span: 'day', most_tokens: 5n })
  keepTip(world, account, { room_id: room.id, way: 'tokens', item: '', tokens: 5n, note: '', anonymous: 0 })
  commitNow(world)

  const named = (): string[] =>
    kept.filter(table => {
      if (table === 'accounts') return false
      const rows = world.db.query(`SELECT * FROM ${table}`).all() as Record<string, unknown>[]
      return rows.some(row => Object.values(row).includes(account))
    })
  expect(named().length).toBeGreaterThan(10)
  told.accounts.deleted({ id: account, handle, role: 'member' })
  commitNow(world)
  expect(named()).toEqual([])
})

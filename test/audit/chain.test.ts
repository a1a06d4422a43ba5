import { describe, expect, test } from 'bun:test'
import { verifyCommand } from '../../src/audit/cli.ts'
import { CONSOLE, record, verify } from '../../src/audit/index.ts'
import { testWorld } from '../help/world.ts'

function trail(count: number) {
  const world = testWorld()
  for (let i = 0; i < count; i++) {
    record(world, { actor: CONSOLE, act: 'site.tested', subject: 'site', reason: `entry ${i}`, detail: { i } })
  }
  return world
}
/** What somebody with the file and no respect for triggers can do. */
function tamper(world: ReturnType<typeof testWorld>, sql: string): void {
  for (const name of ['audit_frozen', 'audit_detail_only_erased', 'audit_kept', 'audit_in_order'])
    world.db.run(`DROP TRIGGER ${name}`)
  world.db.run(sql)
}

describe('the audit chain', () => {
  test('is whole when nobody touched it, however long', () => {
    expect(verifyCommand(testWorld())).toEqual({
      code: 0,
      say: 'The audit chain is whole: 0 entries, head 0000000000000000.',
    })
    expect(verify(trail(2500))).toMatchObject({ ok: true, entries: 2500 })
  })
  test('refuses every change in place', () => {
    const world = trail(3)
    for (const sql of [
      "UPDATE audit SET reason = 'x' WHERE seq = 2",
      "UPDATE audit SET detail = '{}' WHERE seq = 2",
      'DELETE FROM audit WHERE seq = 3',
      "INSERT INTO audit SELECT 9, at, actor, net_trunc, act, subject, reason, detail, detail_hash, prev, 'f' || substr(hash, 2) FROM audit WHERE seq = 3",
    ])
      expect(() => world.db.run(sql)).toThrow('audit chain')
  })
  test('stays whole when a detail is erased', () => {
    const world = trail(3)
    world.db.run('UPDATE audit SET detail = NULL WHERE seq = 2')
    expect(verify(world).ok).toBe(true)
  })
  test.each([
    ["UPDATE audit SET reason = 'another' WHERE seq = 2", 2, 'row'],
    ['UPDATE audit SET at = at + 1 WHERE seq = 1', 1, 'row'],
    [`UPDATE audit SET detail = '{"i":7}' WHERE seq = 3`, 3, 'detail'],
    ['DELETE FROM audit WHERE seq = 2', 2, 'gap'],
    ["UPDATE audit SET prev = '1' || substr(prev, 2) WHERE seq = 4", 4, 'link'],
  ] as const)('names the entry that was tampered with: %s', (sql, seq, why) => {
    const world = trail(5)
    tamper(world, sql)
    expect(verify(world)).toEqual({ ok: false, seq, why })
    expect(verifyCommand(world)).toMatchObject({ code: 1, say: expect.stringContaining(`entry ${seq}`) })
  })
})

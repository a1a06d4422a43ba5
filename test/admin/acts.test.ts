import { describe, expect, test } from 'bun:test'
import { Glob } from 'bun'
import { APPROVAL_STATES } from '../../src/audit/approval.ts'
import { ROOM_ACTS } from '../../src/chat/room-act.ts'
import { actWords } from '../../views/admin/acts.ts'

describe('the audit trail', () => {
  test('has words for each act that the house writes down by its name', async () => {
    const acts = new Set<string>()
    for await (const path of new Glob('src/**/*.{ts,tsx}').scan('.')) {
      const text = await Bun.file(path).text()
      for (const line of text.split('\n')) {
        if (!/\bact:/.test(line)) continue
        for (const [, act] of line.matchAll(/'([a-z]+\.[a-z-]+)'/g)) acts.add(act!)
      }
    }
    for (const act of ROOM_ACTS) acts.add(`room.${act}`)
    for (const state of APPROVAL_STATES) if (state !== 'open') acts.add(`approval.${state}`)
    for (const outcome of ['upheld', 'reversed']) acts.add(`appeal.${outcome}`)
    expect(acts.size).toBeGreaterThan(50)
    expect([...acts].filter(act => actWords(act) === act)).toEqual([])
  })
})

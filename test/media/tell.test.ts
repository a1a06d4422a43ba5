import { expect, test } from 'bun:test'
import * as broadcasts from '../../src/broadcasts/index.ts'
import { tellBroadcasts } from '../../src/media/index.ts'
import { testWorld } from '../help/world.ts'

const FEED = { id: 'a'.repeat(26), outs: [] }
const NEXT = { id: 'b'.repeat(26), outs: [] }

function house() {
  const world = testWorld()
  world.db.run(`INSERT INTO accounts (id, handle, skeleton, role, password_hash, hue, adult_declared_at, created_at)
    VALUES ('p', 'mira', 'mira', 'performer', '', 0, 0, 0)`)
  world.db.run(
    `INSERT INTO rooms (id, performer_id, name, title, created_at) VALUES ('r', 'p', 'mira', 'Evening songs', 0)`,
  )
  const said: string[] = []
  const tell = tellBroadcasts(
    world,
    {
      stageChanged: stage => said.push(stage.state),
      healthChanged: () => said.push('health'),
      started: () => said.push('started'),
      ended: () => said.push('ended'),
      beside: () => ({}),
    },
    {
      feedOpened: (_room, feed) => said.push(`open ${feed.id[0]}`),
      feedClosed: (_room, id) => said.push(`close ${id[0]}`),
    },
  )
  return { world, said, tell, stage: () => broadcasts.stage(world, 'mira') }
}

test('one broadcast goes on through a freeze, a drop, a good-bye and a takeover, and ends once', () => {
  const { world, said, tell, stage } = house()
  tell.connecting('mira', 'rtmp')
  expect(stage().state).toBe('connecting')
  tell.feedOpened('mira', FEED)
  tell.live('mira', FEED, 'rtmp')
  const id = stage().broadcast!.id
  expect(stage()).toMatchObject({ state: 'live', source: 'rtmp', feed: FEED, reason: '' })
  tell.stalled('mira', 0)
  expect(stage().state).toBe('stalled')
  tell.outsChanged('mira', {
    ...FEED,
    outs: [{ name: 'opus', hls: false, whep: true, hlsSound: false, whepSound: true }],
  })
  expect(stage()).toMatchObject({ state: 'stalled', feed: { outs: [{ name: 'opus' }] } })
  tell.moving('mira')
  expect(stage().state).toBe('live')
  tell.feedClosed('mira', FEED.id)
  tell.away('mira', 'lost', 0)
  expect(stage()).toMatchObject({ state: 'away', feed: null, reason: 'lost' })
  tell.live('mira', NEXT, 'srt')
  expect(stage()).toMatchObject({ state: 'live', source: 'srt', feed: NEXT, reason: '' })
  tell.off('mira', 'closed', 0)
  expect(stage()).toMatchObject({ state: 'off', feed: null, reason: 'closed' })
  expect(stage().broadcast!.id).toBe(id)
  tell.connecting('mira', 'rtmp')
  tell.connectingEnded('mira')
  expect(stage()).toMatchObject({ state: 'off', broadcast: { id } })
  tell.live('mira', FEED, 'rtmp')
  expect(stage().broadcast!.id).toBe(id)
  tell.away('mira', 'restart', 0)
  expect(stage().reason).toBe('media-down')
  tell.off('mira', 'restart', 0)
  tell.ended('mira', 'restart', 0)
  expect(stage()).toMatchObject({ state: 'off', broadcast: null, reason: 'restart' })
  expect(broadcasts.broadcastById(world, id)!.ended_why).toBe('restart')
  expect(said.filter(word => word === 'started' || word === 'ended')).toEqual(['started', 'ended'])
  expect(said.filter(word => word.includes(' '))).toEqual(['open a', 'close a'])
})

test('a connection that comes to nothing leaves the room dark, and no broadcast behind', () => {
  const { said, tell, stage } = house()
  tell.connecting('mira', 'srt')
  tell.connectingEnded('mira')
  expect(stage()).toMatchObject({ state: 'off', broadcast: null, reason: '' })
  tell.refused('mira', 'not-approved', 'rtmp')
  expect(stage().refused).toMatchObject({ word: 'not-approved', protocol: 'rtmp' })
  expect(said).not.toContain('started')
})

test('what is told of a room that does not exist moves nothing', () => {
  const { world, tell } = house()
  tell.live('nobody', FEED, 'rtmp')
  tell.refused('nobody', 'key', 'rtmp')
  expect(broadcasts.stage(world, 'nobody').state).toBe('off')
})

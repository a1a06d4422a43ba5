import { describe, expect, test } from 'bun:test'
import { accountById, approve } from '../../src/accounts/index.ts'
import { CONSOLE } from '../../src/audit/index.ts'
import { block } from '../../src/moderation/index.ts'
import { follow, followerCount, followers, followersOf, isFollower, unfollow } from '../../src/rooms/follow.ts'
import { roomByName } from '../../src/rooms/room.ts'
import { setWishes, wishesOf } from '../../src/rooms/wishes.ts'
import { type Site, testSite } from '../help/visit.ts'

/** A site with an approved performer and somebody who may follow her. */
export function house(): { site: Site; room: NonNullable<ReturnType<typeof roomByName>>; fan: string } {
  const site = testSite()
  const mara = site.person('mara_voss', 'performer')
  approve(site.world, site.told.accounts, { account: mara.id, because: 'known', by: CONSOLE })
  const fan = site.person('juno_9')
  return { site, room: roomByName(site.world, 'mara-voss')!, fan: fan.id }
}

describe('following', () => {
  test('twice is once, and ends', () => {
    const { site, room, fan } = house()
    expect(follow(site.world, fan, room)).toEqual({ ok: true, began: true })
    expect(follow(site.world, fan, room)).toEqual({ ok: true, began: false })
    expect(isFollower(site.world, fan, room.id)).toBe(true)
    expect(followersOf(site.world, room.id)).toEqual([fan])
    expect(followerCount(site.world, room.id)).toBe(1)
    expect(unfollow(site.world, fan, room.id)).toBe(true)
    expect(isFollower(site.world, fan, room.id)).toBe(false)
  })
  test('nobody follows their own room', () => {
    const { site, room } = house()
    expect(follow(site.world, room.performer_id, room)).toEqual({ ok: false, why: 'own' })
  })
  test('a hidden follower counts without a name', () => {
    const { site, room, fan } = house()
    follow(site.world, fan, room)
    expect(followers(site.world, room.id)[0]?.handle).toBe('juno_9')
    setWishes(site.world, fan, { ...wishesOf(site.world, fan), hidden: true })
    expect(followers(site.world, room.id)[0]?.handle).toBe(null)
    expect(followerCount(site.world, room.id)).toBe(1)
  })
})

describe('the star', () => {
  test('works as a plain form, and with a script as a part of the page', async () => {
    const { site, room, fan } = house()
    const visit = site.signedIn(accountById(site.world, fan)!)
    const before = await visit.get('/rooms/mara-voss')
    expect(before.body).toContain('action="/rooms/mara-voss/followers"')
    const plain = await visit.post('/rooms/mara-voss/followers', { from: '/?tag=calm' })
    expect([plain.status, plain.location]).toEqual([303, '/?tag=calm'])
    expect(isFollower(site.world, fan, room.id)).toBe(true)
    const part = await visit.post('/rooms/mara-voss/followers/end', { small: '1' }, { 'hx-request': 'true' })
    expect([part.status, part.body.includes('follow-star'), part.body.includes('<html')]).toEqual([200, true, false])
    expect(isFollower(site.world, fan, room.id)).toBe(false)
  })
  test('never leads off the site', async () => {
    const { site, fan } = house()
    const visit = site.signedIn(accountById(site.world, fan)!)
    const { location } = await visit.post('/rooms/mara-voss/followers', { from: 'https://evil.example/' })
    expect(location).toBe('/rooms/mara-voss')
  })
  test('leads a guest to sign in and back', async () => {
    const { site } = house()
    const { body } = await site.browser().get('/rooms/mara-voss')
    expect(body).toContain('href="/sign-in?from=%2Frooms%2Fmara-voss"')
  })
  test('a room that is not listed has no star to press', async () => {
    const { site, fan } = house()
    site.person('not_yet', 'performer')
    const visit = site.signedIn(accountById(site.world, fan)!)
    expect((await visit.post('/rooms/not-yet/followers')).status).toBe(404)
    expect((await visit.post('/rooms/nobody/followers')).status).toBe(404)
  })
})

test('whom the performer has blocked is told nothing any more', () => {
  const { site, room, fan } = house()
  follow(site.world, fan, room)
  block(site.world, { performer: room.performer_id, account: fan, because: 'for the test' })
  expect(followersOf(site.world, room.id)).toEqual([])
})

import { describe, expect, test } from 'bun:test'
import type { Frame } from '../../../views/layout/frame.ts'
import { RoomPage, RoomPush, RoomSlate, type RoomView } from '../../../views/rooms/room.tsx'

const now = Date.UTC(2026, 10, 21, 18)
const frame: Frame = {
  site: { name: 'Harbour', cssHref: '/a.css', themeHref: '/t.css', scriptHrefs: [] },
  nonce: 'n',
  path: '/rooms/mara-voss',
  theme: 'auto',
}
const room = (more: Partial<RoomView> = {}): RoomView => ({
  name: 'mara-voss',
  handle: 'mara_voss',
  hue: 0,
  about: '',
  tags: [],
  state: 'off',
  viewers: 0,
  dates: [],
  ...more,
})
const pageOf = (view: RoomView, can = { open: false, stop: false }) =>
  String(<RoomPage frame={frame} room={view} now={now} zone="UTC" can={can} />)
const NASTY = `"><img src=x onerror=alert(1)><script>`
const LONG = 'Tomas_Bergstrom-Lindqvis'

describe('the room page', () => {
  test('escapes whatever a performer typed', () => {
    const markup = pageOf(
      room({
        handle: NASTY,
        title: NASTY,
        state: 'live',
        startedAt: now,
        about: NASTY,
        bio: `${NASTY}\n\n${NASTY}`,
        tags: [NASTY],
        dates: [{ startsAt: now, title: NASTY }],
      }),
    )
    expect(markup.includes('<img src=x')).toBe(false)
    expect(markup.includes('<script>')).toBe(false)
  })

  test('holds the box of the picture, live or dark, from the first byte', () => {
    for (const state of ['live', 'away', 'off'] as const) {
      const markup = pageOf(room({ state, startedAt: now }))
      expect([state, markup.includes('id="picture"'), markup.includes('id="video"')]).toEqual([state, true, true])
      expect([state, /id="player"[^>]* hidden/.test(markup)]).toEqual([state, state === 'off'])
    }
  })

  test('says without a date or a word about the performer that there is none', () => {
    const markup = pageOf(room())
    expect(markup).toContain('mara_voss has not set the next date yet.')
    expect(markup).toContain('Nothing written yet.')
  })

  test('offers what a person may do, and nothing else', () => {
    expect(pageOf(room())).not.toContain('Open the studio')
    expect(pageOf(room(), { open: true, stop: false })).toContain('Open the studio')
    expect(pageOf(room(), { open: false, stop: true })).toContain('In the panel')
  })

  test('takes long names whole', () => {
    expect(pageOf(room({ handle: LONG, title: 'x'.repeat(120), state: 'live', startedAt: now }))).toContain(LONG)
  })
})

describe('the slate', () => {
  const slate = (more: Partial<RoomView>) => String(<RoomSlate room={room(more)} now={now} zone="Europe/Oslo" />)

  test('is not there while the picture is', () => {
    expect(slate({ state: 'live' })).not.toContain('slate')
  })

  test('says why the picture is away', () => {
    expect(slate({ state: 'away', away: 'paused' })).toContain('takes a break')
    expect(slate({ state: 'away', away: 'still' })).toContain('stands still')
    expect(slate({ state: 'away', away: 'lost' })).toContain('Back in a moment')
    expect(slate({ state: 'away', away: 'house' })).toContain('The house mends something')
    expect(slate({ state: 'away' })).toContain('Back in a moment')
  })

  test('says when the performer is back, by the house’s clock, and gives scripts the moment', () => {
    const markup = slate({ dates: [{ startsAt: Date.UTC(2026, 10, 22, 10), title: 'The masts' }] })
    expect(markup).toContain('datetime="2026-11-22T10:00:00.000Z" data-as="soon">tomorrow at 11:00</time>')
    expect(markup).toContain('>in 16 hours</time>')
  })

  test('a stage that the house has closed burns no ghost light', () => {
    expect(slate({ held: true })).toContain('The house has stopped this broadcast.')
    expect(slate({ held: true })).not.toContain('slate-ghost')
    expect(slate({})).toContain('slate-ghost')
  })
})

test('a push names the parts of the page that it replaces, each once', () => {
  const media = { feed: '', state: 'off', paused: false, outs: '', reason: 'stopped' } as const
  const view = room({ state: 'live', startedAt: now, viewers: 1234 })
  const push = String(<RoomPush room={view} now={now} zone="UTC" media={media} />)
  const page = pageOf(view)
  for (const id of ['slate', 'lip', 'room-count', 'room-words']) {
    expect([id, push.split(`id="${id}"`).length, page.split(`id="${id}"`).length]).toEqual([id, 2, 2])
  }
  expect(push).toContain('1,234')
})

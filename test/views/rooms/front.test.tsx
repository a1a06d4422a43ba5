import { expect, test } from 'bun:test'
import type { Frame } from '../../../views/layout/frame.ts'
import { FrontPage, type FrontProps } from '../../../views/rooms/front.tsx'

const now = Date.UTC(2026, 10, 21, 18)
const frame: Frame = {
  site: { name: 'Harbour', cssHref: '/a.css', themeHref: '/t.css', scriptHrefs: [] },
  nonce: 'n',
  path: '/',
  theme: 'auto',
}
const live = {
  name: 'mara-voss',
  handle: 'mara_voss',
  hue: 0,
  title: 'The harbour at dusk',
  tags: ['oil', 'calm'],
  viewers: 3,
  startedAt: now - 12 * 60_000,
}
const front = (more: Partial<FrontProps>) =>
  String(
    <FrontPage
      frame={frame}
      selfHref="/"
      rooms={0}
      now={now}
      zone="UTC"
      live={[]}
      dates={[]}
      quiet={[]}
      tags={[]}
      {...more}
    />,
  )

test('each person is told the one next step of an empty house', () => {
  expect(front({ firstRun: { invite: true, studio: false } })).toContain('Invite your first performer.')
  expect(front({ firstRun: { invite: false, studio: true } })).toContain('Your room is ready.')
  expect(front({ firstRun: { invite: false, studio: false } })).toContain('Harbour has just opened.')
})

test('a card says who plays what, for how many and how long', () => {
  const markup = front({ rooms: 2, live: [live, { ...live, name: 'two', handle: 'two_two', away: true }] })
  expect(markup).toContain('The harbour at dusk')
  expect(markup).toContain('on air for <time datetime="2026-11-21T17:48:00.000Z" data-as="on-air">12 min</time>')
  expect(markup).toContain('Back in a moment')
})

test('without a picture the curtain stands in', () => {
  expect(front({ live: [live] })).toContain('card-curtain')
  expect(front({ live: [{ ...live, pictureHref: '/x.webp' }] })).not.toContain('card-curtain')
})

test('escapes names, titles, tags and what was searched for', () => {
  const nasty = '"><script>alert(1)</script>'
  const markup = front({
    live: [{ ...live, handle: nasty, title: nasty, tags: [nasty] }],
    quiet: [{ name: 'x', handle: nasty, hue: 1, about: nasty }],
    dates: [{ id: 'd', name: 'x', handle: nasty, hue: 1, startsAt: now, title: nasty }],
    tags: [{ tag: nasty, rooms: 1 }],
    search: nasty,
  })
  expect(markup.includes('<script>alert')).toBe(false)
})

test('dates are told by day', () => {
  const date = { name: 'x', handle: 'tomoko', hue: 1, id: 'd', title: 'Floorwork' }
  const markup = front({
    dates: [
      { ...date, startsAt: Date.UTC(2026, 10, 21, 21, 30) },
      { ...date, startsAt: Date.UTC(2026, 10, 22, 11) },
    ],
  })
  expect(markup).toContain('>Tonight</time>')
  expect(markup).toContain('>Tomorrow, Sunday</time>')
})

test('the list looks again by itself at its own address', () => {
  expect(front({ selfHref: '/?tag=oil' })).toMatch(/id="rooms"[^>]*hx-get="\/\?tag=oil"[^>]*hx-trigger="every 20s"/)
})

import type { Frame, Theme, Visitor } from '../views/layout/frame.ts'
import { FrontPage, type FrontProps } from '../views/rooms/front.tsx'
import { RoomPage, type RoomProps } from '../views/rooms/room.tsx'

export interface Sample {
  name: string
  render: (given: { theme: Theme }) => { toString(): string | Promise<string> }
  height?: number
  /** Done before the picture, which then shows the window and not the whole page. */
  acts?: readonly { selector: string; does: 'focus' | 'click' | 'hover' }[]
}

const ZONE = 'Europe/Oslo'
const NOW = Date.UTC(2026, 10, 21, 19, 21)
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const at = (days: number, hour: number, minute = 0) => Date.UTC(2026, 10, 21 + days, hour - 1, minute)

const LONG = 'Tomas_Bergstrom-Lindqvis'

const frame = (theme: Theme, path: string, visitor?: Visitor): Frame => ({
  site: {
    name: 'Harbour Studio',
    cssHref: '/app.css',
    themeHref: '/theme.css',
    iconHref: '/img/sign.svg',
    scriptHrefs: [],
  },
  nonce: 'gallery',
  path,
  theme,
  visitor,
  canonical: `https://harbour.example${path}`,
})

const member: Visitor = { handle: 'kestrel', hue: 6, role: 'member' }
const performer: Visitor = { handle: 'mara_voss', hue: 0, role: 'performer', avatarHref: '/img/painter.svg' }
const owner: Visitor = { handle: 'harald', hue: 4, role: 'owner' }

const live = [
  {
    name: 'room',
    handle: 'mara_voss',
    hue: 0,
    avatarHref: '/img/painter.svg',
    title: 'The harbour at dusk, second evening',
    tags: ['painting', 'oil', 'calm'],
    viewers: 212,
    startedAt: at(0, 19, 4),
    pictureHref: '/img/painter.svg',
  },
  {
    name: 'room',
    handle: 'oskar.k',
    hue: 2,
    avatarHref: '/img/potter.svg',
    title: 'Twelve wide bowls before the kiln is full',
    tags: ['clay'],
    viewers: 184,
    startedAt: at(0, 18, 40),
    pictureHref: '/img/potter.svg',
  },
  {
    name: 'room',
    handle: 'ines_low',
    hue: 6,
    avatarHref: '/img/musician.svg',
    title: 'Bach, slowly, and then whatever you ask for',
    tags: ['music', 'cello'],
    viewers: 97,
    startedAt: at(0, 19, 30),
    pictureHref: '/img/musician.svg',
  },
  {
    name: 'room',
    handle: 'tomoko',
    hue: 7,
    avatarHref: '/img/dancer.svg',
    title: 'Floorwork, then the solo from Thursday',
    tags: ['dance'],
    viewers: 120,
    startedAt: at(0, 20, 10),
    pictureHref: '/img/dancer.svg',
    away: true,
  },
  {
    name: 'room',
    handle: LONG,
    hue: 5,
    title: 'Donaudampfschifffahrtsgesellschaftskapitänsmützenmalerei, Teil zwei',
    tags: ['painting', 'miniatures'],
    viewers: 1204,
    startedAt: at(0, 17, 2),
  },
]

const quiet = [
  {
    name: 'room',
    handle: 'weaver_ada',
    hue: 1,
    about: 'A border in four colours, questions welcome',
    next: { startsAt: at(0, 22), title: 'Border, third colour' },
  },
  { name: 'room', handle: 'night_circuit', hue: 3, about: 'Slow machines until late' },
  {
    name: 'room',
    handle: LONG.toLowerCase(),
    hue: 4,
    about: 'Miniatures, mostly ships',
    next: { startsAt: at(9, 19), title: 'The fleet' },
  },
]

const dates = [
  {
    name: 'room',
    handle: 'tomoko',
    hue: 7,
    avatarHref: '/img/dancer.svg',
    startsAt: at(0, 21, 30),
    title: 'The solo from Thursday, with talk',
  },
  { name: 'room', handle: 'weaver_ada', hue: 1, startsAt: at(0, 22), title: 'Border, third colour' },
  {
    name: 'room',
    handle: 'ines_low',
    hue: 6,
    avatarHref: '/img/musician.svg',
    startsAt: at(1, 11),
    title: 'Breakfast suite',
  },
  {
    name: 'room',
    handle: LONG,
    hue: 5,
    startsAt: at(1, 17, 30),
    title: 'Requests, no lyrics, and a very long line about what will be painted',
  },
  {
    name: 'room',
    handle: 'oskar.k',
    hue: 2,
    avatarHref: '/img/potter.svg',
    startsAt: at(2, 20),
    title: 'Opening the kiln',
  },
]

const front = (theme: Theme, more: Partial<FrontProps> = {}) =>
  FrontPage({
    frame: frame(theme, '/', member),
    now: NOW,
    zone: ZONE,
    live,
    dates,
    quiet,
    tags: [
      { tag: 'painting', rooms: 3 },
      { tag: 'music', rooms: 4 },
      { tag: 'dance', rooms: 2 },
      { tag: 'clay', rooms: 2 },
      { tag: 'thread and paper', rooms: 5 },
    ],
    ...more,
  })

const mara: RoomProps['room'] = {
  name: 'room',
  handle: 'mara_voss',
  hue: 0,
  avatarHref: '/img/painter.svg',
  about: 'Oil and weather. Bergen, mostly at dusk.',
  bio: 'I paint the harbour from one window, the same two hours of light, until the canvas is full.\nQuestions about pigments are always welcome.',
  links: [
    { words: 'mara-voss.example', href: 'https://mara-voss.example/' },
    { words: 'not shown', href: 'javascript:alert(1)' },
  ],
  tags: ['painting', 'oil', 'calm'],
  state: 'live',
  title: 'The harbour at dusk, second evening',
  startedAt: at(0, 19, 4),
  viewers: 212,
  posterHref: '/img/painter.svg',
  dates: [
    { startsAt: at(1, 11), title: 'The masts, with coffee' },
    { startsAt: at(3, 19), title: 'Starting the second canvas' },
    { startsAt: at(5, 19), title: 'Questions and varnish' },
  ],
}

const room = (theme: Theme, more: Partial<RoomProps['room']> = {}, can = { open: false, stop: false }) =>
  RoomPage({
    frame: frame(theme, '/rooms/mara_voss', member),
    now: NOW,
    zone: ZONE,
    can,
    room: { ...mara, ...more },
  })

export const samples: readonly Sample[] = [
  { name: 'front', render: ({ theme }) => front(theme) },
  {
    name: 'front-visitor',
    render: ({ theme }) => front(theme, { frame: frame(theme, '/'), live: live.slice(0, 2), quiet: [] }),
  },
  { name: 'front-dark', render: ({ theme }) => front(theme, { live: [] }) },
  {
    name: 'front-found',
    render: ({ theme }) => front(theme, { live: live.slice(1, 3), quiet: [], dates: [], chosenTag: 'clay' }),
  },
  {
    name: 'front-nothing',
    render: ({ theme }) => front(theme, { live: [], quiet: [], dates: [], search: 'qqqqqqqqqqqqqqqqqqqqqqqqqqqqqq' }),
  },
  {
    name: 'front-first',
    render: ({ theme }) =>
      front(theme, {
        frame: frame(theme, '/', owner),
        live: [],
        quiet: [],
        dates: [],
        tags: [],
        firstRun: { invite: true, studio: false },
      }),
  },
  { name: 'room-live', render: ({ theme }) => room(theme, {}, { open: true, stop: true }) },
  { name: 'room-away', render: ({ theme }) => room(theme, { state: 'away' }) },
  {
    name: 'room-off',
    render: ({ theme }) =>
      room(theme, { state: 'off', title: undefined, startedAt: undefined, viewers: 0, posterHref: undefined }),
  },
  {
    name: 'room-long',
    render: ({ theme }) => room(theme, { handle: LONG, avatarHref: undefined, state: 'off', dates: [], tags: [] }),
  },
]
void DAY
void performer

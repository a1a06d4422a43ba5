import { AccountPage } from '../views/accounts/account.tsx'
import { SignInPage } from '../views/accounts/sign-in.tsx'
import { DeadLinkPage, InvitePage, SignUpPage } from '../views/accounts/sign-up.tsx'
import { BrokenPage, ForbiddenPage, NotFoundPage } from '../views/layout/errors.tsx'
import type { Frame, Theme, Visitor } from '../views/layout/frame.ts'
import { SitePage } from '../views/layout/site.tsx'
import { Box, Copy } from '../views/parts/box.tsx'
import { Acts, Button, LinkButton } from '../views/parts/button.tsx'
import { LineChart } from '../views/parts/chart.tsx'
import { Chip, Pill, State, Tag } from '../views/parts/chip.tsx'
import { Dialog } from '../views/parts/dialog.tsx'
import { Checkbox, Form, Options, Segments, SelectField, Switch, TextArea, TextField } from '../views/parts/field.tsx'
import { Icon, iconNames } from '../views/parts/icons.tsx'
import { Lamp, Lamps, LiveLamp, ReadyLight } from '../views/parts/lamps.tsx'
import { DotsMenu, MenuAct, MenuLink } from '../views/parts/menu.tsx'
import { LevelMeter } from '../views/parts/meter.tsx'
import { Empty, Notice } from '../views/parts/notice.tsx'
import { Slate, StageFrame } from '../views/parts/stage.tsx'
import { Table } from '../views/parts/table.tsx'
import { FrontPage, type FrontProps } from '../views/rooms/front.tsx'
import { RoomPage, type RoomProps } from '../views/rooms/room.tsx'

import {
  type Check,
  SetupAddressPage,
  SetupDoctorPage,
  SetupKindPage,
  SetupNamePage,
  SetupYouPage,
} from '../views/setup/setup.tsx'
import { ObsPage, type ObsProps } from '../views/studio/obs.tsx'
import { RoomEditPage } from '../views/studio/room.tsx'
import { closedWords, StudioPage, type StudioProps } from '../views/studio/studio.tsx'

export interface Sample {
  name: string
  render: (given: { theme: Theme }) => { toString(): string | Promise<string> }
  height?: number
  /** Done before the picture, which then shows the window and not the whole page. */
  acts?: readonly { selector: string; does: 'focus' | 'click' | 'hover' }[]
}

export const ZONE = 'Europe/Oslo'
export const NOW = Date.UTC(2026, 10, 21, 19, 21)
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
export const at = (days: number, hour: number, minute = 0) => Date.UTC(2026, 10, 21 + days, hour - 1, minute)

export const LONG = 'Tomas_Bergstrom-Lindqvis'

export const frame = (theme: Theme, path: string, visitor?: Visitor): Frame => ({
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

export const member: Visitor = { handle: 'kestrel', hue: 6, role: 'member' }
export const performer: Visitor = { handle: 'mara_voss', hue: 0, role: 'performer', avatarHref: '/img/painter.svg' }
export const owner: Visitor = { handle: 'harald', hue: 4, role: 'owner' }

export const live = [
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
    selfHref: '/',
    rooms: 12,
    now: NOW,
    zone: ZONE,
    live,
    dates: dates.map((date, n) => ({ id: `date-${n}`, bell: n === 0, ...date })),
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

const PARTS_HUES = ['bergamot', 'saltmarsh', 'petrichor', 'juno', 'nightferry', 'kestrel', 'tom', 'ilse.h']

const parts = (theme: Theme) => (
  <SitePage frame={frame(theme, '/parts', member)} title="Parts">
    <div class="stack">
      <h1 class="page-title">Parts</h1>
      <Acts>
        <Button look="primary">Primary</Button>
        <Button>Edge</Button>
        <Button look="quiet">Quiet</Button>
        <Button look="bare">Bare</Button>
        <Button disabled>Not yet</Button>
        <Button look="danger" icon="trash">
          Remove clip
        </Button>
        <Button look="cut">Cut the broadcast</Button>
        <Button look="primary" size="small">
          Small
        </Button>
        <Button icon="copy" label="Copy" />
        <DotsMenu label="More acts">
          <MenuLink href="/" icon="eye">
            See the site
          </MenuLink>
          <MenuAct action="/" icon="trash" bad>
            Remove
          </MenuAct>
        </DotsMenu>
        <LinkButton look="primary" size="big" href="/">
          The one big act
        </LinkButton>
      </Acts>
      <div class="form-pair">
        <TextField
          name="wrong"
          label="Stage name"
          value="mara_vos"
          error="Too close to mara_voss. Try one that nobody could mistake."
        />
        <TextField name="unit" label="Uplink" value="100" unit="Mb/s" hint="Real time keeps to six tenths of it." />
        <SelectField
          name="select"
          label="Microphone"
          icon="mic"
          value="a"
          options={[{ value: 'a', words: 'USB microphone' }]}
        />
        <TextField name="empty" label="Address" optional placeholder="https://harbour.example" />
      </div>
      <TextArea
        name="area"
        label="Reason"
        value="two lines
of text"
        rows={3}
        hint="It stays in the audit trail."
      />
      <div class="form-pair">
        <div>
          <Checkbox name="check" label="I am 18 or older" checked />
          <Checkbox name="check-off" label="End the old key at once" hint="Otherwise it lives ten minutes more." />
          <Checkbox name="check-wrong" label="I am 18 or older" error="Only adults may have an account here." />
          <Switch name="switch" label="Mirror my preview" hint="Viewers always see it the right way round" checked />
          <Switch name="switch-off" label="Framing guide" />
        </div>
        <Options
          name="options"
          legend="Kind"
          value="a"
          options={[
            { value: 'a', words: 'General', hint: 'For everybody.' },
            { value: 'b', words: 'Another', hint: 'Not chosen.' },
          ]}
        />
        <Segments
          name="segments"
          legend="Theme"
          value="dark"
          options={[
            { value: 'auto', words: 'As my device' },
            { value: 'dark', words: 'Dark' },
            { value: 'light', words: 'Light' },
          ]}
        />
      </div>
      <div class="chips">
        <Chip href="/" words="All" count={12} current />
        <Chip href="/" words="Music" count={4} />
        <Tag>oil</Tag>
        <Tag tone="new">new</Tag>
        <Tag tone="ok">Confirmed</Tag>
        <Tag tone="warn">2.1 % lost</Tag>
        <Tag tone="bad">Refused</Tag>
        <State tone="ok">Good</State>
        <State tone="warn">Weak</State>
        <State tone="bad">Gone</State>
        <Pill icon="eye">212 watching</Pill>
      </div>
      <p>
        {PARTS_HUES.map((name, hue) => (
          <>
            <b class={`hue-${hue}`}>{name}</b>{' '}
          </>
        ))}
      </p>
      <Notice tone="ok" title="Saved." words="Everybody sees the new name now." />
      <Notice tone="warn" title="The line is weak." words="We dropped to 720p and go back by ourselves." />
      <Notice
        tone="bad"
        title="The broadcast did not start."
        words="Nothing was sent. Try again."
        note="7F3K"
        act={<Button size="small">Try again</Button>}
      />
      <Notice title="This way is closed." words="The owner opens it in the settings." />
      <Form
        action="/"
        error={{ title: 'Name and password do not fit.', words: 'Both are as they were typed; try again.' }}
      >
        <Button look="primary" busy="Sending">
          Send
        </Button>
      </Form>
      <Box title="Lamps" aside="12 lit, the next one half">
        <Lamps lit={12.5} size={12} label="The harbour at full size" />
        <Lamps lit={20} size={12} />
        <Lamps lit={7} size={8} />
        <p>
          <Lamp on /> <Lamp /> <LiveLamp on /> <LiveLamp on={false} />
        </p>
        <ReadyLight ready={{ id: 'r1', title: 'Upload', fact: '6.2 Mb/s, 0.1 % lost', on: true }} />
        <ReadyLight ready={{ id: 'r2', title: 'Sound', fact: 'Nothing heard yet', on: false }} />
        <div class="meter-row">
          <LevelMeter level={29} />
        </div>
      </Box>
      <div class="form-pair">
        <StageFrame
          label="Sample"
          lamps={4}
          picture={<Slate title="The stage is dark" ghost words="mara_voss is back tomorrow at 11:00." />}
          lip={<div class="lip-line">Off air</div>}
        />
        <div class="box">
          <Empty
            title="No recordings yet"
            words="After a broadcast you choose what to keep."
            act={<Button>Open the stage</Button>}
          />
        </div>
      </div>
      <Box title="Table">
        <Table
          caption="Statements"
          rows={[
            { week: '16 to 22 November', hours: '6 h 40 min', state: <Tag>Open</Tag> },
            { week: '9 to 15 November', hours: '5 h 12 min', state: <Tag tone="ok">Done</Tag> },
          ]}
          columns={[
            { title: 'Week', kind: 'lead', cell: row => row.week },
            { title: 'On air', kind: 'number', cell: row => row.hours },
            { title: 'State', label: '', cell: row => row.state },
          ]}
        />
      </Box>
      <Box title="Chart">
        <LineChart
          title="Watching"
          values={[40, 30, 60, 120, 260, 480, 812]}
          before={[50, 40, 50, 90, 200, 380, 560]}
          ticks={['04', '', '08', '', '12', '', '20']}
          now="812 now"
        />
      </Box>
      <Copy label="Server" text="rtmps://harbour.example:1936/live" />
      <p class="acts">
        {iconNames.map(name => (
          <Icon name={name} />
        ))}
      </p>
    </div>
    <Dialog id="sample" title="Remove “Six studies”?" open>
      <p class="second">14 people own it and keep it. It leaves your room now; you can bring it back for 30 days.</p>
      <Acts end>
        <Button look="bare">Keep it</Button>
        <Button look="cut">Remove clip</Button>
      </Acts>
    </Dialog>
  </SitePage>
)

const studio = (theme: Theme, more: Partial<StudioProps> = {}) =>
  StudioPage({
    frame: frame(theme, '/studio', performer),
    now: NOW,
    room: {
      name: 'mara-voss',
      title: 'The harbour at dusk, second evening',
      tags: ['painting', 'oil'],
      posterHref: '/img/painter.svg',
    },
    state: 'before',
    viewers: 212,
    mostAtOnce: 248,
    ...more,
  })

const onAir: Partial<StudioProps> = {
  state: 'live',
  startedAt: at(0, 19, 4),
  health: {
    tone: 'ok',
    title: 'All good.',
    words: '1080p at 30 frames, 4.8 Mb/s, 0.1 % lost. Nobody is buffering.',
    spark: [8, 8.2, 7.9, 8.3, 8, 8.1, 5, 7.8, 8.2, 8, 8.3, 8.1, 8, 8.2],
  },
}

const KEY = 'flq7w3e5r2t6y4u8i1o9p5a3s7d2'

const obs = (theme: Theme, more: Partial<ObsProps> = {}) =>
  ObsPage({
    frame: frame(theme, '/studio/obs', performer),
    now: NOW,
    chosen: 'rtmps',
    streamKey: { madeAt: NOW - 18 * DAY },
    ways: [
      {
        protocol: 'rtmps',
        lines: [
          { label: 'server', text: 'rtmps://harbour.example:1936/live' },
          { label: 'key', text: `mara-voss?pass=${more.streamKey?.fresh ?? 'KEY'}`, secret: true },
        ],
      },
      { protocol: 'srt', lines: [] },
      { protocol: 'whip', lines: [] },
      { protocol: 'rtmp', lines: [] },
    ],
    zone: ZONE,
    noBridge: false,
    signal: {
      state: 'none',
      words: 'Press “Start Streaming” in OBS.',
      facts: [],
      faults: [],
      clean: false,
      keptOut: false,
    },
    ...more,
  })

export const checks: Check[] = [
  { id: 'media', title: 'Media server', tone: 'ok', words: 'MediaMTX 1.20.1 answers.' },
  {
    id: 'udp',
    title: 'UDP 8189',
    tone: 'warn',
    words: 'Nobody has reached it yet.',
    fix: 'Open UDP 8189 in the firewall and send it to this machine. Until then real time falls back to the steady picture.',
  },
  { id: 'disk', title: 'Disk', tone: 'ok', words: '182 GB free of 240.' },
  {
    id: 'tls',
    title: 'Certificate',
    tone: 'bad',
    words: 'It ended yesterday.',
    fix: 'Give new files with --tls-cert and --tls-key; they are read without a restart.',
  },
]

const zones = [{ value: ZONE, words: 'Europe/Oslo' }]
const setup = (theme: Theme) => ({ frame: frame(theme, '/setup'), done: ['you' as const] })
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
  { name: 'parts', render: ({ theme }) => parts(theme) },
  {
    name: 'parts-focus',
    render: ({ theme }) => front(theme),
    acts: [{ selector: '.card-large .card-link', does: 'focus' }],
  },
  {
    name: 'menu-open',
    render: ({ theme }) => front(theme),
    acts: [{ selector: '.site-you .menu:last-child summary', does: 'click' }],
  },
  { name: 'studio-ready', render: ({ theme }) => studio(theme) },
  {
    name: 'studio-closed',
    render: ({ theme }) =>
      studio(theme, {
        closed: closedWords({ why: 'not-approved', until: null, reason: '' }, { now: NOW, zone: ZONE }),
        last: {
          startedAt: at(0, 18),
          endedAt: NOW,
          mostAtOnce: 248,
          views: 1021,
          why: 'stopped',
          watchedSeconds: 91_000,
          byBrowser: true,
        },
      }),
  },
  {
    name: 'studio-held',
    render: ({ theme }) =>
      studio(theme, {
        closed: closedWords(
          { why: 'held', until: NOW + 40 * MINUTE, reason: 'A stranger walked into the frame.' },
          { now: NOW, zone: ZONE },
        ),
        errors: { title: 'Give it a title first. A few words will do.' },
      }),
  },
  { name: 'studio-live', render: ({ theme }) => studio(theme, onAir) },
  { name: 'studio-encoder', render: ({ theme }) => studio(theme, { ...onAir, elsewhere: 'OBS by SRT' }) },
  { name: 'obs', render: ({ theme }) => obs(theme) },
  {
    name: 'obs-live',
    render: ({ theme }) =>
      obs(theme, {
        streamKey: { fresh: KEY, madeAt: NOW, oldEndsAt: NOW + 9 * MINUTE },
        signal: {
          state: 'live',
          words: 'By RTMPS for 12 min',
          keptOut: false,
          clean: false,
          facts: [
            { label: 'Picture', value: 'H.264, 1920 × 1080, 30 frames' },
            { label: 'Bit rate', value: '4.8 Mb/s' },
            { label: 'Key frames', value: 'every 4.2 s', tone: 'warn' },
            { label: 'Sound', value: 'AAC, 48 kHz, stereo', tone: 'ok' },
          ],
          faults: [
            {
              id: 'key-frames-far',
              tone: 'warn',
              title: 'Key frames are too far apart.',
              fix: 'Settings, Output, Keyframe Interval: 1 s',
            },
            {
              id: 'b-frames',
              tone: 'bad',
              title: 'B-frames keep real time from your viewers.',
              fix: 'Settings, Output, Max B-frames: 0 (x264: Tune zerolatency)',
            },
          ],
        },
      }),
  },
  {
    name: 'studio-room',
    render: ({ theme }) =>
      RoomEditPage({
        frame: frame(theme, '/studio/room', performer),
        room: {
          name: 'mara-voss',
          title: 'The harbour at dusk, second evening',
          tags: 'painting, oil, calm',
          bio: mara.bio ?? '',
          zone: ZONE,
          picture: 'painter',
        },
        zones,
        pictures: ['painter', 'musician', 'dancer'].map(value => ({ value, words: value, href: `/img/${value}.svg` })),
        dates: [
          { id: 'd1', startsAt: at(1, 11), title: 'The masts, with coffee', repeats: 'once' },
          { id: 'd2', startsAt: at(3, 19), title: 'Starting the second canvas', repeats: 'weekly' },
        ],
        draft: { day: '2026-11-01', time: '19:00', title: '', repeats: 'once' },
        dateErrors: { day: 'That day is over. Choose one that is still to come.' },
        now: NOW,
      }),
  },
  { name: 'sign-in', render: ({ theme }) => SignInPage({ frame: frame(theme, '/sign-in'), signUpOpen: true }) },
  {
    name: 'sign-in-wrong',
    render: ({ theme }) =>
      SignInPage({
        frame: frame(theme, '/sign-in'),
        handle: LONG,
        signUpOpen: false,
        error: { title: 'Name and password do not fit.', words: 'Nothing is locked. Try again.' },
      }),
  },
  { name: 'sign-up', render: ({ theme }) => SignUpPage({ frame: frame(theme, '/sign-up'), open: true }) },
  {
    name: 'sign-up-wrong',
    render: ({ theme }) =>
      SignUpPage({
        frame: frame(theme, '/sign-up'),
        open: true,
        typed: { handle: 'mara_vos' },
        errors: {
          handle: 'Too close to mara_voss. Try one that nobody could mistake.',
          password: 'This is 9 characters, it needs 15. A sentence that you remember is best.',
          adult: 'Only adults may have an account here.',
        },
      }),
  },
  { name: 'sign-up-closed', render: ({ theme }) => SignUpPage({ frame: frame(theme, '/sign-up'), open: false }) },
  {
    name: 'invite',
    render: ({ theme }) => InvitePage({ frame: frame(theme, '/invites/x'), role: 'performer', by: 'harald' }),
  },
  {
    name: 'dead-link',
    render: ({ theme }) =>
      DeadLinkPage({
        frame: frame(theme, '/invites/x'),
        words: 'It was used, taken back or is too old. Whoever sent it can make a new one.',
      }),
  },
  {
    name: 'account',
    render: ({ theme }) =>
      AccountPage({
        frame: {
          ...frame(theme, '/account', member),
          said: { tone: 'ok', title: 'Saved.', words: 'Your name is violet now.' },
        },
        now: NOW,
        zone: ZONE,
        account: { handle: LONG, hue: 6, role: 'member', theme, since: at(-40, 12) },
        sessions: [
          { id: 's1', device: 'Firefox on Linux', seenAt: NOW, madeAt: NOW - 2 * DAY, here: true },
          { id: 's2', device: 'Safari on iPhone', seenAt: NOW - 5 * HOUR, madeAt: NOW - 9 * DAY, here: false },
        ],
        errors: { current: 'That is not the password you have now.', delete: 'That is not your password.' },
      }),
  },
  {
    name: 'setup-you',
    render: ({ theme }) =>
      SetupYouPage({
        ...setup(theme),
        done: [],
        codeKnown: false,
        errors: { code: 'This code has ended. A new start prints a new one.' },
      }),
  },
  {
    name: 'setup-name',
    render: ({ theme }) =>
      SetupNamePage({ ...setup(theme), name: 'Harbour Studio', language: 'en', zone: ZONE, zones, hue: 64 }),
  },
  {
    name: 'setup-address',
    render: ({ theme }) =>
      SetupAddressPage({
        ...setup(theme),
        seen: 'http://localhost:8080',
        publicUrl: '',
        publicHost: '',
        errors: { publicUrl: 'Write the whole address, with https:// in front.' },
      }),
  },
  { name: 'setup-kind', render: ({ theme }) => SetupKindPage({ ...setup(theme), rating: 'general' }) },
  { name: 'setup-doctor', render: ({ theme }) => SetupDoctorPage({ ...setup(theme), checks }) },
  { name: 'not-found', render: ({ theme }) => NotFoundPage({ frame: frame(theme, '/nowhere') }) },
  { name: 'forbidden', render: ({ theme }) => ForbiddenPage({ frame: frame(theme, '/panel', member) }) },
  { name: 'broken', render: ({ theme }) => BrokenPage({ frame: frame(theme, '/', member), incident: '7F3KQ2' }) },
]

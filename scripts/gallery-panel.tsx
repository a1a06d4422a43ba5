import { AuditPage } from '../views/admin/audit.tsx'
import { BackupsPage } from '../views/admin/backups.tsx'
import { HealthPage } from '../views/admin/health.tsx'
import { type NowProps, OverviewPage, StopPage } from '../views/admin/overview.tsx'
import { PeoplePage, PersonPage, type PersonProps } from '../views/admin/people.tsx'
import { SettingsPage } from '../views/admin/settings.tsx'
import type { Theme } from '../views/layout/frame.ts'
import { PolicyPage } from '../views/support/policy.tsx'
import { ReportPage } from '../views/support/report.tsx'
import { ReportsPage } from '../views/support/reports.tsx'
import {
  at,
  checks,
  DAY,
  frame,
  HOUR,
  LONG,
  live,
  MINUTE,
  member,
  NOW,
  owner,
  type Sample,
  ZONE,
} from './gallery-samples.tsx'

const desk = { waiting: { people: 2, reports: 3 } }

const now: NowProps = {
  rooms: live.map((room, index) => ({
    room: `room-${index}`,
    handle: room.handle,
    hue: room.hue,
    title: room.title,
    pictureHref: room.pictureHref,
    startedAt: room.startedAt,
    viewers: room.viewers,
    bitrate: 4_800_000 - index * 700_000,
    health: index === 2 ? { tone: 'warn', words: '2.1 % lost' } : { tone: 'ok', words: 'Good' },
  })),
  watching: 812,
  inBitrate: 14_000_000,
  outBitrate: 412_000_000,
  uplinkMbit: 1000,
  errors: 0,
  holds: [
    {
      id: 'h1',
      room: 'patchbay',
      by: 'juno',
      rule: 'Rule 1, only adults',
      because: 'A stranger walked into the frame.',
      until: NOW + 40 * MINUTE,
    },
  ],
  now: NOW,
  zone: ZONE,
  nonce: 'gallery',
  errorsHref: '/panel/health',
  sparks: { rooms: [1, 1, 2, 2, 3, 4], watching: [20, 44, 61, 80, 212, 340] },
  urgent: 0,
  waits: {
    reports: { n: 3, due: NOW + 40 * MINUTE },
    appeals: { n: 1, due: NOW - HOUR },
    approvals: 1,
    backup: { at: NOW - 15 * HOUR, proved: true, href: '/panel/backups' },
  },
}

const wave = (count: number, step: number, tall: number) =>
  Array.from({ length: count }, (_, index) => ({
    at: NOW - (count - index) * step,
    watching: Math.round(tall * (1 + Math.sin(index / 7)) * (index / count)),
    lines: index % 5 === 0 ? 0 : index * 3,
    tip_tokens: BigInt(index * index * 4),
  }))

const overview = (theme: Theme, more: Partial<NowProps> = {}) =>
  OverviewPage({
    frame: frame(theme, '/panel', owner),
    desk,
    scripts: [],
    now: { ...now, ...more },
    checklist: [
      { words: 'Certificate and address', done: true },
      { words: 'First performer approved', done: true },
      { words: 'First backup', done: true },
      { words: 'Your own terms', done: false, act: { href: '/panel/pages', words: 'Write' } },
      { words: 'Second pair of eyes', done: false, act: { href: '/panel/people#invite', words: 'Invite' } },
    ],
    health: [
      { words: 'Media server', fact: 'MediaMTX 1.20.1', tone: 'ok' },
      { words: 'UDP 8189', fact: 'Nobody has reached it yet', tone: 'warn' },
      { words: 'Certificate', fact: 'Ended yesterday', tone: 'bad' },
    ],
    charts: {
      quarters: wave(48, 15 * MINUTE, 340),
      quartersBefore: wave(48, 15 * MINUTE, 210),
      hours: wave(12, HOUR, 340),
      hoursBefore: wave(12, HOUR, 120),
    },
    owed: { wallets_tokens: 48_120n, held_tokens: 300n, deferred_minor: 241_210n, currency: 'EUR', transfers: 2 },
  })

const rules = [
  { value: 'rule-1', words: 'Rule 1, only adults' },
  { value: 'rule-3', words: 'Rule 3, be kind' },
]

const people = [
  {
    id: 'p1',
    handle: 'mara_voss',
    hue: 0,
    avatarHref: '/img/painter.svg',
    role: 'performer' as const,
    standing: 'good' as const,
    since: at(-90, 12),
    seenAt: NOW - 30_000,
  },
  {
    id: 'p2',
    handle: LONG,
    hue: 5,
    role: 'performer' as const,
    standing: 'waiting' as const,
    since: at(-1, 12),
    seenAt: NOW - 3 * HOUR,
  },
  {
    id: 'p3',
    handle: 'juno',
    hue: 3,
    role: 'moderator' as const,
    standing: 'good' as const,
    since: at(-60, 12),
    seenAt: NOW - 9 * MINUTE,
  },
  {
    id: 'p4',
    handle: 'grumble',
    hue: 2,
    role: 'member' as const,
    standing: 'suspended' as const,
    since: at(-20, 12),
    seenAt: NOW - 2 * DAY,
  },
]

const person = (theme: Theme, more: Partial<PersonProps> = {}) =>
  PersonPage({
    frame: frame(theme, '/panel/people/p2', owner),
    desk,
    now: NOW,
    zone: ZONE,
    person: { ...people[1]!, room: 'tomas-bergstrom' },
    sanctions: [],
    sessions: 2,
    broadcasts: [],
    history: [],
    rules,
    can: { approve: true, revoke: true, suspend: true, ban: true, lift: true },
    ...more,
  })

export const panelSamples: readonly Sample[] = [
  { name: 'panel', render: ({ theme }) => overview(theme) },
  { name: 'panel-empty', render: ({ theme }) => overview(theme, { rooms: [], holds: [] }) },
  {
    name: 'panel-menu',
    render: ({ theme }) => overview(theme),
    acts: [{ selector: '.panel-menu summary:visible, .panel-nav .panel-link:visible', does: 'focus' }],
  },
  {
    name: 'panel-stop',
    render: ({ theme }) =>
      StopPage({
        frame: frame(theme, '/panel/rooms/mara-voss/stop', owner),
        desk,
        form: {
          room: 'mara-voss',
          handle: 'mara_voss',
          dark: false,
          viewers: 212,
          rule: '',
          because: '',
          minutes: '60',
          rules: rules.map(({ words }) => words),
          wrong: { because: 'Say why. The performer reads it.' },
        },
      }),
  },
  {
    name: 'people',
    render: ({ theme }) =>
      PeoplePage({
        frame: frame(theme, '/panel/people', owner),
        desk,
        now: NOW,
        zone: ZONE,
        people,
        list: { path: '/panel/people', q: '', is: {}, chosen: [], nextHref: '/panel/people?after=1-a' },
        counts: { all: 4, waiting: 1, performer: 2, member: 1, moderator: 1 },
        invites: [{ id: 'i1', role: 'performer', note: 'Ines, cello', by: 'harald', endsAt: NOW + 3 * DAY }],
        freshInvite: { href: 'https://harbour.example/invites/3n5k7q9s2u4w6y8a1c3e5g7i9k' },
        can: { invite: ['performer', 'moderator', 'finance'] },
      }),
  },
  { name: 'person', render: ({ theme }) => person(theme) },
  {
    name: 'person-banned',
    render: ({ theme }) =>
      person(theme, {
        person: {
          ...people[0]!,
          standing: 'banned',
          room: 'mara-voss',
          approved: { by: 'harald', at: at(-90, 13), because: 'Known to us' },
        },
        sanctions: [
          {
            id: 's',
            kind: 'ban',
            rule: 'Rule 1, only adults',
            reason: 'No proof of age.',
            by: 'harald',
            at: NOW - HOUR,
          },
        ],
        broadcasts: [
          { id: 'b', title: 'The harbour at dusk', startedAt: at(-1, 19), length: '2 h 10 min', mostAtOnce: 248 },
        ],
        history: [{ at: NOW - HOUR, by: 'harald', words: 'banned', reason: 'No proof of age.' }],
      }),
  },
  {
    name: 'settings',
    render: ({ theme }) =>
      SettingsPage({
        frame: frame(theme, '/panel/settings', owner),
        desk,
        settings: {
          language: 'en',
          siteName: 'Harbour Studio',
          zone: ZONE,
          gelHue: 200,
          publicUrl: '',
          publicHost: '',
          ownerAlone: false,
          signUpOpen: true,
          viewersAtPeak: '200',
          uplinkMbit: 'much',
          backupHour: '4',
          backupKeep: '14',
        },
        zones: [{ value: ZONE, words: ZONE }],
        passphrase: 'k4m2p6r8t3v5x7z9a2c4e6g8',
        errors: { uplink_mbit: 'A whole number of megabits, such as 100.' },
      }),
  },
  {
    name: 'audit',
    render: ({ theme }) =>
      AuditPage({
        frame: frame(theme, '/panel/audit', owner),
        desk,
        zone: ZONE,
        filter: { q: '', actor: '', act: '', subject: '' },
        proof: { ok: true, entries: 1204, head: '9f2c1e7ab04d' },
        rows: [
          {
            seq: 1204,
            at: NOW - MINUTE,
            actor: { words: 'juno', href: '/panel/people/p3' },
            act: 'broadcast.cut',
            subject: { words: LONG, href: '/panel/people/p2' },
            reason: 'A stranger walked into the frame.',
            detail: '{"minutes":60}',
            network: '203.0.113.0/24',
          },
          {
            seq: 1203,
            at: NOW - HOUR,
            actor: { words: 'console' },
            act: 'account.link-made',
            subject: { words: 'harald' },
            reason: '',
            detail: '',
            network: '',
          },
        ],
        olderHref: '#older',
      }),
  },
  {
    name: 'health',
    render: ({ theme }) =>
      HealthPage({
        frame: frame(theme, '/panel/health', owner),
        desk,
        now: NOW,
        zone: ZONE,
        figures: [
          { label: 'Processor', value: '18 %', spark: [10, 12, 11, 14, 22, 18] },
          { label: 'Memory', value: '412 MB', spark: [300, 320, 380, 400, 412] },
          { label: 'Disk free', value: '182 GB' },
          { label: 'Event loop', value: '3 ms', unit: 'late at most', spark: [1, 1, 2, 1, 3] },
        ],
        groups: [
          { title: 'Picture and sound', checks: checks.slice(0, 2) },
          { title: 'The machine', checks: checks.slice(2) },
        ],
        facts: [{ label: 'Running for', value: '3 days' }],
        versions: [
          { label: 'Footlight', value: '0.1.0' },
          { label: 'MediaMTX', value: '1.20.1' },
        ],
      }),
  },
  {
    name: 'backups',
    render: ({ theme }) =>
      BackupsPage({
        frame: frame(theme, '/panel/backups', owner),
        desk,
        now: NOW,
        zone: ZONE,
        folder: '/var/lib/footlight/backups',
        plan: 'every night at 4 o’clock, the last 14 are kept',
        keyFile: '/etc/footlight/master.key',
        list: { path: '/panel/backups', q: '', is: {}, chosen: [] },
        newestAt: NOW - 15 * HOUR,
        backups: [
          {
            id: 'b1',
            file: 'footlight-2026-11-21-0400.db',
            at: NOW - 15 * HOUR,
            size_bytes: 4_812_000,
            took_ms: 640,
            verifiedAt: NOW - 15 * HOUR,
            provedAt: NOW - HOUR,
            postings: 4812,
            root: '9f2c4e81b7d0a6c3',
          },
          {
            id: 'b2',
            file: 'footlight-2026-11-20-0400.db',
            at: NOW - 39 * HOUR,
            size_bytes: 4_702_000,
            took_ms: 1440,
            postings: null,
            root: null,
          },
        ],
      }),
  },
  {
    name: 'reports',
    render: ({ theme }) =>
      ReportsPage({
        frame: frame(theme, '/panel/reports', owner),
        desk,
        now: NOW,
        rows: [
          {
            id: 'r1',
            kind: 'conduct',
            about: { kind: 'other', handle: null, typed: `/rooms/${LONG}` },
            text: 'They call everybody names.',
            reports: 3,
            openedAt: NOW - 41 * MINUTE,
            due: NOW + 5 * HOUR,
            dueFor: 'look',
            gone: 0.1,
            claimedBy: null,
            looked: false,
            closedAt: null,
            act: null,
          },
          {
            id: 'r2',
            kind: 'privacy',
            about: { kind: 'line', handle: 'mara_voss', typed: '' },
            text: 'My street is in it.',
            reports: 1,
            openedAt: NOW - DAY,
            due: NOW + 2 * HOUR,
            dueFor: 'decide',
            gone: 0.9,
            claimedBy: 'juno',
            looked: true,
            closedAt: null,
            act: null,
          },
        ],
        list: { path: '/panel/reports', q: '', is: {}, chosen: [] },
        kinds: [
          { kind: 'conduct', n: 1 },
          { kind: 'privacy', n: 1 },
        ],
        closed: false,
      }),
  },
  {
    name: 'report',
    render: ({ theme }) =>
      ReportPage({
        frame: frame(theme, '/report', member),
        form: {
          kind: '',
          subject: '/rooms/mara-voss',
          line: '',
          text: '',
          contact: '',
          wrong: { text: 'Say in a sentence what happened.' },
        },
      }),
  },
  {
    name: 'policy',
    render: ({ theme }) =>
      PolicyPage({
        frame: frame(theme, '/terms'),
        zone: ZONE,
        mayEdit: false,
        policy: {
          slug: 'terms',
          title: 'Terms',
          version: 2,
          at: NOW,
          body: '# Who may come in\n\nAdults. Whoever has an account says so when making it.\n\n# What we ask\n\nBe kind. Nobody records anybody.',
        },
      }),
  },
]

import { Elysia } from 'elysia'
import { AuditPage, type EntryRow, type Proof } from '../../../views/admin/audit.tsx'
import { paths } from '../../../views/paths.ts'
import { say } from '../../../views/words/index.ts'
import { type Asking, access } from '../../accounts/access.ts'
import { actorOf } from '../../accounts/index.ts'
import { type Entry, page as entries, type Verified, verify } from '../../audit/index.ts'
import { csvResponse } from '../../base/csv.ts'
import { frame } from '../../base/html/frame.ts'
import { page } from '../../base/html/reply.ts'
import { line } from '../../base/http/form.ts'
import { houseZone } from '../../base/zone.ts'
import { desk } from '../../support/index.ts'
import type { World } from '../../world.ts'
import { exportTrail, named, type Thing, type TrailAsked, trailFilter } from './trail.ts'

const PAGE = 50

export const trailRoutes = (world: World) =>
  new Elysia({ name: 'admin-trail' })
    .use(access(world))
    .get('/panel/audit', context => showTrail(world, context), { access: 'staff:owner' })
    .get('/panel/audit/verify', context => showTrail(world, context, proofOf(verify(world))), { access: 'staff:owner' })
    .post(
      '/panel/audit.csv',
      context => {
        const what = asked(context.body)
        const stream = exportTrail(world, what, actsSaid(what.q), actorOf(context.visitor!, context.address))
        return csvResponse('audit', world.clock.now(), stream)
      },
      { access: 'staff:owner' },
    )

const asked = (typed: unknown): TrailAsked => ({
  q: line(typed, 'q').slice(0, 80),
  actor: line(typed, 'actor').slice(0, 80),
  act: line(typed, 'act').slice(0, 80),
  subject: line(typed, 'subject').slice(0, 80),
})

/** Acts whose words in the reader's language hold the text. */
const actsSaid = (text: string): string[] =>
  text === ''
    ? []
    : Object.entries<string>(say.admin.actWords).flatMap(([act, words]) =>
        words.toLowerCase().includes(text.toLowerCase()) ? [act] : [],
      )

function showTrail(world: World, context: Asking & { request: Request }, proof?: Proof): Response {
  const query = Object.fromEntries(new URL(context.request.url).searchParams)
  const filter = asked(query)
  const before = /^[1-9][0-9]{0,14}$/.test(query.before ?? '') ? Number(query.before) : undefined
  const rows = entries(world, {
    ...trailFilter(world, filter, actsSaid(filter.q)),
    limit: PAGE + 1,
    ...(before ? { before } : {}),
  })
  const shown = rows.slice(0, PAGE)
  const older = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''))
  const last = shown.at(-1)
  if (last) older.set('before', String(last.seq))
  return page(
    AuditPage({
      frame: frame(world, context),
      desk: desk(world),
      rows: shown.map(entry => entryRow(world, entry)),
      filter,
      zone: houseZone(world),
      ...(rows.length > PAGE ? { olderHref: `/panel/audit?${older}` } : {}),
      ...(proof ? { proof } : {}),
    }),
    { nonce: context.nonce },
  )
}

const chainWords = () =>
  ({
    gap: say.admin.chainGap,
    link: say.admin.chainLink,
    row: say.admin.chainRow,
    detail: say.admin.chainDetail,
  }) as const

const proofOf = (verified: Verified): Proof =>
  verified.ok ? verified : { ok: false, words: say.admin.entryUnfit(verified.seq, chainWords()[verified.why]) }

export function entryRow(world: World, entry: Entry): EntryRow {
  return {
    seq: entry.seq,
    at: entry.at,
    actor: nameOf(world, entry.actor),
    act: entry.act,
    subject: nameOf(world, entry.subject),
    reason: entry.reason,
    detail: entry.detail ?? '',
    network: entry.net_trunc,
  }
}

function nameOf(world: World, id: string): { words: string; href?: string } {
  const name = named(world, id)
  if (name.kind === 'account') return { words: name.words, href: `/panel/people/${name.id}` }
  if (name.kind === 'room') return { words: say.admin.roomNamed(name.words) }
  if (name.kind === 'other') return { words: othersWords()[id] ?? id }
  const { words, href } = things()[name.kind]
  return { words, ...(href ? { href: href(name.id) } : {}) }
}

/** What is no person: an entry names it without an id. */
const othersWords = (): Readonly<Record<string, string>> => ({
  console: say.support.theConsole,
  system: say.support.theHouse,
  site: say.support.theHouse,
  gifts: say.tips.gifts.title,
})

const things = (): Record<Thing, { words: string; href?: (id: string) => string }> => {
  const words = say.admin.things
  return {
    case: { words: words.case, href: paths.panelReport },
    order: { words: words.order, href: paths.panelOrder },
    receipt: { words: words.receipt, href: paths.panelTransfer },
    vouchers: { words: words.vouchers, href: paths.panelBatch },
    page: { words: words.page, href: paths.panelPage },
    list: { words: words.list, href: paths.panelList },
    import: { words: words.import },
  }
}

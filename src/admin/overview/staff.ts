import { Elysia } from 'elysia'
import { SamplesPage } from '../../../views/admin/charts.tsx'
import { ErrorsPage } from '../../../views/admin/errors.tsx'
import { healthWords } from '../../../views/admin/health-words.ts'
import {
  MoneyOverviewPage,
  Now,
  type NowProps,
  OverviewPage,
  type Owed,
  type StopForm,
  StopPage,
  StopSheet,
} from '../../../views/admin/overview.tsx'
import { paths } from '../../../views/paths.ts'
import { say } from '../../../views/words/index.ts'
import { type Asking, access } from '../../accounts/access.ts'
import { actorOf, admits } from '../../accounts/index.ts'
import { openApprovals } from '../../audit/index.ts'
import { HOUR, MINUTE } from '../../base/clock.ts'
import { csvTime } from '../../base/csv.ts'
import { frame } from '../../base/html/frame.ts'
import { type Listing, listCsv, listPage } from '../../base/html/listing.ts'
import { page, partial, seeOther, wantsPartial } from '../../base/html/reply.ts'
import { said } from '../../base/html/said.ts'
import { line, text } from '../../base/http/form.ts'
import { Refused } from '../../base/http/refused.ts'
import type { SaidError } from '../../base/log.ts'
import { houseZone } from '../../base/zone.ts'
import {
  audience,
  type BroadcastListeners,
  HOLD_MINUTES,
  liftHold,
  onAir,
  placeHold,
  stage,
} from '../../broadcasts/index.ts'
import { openAppeals, openCases, urgentCases } from '../../moderation/index.ts'
import { roomByName } from '../../rooms/index.ts'
import { actorName, desk, houseRules, takenOut } from '../../support/index.ts'
import { owed, receiptsWaiting } from '../../wallet/index.ts'
import type { World } from '../../world.ts'
import type { AdminListeners } from '../listeners.ts'
import { charts } from './charts.ts'
import { overview } from './overview.ts'
import { type Sample, type Step, samples, series } from './samples.ts'

const sayings = () =>
  ({
    stopped: { tone: 'ok', title: say.admin.stoppedHeld, words: say.admin.stoppedHeldWords },
    lifted: { tone: 'ok', title: say.admin.holdLifted, words: say.admin.holdLiftedWords },
    over: { tone: 'warn', title: say.admin.holdOver },
  }) as const

export const overviewRoutes = (world: World, told: { admin: AdminListeners; broadcasts: BroadcastListeners }) =>
  new Elysia({ name: 'admin-overview' })
    .use(access(world))
    .get(
      '/panel',
      async context => {
        if (context.visitor!.role === 'finance') return showMoney(world, context)
        return page(
          OverviewPage({
            frame: frame(world, context, said(context.request, sayings())),
            desk: desk(world),
            scripts: [world.assets.href('panel.js')],
            now: nowProps(world, told.admin, context),
            checklist: context.visitor?.role === 'owner' ? told.admin.checklist() : [],
            health: await told.admin.standing(),
            charts: charts(world),
            ...(admits(MONEY, context.visitor!.role) ? { owed: owedNow(world) } : {}),
          }),
          { nonce: context.nonce },
        )
      },
      { access: 'staff' },
    )
    .get('/panel/live', context => partial(Now(nowProps(world, told.admin, context)), { nonce: context.nonce }), {
      access: 'staff:moderator',
    })
    .get(
      '/panel/samples',
      context => {
        const { rows, list } = listPage(sampleList(world), context.request)
        return page(
          SamplesPage({ frame: frame(world, context), desk: desk(world), rows, list, zone: houseZone(world) }),
          { nonce: context.nonce },
        )
      },
      { access: 'staff' },
    )
    .post(
      '/panel/samples.csv',
      context => listCsv(sampleList(world), context.body, world.clock.now(), takenOut(world, context)),
      { access: 'staff' },
    )
    .get(
      '/panel/errors',
      context => {
        const { rows, list } = listPage(errorList(world), context.request)
        return page(
          ErrorsPage({ frame: frame(world, context), desk: desk(world), rows, list, zone: houseZone(world) }),
          { nonce: context.nonce },
        )
      },
      { access: 'staff:moderator' },
    )
    .post(
      '/panel/errors.csv',
      context => listCsv(errorList(world), context.body, world.clock.now(), takenOut(world, context)),
      { access: 'staff:moderator' },
    )
    .get('/panel/rooms/:room/stop', context => showStop(world, context, emptyForm(world, context.params.room)), {
      access: 'staff:moderator',
    })
    .post(
      '/panel/rooms/:room/stop',
      context => {
        const { body, params, request } = context
        const form = emptyForm(world, params.room)
        form.rule = line(body, 'rule')
        form.because = text(body, 'because').trim()
        form.minutes = line(body, 'minutes')
        if (!form.rules.includes(form.rule)) form.wrong.rule = say.admin.chooseBroken
        if (form.because === '') form.wrong.because = say.admin.writeSaw
        else if (form.because.length > 1000) form.wrong.because = say.admin.longThousand
        const minutes = /^[0-9]{1,6}$/.test(form.minutes) ? Number(form.minutes) : Number.NaN
        if (!(minutes >= HOLD_MINUTES.least && minutes <= HOLD_MINUTES.most)) {
          form.wrong.minutes = say.admin.chooseHowLong
        }
        if (Object.keys(form.wrong).length > 0) return showStop(world, context, form, 422)
        const placed = placeHold(world, told.broadcasts, {
          room: roomByName(world, params.room)!.id,
          by: actorOf(context.visitor!, context.address),
          rule: form.rule,
          because: form.because,
          minutes,
        })
        if (!placed.ok) throw new Refused(422)
        return seeOther(request, '/panel?said=stopped')
      },
      { access: 'staff:moderator' },
    )
    .post(
      '/panel/holds/:id/lift',
      context => {
        const lifted = liftHold(world, told.broadcasts, context.params.id, actorOf(context.visitor!, context.address))
        return seeOther(context.request, `/panel?said=${lifted ? 'lifted' : 'over'}`)
      },
      { access: 'staff:moderator' },
    )

/** What went wrong since the start: without what the log says of it besides. */
const errorList = (world: World): Listing<SaidError> => ({
  path: paths.panelErrors,
  rows: ({ q, after, limit }) =>
    world.log
      .lastErrors()
      .filter(({ n, part, event }) => n < (after?.at ?? Number.POSITIVE_INFINITY) && `${part} ${event}`.includes(q))
      .slice(0, limit),
  place: ({ n }) => ({ at: n, id: '0' }),
  csv: {
    name: 'errors',
    columns: [
      ['at', each => csvTime(each.at)],
      ['part', each => each.part],
      ['event', each => each.event],
    ],
  },
})

const sampleList = (world: World): Listing<Sample> => ({
  path: '/panel/samples',
  search: false,
  perPage: 60,
  rows: ({ after, limit }) => samples(world, { before: after?.at ?? null, limit }),
  place: ({ at }) => ({ at, id: '0' }),
  csv: {
    name: 'minutes',
    columns: [
      ['minute', each => csvTime(each.at)],
      ['rooms', each => each.rooms],
      ['watching', each => each.watching],
      ['lines', each => each.lines],
      ['tips', each => each.tips],
      ['tip_tokens', each => each.tip_tokens],
    ],
  },
})

/** Four hours, ten minutes a stroke. */
function sparks(world: World, now: number): NowProps['sparks'] {
  const steps = series(world, { from: now - 4 * HOUR, to: now, step: 10 * MINUTE })
  const drawn = (of: (step: Step) => number) => (steps.some(step => of(step) > 0) ? steps.map(of) : [])
  return { rooms: drawn(step => step.rooms), watching: drawn(step => step.watching) }
}

/** Who may open the pages of the house's money. */
const MONEY = 'staff:finance'

/** Nothing of rooms, people and reports: what waits for her, what the house owes, and what was tipped. */
function showMoney(world: World, context: Asking & { request: Request }): Response {
  return page(
    MoneyOverviewPage({
      frame: frame(world, context),
      desk: desk(world),
      approvals: openApprovals(world, 'finance'),
      owed: owedNow(world),
      charts: charts(world),
      zone: houseZone(world),
    }),
    { nonce: context.nonce },
  )
}

function owedNow(world: World): Owed {
  const { wallets_tokens, held_tokens, deferred_minor, currency } = owed(world)
  return { wallets_tokens, held_tokens, deferred_minor, currency, transfers: receiptsWaiting(world) }
}

function nowProps(world: World, admin: AdminListeners, { nonce, visitor }: Asking): NowProps {
  const backup = admin.backup()
  const seen = overview(world)
  const now = world.clock.now()
  return {
    ...seen,
    rooms: seen.rooms.map(({ stage: s, ...row }) => ({
      ...row,
      health: healthWords(s),
      // A new address every ten seconds lets the morph swap the picture without a jump.
      ...(onAir(s) ? { pictureHref: `/rooms/${row.room}/thumbnail.webp?at=${Math.floor(now / 10_000)}` } : {}),
      ...(s.health.bitrate === undefined ? {} : { bitrate: s.health.bitrate }),
    })),
    holds: seen.holds.map(hold => ({ ...hold, by: actorName(world, hold.by) })),
    uplinkMbit: world.settings.get('uplink_mbit'),
    now,
    zone: houseZone(world),
    nonce,
    errorsHref: paths.panelErrors,
    sparks: sparks(world, now),
    urgent: urgentCases(world),
    waits: {
      reports: openCases(world),
      appeals: openAppeals(world),
      approvals: openApprovals(world, visitor?.role === 'owner' ? 'owner' : 'moderator'),
      backup: backup && { ...backup, ...(visitor?.role === 'owner' ? { href: paths.panelBackups } : {}) },
    },
  }
}

function emptyForm(world: World, name: string): StopForm {
  const room = roomByName(world, name)
  if (!room) throw new Refused(404, say.admin.noSuchRoom)
  return {
    room: room.name,
    handle: room.handle,
    dark: stage(world, room.name).broadcast === null,
    viewers: audience.watching(world, room.name),
    rule: '',
    because: '',
    minutes: '60',
    rules: houseRules(world),
    wrong: {},
  }
}

function showStop(world: World, context: Asking & { request: Request }, form: StopForm, status = 200): Response {
  const { nonce, request } = context
  if (wantsPartial(request)) return partial(StopSheet({ form, nonce }), { nonce, status })
  return page(StopPage({ frame: frame(world, context), desk: desk(world), form }), { nonce, status })
}

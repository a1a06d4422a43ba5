import { Elysia } from 'elysia'
import { HoldsPage, InvitesPage, MeasuresPage } from '../../../views/admin/records.tsx'
import { type Asking, access } from '../../accounts/access.ts'
import { csvTime } from '../../base/csv.ts'
import { frame } from '../../base/html/frame.ts'
import { type Listing, listCsv, listPage } from '../../base/html/listing.ts'
import { page } from '../../base/html/reply.ts'
import { houseZone } from '../../base/zone.ts'
import { MEASURES } from '../../moderation/index.ts'
import { actorName, desk, takenOut } from '../../support/index.ts'
import type { World } from '../../world.ts'
import { type HoldRow, holdsEver, type InviteRow, invitesEver, type MeasureRow, measures } from './records.ts'

type Staff = Asking & { request: Request }

const measureList = (world: World): Listing<MeasureRow> => ({
  path: '/panel/sanctions',
  by: ['measure'],
  rows: asked => measures(world, asked),
  place: ({ at, id }) => ({ at, id }),
  csv: {
    name: 'sanctions',
    columns: [
      ['id', each => each.id],
      ['at', each => csvTime(each.at)],
      ['measure', each => each.measure],
      ['person', each => each.handle ?? ''],
      ['rule', each => each.rule],
      ['facts', each => each.facts],
      ['by', each => actorName(world, each.by)],
      ['until', each => csvTime(each.until)],
      ['lifted_at', each => csvTime(each.lifted_at)],
      ['case', each => each.case_id ?? ''],
    ],
  },
})

const holdList = (world: World): Listing<HoldRow> => ({
  path: '/panel/holds',
  by: ['state'],
  rows: asked => holdsEver(world, asked),
  place: ({ at, id }) => ({ at, id }),
  csv: {
    name: 'holds',
    columns: [
      ['id', each => each.id],
      ['at', each => csvTime(each.at)],
      ['room', each => each.room],
      ['rule', each => each.rule],
      ['because', each => each.because],
      ['by', each => actorName(world, each.by)],
      ['until', each => csvTime(each.until)],
      ['lifted_at', each => csvTime(each.lifted_at)],
      ['lifted_by', each => (each.lifted_by === null ? '' : actorName(world, each.lifted_by))],
    ],
  },
})

const inviteList = (world: World): Listing<InviteRow> => ({
  path: '/panel/invites',
  by: ['state'],
  rows: asked => invitesEver(world, asked),
  place: ({ made_at, id }) => ({ at: made_at, id }),
  csv: {
    name: 'invitations',
    columns: [
      ['made_at', each => csvTime(each.made_at)],
      ['role', each => each.role],
      ['note', each => each.note],
      ['made_by', each => actorName(world, each.made_by)],
      ['ends_at', each => csvTime(each.ends_at)],
      ['used_at', each => csvTime(each.used_at)],
      ['used_by', each => each.handle ?? ''],
      ['taken_back_at', each => csvTime(each.voided_at)],
    ],
  },
})

/** What was done to people, which rooms were held, who was invited: each with all that ever was. */
export const recordRoutes = (world: World) => {
  const around = (context: Staff) => ({
    frame: frame(world, context),
    desk: desk(world),
    now: world.clock.now(),
    zone: houseZone(world),
  })
  return new Elysia({ name: 'admin-records' })
    .use(access(world))
    .get(
      '/panel/sanctions',
      context => {
        const { rows, list } = listPage(measureList(world), context.request)
        const named = rows.map(row => ({ ...row, by: actorName(world, row.by) }))
        return page(MeasuresPage({ ...around(context), list, rows: named, measures: MEASURES }), {
          nonce: context.nonce,
        })
      },
      { access: 'staff:moderator' },
    )
    .post(
      '/panel/sanctions.csv',
      context => listCsv(measureList(world), context.body, world.clock.now(), takenOut(world, context)),
      { access: 'staff:moderator' },
    )
    .get(
      '/panel/holds',
      context => {
        const { rows, list } = listPage(holdList(world), context.request)
        const named = rows.map(row => ({
          ...row,
          by: actorName(world, row.by),
          lifted_by: row.lifted_by === null ? null : actorName(world, row.lifted_by),
        }))
        return page(HoldsPage({ ...around(context), list, rows: named }), { nonce: context.nonce })
      },
      { access: 'staff:moderator' },
    )
    .post(
      '/panel/holds.csv',
      context => listCsv(holdList(world), context.body, world.clock.now(), takenOut(world, context)),
      { access: 'staff:moderator' },
    )
    .get(
      '/panel/invites',
      context => {
        const { rows, list } = listPage(inviteList(world), context.request)
        const named = rows.map(row => ({ ...row, made_by: actorName(world, row.made_by) }))
        return page(InvitesPage({ ...around(context), list, rows: named }), { nonce: context.nonce })
      },
      { access: 'staff:moderator' },
    )
    .post(
      '/panel/invites.csv',
      context => listCsv(inviteList(world), context.body, world.clock.now(), takenOut(world, context)),
      { access: 'staff:moderator' },
    )
}

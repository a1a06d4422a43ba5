import { Elysia } from 'elysia'
import { PeoplePage, PersonPage, type PersonProps, type PersonRow as Row } from '../../../views/admin/people.tsx'
import { liftWords, reasonWords, sanctionWords, standingWords } from '../../../views/admin/people-words.ts'
import { length } from '../../../views/format.ts'
import { say } from '../../../views/words/index.ts'
import { type Asking, access, ourOrigin } from '../../accounts/access.ts'
import {
  type AccountListeners,
  actorOf,
  approve,
  changeRole,
  INVITED_ROLES,
  invite,
  isStaff,
  linkPath,
  openInvites,
  ROLES,
  type Role,
  revoke,
  roleCounts,
  voidInvite,
} from '../../accounts/index.ts'
import { DAY } from '../../base/clock.ts'
import { csvTime } from '../../base/csv.ts'
import { frame } from '../../base/html/frame.ts'
import { type Listing, listCsv, listPage } from '../../base/html/listing.ts'
import { page, seeOther } from '../../base/html/reply.ts'
import { said } from '../../base/html/said.ts'
import { line, text } from '../../base/http/form.ts'
import { Refused } from '../../base/http/refused.ts'
import { avatarHref } from '../../base/picture/index.ts'
import { houseZone } from '../../base/zone.ts'
import { stage } from '../../broadcasts/index.ts'
import { ban, lift, type ModerationListeners, suspend } from '../../moderation/index.ts'
import { actorName, desk, houseRules, takenOut } from '../../support/index.ts'
import type { World } from '../../world.ts'
import { findPeople, isRole, type PersonFile, type PersonRow, personFile, sanctionedCounts } from './people.ts'
import { proposeRole } from './role.ts'

const PAGE = 50

const sayings = () =>
  ({
    approved: { tone: 'ok', title: say.admin.approvedSaid, words: say.admin.approvedSaidWords },
    revoked: { tone: 'ok', title: say.admin.revokedSaid, words: say.admin.revokedSaidWords },
    role: { tone: 'ok', title: say.admin.roleChanged, words: say.admin.signsInAgain },
    'role-asked': { tone: 'ok', title: say.admin.proposed, words: say.admin.proposedRole },
    suspended: { tone: 'ok', title: say.admin.suspendedSaid, words: say.admin.suspendedSaidWords },
    banned: {
      tone: 'ok',
      title: say.admin.banProposed,
      words: say.admin.banProposedWords,
    },
    lifted: { tone: 'ok', title: say.admin.lifted, words: say.admin.liftedWords },
    voided: { tone: 'ok', title: say.admin.inviteBack, words: say.admin.inviteBackWords },
    over: { tone: 'warn', title: say.admin.wasFaster, words: say.admin.inviteUsed },
  }) as const

interface Told {
  accounts: AccountListeners
  moderation: ModerationListeners
}

export const peopleRoutes = (world: World, told: Told) =>
  new Elysia({ name: 'admin-people' })
    .use(access(world))
    .get('/panel/people', context => showPeople(world, context), { access: 'staff:moderator' })
    .post(
      '/panel/people.csv',
      context => listCsv(peopleList(world, context), context.body, world.clock.now(), takenOut(world, context)),
      { access: 'staff:moderator' },
    )
    .post(
      '/panel/invites',
      context => {
        const typed = { role: line(context.body, 'role'), note: line(context.body, 'note') }
        const { visitor } = context
        const made = invite(world, { ...typed, by: actorOf(visitor!, context.address), byRole: visitor!.role })
        if (made.ok) {
          const href = `${ourOrigin(world, context.request)}${linkPath(made.code)}`
          return showPeople(world, context, { freshInvite: { href } })
        }
        const inviteErrors = made.why === 'note' ? { note: say.admin.long120 } : { role: say.admin.choosePerformer }
        return showPeople(world, context, { inviteErrors, inviteTyped: typed }, 422)
      },
      { access: 'staff:moderator' },
    )
    .post(
      '/panel/invites/:id/void',
      context => {
        const done = voidInvite(world, context.params.id, actorOf(context.visitor!, context.address))
        return seeOther(context.request, `/panel/people?said=${done ? 'voided' : 'over'}`)
      },
      { access: 'staff:moderator' },
    )
    .get('/panel/people/:id', context => showPerson(world, context, found(world, context.params.id)), {
      access: 'staff:moderator',
    })
    .post(
      '/panel/people/:id/approval',
      context => {
        const person = found(world, context.params.id)
        const because = text(context.body, 'because').trim()
        const by = actorOf(context.visitor!, context.address)
        const done = approve(world, told.accounts, { by, account: person.id, because })
        if (done.ok) return seeOther(context.request, `/panel/people/${person.id}?said=approved`)
        return showPerson(world, context, person, {
          typed: { because },
          errors: done.why === 'reason' ? { because: reasonWords(because) } : { all: standingWords(done.why) },
        })
      },
      { access: 'staff:moderator' },
    )
    .post(
      '/panel/people/:id/approval/revoked',
      context => {
        const person = found(world, context.params.id)
        const because = text(context.body, 'because').trim()
        const by = actorOf(context.visitor!, context.address)
        const done = revoke(world, told.accounts, { by, account: person.id, because })
        if (done.ok) return seeOther(context.request, `/panel/people/${person.id}?said=revoked`)
        return showPerson(world, context, person, {
          typed: { because },
          errors: done.why === 'reason' ? { revoke: reasonWords(because) } : { all: standingWords(done.why) },
        })
      },
      { access: 'staff:moderator' },
    )
    .post(
      '/panel/people/:id/role',
      context => {
        const { body, visitor, address } = context
        const person = found(world, context.params.id)
        const because = text(body, 'because').trim()
        const typed = line(body, 'role')
        const role = rolesTo(person.role).find(each => each === typed)
        if (!role) throw new Refused(409)
        const by = actorOf(visitor!, address)
        if (isStaff(role)) {
          const asked = proposeRole(world, { by, account: person.id, role, because })
          if (asked.ok) return seeOther(context.request, `/panel/people/${person.id}?said=role-asked`)
          return showPerson(world, context, person, {
            typed: { because, role },
            errors:
              asked.why === 'reason'
                ? { role: reasonWords(because) }
                : {
                    all: asked.why === 'waiting' ? say.admin.waitsAlready : standingWords(asked.why),
                  },
          })
        }
        const done = changeRole(world, told.accounts, { by, byRole: visitor!.role, account: person.id, role, because })
        if (done.ok) return seeOther(context.request, `/panel/people/${person.id}?said=role`)
        return showPerson(world, context, person, {
          typed: { because, role },
          errors: done.why === 'reason' ? { role: reasonWords(because) } : { all: standingWords(done.why) },
        })
      },
      { access: 'staff:owner' },
    )
    .post(
      '/panel/people/:id/sanctions',
      context => {
        const { body, visitor, address } = context
        const person = found(world, context.params.id)
        const typed = { rule: line(body, 'rule'), reason: text(body, 'reason').trim(), days: line(body, 'days') }
        const errors: NonNullable<PersonProps['errors']> = {}
        if (!houseRules(world).includes(typed.rule)) errors.rule = say.admin.chooseBroken
        if (typed.reason === '') errors.reason = say.admin.sayWhyReads
        else if (typed.reason.length > 1000) errors.reason = say.admin.longThousand
        const days = /^[1-9][0-9]{0,2}$/.test(typed.days) ? Number(typed.days) : null
        if (days === null && typed.days !== 'ban') errors.days = say.admin.chooseLong
        if (Object.keys(errors).length > 0) return showPerson(world, context, person, { typed, errors })
        const asked = {
          by: actorOf(visitor!, address),
          byRole: visitor!.role,
          account: person.id,
          rule: typed.rule,
          reason: typed.reason,
        }
        const done =
          days === null
            ? ban(world, told, asked)
            : suspend(world, told, { ...asked, until: world.clock.now() + days * DAY })
        if (done.ok) {
          return seeOther(context.request, `/panel/people/${person.id}?said=${days === null ? 'banned' : 'suspended'}`)
        }
        return showPerson(world, context, person, { typed, errors: sanctionWords(done.why) })
      },
      { access: 'staff:moderator' },
    )
    .post(
      '/panel/people/:id/sanctions/:sanction/lift',
      context => {
        const { visitor, address, params } = context
        const person = found(world, params.id)
        const because = text(context.body, 'because').trim()
        if (!person.sanctions.some(each => each.id === params.sanction)) throw new Refused(404)
        const done = lift(world, told, {
          by: actorOf(visitor!, address),
          byRole: visitor!.role,
          id: params.sanction,
          because,
        })
        if (done.ok) return seeOther(context.request, `/panel/people/${person.id}?said=lifted`)
        return showPerson(world, context, person, {
          typed: { because },
          errors: done.why === 'reason' ? { lift: reasonWords(because) } : { all: liftWords(done.why) },
        })
      },
      { access: 'staff:moderator' },
    )

type Staff = Asking & { request: Request }

/** What an owner may make of somebody: the other roles of the same side. */
const rolesTo = (from: Role): Role[] => ROLES.filter(role => role !== from && isStaff(role) === isStaff(from))

function found(world: World, id: string): PersonFile {
  const person = personFile(world, id)
  if (!person) throw new Refused(404, say.admin.noPerson)
  return person
}

const rowOf = ({ id, handle, hue, role, standing, created_at, seen_at }: PersonRow): Row => ({
  id,
  handle,
  hue,
  role,
  standing,
  since: created_at,
  ...(seen_at === null ? {} : { seenAt: seen_at }),
})

type InviteView = Partial<Pick<Parameters<typeof PeoplePage>[0], 'freshInvite' | 'inviteErrors' | 'inviteTyped'>>

const STANDING_FILTERS = ['waiting', 'suspended', 'banned'] as const

function filterOf(is: string): { role: Role | ''; standing: PersonRow['standing'] | '' } {
  const standing = STANDING_FILTERS.find(each => each === is) ?? ''
  return { role: standing === '' && isRole(is) ? is : '', standing }
}

const peopleList = (world: World, { visitor, address }: Pick<Asking, 'visitor' | 'address'>): Listing<PersonRow> => ({
  path: '/panel/people',
  by: ['is'],
  perPage: PAGE,
  rows: ({ q, is, after, limit }) =>
    findPeople(world, { q, ...filterOf(is.is ?? ''), after, limit }, actorOf(visitor!, address)),
  place: ({ created_at, id }) => ({ at: created_at, id }),
  csv: {
    name: 'people',
    columns: [
      ['id', each => each.id],
      ['name', each => each.handle],
      ['role', each => each.role],
      ['standing', each => each.standing],
      ['since', each => csvTime(each.created_at)],
      ['seen', each => csvTime(each.seen_at)],
      ['room', each => each.room ?? ''],
    ],
  },
})

function showPeople(world: World, context: Staff, more: InviteView = {}, status = 200): Response {
  const { nonce, request, visitor } = context
  const { rows, list } = listPage(peopleList(world, context), request)
  const roles = roleCounts(world)
  const around = desk(world)
  return page(
    PeoplePage({
      frame: frame(world, context, said(request, sayings())),
      desk: around,
      now: world.clock.now(),
      zone: houseZone(world),
      people: rows.map(rowOf),
      list,
      counts: {
        ...roles,
        ...sanctionedCounts(world),
        all: Object.values(roles).reduce((sum, n) => sum + n, 0),
        waiting: around.waiting.people,
      },
      invites: openInvites(world).flatMap(({ id, role: as, note, made_by, ends_at }) =>
        as ? [{ id, role: as, note, by: actorName(world, made_by), endsAt: ends_at }] : [],
      ),
      can: { invite: visitor?.role === 'owner' ? INVITED_ROLES : ['performer'] },
      ...more,
    }),
    { nonce, status },
  )
}

function showPerson(
  world: World,
  context: Staff,
  person: PersonFile,
  more: Pick<PersonProps, 'typed' | 'errors'> = {},
): Response {
  const { nonce, request, visitor } = context
  const decides =
    person.standing !== 'deleted' &&
    person.id !== visitor?.id &&
    (visitor?.role === 'owner' || person.role === 'member' || person.role === 'performer')
  const { approval } = person
  return page(
    PersonPage({
      frame: frame(world, context, said(request, sayings())),
      desk: desk(world),
      now: world.clock.now(),
      zone: houseZone(world),
      person: {
        ...rowOf(person),
        avatarHref: avatarHref(world, person.id),
        ...(person.room ? { room: person.room, onAir: stage(world, person.room).broadcast !== null } : {}),
        ...(approval
          ? { approved: { at: approval.at, by: actorName(world, approval.by), because: approval.because } }
          : {}),
      },
      sanctions: person.sanctions.map(({ id, kind, rule, reason, by, at, until, ...lifted }) => ({
        id,
        kind,
        rule,
        reason,
        at,
        by: actorName(world, by),
        ...(until === null ? {} : { until }),
        ...(lifted.lifted_at === null
          ? {}
          : {
              lifted: {
                at: lifted.lifted_at,
                by: actorName(world, lifted.lifted_by),
                because: lifted.lifted_because ?? '',
              },
            }),
      })),
      sessions: person.sessions,
      broadcasts: person.broadcasts.map(each => ({
        id: each.id,
        title: each.title,
        startedAt: each.started_at,
        length: each.ended_at === null ? say.admin.onAirNowWord : length(each.ended_at - each.started_at),
        mostAtOnce: each.most_viewers,
      })),
      history: person.entries.map(entry => ({
        at: entry.at,
        by: actorName(world, entry.actor),
        words: entry.act,
        reason: entry.reason,
      })),
      rules: houseRules(world).map(rule => ({ value: rule, words: rule })),
      can: {
        approve: decides,
        revoke: decides,
        suspend: decides,
        ban: decides,
        lift: decides,
      },
      ...(decides && visitor?.role === 'owner' ? { rolesTo: rolesTo(person.role) } : {}),
      ...(visitor?.role === 'owner' ? { trailHref: `/panel/audit?subject=account:${person.id}` } : {}),
      ...more,
    }),
    { nonce, status: more.errors ? 422 : 200 },
  )
}

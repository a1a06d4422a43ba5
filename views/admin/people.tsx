import { ago, date, dateTime, number, until } from '../format.ts'
import type { Frame, InvitedRole, Role } from '../layout/frame.ts'
import { PanelPage } from '../layout/panel.tsx'
import { roleWords } from '../layout/site.tsx'
import { Avatar, type Person } from '../parts/avatar.tsx'
import { Box, Copy } from '../parts/box.tsx'
import { Button } from '../parts/button.tsx'
import { State, Tag } from '../parts/chip.tsx'
import { Form, SelectField, type SelectOption, TextArea, TextField } from '../parts/field.tsx'
import { ListChips, ListSearch, ListTable, type ListView } from '../parts/listing.tsx'
import { Notice } from '../parts/notice.tsx'
import { Table } from '../parts/table.tsx'
import { weave } from '../parts/weave.tsx'
import { paths } from '../paths.ts'
import { TakePicture } from '../play/take-picture.tsx'
import type { DeskProps } from '../support/reports.tsx'
import { say } from '../words/index.ts'
import { actWords } from './acts.ts'

export type Standing = 'good' | 'waiting' | 'suspended' | 'banned' | 'deleted'

export interface PersonRow extends Person {
  id: string
  role: Role
  standing: Standing
  since: number
  seenAt?: number
}

export interface InviteRow {
  id: string
  role: InvitedRole
  note: string
  by: string
  endsAt: number
}

export type PeopleFilter = 'all' | 'waiting' | 'suspended' | 'banned' | Role

export interface PeopleProps {
  frame: Frame
  desk: DeskProps
  now: number
  zone: string
  people: readonly PersonRow[]
  list: ListView
  counts: Readonly<Partial<Record<PeopleFilter, number>>>
  invites: readonly InviteRow[]
  /** Shown in the answer that made it, once. */
  freshInvite?: { href: string }
  inviteErrors?: { note?: string; role?: string }
  inviteTyped?: { note?: string; role?: string }
  /** As what somebody may be invited. */
  can: { invite: readonly InvitedRole[] }
}

const filters = () =>
  [
    ['all', say.admin.allPeople],
    ['waiting', say.admin.waiting],
    ['performer', say.admin.performers],
    ['member', say.admin.members],
    ['moderator', say.admin.moderators],
    ['finance', say.admin.finance],
    ['owner', say.admin.owners],
    ['suspended', say.admin.suspendedPlural],
    ['banned', say.admin.bannedPlural],
  ] as const

export function StandingState({ standing, role }: { standing: Standing; role: Role }) {
  switch (standing) {
    case 'good':
      return <State tone="ok">{role === 'performer' ? say.admin.approved : say.admin.goodStanding}</State>
    case 'waiting':
      return <State tone="warn">{say.admin.waitsApproval}</State>
    case 'suspended':
      return <State tone="bad">{say.admin.suspended}</State>
    case 'banned':
      return <State tone="bad">{say.admin.banned}</State>
    case 'deleted':
      return <State tone="off">{say.admin.deleted}</State>
    default:
      return standing satisfies never
  }
}

export function PeoplePage(props: PeopleProps) {
  const { people, list, now, zone } = props
  const search = list.q
  return (
    <PanelPage
      frame={props.frame}
      title={say.layout.people}
      {...props.desk}
      aside={<ListSearch list={list} label={say.admin.findName} />}
    >
      <div class="panel-columns">
        <section class="box" aria-label={say.admin.accounts}>
          <ListChips
            list={list}
            name="is"
            label={say.admin.whichPeople}
            options={filters()
              .filter(([slug]) => slug === 'all' || props.counts[slug])
              .map(([slug, words]) => ({ value: slug === 'all' ? '' : slug, words, count: props.counts[slug] }))}
          />
          <ListTable
            list={list}
            none={{
              title: search ? say.admin.nobodyBy : say.admin.nobodyHere,
              words: search ? say.admin.nobodyByWords : say.admin.nobodyHereWords,
            }}
            caption={say.admin.accounts}
            rows={people}
            columns={[
              {
                title: say.admin.name,
                kind: 'lead',
                cell: row => (
                  <span class="table-room">
                    <Avatar person={row} size={32} />
                    <a class="name" href={paths.panelPerson(row.id)}>
                      {row.handle}
                    </a>
                  </span>
                ),
              },
              { title: say.admin.role, label: '', cell: row => roleWords()[row.role] },
              {
                title: say.admin.state,
                label: '',
                cell: row => <StandingState standing={row.standing} role={row.role} />,
              },
              { title: say.admin.since, kind: 'number', cell: row => date(row.since, zone) },
              {
                title: say.admin.seen,
                kind: 'number',
                cell: row => (row.seenAt === undefined ? say.admin.signedOut : ago(row.seenAt, now)),
              },
            ]}
          />
        </section>
        {props.can.invite.length > 0 ? <InviteBox {...props} /> : null}
      </div>
    </PanelPage>
  )
}

function InviteBox({ freshInvite, invites, inviteErrors, inviteTyped, can, now }: PeopleProps) {
  return (
    <Box title={say.admin.invite} id="invite">
      {freshInvite ? (
        <>
          <Notice tone="ok" title={say.admin.inviteReady} words={say.admin.inviteReadyWords} />
          <Copy label={say.admin.invitation} text={freshInvite.href} />
        </>
      ) : null}
      <Form action={`${paths.panelInvites}#invite`} novalidate={inviteErrors !== undefined}>
        <SelectField
          name="role"
          label={say.admin.as}
          value={inviteTyped?.role ?? 'performer'}
          error={inviteErrors?.role}
          options={can.invite.map(role => ({ value: role, words: roleWords()[role] }))}
        />
        <TextField
          name="note"
          label={say.admin.forWhom}
          value={inviteTyped?.note}
          maxlength={120}
          optional
          error={inviteErrors?.note}
          hint={say.admin.forWhomHint}
        />
        <div>
          <Button look="primary" icon="link" busy={say.admin.making}>
            {say.admin.makeInvite}
          </Button>
        </div>
      </Form>
      {invites.length > 0 ? (
        <>
          <div class="box-head">
            <h3 class="box-title">{say.admin.openInvites}</h3>
            <a class="meta" href={paths.panelInvites}>
              {say.cases.records.allInvites}
            </a>
          </div>
          <ul class="rows">
            {invites.map(invite => (
              <li>
                <span class="row-grow row-two">
                  <span>{invite.note || roleWords()[invite.role]}</span>
                  <span class="meta">
                    {say.admin.inviteLine(roleWords()[invite.role], invite.by, until(invite.endsAt, now))}
                  </span>
                </span>
                <form method="post" action={`${paths.panelInvite(invite.id)}/void`}>
                  <Button look="edge" size="small">
                    {weave(say.admin.takeBackInvite, {
                      which: <span class="unseen"> {invite.note || roleWords()[invite.role]}</span>,
                    })}
                  </Button>
                </form>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Box>
  )
}

export interface SanctionView {
  id: string
  kind: 'suspension' | 'ban'
  rule: string
  reason: string
  by: string
  at: number
  until?: number
  lifted?: { by: string; at: number; because: string }
}

export interface PersonProps {
  frame: Frame
  desk: DeskProps
  now: number
  zone: string
  person: PersonRow & { room?: string; onAir?: boolean; approved?: { by: string; at: number; because: string } }
  sanctions: readonly SanctionView[]
  sessions: number
  broadcasts: readonly { id: string; title: string; startedAt: number; length: string; mostAtOnce: number }[]
  history: readonly { at: number; by: string; words: string; reason: string }[]
  trailHref?: string
  rules: readonly SelectOption[]
  typed?: { rule?: string; reason?: string; days?: string; because?: string; role?: Role }
  errors?: {
    rule?: string
    reason?: string
    days?: string
    because?: string
    lift?: string
    revoke?: string
    role?: string
    /** What stands against it as a whole. */
    all?: string
  }
  /** What an owner may make of this person. */
  rolesTo?: readonly Role[]
  can: { approve: boolean; revoke: boolean; suspend: boolean; ban: boolean; lift: boolean }
}

export function PersonPage(props: PersonProps) {
  const { person, zone, now } = props
  const active = props.sanctions.find(each => !each.lifted && (each.until === undefined || each.until > now))
  return (
    <PanelPage
      frame={props.frame}
      title={person.handle}
      {...props.desk}
      aside={<StandingState standing={person.standing} role={person.role} />}
    >
      <div class="panel-columns">
        <div class="stack">
          {props.errors?.all ? <Notice tone="bad" title={props.errors.all} alert /> : null}
          {person.standing === 'waiting' && props.can.approve ? <Approve {...props} /> : null}
          {active ? <Active sanction={active} {...props} /> : null}
          <Box title={say.admin.broadcasts}>
            {props.broadcasts.length === 0 ? (
              <p class="second">{person.role === 'performer' ? say.admin.noneYet : say.admin.performersBroadcast}</p>
            ) : (
              <Table
                caption={say.admin.broadcasts}
                rows={props.broadcasts}
                columns={[
                  {
                    title: say.support.title,
                    kind: 'lead',
                    cell: row => <span hx-ignore="true">{row.title || say.admin.noTitle}</span>,
                  },
                  { title: say.admin.began, label: '', cell: row => dateTime(row.startedAt, zone) },
                  { title: say.admin.length, kind: 'number', cell: row => row.length },
                  { title: say.admin.mostAtOnce, kind: 'number', cell: row => number(row.mostAtOnce) },
                ]}
              />
            )}
          </Box>
          <Box
            title={say.admin.houseDid}
            aside={props.trailHref ? <a href={props.trailHref}>{say.admin.inTrail}</a> : null}
          >
            {props.history.length === 0 ? (
              <p class="second">{say.admin.nothingYetShort}</p>
            ) : (
              <ul class="rows">
                {props.history.map(each => (
                  <li>
                    <span class="row-grow row-two">
                      <span>
                        {actWords(each.words)} <span class="meta">{say.admin.byWho(each.by)}</span>
                      </span>
                      {each.reason ? (
                        <span class="second" hx-ignore="true">
                          {say.admin.quoted(each.reason)}
                        </span>
                      ) : null}
                    </span>
                    <time class="meta" datetime={new Date(each.at).toISOString()}>
                      {dateTime(each.at, zone)}
                    </time>
                  </li>
                ))}
              </ul>
            )}
          </Box>
        </div>
        <div class="stack">
          <Box title={say.layout.account}>
            <div class="table-room">
              <Avatar person={person} size={52} />
              <span class="row-two">
                <b>{roleWords()[person.role]}</b>
                <span class="meta">{say.admin.sinceDate(date(person.since, zone))}</span>
              </span>
            </div>
            {person.avatarHref ? <TakePicture person={person.id} /> : null}
            <dl class="facts">
              <dt>{say.admin.seen}</dt>
              <dd>{person.seenAt === undefined ? say.admin.signedOut : ago(person.seenAt, now)}</dd>
              <dt>{say.admin.signedInOn}</dt>
              <dd>{say.admin.devices(props.sessions)}</dd>
              {person.room ? (
                <>
                  <dt>{say.admin.room}</dt>
                  <dd>
                    <a href={paths.room(person.room)}>{person.room}</a>{' '}
                    {person.onAir ? <Tag tone="new">{say.admin.onAir}</Tag> : null}
                  </dd>
                </>
              ) : null}
              {person.approved ? (
                <>
                  <dt>{say.admin.approvedOn}</dt>
                  <dd>{say.admin.whenBy(date(person.approved.at, zone), person.approved.by)}</dd>
                </>
              ) : null}
            </dl>
          </Box>
          {!active && props.can.suspend ? <Sanction {...props} /> : null}
          {person.approved && props.can.revoke ? <Revoke {...props} /> : null}
          {props.rolesTo ? <ChangeRole {...props} to={props.rolesTo} /> : null}
          {props.sanctions.some(each => each !== active) ? (
            <Box title={say.admin.earlier}>
              <ul class="rows">
                {props.sanctions
                  .filter(each => each !== active)
                  .map(each => (
                    <li>
                      <span class="row-two" hx-ignore="true">
                        <span>
                          {each.kind === 'ban' ? say.admin.banFor(each.rule) : say.admin.suspensionFor(each.rule)}
                        </span>
                        <span class="second">{say.admin.quoted(each.reason)}</span>
                        <span class="meta">
                          {each.lifted
                            ? say.admin.liftedLine(
                                dateTime(each.at, zone),
                                each.by,
                                each.lifted.by,
                                each.lifted.because === 'became-ban' ? say.admin.becameBan : each.lifted.because,
                              )
                            : each.until === undefined
                              ? say.admin.whenBy(dateTime(each.at, zone), each.by)
                              : say.admin.untilLine(dateTime(each.at, zone), each.by, dateTime(each.until, zone))}
                        </span>
                      </span>
                    </li>
                  ))}
              </ul>
            </Box>
          ) : null}
        </div>
      </div>
    </PanelPage>
  )
}

function Approve({ person, typed, errors }: PersonProps) {
  return (
    <Box title={say.admin.mayGoOnAir(person.handle)}>
      <Form action={paths.panelPersonApproval(person.id)} novalidate={errors !== undefined}>
        <TextArea
          name="because"
          label={say.admin.whySure}
          value={typed?.because}
          rows={2}
          maxlength={1000}
          error={errors?.because}
          hint={say.admin.whySureHint}
        />
        <div>
          <Button look="primary" icon="check" busy={say.admin.approving}>
            {say.admin.approveWho(person.handle)}
          </Button>
        </div>
      </Form>
    </Box>
  )
}

function Active({ sanction, person, zone, can, typed, errors }: PersonProps & { sanction: SanctionView }) {
  return (
    <Box title={sanction.kind === 'ban' ? say.admin.bannedNow : say.admin.suspended}>
      <Notice
        tone="bad"
        title={
          sanction.until === undefined ? say.admin.withoutEnd : say.admin.untilDate(dateTime(sanction.until, zone))
        }
        words={
          <>
            {say.admin.ruleReason(sanction.rule, sanction.reason)}{' '}
            <span class="meta">{say.admin.byOn(sanction.by, dateTime(sanction.at, zone))}</span>
          </>
        }
      />
      {can.lift ? (
        <Form
          action={`${paths.panelPersonSanctions(person.id)}/${encodeURIComponent(sanction.id)}/lift`}
          novalidate={errors !== undefined}
        >
          <TextField
            name="because"
            id="lift-because"
            label={say.admin.whyLift}
            value={errors?.lift ? typed?.because : undefined}
            maxlength={1000}
            error={errors?.lift}
          />
          <div>
            <Button look="edge" busy={say.admin.lifting}>
              {sanction.kind === 'ban' ? say.admin.liftBan : say.admin.liftSuspension}
            </Button>
          </div>
        </Form>
      ) : null}
    </Box>
  )
}

function Sanction({ person, rules, typed, errors, can }: PersonProps) {
  return (
    <Box title={say.admin.sanction}>
      <p class="second">{say.admin.sanctionWords}</p>
      <Form action={paths.panelPersonSanctions(person.id)} novalidate={errors !== undefined}>
        <SelectField
          name="rule"
          label={say.admin.rule}
          options={[{ value: '', words: say.admin.chooseRule }, ...rules]}
          value={typed?.rule}
          error={errors?.rule}
        />
        <TextArea
          name="reason"
          label={say.admin.reason}
          value={typed?.reason}
          rows={3}
          maxlength={1000}
          error={errors?.reason}
          hint={say.admin.readsIt(person.handle)}
        />
        <SelectField
          name="days"
          label={say.admin.howLong}
          value={typed?.days ?? '7'}
          error={errors?.days}
          options={[
            { value: '1', words: say.admin.aDay },
            { value: '7', words: say.admin.aWeek },
            { value: '30', words: say.admin.thirtyDays },
            ...(can.ban ? [{ value: 'ban', words: say.admin.forGood }] : []),
          ]}
        />
        <div>
          <Button look="danger" icon="ban" busy={say.admin.acting}>
            {say.admin.sanctionWho(person.handle)}
          </Button>
        </div>
      </Form>
    </Box>
  )
}

function Revoke({ person, typed, errors }: PersonProps) {
  return (
    <Box title={say.admin.approval}>
      <p class="second">{say.admin.approvalWords}</p>
      <Form action={`${paths.panelPersonApproval(person.id)}/revoked`} novalidate={errors !== undefined}>
        <TextField
          name="because"
          id="revoke-because"
          label={say.admin.whyBack}
          value={errors?.revoke ? typed?.because : undefined}
          maxlength={1000}
          error={errors?.revoke}
        />
        <div>
          <Button look="danger" busy={say.admin.takingBack}>
            {say.admin.takeBack}
          </Button>
        </div>
      </Form>
    </Box>
  )
}

function ChangeRole({ person, to, typed, errors }: PersonProps & { to: readonly Role[] }) {
  return (
    <Box title={say.admin.role}>
      {to.map(role => {
        const wrong = typed?.role === role ? errors?.role : undefined
        return (
          <>
            <p class="second">{say.admin.roleBrings[role](person.handle)}</p>
            <Form action={paths.panelPersonRole(person.id)} novalidate={errors !== undefined}>
              <input type="hidden" name="role" value={role} />
              <TextField
                name="because"
                id={`role-${role}-because`}
                label={say.admin.whyRole}
                value={wrong ? typed?.because : undefined}
                maxlength={1000}
                error={wrong}
              />
              <div>
                <Button look="edge" busy={say.admin.changing}>
                  {say.admin.makeRole[role](person.handle)}
                </Button>
              </div>
            </Form>
          </>
        )
      })}
    </Box>
  )
}

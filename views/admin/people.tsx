import { ago, date, dateTime, number, until } from '../format.ts'
import type { Frame, Role } from '../layout/frame.ts'
import { PanelPage } from '../layout/panel.tsx'
import { ROLE_WORDS } from '../layout/site.tsx'
import { Avatar, type Person } from '../parts/avatar.tsx'
import { Box, Copy } from '../parts/box.tsx'
import { Button, LinkButton } from '../parts/button.tsx'
import { Chip, State, Tag } from '../parts/chip.tsx'
import { Form, SelectField, type SelectOption, TextArea, TextField } from '../parts/field.tsx'
import { Icon } from '../parts/icons.tsx'
import { Empty, Notice } from '../parts/notice.tsx'
import { Table } from '../parts/table.tsx'
import { paths } from '../paths.ts'
import type { DeskProps } from '../support/reports.tsx'
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
  role: 'performer' | 'moderator'
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
  search?: string
  filter: PeopleFilter
  counts: Readonly<Partial<Record<PeopleFilter, number>>>
  moreHref?: string
  invites: readonly InviteRow[]
  /** Shown in the answer that made it, once. */
  freshInvite?: { href: string }
  inviteErrors?: { note?: string; role?: string }
  inviteTyped?: { note?: string; role?: string }
  can: { invite: boolean; inviteModerator: boolean }
}

const FILTERS = [
  ['all', 'All'],
  ['waiting', 'Waiting'],
  ['performer', 'Performers'],
  ['member', 'Members'],
  ['moderator', 'Moderators'],
  ['owner', 'Owners'],
  ['suspended', 'Suspended'],
  ['banned', 'Banned'],
] as const

export function StandingState({ standing, role }: { standing: Standing; role: Role }) {
  switch (standing) {
    case 'good':
      return <State tone="ok">{role === 'performer' ? 'Approved' : 'Good'}</State>
    case 'waiting':
      return <State tone="warn">Waits for approval</State>
    case 'suspended':
      return <State tone="bad">Suspended</State>
    case 'banned':
      return <State tone="bad">Banned</State>
    case 'deleted':
      return <State tone="off">Deleted</State>
    default:
      return standing satisfies never
  }
}

export function PeoplePage(props: PeopleProps) {
  const { people, search, filter, now, zone } = props
  return (
    <PanelPage
      frame={props.frame}
      title="People"
      {...props.desk}
      aside={
        <search class="panel-search">
          <form class="search" action={paths.panelPeople} method="get">
            <Icon name="search" />
            <input
              type="search"
              name="q"
              value={search ?? ''}
              maxlength={64}
              placeholder="Find a name"
              aria-label="Find a name"
            />
          </form>
        </search>
      }
    >
      <div class="panel-columns">
        <section class="box" aria-label="Accounts">
          <nav class="chips chips-row" aria-label="Which people">
            {FILTERS.filter(([slug]) => slug === 'all' || props.counts[slug]).map(([slug, words]) => (
              <Chip
                href={slug === 'all' ? paths.panelPeople : `${paths.panelPeople}?is=${slug}`}
                words={words}
                count={props.counts[slug]}
                current={slug === filter}
              />
            ))}
          </nav>
          {people.length === 0 ? (
            <Empty
              title={search ? 'Nobody by that name' : 'Nobody here yet'}
              words={
                search
                  ? 'Any part of a name will do, also one with look-alike letters.'
                  : 'People appear when they come by an invitation or sign up.'
              }
            />
          ) : (
            <Table
              caption="Accounts"
              rows={people}
              columns={[
                {
                  title: 'Name',
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
                { title: 'Role', label: '', cell: row => ROLE_WORDS[row.role] },
                { title: 'State', label: '', cell: row => <StandingState standing={row.standing} role={row.role} /> },
                { title: 'Since', kind: 'number', cell: row => date(row.since, zone) },
                {
                  title: 'Seen',
                  kind: 'number',
                  cell: row => (row.seenAt === undefined ? 'signed out' : ago(row.seenAt, now)),
                },
              ]}
            />
          )}
          {props.moreHref ? (
            <div>
              <LinkButton look="edge" href={props.moreHref}>
                Further people
              </LinkButton>
            </div>
          ) : null}
        </section>
        {props.can.invite ? <InviteBox {...props} /> : null}
      </div>
    </PanelPage>
  )
}

function InviteBox({ freshInvite, invites, inviteErrors, inviteTyped, can, now }: PeopleProps) {
  return (
    <Box title="Invite" id="invite">
      {freshInvite ? (
        <>
          <Notice
            tone="ok"
            title="The invitation is ready."
            words="The link is shown this once and lets one person in."
          />
          <Copy label="Invitation" text={freshInvite.href} />
        </>
      ) : null}
      <Form action={paths.panelInvites} novalidate={inviteErrors !== undefined}>
        <SelectField
          name="role"
          label="As"
          value={inviteTyped?.role ?? 'performer'}
          error={inviteErrors?.role}
          options={[
            { value: 'performer', words: 'Performer' },
            ...(can.inviteModerator ? [{ value: 'moderator', words: 'Moderator' }] : []),
          ]}
        />
        <TextField
          name="note"
          label="For whom"
          value={inviteTyped?.note}
          maxlength={120}
          optional
          error={inviteErrors?.note}
          hint="Only for this list."
        />
        <div>
          <Button look="primary" icon="link" busy="Making">
            Make invitation
          </Button>
        </div>
      </Form>
      {invites.length > 0 ? (
        <>
          <h3 class="box-title">Open invitations</h3>
          <ul class="rows">
            {invites.map(invite => (
              <li>
                <span class="row-grow row-two">
                  <span>{invite.note || ROLE_WORDS[invite.role]}</span>
                  <span class="meta">
                    {ROLE_WORDS[invite.role]}, by {invite.by}, ends {until(invite.endsAt, now)}
                  </span>
                </span>
                <form method="post" action={`${paths.panelInvite(invite.id)}/void`}>
                  <Button look="edge" size="small">
                    Take back<span class="unseen"> {invite.note || ROLE_WORDS[invite.role]}</span>
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
  typed?: { rule?: string; reason?: string; days?: string; because?: string }
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
  roleTo?: Role
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
          <Box title="Broadcasts">
            {props.broadcasts.length === 0 ? (
              <p class="second">
                {person.role === 'performer' ? 'None yet.' : `${ROLE_WORDS[person.role]}s do not broadcast.`}
              </p>
            ) : (
              <Table
                caption="Broadcasts"
                rows={props.broadcasts}
                columns={[
                  {
                    title: 'Title',
                    kind: 'lead',
                    cell: row => <span hx-ignore="true">{row.title || 'Without a title'}</span>,
                  },
                  { title: 'Began', label: '', cell: row => dateTime(row.startedAt, zone) },
                  { title: 'Length', kind: 'number', cell: row => row.length },
                  { title: 'Most at once', kind: 'number', cell: row => number(row.mostAtOnce) },
                ]}
              />
            )}
          </Box>
          <Box
            title="What the house did"
            aside={props.trailHref ? <a href={props.trailHref}>In the audit trail</a> : null}
          >
            {props.history.length === 0 ? (
              <p class="second">Nothing yet.</p>
            ) : (
              <ul class="rows">
                {props.history.map(each => (
                  <li>
                    <span class="row-grow row-two">
                      <span>
                        {actWords(each.words)} <span class="meta">by {each.by}</span>
                      </span>
                      {each.reason ? (
                        <span class="second" hx-ignore="true">
                          “{each.reason}”
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
          <Box title="Account">
            <div class="table-room">
              <Avatar person={person} size={52} />
              <span class="row-two">
                <b>{ROLE_WORDS[person.role]}</b>
                <span class="meta">since {date(person.since, zone)}</span>
              </span>
            </div>
            <dl class="facts">
              <dt>Seen</dt>
              <dd>{person.seenAt === undefined ? 'signed out' : ago(person.seenAt, now)}</dd>
              <dt>Signed in on</dt>
              <dd>{props.sessions === 1 ? '1 device' : `${props.sessions} devices`}</dd>
              {person.room ? (
                <>
                  <dt>Room</dt>
                  <dd>
                    <a href={paths.room(person.room)}>{person.room}</a>{' '}
                    {person.onAir ? <Tag tone="new">on air</Tag> : null}
                  </dd>
                </>
              ) : null}
              {person.approved ? (
                <>
                  <dt>Approved</dt>
                  <dd>
                    {date(person.approved.at, zone)} by {person.approved.by}
                  </dd>
                </>
              ) : null}
            </dl>
          </Box>
          {!active && props.can.suspend ? <Sanction {...props} /> : null}
          {person.approved && props.can.revoke ? <Revoke {...props} /> : null}
          {props.roleTo ? <ChangeRole {...props} to={props.roleTo} /> : null}
          {props.sanctions.some(each => each !== active) ? (
            <Box title="Earlier sanctions">
              <ul class="rows">
                {props.sanctions
                  .filter(each => each !== active)
                  .map(each => (
                    <li>
                      <span class="row-two" hx-ignore="true">
                        <span>
                          {each.kind === 'ban' ? 'Ban' : 'Suspension'}, {each.rule}
                        </span>
                        <span class="second">“{each.reason}”</span>
                        <span class="meta">
                          {dateTime(each.at, zone)} by {each.by}
                          {each.lifted
                            ? `, lifted by ${each.lifted.by}: ${each.lifted.because}`
                            : each.until === undefined
                              ? ''
                              : `, until ${dateTime(each.until, zone)}`}
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
    <Box title={`May ${person.handle} go on air?`}>
      <Form action={paths.panelPersonApproval(person.id)} novalidate={errors !== undefined}>
        <TextArea
          name="because"
          label="Why you are sure"
          value={typed?.because}
          rows={2}
          maxlength={1000}
          error={errors?.because}
          hint="What you looked at. It stays in the audit trail."
        />
        <div>
          <Button look="primary" icon="check" busy="Approving">
            Approve {person.handle}
          </Button>
        </div>
      </Form>
    </Box>
  )
}

function Active({ sanction, person, zone, can, typed, errors }: PersonProps & { sanction: SanctionView }) {
  return (
    <Box title={sanction.kind === 'ban' ? 'Banned' : 'Suspended'}>
      <Notice
        tone="bad"
        title={sanction.until === undefined ? 'Without end.' : `Until ${dateTime(sanction.until, zone)}.`}
        words={
          <>
            {sanction.rule}: “{sanction.reason}”{' '}
            <span class="meta">
              by {sanction.by}, {dateTime(sanction.at, zone)}
            </span>
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
            label="Why it may be lifted"
            value={errors?.lift ? typed?.because : undefined}
            maxlength={1000}
            error={errors?.lift}
          />
          <div>
            <Button look="edge" busy="Lifting">
              Lift {sanction.kind === 'ban' ? 'the ban' : 'the suspension'}
            </Button>
          </div>
        </Form>
      ) : null}
    </Box>
  )
}

function Sanction({ person, rules, typed, errors, can }: PersonProps) {
  return (
    <Box title="Sanction">
      <p class="second">Ends sign-ins, sockets and a running broadcast within a second.</p>
      <Form action={paths.panelPersonSanctions(person.id)} novalidate={errors !== undefined}>
        <SelectField
          name="rule"
          label="Rule"
          options={[{ value: '', words: 'Choose the rule' }, ...rules]}
          value={typed?.rule}
          error={errors?.rule}
        />
        <TextArea
          name="reason"
          label="Reason"
          value={typed?.reason}
          rows={3}
          maxlength={1000}
          error={errors?.reason}
          hint={`${person.handle} reads it.`}
        />
        <SelectField
          name="days"
          label="How long"
          value={typed?.days ?? '7'}
          error={errors?.days}
          options={[
            { value: '1', words: 'A day' },
            { value: '7', words: 'A week' },
            { value: '30', words: '30 days' },
            ...(can.ban ? [{ value: 'ban', words: 'For good: a ban' }] : []),
          ]}
        />
        <div>
          <Button look="danger" icon="ban" busy="Acting">
            Sanction {person.handle}
          </Button>
        </div>
      </Form>
    </Box>
  )
}

function Revoke({ person, typed, errors }: PersonProps) {
  return (
    <Box title="Approval">
      <p class="second">Without it the door lets no broadcast in; one that runs now ends.</p>
      <Form action={`${paths.panelPersonApproval(person.id)}/revoked`} novalidate={errors !== undefined}>
        <TextField
          name="because"
          id="revoke-because"
          label="Why it is taken back"
          value={errors?.revoke ? typed?.because : undefined}
          maxlength={1000}
          error={errors?.revoke}
        />
        <div>
          <Button look="danger" busy="Taking back">
            Take the approval back
          </Button>
        </div>
      </Form>
    </Box>
  )
}

const ROLE_BRINGS: Record<Role, string> = {
  performer: 'Gets a room and the studio, and goes on air once approved.',
  member: 'Loses the studio; the room is closed to everybody, and what is on air ends.',
  owner: 'May change everything in this house, its owners too.',
  moderator: 'Keeps the people, the reports and the air; settings, texts and the trail close.',
}

function ChangeRole({ person, to, typed, errors }: PersonProps & { to: Role }) {
  return (
    <Box title="Role">
      <p class="second">
        As {ROLE_WORDS[to].toLowerCase()}: {ROLE_BRINGS[to]} {person.handle} signs in again.
      </p>
      <Form action={paths.panelPersonRole(person.id)} novalidate={errors !== undefined}>
        <input type="hidden" name="role" value={to} />
        <TextField
          name="because"
          id="role-because"
          label="Why the role changes"
          value={errors?.role ? typed?.because : undefined}
          maxlength={1000}
          error={errors?.role}
        />
        <div>
          <Button look="edge" busy="Changing">
            Make {person.handle} {to === 'owner' ? 'an' : 'a'} {ROLE_WORDS[to].toLowerCase()}
          </Button>
        </div>
      </Form>
    </Box>
  )
}

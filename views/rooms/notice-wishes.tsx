import type { Child } from 'hono/jsx'
import { BarePage } from '../layout/bare.tsx'
import type { Frame } from '../layout/frame.ts'
import { SitePage } from '../layout/site.tsx'
import { Box } from '../parts/box.tsx'
import { Button, LinkButton } from '../parts/button.tsx'
import { Form, SelectField, type SelectOption, Switch, TextField } from '../parts/field.tsx'
import { Notice } from '../parts/notice.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'
import type { NoticeKind } from './notices.tsx'

export interface MailBoxProps {
  /** The house has a mail server. */
  works: boolean
  address?: string
  state: 'none' | 'waiting' | 'confirmed' | 'refused'
  typed?: string
  error?: string
}

export interface NoticeWishesProps {
  frame: Frame
  kinds: readonly { kind: NoticeKind; site: boolean; push: boolean; mail: boolean }[]
  remindMin: number
  quietFrom: string
  quietTo: string
  zone: string
  zones: readonly SelectOption[]
  names: boolean
  hidden: boolean
  /** Staff follow nobody. */
  follows: boolean
  errors?: { quiet_from?: string; quiet_to?: string; zone?: string }
  mail: MailBoxProps
  /** Further boxes: devices, calendar. */
  more?: Child
  scripts?: readonly string[]
}

const kindWords = (kind: NoticeKind) => (kind === 'urgent' ? say.cases.inbox.tellMe : say.following.wishes.kind[kind])

const REMINDERS = [0, 10, 30, 60] as const

export function NoticeWishesPage(props: NoticeWishesProps) {
  const { frame, errors } = props
  const words = say.following.wishes
  return (
    <SitePage frame={frame} title={words.title} unlisted scripts={props.scripts}>
      <div class="narrow stack">
        <div class="page-head">
          <h1 class="page-title">{words.title}</h1>
          <a href={paths.notices}>{say.following.notices.title}</a>
        </div>
        <Form action={paths.accountNotices} novalidate={errors !== undefined}>
          <Box>
            <div class="wish-wrap">
              <table class="wish-table">
                <thead>
                  <tr>
                    <th scope="col">{words.kinds}</th>
                    {(['site', 'push', 'mail'] as const).map(way => (
                      <th scope="col" class="wish-way">
                        {words.ways[way]}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {props.kinds.map(kind => (
                    <tr>
                      <th scope="row">{kindWords(kind.kind)}</th>
                      {(['site', 'push', 'mail'] as const).map(way => (
                        <td class="wish-way">
                          <label class="wish-tick">
                            <input
                              type="checkbox"
                              name={`${kind.kind}_${way}`}
                              checked={kind[way]}
                              aria-label={`${kindWords(kind.kind)}: ${words.ways[way]}`}
                            />
                          </label>
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            {props.follows ? (
              <SelectField
                name="remind_min"
                label={words.remind}
                value={String(props.remindMin)}
                options={REMINDERS.map(n => ({
                  value: String(n),
                  words: n === 0 ? words.remindNever : words.remindMinutes(n),
                }))}
              />
            ) : null}
          </Box>
          <Box title={words.quiet}>
            <p class="second">{words.quietWords}</p>
            <div class="form-pair">
              <TextField
                name="quiet_from"
                label={words.quietFrom}
                type="time"
                value={props.quietFrom}
                optional
                error={errors?.quiet_from}
              />
              <TextField
                name="quiet_to"
                label={words.quietTo}
                type="time"
                value={props.quietTo}
                optional
                error={errors?.quiet_to}
              />
            </div>
            <SelectField
              name="zone"
              label={words.zone}
              value={props.zone}
              options={props.zones}
              optional
              error={errors?.zone}
            />
          </Box>
          <Box title={words.discretion}>
            <Switch name="names" label={words.names} hint={words.namesHint} checked={props.names} />
            {props.follows ? (
              <Switch name="hidden" label={words.hidden} hint={words.hiddenHint} checked={props.hidden} />
            ) : null}
          </Box>
          <div>
            <Button look="primary" busy={words.saving}>
              {words.save}
            </Button>
          </div>
        </Form>
        <MailBox {...props.mail} />
        {props.more}
      </div>
    </SitePage>
  )
}

function MailBox({ works, address = '', state, typed, error }: MailBoxProps) {
  const words = say.following.wishes.mail
  if (!works && state === 'none') {
    return (
      <Box title={words.title} id="mail">
        <Notice title={words.none} words={words.noneWords} />
      </Box>
    )
  }
  return (
    <Box title={words.title} id="mail">
      <p class="second">{words.lead}</p>
      {works ? null : <Notice title={words.none} words={words.noneWords} />}
      {state === 'confirmed' ? <Notice tone="ok" title={words.confirmed(address)} /> : null}
      {state === 'waiting' ? <Notice title={words.waiting(address)} /> : null}
      {state === 'refused' ? <Notice tone="warn" title={words.refused(address)} /> : null}
      {works ? (
        <Form action={`${paths.accountMail}#mail`} novalidate={error !== undefined}>
          <TextField
            name="address"
            label={state === 'none' ? words.address : words.change}
            type="email"
            autocomplete="email"
            maxlength={254}
            value={typed}
            error={error}
          />
          <div>
            <Button look="edge" busy={words.adding}>
              {words.add}
            </Button>
          </div>
        </Form>
      ) : null}
      {state === 'none' ? null : (
        <div class="acts">
          {state === 'confirmed' && works ? (
            <form method="post" action={paths.accountMailTest}>
              <Button look="edge">{words.test}</Button>
            </form>
          ) : null}
          <form method="post" action={paths.accountMailDrop}>
            <Button look="bare" icon="trash">
              {words.drop}
            </Button>
          </form>
        </div>
      )}
    </Box>
  )
}

/** The code waits in a cookie: only the press of the button spends it. */
export function MailConfirmPage({ frame, handle }: { frame: Frame; handle: string }) {
  const words = say.following.wishes.mail
  return (
    <BarePage
      frame={frame}
      title={words.confirmTitle}
      heading={words.confirmTitle}
      lead={words.confirmLead(handle)}
      unlisted
    >
      <Form action={paths.mailConfirm}>
        <Button look="primary" wide>
          {words.confirmAct}
        </Button>
      </Form>
    </BarePage>
  )
}

export function MailStopPage({ frame, code }: { frame: Frame; code: string }) {
  const words = say.following.wishes.mail
  return (
    <BarePage frame={frame} title={words.stopTitle} heading={words.stopTitle} lead={words.stopLead} unlisted>
      <Form action={paths.mailStop(code)}>
        <Button look="primary" wide>
          {words.stopAct}
        </Button>
      </Form>
    </BarePage>
  )
}

/** What a link of a mail came to. */
export function MailSaidPage({ frame, said }: { frame: Frame; said: 'proved' | 'dead' | 'stopped' | 'stop-dead' }) {
  const words = say.following.wishes.mail
  const [title, lead] = {
    proved: [words.proved, words.provedWords] as const,
    dead: [words.dead, words.deadWords] as const,
    stopped: [words.stopped, words.stoppedWords] as const,
    'stop-dead': [words.stopDead, words.stopDeadWords] as const,
  }[said]
  return (
    <BarePage frame={frame} title={title} heading={title} lead={lead} unlisted>
      <LinkButton look="edge" wide href={paths.accountNotices}>
        {words.toNotices}
      </LinkButton>
    </BarePage>
  )
}

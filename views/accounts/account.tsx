import { ago, date } from '../format.ts'
import type { Frame, Theme } from '../layout/frame.ts'
import { ROLE_WORDS, SitePage } from '../layout/site.tsx'
import { Avatar } from '../parts/avatar.tsx'
import { Box } from '../parts/box.tsx'
import { Button } from '../parts/button.tsx'
import { Tag } from '../parts/chip.tsx'
import { Form, Segments, TextField } from '../parts/field.tsx'
import { Icon } from '../parts/icons.tsx'
import { paths } from '../paths.ts'
import { Face } from '../play/face.tsx'

export interface SessionRow {
  /** The public handle of the session. */
  id: string
  /** "Firefox on Linux". */
  device: string
  seenAt: number
  madeAt: number
  here: boolean
}

export interface AccountProps {
  frame: Frame
  now: number
  zone: string
  account: {
    handle: string
    hue: number
    role: 'member' | 'performer' | 'moderator' | 'owner'
    theme: Theme
    since: number
    avatarHref?: string
  }
  sessions: readonly SessionRow[]
  /** Module scripts, hashed. */
  scripts?: readonly string[]
  errors?: { current?: string; password?: string; delete?: string; face?: string }
  /** An account that may not delete itself says why. */
  keep?: string
}

const HUE_WORDS = ['Coral', 'Straw', 'Leaf', 'Sea', 'Sky', 'Iris', 'Violet', 'Rose'] as const

export function AccountPage(props: AccountProps) {
  const { account } = props
  return (
    <SitePage frame={props.frame} title="Your account" scripts={props.scripts} unlisted>
      <div class="account">
        <div class="account-head">
          <Avatar person={account} size={72} />
          <div>
            <h1 class="page-title">{account.handle}</h1>
            <p class="second">
              {ROLE_WORDS[account.role]} since {date(account.since, props.zone)}
            </p>
          </div>
        </div>
        <div class="account-columns">
          <Face person={account} error={props.errors?.face} />
          <Look {...props} />
          <Password errors={props.errors} handle={account.handle} />
          <Sessions sessions={props.sessions} now={props.now} />
          <Delete {...props} />
        </div>
      </div>
    </SitePage>
  )
}

function Look({ account }: AccountProps) {
  return (
    <Box title="How you look, how this looks">
      <Form action={paths.accountProfile}>
        <fieldset class="field">
          <legend class="field-label">Colour of your name</legend>
          <div class="hues">
            {HUE_WORDS.map((words, hue) => (
              <label class="hue option">
                <input class="unseen" type="radio" name="hue" value={String(hue)} checked={hue === account.hue} />
                <span class={`hue-${hue}`}>
                  <b>{words}</b>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
        <Segments
          name="theme"
          legend="Theme"
          value={account.theme}
          options={[
            { value: 'auto', words: 'As my device' },
            { value: 'dark', words: 'Dark' },
            { value: 'light', words: 'Light' },
          ]}
        />
        <div>
          <Button look="edge" busy="Saving">
            Save look
          </Button>
        </div>
      </Form>
    </Box>
  )
}

function Password({ errors, handle }: { errors: AccountProps['errors']; handle: string }) {
  return (
    <Box title="Password" id="password-box">
      <Form action={paths.accountPassword}>
        <input type="text" name="username" value={handle} autocomplete="username" hidden readonly />
        <TextField
          name="current"
          label="The one you have"
          type="password"
          autocomplete="current-password"
          maxlength={200}
          error={errors?.current}
        />
        <TextField
          name="password"
          label="The new one"
          type="password"
          autocomplete="new-password"
          minlength={15}
          maxlength={128}
          error={errors?.password}
          hint="At least 15 characters. All other devices are signed out."
        />
        <div>
          <Button look="edge" busy="Changing">
            Change password
          </Button>
        </div>
      </Form>
    </Box>
  )
}

function Sessions({ sessions, now }: { sessions: readonly SessionRow[]; now: number }) {
  return (
    <Box title="Where you are signed in">
      <ul class="rows">
        {sessions.map(session => (
          <li>
            <Icon name="monitor" />
            <span class="row-grow row-two">
              <span>{session.device}</span>
              <span class="meta">
                {session.here ? 'in use now' : `last seen ${ago(session.seenAt, now)}`}, signed in{' '}
                {ago(session.madeAt, now)}
              </span>
            </span>
            {session.here ? (
              <Tag tone="ok">this one</Tag>
            ) : (
              <form method="post" action={paths.accountSessionEnd(session.id)}>
                <Button look="edge" size="small">
                  Sign out<span class="unseen"> {session.device}</span>
                </Button>
              </form>
            )}
          </li>
        ))}
      </ul>
      <form method="post" action={paths.accountSessionsEnd}>
        <Button look="edge" icon="leave" busy="Signing out">
          Sign out everywhere
        </Button>
      </form>
    </Box>
  )
}

function Delete({ account, errors, keep }: AccountProps) {
  return (
    <Box title="Delete the account">
      {keep ? (
        <p class="second">{keep}</p>
      ) : (
        <details class="unfold" open={errors?.delete !== undefined}>
          <summary class="btn btn-danger">Delete {account.handle}</summary>
          <Form action={paths.accountDelete}>
            <p class="second">
              Your name, look{account.role === 'performer' ? ', room, dates' : ''} and sign-ins go now and cannot be
              brought back. What the law makes us keep stays without your name.
            </p>
            <TextField
              name="delete_password"
              id="delete-password"
              label="Your password"
              type="password"
              autocomplete="current-password"
              maxlength={200}
              error={errors?.delete}
            />
            <div>
              <Button look="cut" busy="Deleting">
                Delete {account.handle} for good
              </Button>
            </div>
          </Form>
        </details>
      )}
    </Box>
  )
}

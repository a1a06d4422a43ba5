import { ago, date } from '../format.ts'
import type { Frame, Role, Theme } from '../layout/frame.ts'
import { roleWords, SitePage } from '../layout/site.tsx'
import { Avatar } from '../parts/avatar.tsx'
import { Box } from '../parts/box.tsx'
import { Button } from '../parts/button.tsx'
import { Tag } from '../parts/chip.tsx'
import { Form, Segments, TextField } from '../parts/field.tsx'
import { Icon } from '../parts/icons.tsx'
import { Languages } from '../parts/languages.tsx'
import { paths } from '../paths.ts'
import { Face } from '../play/face.tsx'
import { say } from '../words/index.ts'
import { deviceWords } from './words.ts'

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
    role: Role
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

const hueWords = () =>
  [
    say.accounts.coral,
    say.accounts.straw,
    say.accounts.leaf,
    say.accounts.sea,
    say.accounts.sky,
    say.accounts.iris,
    say.accounts.violet,
    say.accounts.rose,
  ] as const

export function AccountPage(props: AccountProps) {
  const { account } = props
  return (
    <SitePage frame={props.frame} title={say.accounts.yourAccount} scripts={props.scripts} unlisted>
      <div class="account">
        <div class="account-head">
          <Avatar person={account} size={72} />
          <div>
            <h1 class="page-title">{account.handle}</h1>
            <p class="second">{say.accounts.roleSince(roleWords()[account.role], date(account.since, props.zone))}</p>
          </div>
        </div>
        <div class="account-columns">
          <Face person={account} error={props.errors?.face} />
          <Look {...props} />
          <Box title={say.layout.language}>
            <Languages here={props.frame.here ?? props.frame.path} />
            <p class="meta">{say.accounts.languageHint}</p>
          </Box>
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
    <Box title={say.accounts.howYouLook}>
      <Form action={paths.accountProfile}>
        <fieldset class="field">
          <legend class="field-label">{say.accounts.nameColour}</legend>
          <div class="hues">
            {hueWords().map((words, hue) => (
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
          legend={say.accounts.theme}
          value={account.theme}
          options={[
            { value: 'auto', words: say.accounts.asDevice },
            { value: 'dark', words: say.accounts.dark },
            { value: 'light', words: say.accounts.light },
          ]}
        />
        <div>
          <Button look="edge" busy={say.parts.saving}>
            {say.accounts.saveLook}
          </Button>
        </div>
      </Form>
    </Box>
  )
}

function Password({ errors, handle }: { errors: AccountProps['errors']; handle: string }) {
  return (
    <Box title={say.accounts.password} id="password-box">
      <Form action={paths.accountPassword}>
        <input type="text" name="username" value={handle} autocomplete="username" hidden readonly />
        <TextField
          name="current"
          label={say.accounts.oldOne}
          type="password"
          autocomplete="current-password"
          maxlength={200}
          error={errors?.current}
        />
        <TextField
          name="password"
          label={say.accounts.newOne}
          type="password"
          autocomplete="new-password"
          minlength={15}
          maxlength={128}
          error={errors?.password}
          hint={say.accounts.passwordOut}
        />
        <div>
          <Button look="edge" busy={say.accounts.changing}>
            {say.accounts.changePassword}
          </Button>
        </div>
      </Form>
    </Box>
  )
}

function Sessions({ sessions, now }: { sessions: readonly SessionRow[]; now: number }) {
  return (
    <Box title={say.accounts.whereSignedIn}>
      <ul class="rows">
        {sessions.map(session => (
          <li>
            <Icon name="monitor" />
            <span class="row-grow row-two">
              <span>{deviceWords(session.device)}</span>
              <span class="meta">
                {session.here
                  ? say.accounts.inUse(ago(session.madeAt, now))
                  : say.accounts.lastSeen(ago(session.seenAt, now), ago(session.madeAt, now))}
              </span>
            </span>
            {session.here ? (
              <Tag tone="ok">{say.accounts.thisOne}</Tag>
            ) : (
              <form method="post" action={paths.accountSessionEnd(session.id)}>
                <Button look="edge" size="small">
                  {say.layout.signOut}
                  <span class="unseen"> {deviceWords(session.device)}</span>
                </Button>
              </form>
            )}
          </li>
        ))}
      </ul>
      <form method="post" action={paths.accountSessionsEnd}>
        <Button look="edge" icon="leave" busy={say.accounts.signingOut}>
          {say.accounts.signOutEverywhere}
        </Button>
      </form>
    </Box>
  )
}

function Delete({ account, errors, keep }: AccountProps) {
  return (
    <Box title={say.accounts.deleteAccount}>
      {keep ? (
        <p class="second">{keep}</p>
      ) : (
        <details class="unfold" open={errors?.delete !== undefined}>
          <summary class="btn btn-danger">{say.accounts.deleteWho(account.handle)}</summary>
          <Form action={paths.accountDelete}>
            <p class="second">
              {account.role === 'performer' ? say.accounts.deletePerformer : say.accounts.deleteMember}
            </p>
            <TextField
              name="delete_password"
              id="delete-password"
              label={say.accounts.yourPassword}
              type="password"
              autocomplete="current-password"
              maxlength={200}
              error={errors?.delete}
            />
            <div>
              <Button look="cut" busy={say.parts.deleting}>
                {say.accounts.deleteForGood(account.handle)}
              </Button>
            </div>
          </Form>
        </details>
      )}
    </Box>
  )
}

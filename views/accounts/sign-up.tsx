import type { Child } from 'hono/jsx'
import { BarePage } from '../layout/bare.tsx'
import type { Frame } from '../layout/frame.ts'
import { Button, LinkButton } from '../parts/button.tsx'
import { Checkbox, Form, TextField } from '../parts/field.tsx'
import { Empty, Notice } from '../parts/notice.tsx'
import { paths } from '../paths.ts'

export interface SignUpErrors {
  handle?: string
  password?: string
  adult?: string
}

export interface SignUpProps {
  frame: Frame
  typed?: { handle?: string; adult?: boolean }
  errors?: SignUpErrors
  error?: { title: string; words?: string }
  from?: string
  open: boolean
}

export function SignUpPage(props: SignUpProps) {
  if (!props.open) {
    return (
      <BarePage frame={props.frame} title="Make an account" unlisted>
        <Empty
          level={1}
          title="By invitation"
          words="This house lets people in by invitation. Whoever invites you sends a link."
          act={
            <LinkButton look="edge" href={paths.signIn}>
              Sign in
            </LinkButton>
          }
        />
      </BarePage>
    )
  }
  return (
    <BarePage
      frame={props.frame}
      title="Make an account"
      heading="Make an account"
      lead="A name and a password, nothing else. No address, no phone."
      unlisted
    >
      <Form action={paths.signUp} error={props.error} novalidate={props.errors !== undefined}>
        {props.from ? <input type="hidden" name="from" value={props.from} /> : null}
        <NewAccountFields typed={props.typed} errors={props.errors} />
        <Button look="primary" size="big" wide busy="Making">
          Make account
        </Button>
      </Form>
      <p class="bare-else">
        You have one? <a href={props.from ? paths.signInFrom(props.from) : paths.signIn}>Sign in</a>
      </p>
    </BarePage>
  )
}

/** The same three for everybody who comes in: sign-up, invites, the owner's first step. */
export function NewAccountFields(props: {
  typed?: SignUpProps['typed']
  errors?: SignUpErrors
  label?: string
  children?: Child
}) {
  return (
    <>
      <TextField
        name="handle"
        label={props.label ?? 'Name'}
        value={props.typed?.handle}
        autocomplete="username"
        minlength={3}
        maxlength={24}
        code
        error={props.errors?.handle}
        hint="3 to 24 letters, digits, - or _. Everybody sees it, so not your own name if you would rather not."
      />
      <TextField
        name="password"
        label="Password"
        type="password"
        autocomplete="new-password"
        minlength={15}
        maxlength={128}
        error={props.errors?.password}
        hint="At least 15 characters. A sentence that you remember is best; there is no mail to get it back."
      />
      {props.children}
      <Checkbox name="adult" label="I am 18 or older" checked={props.typed?.adult} error={props.errors?.adult} />
      <p class="meta">
        By going on you accept the <a href={paths.page('terms')}>terms</a>. The{' '}
        <a href={paths.page('privacy')}>privacy page</a> says what we keep.
      </p>
    </>
  )
}

export interface InviteProps {
  frame: Frame
  role: 'performer' | 'moderator'
  /** Who invites, by handle. */
  by: string
  typed?: SignUpProps['typed']
  errors?: SignUpErrors
  error?: { title: string; words?: string }
}

export function InvitePage(props: InviteProps) {
  const performer = props.role === 'performer'
  return (
    <BarePage
      frame={props.frame}
      title="Invitation"
      heading={performer ? 'A stage of your own' : 'Help in the house'}
      lead={
        performer
          ? `${props.by} invites you to perform at ${props.frame.site.name}. Somebody of the house then looks at your account before you can go on air.`
          : `${props.by} invites you to moderate at ${props.frame.site.name}.`
      }
      unlisted
    >
      <Form action={paths.invite} error={props.error} novalidate={props.errors !== undefined}>
        <NewAccountFields typed={props.typed} errors={props.errors} label={performer ? 'Stage name' : 'Name'} />
        <Button look="primary" size="big" wide busy="Making">
          {performer ? 'Take the stage' : 'Make account'}
        </Button>
      </Form>
    </BarePage>
  )
}

/** A link that has been used, has ended or was taken back. */
export function DeadLinkPage(props: { frame: Frame; words: string }) {
  return (
    <BarePage frame={props.frame} title="This link has ended" heading="This link has ended" unlisted>
      <Notice tone="warn" title="It opens nothing any more." words={props.words} />
      <p class="bare-else">
        <a href={paths.signIn}>Sign in</a>
      </p>
    </BarePage>
  )
}

/** A sign-in link: looking at it uses nothing up, only the button does. */
export function LinkSignInPage(props: { frame: Frame; action: string; handle: string }) {
  return (
    <BarePage
      frame={props.frame}
      title="Sign in"
      heading={`Sign in as ${props.handle}`}
      lead="This link works once."
      unlisted
    >
      <Form action={props.action}>
        <Button look="primary" size="big" wide busy="Signing in">
          Sign in as {props.handle}
        </Button>
      </Form>
    </BarePage>
  )
}

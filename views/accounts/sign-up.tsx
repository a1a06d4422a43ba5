import type { Child } from 'hono/jsx'
import { BarePage } from '../layout/bare.tsx'
import type { Frame, InvitedRole } from '../layout/frame.ts'
import { Button, LinkButton } from '../parts/button.tsx'
import { Checkbox, Form, TextField } from '../parts/field.tsx'
import { Empty, Notice } from '../parts/notice.tsx'
import { weave } from '../parts/weave.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'

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
      <BarePage frame={props.frame} title={say.accounts.makeAccount} unlisted>
        <Empty
          level={1}
          title={say.accounts.invitationOnly}
          words={say.accounts.invitationWords}
          act={
            <LinkButton look="edge" href={paths.signIn}>
              {say.layout.signIn}
            </LinkButton>
          }
        />
      </BarePage>
    )
  }
  return (
    <BarePage
      frame={props.frame}
      title={say.accounts.makeAccount}
      heading={say.accounts.makeAccount}
      lead={say.accounts.signUpLead}
      unlisted
    >
      <Form action={paths.signUp} error={props.error} novalidate={props.errors !== undefined}>
        {props.from ? <input type="hidden" name="from" value={props.from} /> : null}
        <NewAccountFields typed={props.typed} errors={props.errors} />
        <Button look="primary" size="big" wide busy={say.accounts.making}>
          {say.accounts.makeIt}
        </Button>
      </Form>
      <p class="bare-else">
        {weave(say.accounts.haveOne, {
          in: words => <a href={props.from ? paths.signInFrom(props.from) : paths.signIn}>{words}</a>,
        })}
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
        label={props.label ?? say.accounts.name}
        value={props.typed?.handle}
        autocomplete="username"
        minlength={3}
        maxlength={24}
        code
        error={props.errors?.handle}
        hint={say.accounts.nameHint}
      />
      <TextField
        name="password"
        label={say.accounts.password}
        type="password"
        autocomplete="new-password"
        minlength={15}
        maxlength={128}
        error={props.errors?.password}
        hint={say.accounts.passwordNoMail}
      />
      {props.children}
      <Checkbox name="adult" label={say.accounts.adult} checked={props.typed?.adult} error={props.errors?.adult} />
      <p class="meta">
        {weave(say.accounts.accept, {
          terms: words => <a href={paths.page('terms')}>{words}</a>,
          privacy: words => <a href={paths.page('privacy')}>{words}</a>,
        })}
      </p>
    </>
  )
}

export interface InviteProps {
  frame: Frame
  role: InvitedRole
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
      title={say.accounts.invitation}
      heading={performer ? say.accounts.stageOfYourOwn : say.accounts.helpInHouse}
      lead={
        performer
          ? say.accounts.invitesPerformer(props.by, props.frame.site.name)
          : props.role === 'finance'
            ? say.accounts.invitesFinance(props.by, props.frame.site.name)
            : say.accounts.invitesModerator(props.by, props.frame.site.name)
      }
      unlisted
    >
      <Form action={paths.invite} error={props.error} novalidate={props.errors !== undefined}>
        <NewAccountFields
          typed={props.typed}
          errors={props.errors}
          label={performer ? say.accounts.stageName : say.accounts.name}
        />
        <Button look="primary" size="big" wide busy={say.accounts.making}>
          {performer ? say.accounts.takeStage : say.accounts.makeIt}
        </Button>
      </Form>
    </BarePage>
  )
}

/** A link that has been used, has ended or was taken back. */
export function DeadLinkPage(props: { frame: Frame; words: string }) {
  return (
    <BarePage frame={props.frame} title={say.accounts.linkEnded} heading={say.accounts.linkEnded} unlisted>
      <Notice tone="warn" title={say.accounts.opensNothing} words={props.words} />
      <p class="bare-else">
        <a href={paths.signIn}>{say.layout.signIn}</a>
      </p>
    </BarePage>
  )
}

/** A sign-in link: looking at it uses nothing up, only the button does. */
export function LinkSignInPage(props: { frame: Frame; action: string; handle: string }) {
  return (
    <BarePage
      frame={props.frame}
      title={say.layout.signIn}
      heading={say.accounts.signInAs(props.handle)}
      lead={say.accounts.worksOnce}
      unlisted
    >
      <Form action={props.action}>
        <Button look="primary" size="big" wide busy={say.accounts.signingIn}>
          {say.accounts.signInAs(props.handle)}
        </Button>
      </Form>
    </BarePage>
  )
}

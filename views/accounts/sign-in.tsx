import { BarePage } from '../layout/bare.tsx'
import type { Frame } from '../layout/frame.ts'
import { Button } from '../parts/button.tsx'
import { Form, TextField } from '../parts/field.tsx'
import { weave } from '../parts/weave.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'

export interface SignInProps {
  frame: Frame
  handle?: string
  /** Where to go afterwards: a path of ours. */
  from?: string
  /** One sentence for all refusals: who reads it learns nothing about which half was wrong. */
  error?: { title: string; words?: string }
  /** Proof of work for a browser we do not know: the script solves it, without scripts one waits. */
  proof?: { challenge: string; waitSeconds: number; scriptHref: string }
  signUpOpen: boolean
}

export function SignInPage(props: SignInProps) {
  return (
    <BarePage
      frame={props.frame}
      title={say.layout.signIn}
      heading={say.layout.signIn}
      scripts={props.proof ? [props.proof.scriptHref] : []}
      unlisted
    >
      <Form action={paths.signIn} error={props.error} novalidate={props.error !== undefined} id="sign-in">
        {props.from ? <input type="hidden" name="from" value={props.from} /> : null}
        {props.proof ? (
          <>
            <input type="hidden" name="challenge" value={props.proof.challenge} data-proof={props.proof.challenge} />
            <input type="hidden" name="answer" value="" id="proof-answer" />
            <p class="meta" id="proof-words" role="status">
              {say.accounts.proof(props.proof.waitSeconds)}
            </p>
          </>
        ) : null}
        <TextField
          name="handle"
          label={say.accounts.name}
          value={props.handle}
          autocomplete="username"
          maxlength={64}
          code
          autofocus={!props.handle}
        />
        <TextField
          name="password"
          label={say.accounts.password}
          type="password"
          autocomplete="current-password"
          maxlength={200}
          autofocus={Boolean(props.handle)}
        />
        <Button look="primary" size="big" wide busy={say.accounts.signingIn}>
          {say.layout.signIn}
        </Button>
      </Form>
      {props.signUpOpen ? (
        <p class="bare-else">
          {weave(say.accounts.newHere, {
            make: words => <a href={props.from ? paths.signUpFrom(props.from) : paths.signUp}>{words}</a>,
          })}
        </p>
      ) : (
        <p class="bare-else second">{say.accounts.byInvitation}</p>
      )}
    </BarePage>
  )
}

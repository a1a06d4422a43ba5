import { BarePage } from '../layout/bare.tsx'
import type { Frame } from '../layout/frame.ts'
import { Button } from '../parts/button.tsx'
import { Form, TextField } from '../parts/field.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'

export interface RecoverProps {
  frame: Frame
  handle: string
  errors?: { password?: string }
  error?: { title: string; words?: string }
}

/** By a link from the console: a new password, without the old one. */
export function RecoverPage({ frame, handle, errors, error }: RecoverProps) {
  return (
    <BarePage
      frame={frame}
      title={say.accounts.newPassword}
      heading={say.accounts.newPassword}
      lead={say.accounts.recoverLead(handle)}
      unlisted
    >
      <Form action={paths.recover} error={error} novalidate={errors !== undefined}>
        <input type="text" name="username" value={handle} autocomplete="username" hidden readonly />
        <TextField
          name="password"
          label={say.accounts.newOne}
          type="password"
          autocomplete="new-password"
          minlength={15}
          maxlength={128}
          error={errors?.password}
          hint={say.accounts.passwordHint}
          autofocus
        />
        <Button look="primary" size="big" wide busy={say.parts.saving}>
          {say.accounts.saveAndSignIn}
        </Button>
      </Form>
    </BarePage>
  )
}

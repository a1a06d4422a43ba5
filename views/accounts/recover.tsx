import { BarePage } from '../layout/bare.tsx'
import type { Frame } from '../layout/frame.ts'
import { Button } from '../parts/button.tsx'
import { Form, TextField } from '../parts/field.tsx'
import { paths } from '../paths.ts'

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
      title="A new password"
      heading="A new password"
      lead={`For ${handle}. Every other device is signed out.`}
      unlisted
    >
      <Form action={paths.recover} error={error} novalidate={errors !== undefined}>
        <input type="text" name="username" value={handle} autocomplete="username" hidden readonly />
        <TextField
          name="password"
          label="The new one"
          type="password"
          autocomplete="new-password"
          minlength={15}
          maxlength={128}
          error={errors?.password}
          hint="At least 15 characters. A sentence that you remember is best."
          autofocus
        />
        <Button look="primary" size="big" wide busy="Saving">
          Save and sign in
        </Button>
      </Form>
    </BarePage>
  )
}

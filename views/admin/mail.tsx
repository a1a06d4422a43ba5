import type { Frame } from '../layout/frame.ts'
import { PanelPage, type PanelPageProps } from '../layout/panel.tsx'
import { Box } from '../parts/box.tsx'
import { Button } from '../parts/button.tsx'
import { Checkbox, Form, Segments, TextField } from '../parts/field.tsx'
import { hx } from '../parts/hx.ts'
import { Moment } from '../parts/moment.tsx'
import { Notice } from '../parts/notice.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'

export interface MailPageProps {
  frame: Frame
  desk: Pick<PanelPageProps, 'waiting' | 'trouble'>
  mail: { host: string; port: string; security: string; user: string; from: string }
  /** A password is stored; it is never shown. */
  hasPassword: boolean
  works: boolean
  outbox: { waiting: number; tried: number; oldestAt?: number; trouble?: string }
  /** What came of the last test. */
  tested?: { ok: boolean; title: string; words: string; said: string }
  typedTo?: string
  /** A password was typed, and this page does not hold it any more. */
  retype?: boolean
  errors?: Readonly<
    Partial<Record<'smtp_host' | 'smtp_port' | 'smtp_security' | 'smtp_user' | 'mail_from' | 'password' | 'to', string>>
  >
  now: number
  zone: string
}

export function MailPage({
  frame,
  desk,
  mail,
  hasPassword,
  works,
  outbox,
  errors,
  now,
  zone,
  ...props
}: MailPageProps) {
  const words = say.following.panel.mail
  return (
    <PanelPage frame={frame} title={words.title} {...desk}>
      <div class="settings-form stack">
        {works ? null : <Notice title={words.off} words={words.offWords} />}
        <Form action={paths.panelMail} novalidate={errors !== undefined}>
          <Box title={words.server}>
            <div class="form-pair">
              <TextField
                name="smtp_host"
                label={words.host}
                value={mail.host}
                optional
                maxlength={253}
                error={errors?.smtp_host}
                hint={words.hostHint}
              />
              <TextField
                name="smtp_port"
                label={words.port}
                value={mail.port}
                inputmode="numeric"
                maxlength={5}
                error={errors?.smtp_port}
                hint={words.portHint}
              />
            </div>
            <Segments
              name="smtp_security"
              legend={words.security}
              value={mail.security}
              options={[
                { value: 'starttls', words: words.starttls },
                { value: 'tls', words: words.tls },
                { value: 'none', words: words.clear },
              ]}
            />
            {errors?.smtp_security ? <p class="field-error">{errors.smtp_security}</p> : null}
            <div class="form-pair">
              <TextField
                name="smtp_user"
                label={words.user}
                value={mail.user}
                optional
                maxlength={200}
                error={errors?.smtp_user}
              />
              <TextField
                name="smtp_password"
                label={words.password}
                type="password"
                autocomplete="new-password"
                optional
                maxlength={500}
                error={errors?.password}
                hint={props.retype ? words.passwordAgain : hasPassword ? words.passwordKept : words.passwordNone}
              />
            </div>
            {hasPassword ? <Checkbox name="forget" label={words.forget} /> : null}
            <TextField
              name="mail_from"
              label={words.from}
              type="email"
              value={mail.from}
              optional
              maxlength={254}
              error={errors?.mail_from}
              hint={words.fromHint}
            />
          </Box>
          <div class="settings-save">
            <Button look="primary" busy={say.following.wishes.saving}>
              {words.save}
            </Button>
          </div>
          <Box title={words.test} id="test">
            <p class="second">{words.testWords}</p>
            {props.tested ? (
              <Notice
                tone={props.tested.ok ? 'ok' : 'bad'}
                title={props.tested.title}
                words={props.tested.words}
                note={props.tested.said === '' ? undefined : props.tested.said}
                alert
              />
            ) : null}
            <TextField
              name="to"
              label={words.to}
              type="email"
              autocomplete="email"
              optional
              maxlength={254}
              value={props.typedTo}
              error={errors?.to}
            />
            <div>
              <Button
                look="edge"
                busy={words.testing}
                formaction={`${paths.panelMailTest}#test`}
                hx={hx({
                  nonce: frame.nonce,
                  post: paths.panelMailTest,
                  target: '#test',
                  select: '#test',
                  swap: 'outerHTML',
                  disable: 'this',
                })}
              >
                {words.testAct}
              </Button>
            </div>
          </Box>
        </Form>
        <Box title={words.outbox}>
          <p class="second">
            {words.waiting(outbox.waiting)}
            {outbox.oldestAt ? (
              <>
                {' '}
                {words.oldest} <Moment at={outbox.oldestAt} as="soon" now={now} zone={zone} />
              </>
            ) : null}
          </p>
          {outbox.trouble ? <Notice tone="warn" title={words.stuck(outbox.tried)} words={outbox.trouble} /> : null}
        </Box>
      </div>
    </PanelPage>
  )
}

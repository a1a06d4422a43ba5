import type { Child } from 'hono/jsx'
import type { HxAttributes } from './hx.ts'
import { Icon, type IconName } from './icons.tsx'

export type ButtonLook = 'primary' | 'edge' | 'quiet' | 'bare' | 'danger' | 'cut'
export type ButtonSize = 'small' | 'control' | 'big'

interface Shape {
  look?: ButtonLook
  size?: ButtonSize
  icon?: IconName
  wide?: boolean
}

const classes = ({ look = 'edge', size = 'control', wide }: Shape, only: boolean) =>
  ['btn', `btn-${look}`, size === 'control' ? '' : `btn-${size}`, wide ? 'btn-wide' : '', only ? 'btn-icon' : '']
    .filter(Boolean)
    .join(' ')

export interface ButtonProps extends Shape {
  type?: 'submit' | 'button'
  name?: string
  value?: string
  id?: string
  form?: string
  formaction?: string
  formnovalidate?: boolean
  disabled?: boolean
  /** The words while a request is under way: the width stays. */
  busy?: string
  /** For a button that shows an icon alone. */
  label?: string
  /** Opens the dialog with this id. */
  opens?: string
  describedby?: string
  pressed?: boolean
  /** What a script does on a press, by name: `data-do`. */
  does?: string
  hidden?: boolean
  hx?: HxAttributes
  children?: Child
}

export function Button(props: ButtonProps) {
  const { type = 'submit', icon, busy, label, opens, children } = props
  const words = (
    <>
      {icon ? <Icon name={icon} /> : null}
      {children}
    </>
  )
  return (
    <button
      type={opens ? 'button' : type}
      class={classes(props, children === undefined)}
      id={props.id}
      name={props.name}
      value={props.value}
      form={props.form}
      formaction={props.formaction}
      formnovalidate={props.formnovalidate}
      disabled={props.disabled}
      hidden={props.hidden}
      aria-label={label}
      aria-describedby={props.describedby}
      aria-pressed={props.pressed === undefined ? undefined : String(props.pressed)}
      title={children === undefined ? label : undefined}
      data-opens={opens}
      data-do={props.does}
      {...(props.hx ?? {})}
    >
      {busy ? (
        <span class="btn-words">
          <span class="btn-idle">{words}</span>
          <span class="btn-busy" aria-hidden="true">
            <span class="arc" />
            {busy}
          </span>
        </span>
      ) : (
        words
      )}
    </button>
  )
}

export interface LinkButtonProps extends Shape {
  href: string
  label?: string
  current?: boolean
  hx?: HxAttributes
  children?: Child
}

export function LinkButton(props: LinkButtonProps) {
  return (
    <a
      class={classes(props, props.children === undefined)}
      href={props.href}
      aria-label={props.label}
      aria-current={props.current ? 'page' : undefined}
      {...(props.hx ?? {})}
    >
      {props.icon ? <Icon name={props.icon} /> : null}
      {props.children}
    </a>
  )
}

export function Acts({ end, apart, children }: { end?: boolean; apart?: boolean; children?: Child }) {
  return <div class={`acts${end ? ' acts-end' : ''}${apart ? ' acts-apart' : ''}`}>{children}</div>
}

import type { Child } from 'hono/jsx'
import { Icon, type IconName } from './icons.tsx'

/** Opens and closes without scripts; a script adds Escape and a press outside. */
export function Menu(props: { label: string; summary: Child; head?: Child; look?: string; children?: Child }) {
  return (
    <details class="menu">
      <summary class={props.look ?? 'you-button'} aria-label={props.label}>
        {props.summary}
      </summary>
      <div class="menu-sheet">
        {props.head ? <div class="menu-head">{props.head}</div> : null}
        {props.children}
      </div>
    </details>
  )
}

export const MenuLink = (props: { href: string; icon?: IconName; children?: Child }) => (
  <a class="menu-item" href={props.href}>
    {props.icon ? <Icon name={props.icon} /> : null}
    {props.children}
  </a>
)

/** A verb in a menu is a form of its own: it works without scripts. */
export const MenuAct = (props: { action: string; icon?: IconName; bad?: boolean; children?: Child }) => (
  <form method="post" action={props.action}>
    <button class={`menu-item${props.bad ? ' menu-item-bad' : ''}`} type="submit">
      {props.icon ? <Icon name={props.icon} /> : null}
      {props.children}
    </button>
  </form>
)

export const DotsMenu = (props: { label: string; children?: Child }) => (
  <Menu label={props.label} summary={<Icon name="dots" />} look="btn btn-bare btn-icon">
    {props.children}
  </Menu>
)

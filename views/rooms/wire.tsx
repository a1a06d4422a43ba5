import type { Child } from 'hono/jsx'

/** Something that happened, for the page's modules: it is not put into the page. */
export const Happened = (props: {
  kind: string
  data?: Readonly<Record<string, string | number>>
  children?: Child
}) => (
  <fl-event kind={props.kind} data-said={props.data ? JSON.stringify(props.data) : undefined}>
    {props.children}
  </fl-event>
)

/** What is added at the end of the element with this id. */
export const Added = ({ to, children }: { to: string; children?: Child }) => <fl-add to={to}>{children}</fl-add>

/** To whoever asked through the socket: why nothing came of it. */
export const Answered = ({ act, asked, words }: { act: string; asked: string; words: string }) => (
  <Happened kind="wrong" data={{ act, key: asked, words }} />
)

import type { Child } from 'hono/jsx'
import { Languages } from '../parts/languages.tsx'
import { Page, type PageProps, Said } from './page.tsx'
import { Brand, SiteFoot } from './site.tsx'

export interface BarePageProps extends PageProps {
  /** Right in the header: "Saved on this machine. You can leave and come back." */
  note?: string
  wide?: boolean
  /** Under the brand there is nowhere to go yet: no footer. */
  alone?: boolean
  /** Where no form can be sent, no language is chosen either. */
  mute?: boolean
  /** The words over the form; without them the page brings its own heading. */
  heading?: string
  lead?: Child
}

/** One thing to do: signing in, setting up, an error. */
export function BarePage(props: BarePageProps) {
  const { frame } = props
  return (
    <Page {...props} bodyClass="bare-page">
      <header class="bare-head">
        <Brand name={frame.site.name} />
        {props.note ? <p class="bare-note">{props.note}</p> : null}
      </header>
      <main class={`bare-main${props.wide ? ' bare-main-wide' : ''}`} id="main" tabindex={-1}>
        {props.heading ? (
          <div class="bare-title">
            <h1 class="page-title">{props.heading}</h1>
            {props.lead ? <p class="second">{props.lead}</p> : null}
          </div>
        ) : null}
        <Said frame={frame} />
        {props.children}
      </main>
      {props.mute ? null : props.alone ? (
        <footer class="site-foot">
          <Languages here={frame.here ?? frame.path} />
        </footer>
      ) : (
        <SiteFoot frame={frame} />
      )}
    </Page>
  )
}

import type { Child } from 'hono/jsx'
import { Notice } from '../parts/notice.tsx'
import { paths } from '../paths.ts'
import { say, speaking } from '../words/index.ts'
import type { Frame } from './frame.ts'

export interface PageProps {
  frame: Frame
  title: string
  description?: string
  /** Extra module scripts of this page, hashed. */
  scripts?: readonly string[]
  /** Not for search engines: accounts, panel, studio, setup. */
  unlisted?: boolean
  bodyClass?: string
  /** What other sites show of a link to this page: whole addresses, and a picture that suits everybody. */
  card?: Card
  children?: Child
}

// "mode" keeps requests on this site; prefix "" turns data-hx-* off; hx-csp strips every hx-* without the page's nonce.
const HTMX = JSON.stringify({
  mode: 'same-origin',
  prefix: '',
  extensions: 'hx-csp,ws',
  includeIndicatorCSS: false,
  ws: { pauseOnBackground: false },
})

export interface Card {
  url: string
  title: string
  words: string
  picture: string
  /** A wide picture, not the house's sign. */
  wide: boolean
}

const CardMeta = ({ card, site }: { card: Card; site: string }) => (
  <>
    <meta property="og:type" content="website" />
    <meta property="og:site_name" content={site} />
    <meta property="og:url" content={card.url} />
    <meta property="og:title" content={card.title} />
    <meta property="og:description" content={card.words} />
    <meta property="og:image" content={card.picture} />
    <meta name="twitter:card" content={card.wide ? 'summary_large_image' : 'summary'} />
    <meta name="twitter:title" content={card.title} />
    <meta name="twitter:description" content={card.words} />
    <meta name="twitter:image" content={card.picture} />
  </>
)

/** The document around every page. The answer's writer puts the doctype before it. */
export function Page(props: PageProps) {
  const { frame } = props
  const { site, nonce } = frame
  const title = props.title === site.name ? site.name : `${props.title} · ${site.name}`
  return (
    <html lang={speaking()} data-theme={frame.theme}>
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
        <meta
          name="viewport"
          content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
        />
        <meta name="color-scheme" content={frame.theme === 'auto' ? 'dark light' : frame.theme} />
        <meta name="theme-color" content={frame.theme === 'light' ? '#f6f4ef' : '#0e0c12'} />
        {props.description ? <meta name="description" content={props.description} /> : null}
        {props.unlisted ? <meta name="robots" content="noindex" /> : null}
        <meta name="htmx-config" content={HTMX} />
        {frame.canonical && !props.unlisted ? <link rel="canonical" href={frame.canonical} /> : null}
        {site.iconHref ? <link rel="icon" type="image/svg+xml" href={site.iconHref} /> : null}
        <link rel="apple-touch-icon" href="/icons/180.png" />
        <link rel="manifest" href="/manifest.webmanifest" />
        {props.card ? <CardMeta card={props.card} site={site.name} /> : null}
        <link rel="stylesheet" href={site.cssHref} />
        <link rel="stylesheet" href={site.themeHref} />
        {[...site.scriptHrefs, ...(props.scripts ?? [])].map(href => (
          <script type="module" src={href} nonce={nonce} />
        ))}
      </head>
      <body class={props.bodyClass}>
        <a class="skip" href="#main">
          {say.layout.toContent}
        </a>
        {props.children}
        <p class="offline-bar" id="offline-bar" role="status" hidden>
          {say.following.offline.bar}
        </p>
      </body>
    </html>
  )
}

/** What the last act did, said once at the top of the page that follows it. */
export function Said({ frame }: { frame: Frame }) {
  const decision = frame.visitor?.decision
  if (!frame.said && !decision) return null
  return (
    <div class="said">
      {frame.said ? <Notice tone={frame.said.tone} title={frame.said.title} words={frame.said.words} live /> : null}
      {decision ? (
        <Notice
          tone="warn"
          title={say.cases.statement.unread}
          act={<a href={paths.decision(decision)}>{say.cases.statement.read}</a>}
        />
      ) : null}
    </div>
  )
}

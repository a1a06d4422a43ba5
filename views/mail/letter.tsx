import type { Child } from 'hono/jsx'
import { speaking } from '../words/index.ts'

/** One mail of ours: a few sentences, each perhaps with an address under it. */
export interface LetterProps {
  subject: string
  parts: readonly { words: string; href?: string }[]
  /** Small, at the foot. */
  foot?: readonly { words: string; href: string }[]
  site: string
}

export interface Letter {
  subject: string
  text: string
  html: string
}

export function letter(props: LetterProps): Letter {
  return { subject: props.subject, text: plain(props), html: `<!doctype html>${<Markup {...props} />}` }
}

function plain({ parts, foot = [], site }: LetterProps): string {
  const blocks = parts.map(({ words, href }) => (href ? `${words}\n${href}` : words))
  const small = foot.map(({ words, href }) => `${words}\n${href}`)
  return [...blocks, ['-- ', site, ...small].join('\n')].join('\n\n')
}

/** No picture, no style, nothing that is fetched: reading it tells nobody. */
function Markup({ subject, parts, foot = [], site }: LetterProps): Child {
  return (
    <html lang={speaking()}>
      <head>
        <meta charset="utf-8" />
        <title>{subject}</title>
      </head>
      <body>
        {parts.map(({ words, href }) => (
          <p>
            {words}
            {href ? (
              <>
                <br />
                <a href={href}>{href}</a>
              </>
            ) : null}
          </p>
        ))}
        <hr />
        <p>
          <small>
            {site}
            {foot.map(({ words, href }) => (
              <>
                <br />
                {words} <a href={href}>{href}</a>
              </>
            ))}
          </small>
        </p>
      </body>
    </html>
  )
}

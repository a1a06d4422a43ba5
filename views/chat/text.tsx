import { safeUrl } from '../parts/safe-url.ts'

/** Handles are letters, digits, `-` and `_`; what stands before the `@` keeps an address of mail from being a mention. */
const PIECE = /(^|[\s(“"'])(?:@([\p{L}\p{M}\p{Nd}_-]{3,24})|(https?:\/\/[^\s<>"']{4,300}))/gu

/** What somebody wrote: mentions stand out, links can be pressed where the room allows it. Written from its own side. */
export function LineText({ text, links = false }: { text: string; links?: boolean }) {
  return (
    <bdi class="said" dir="auto">
      {pieces(text, links)}
    </bdi>
  )
}

function pieces(text: string, links: boolean) {
  if (!text.includes('@') && !(links && text.includes('://'))) return text
  const out = []
  let at = 0
  for (const found of text.matchAll(PIECE)) {
    const [whole, before = '', name, url] = found
    const from = found.index + before.length
    const shown = whole.slice(before.length)
    const href = url && links ? safeUrl(url) : undefined
    if (!name && !href) continue
    out.push(text.slice(at, from))
    out.push(
      name ? (
        <b class="at" dir="auto" data-at={name.toLowerCase()}>
          {shown}
        </b>
      ) : (
        <a href={href} rel="nofollow noopener noreferrer ugc" target="_blank">
          {shown}
        </a>
      ),
    )
    at = from + shown.length
  }
  out.push(text.slice(at))
  return out
}

import { say } from '../words/index.ts'

export interface BadgeProps {
  site: string
  handle: string
  state: 'live' | 'away' | 'off'
  /** "212 watching", or when the next date is. */
  line: string
  href: string
  theme: 'dark' | 'light'
}

const INKS = {
  dark: { ground: '#15131a', edge: '#5a5466', ink: '#efece6', second: '#b9b3c2' },
  light: { ground: '#fcfbf9', edge: '#8d8598', ink: '#2b2433', second: '#5a5466' },
} as const

/** A picture that is its own link: for an image or a frame on any other site, without a script, a cookie or a style. */
export function Badge({ site, handle, state, line, href, theme }: BadgeProps) {
  const ink = INKS[theme]
  const live = state === 'live'
  const label = `${handle}, ${live ? say.parts.live : say.parts.offAir}, ${line}`
  return (
    <svg xmlns="http://www.w3.org/2000/svg" width="320" height="64" viewBox="0 0 320 64" role="img" aria-label={label}>
      <title>{label}</title>
      <a href={href} target="_blank" rel="noopener">
        <rect x=".5" y=".5" width="319" height="63" rx="10" fill={ink.ground} stroke={ink.edge} />
        <path
          d="M20 38a12 12 0 0 1 24 0Z"
          fill={live ? '#ffb45e' : 'none'}
          stroke={live ? '#ffb45e' : ink.edge}
          stroke-width="1.6"
        />
        <path d="M16 44h32" stroke={ink.second} stroke-width="1.6" stroke-linecap="round" />
        <text x="62" y="28" font-family="system-ui, sans-serif" font-size="17" font-weight="600" fill={ink.ink}>
          {short(handle, 24)}
        </text>
        <text x="62" y="48" font-family="system-ui, sans-serif" font-size="13" fill={ink.second}>
          {short(live ? `${say.parts.live} · ${line}` : line, 36)}
        </text>
        <text x="308" y="22" font-family="system-ui, sans-serif" font-size="10" text-anchor="end" fill={ink.second}>
          {short(site, 12)}
        </text>
      </a>
    </svg>
  )
}

const short = (words: string, most: number): string => {
  const letters = [...words]
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : words
}

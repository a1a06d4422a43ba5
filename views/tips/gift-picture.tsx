import type { Child } from 'hono/jsx'
import type { GiftName } from '../../src/tips/index.ts'

// The house's own gifts, drawn on 64. What moves has a class of its own; the style sheet moves it by transform and opacity
// alone, and leaves it still for whoever asked for that.

const LAMP = '#ffb45e'
const CORE = '#ffe6b0'
const DEEP = '#c96f2a'

const drawings: Record<GiftName, () => Child> = {
  tea: () => (
    <>
      <path
        class="gift-steam"
        d="M25 22c-3-4 3-6 0-10M33 22c-3-4 3-6 0-10M41 22c-3-4 3-6 0-10"
        fill="none"
        stroke="#d9d2e4"
        stroke-width="2.4"
        stroke-linecap="round"
      />
      <path d="M15 27h34v9c0 9-7 15-17 15s-17-6-17-15Z" fill="#7fa8a0" />
      <path d="M49 30c8-2 10 9-1 11" fill="none" stroke="#7fa8a0" stroke-width="4" stroke-linecap="round" />
      <ellipse cx="32" cy="27" rx="17" ry="4" fill="#5c4033" />
      <path d="M12 54h40" stroke="#c9c2d4" stroke-width="3.4" stroke-linecap="round" />
    </>
  ),
  boat: () => (
    <>
      <path
        d="M4 52c5-4 9-4 14 0s9 4 14 0 9-4 14 0 9 4 14 0"
        fill="none"
        stroke="#6fb1c9"
        stroke-width="2.6"
        stroke-linecap="round"
      />
      <g class="gift-rock">
        <path d="M10 36h44l-9 14H19Z" fill="#f3ead8" />
        <path d="M32 10 18 36h28Z" fill="#e4d6ba" />
        <path d="M32 10v26h14Z" fill="#f8f1e2" />
        <path d="M10 36h44l-4 6H14Z" fill="#fff8ea" />
      </g>
    </>
  ),
  bouquet: () => (
    <>
      <path d="M22 34 32 60l10-26Z" fill="#c9a06a" />
      <path d="M26 44h12" stroke="#8c5f34" stroke-width="3" stroke-linecap="round" />
      <path d="M24 36 20 22M32 36V16M40 36l4-14" stroke="#6f9a62" stroke-width="2.4" stroke-linecap="round" />
      <g class="gift-bloom">
        <circle cx="19" cy="20" r="8" fill="#e58fa0" />
        <circle cx="19" cy="20" r="3" fill="#ffe6b0" />
      </g>
      <g class="gift-bloom gift-later">
        <circle cx="45" cy="20" r="8" fill="#c7a4ea" />
        <circle cx="45" cy="20" r="3" fill="#ffe6b0" />
      </g>
      <g class="gift-bloom gift-last">
        <circle cx="32" cy="13" r="9" fill="#f4b267" />
        <circle cx="32" cy="13" r="3.4" fill="#fff3d6" />
      </g>
    </>
  ),
  lantern: () => (
    <>
      <circle class="gift-glow" cx="32" cy="32" r="26" fill={LAMP} opacity=".3" />
      <g class="gift-sway">
        <path d="M32 4v8" stroke="#8b8596" stroke-width="2.4" stroke-linecap="round" />
        <path d="M20 16h24l7 16-7 16H20l-7-16Z" fill={LAMP} />
        <path d="M23 12h18v5H23ZM23 47h18v5H23Z" fill="#8c4a1d" />
        <ellipse cx="32" cy="32" rx="8" ry="10" fill={CORE} />
        <path d="M15 27c10 4 24 4 34 0M14 36c11 4 25 4 36 0" fill="none" stroke={DEEP} stroke-width="1.6" />
      </g>
    </>
  ),
  'music-box': () => (
    <>
      <g class="gift-note">
        <path
          d="M46 26V10l8 3"
          fill="none"
          stroke={CORE}
          stroke-width="2.4"
          stroke-linecap="round"
          stroke-linejoin="round"
        />
        <circle cx="43" cy="26" r="3.4" fill={CORE} />
      </g>
      <g class="gift-note gift-later">
        <circle cx="18" cy="22" r="3" fill={CORE} />
        <path d="M21 22V10" stroke={CORE} stroke-width="2.4" stroke-linecap="round" />
      </g>
      <path d="M10 34h44v20a3 3 0 0 1-3 3H13a3 3 0 0 1-3-3Z" fill="#9a5a37" />
      <path d="M10 34h44v6H10Z" fill="#7d4528" />
      <circle cx="32" cy="48" r="5" fill={LAMP} />
      <g class="gift-turn">
        <path d="M56 46h5M61 42v8" stroke="#d9b074" stroke-width="2.6" stroke-linecap="round" />
      </g>
    </>
  ),
  kite: () => (
    <g class="gift-fly">
      <path d="M34 6 52 24 34 46 20 24Z" fill="#e2725f" />
      <path d="M34 6v40L20 24Z" fill="#f09a72" />
      <path d="M20 24h32M34 6v40" stroke="#fff1de" stroke-width="1.4" />
      <path d="M34 46c-6 4 2 7-5 10s-6-1-13 3" fill="none" stroke="#d9d2e4" stroke-width="1.8" stroke-linecap="round" />
      <path d="m28 50 5 3-2 4ZM19 57l5 1-3 4Z" fill="#f4c667" />
    </g>
  ),
  moon: () => (
    <>
      <circle class="gift-glow" cx="32" cy="32" r="27" fill="#cdd3f2" opacity=".22" />
      <path d="M40 10a24 24 0 1 0 12 32A19 19 0 0 1 40 10Z" fill="#f4ecd2" />
      <circle cx="25" cy="30" r="3" fill="#ddd0aa" />
      <circle cx="32" cy="43" r="2.2" fill="#ddd0aa" />
      <path class="gift-twinkle" d="m48 14 1.4 3.6L53 19l-3.6 1.4L48 24l-1.4-3.6L43 19l3.6-1.4Z" fill={CORE} />
      <path class="gift-twinkle gift-later" d="m55 31 1 2.4 2.4 1-2.4 1-1 2.4-1-2.4-2.4-1 2.4-1Z" fill={CORE} />
    </>
  ),
  lighthouse: () => (
    <>
      <g class="gift-beam">
        <path d="M32 17 4 8v18Z" fill={LAMP} opacity=".55" />
        <path d="M32 17 60 8v18Z" fill={LAMP} opacity=".3" />
      </g>
      <path d="M26 22h12l4 32H22Z" fill="#f3ead8" />
      <path d="M25 30h14l.9 7H24.1ZM23.3 44h17.4l.8 7h-19Z" fill="#d9604a" />
      <path d="M26 13h12v9H26Z" fill={CORE} />
      <path d="M24 13 32 6l8 7Z" fill="#d9604a" />
      <path d="M23 22h18" stroke="#5d5a67" stroke-width="2.4" stroke-linecap="round" />
      <path d="M10 58c6-5 12-5 22-5s16 0 22 5Z" fill="#5d6b73" />
    </>
  ),
}

/** `lively`: over the picture, where it moves once; in lists and in the chat it stands still. */
export function GiftPicture({
  gift,
  size = 64,
  lively = false,
}: {
  gift: GiftName
  size?: 32 | 48 | 64 | 96
  lively?: boolean
}) {
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      class={`gift-picture${lively ? ' gift-lively' : ''}`}
      width={size}
      height={size}
      viewBox="0 0 64 64"
      aria-hidden="true"
      focusable="false"
    >
      {drawings[gift]()}
    </svg>
  )
}

// Our own stroke set: drawn on 20, 1.6 wide, round ends. `solid` parts are filled instead of stroked.

interface Drawing {
  lines?: string
  solid?: string
}

const drawings = {
  alert: { lines: 'M10 3.2 17.6 16.4H2.4ZM10 8v4', solid: 'M10 13.2a.95.95 0 1 0 0 1.9.95.95 0 0 0 0-1.9' },
  audio: { lines: 'M4 8v4M7 5.5v9M10 3v14M13 6.5v7M16 8.5v3' },
  back: { lines: 'M12.2 4.5 6.8 10l5.4 5.5' },
  ban: { lines: 'M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4ZM5 5l10 10' },
  bell: {
    lines:
      'M10 2.9a4.7 4.7 0 0 0-4.7 4.7c0 4.1-1.7 5.3-1.7 6.4h12.8c0-1.1-1.7-2.3-1.7-6.4A4.7 4.7 0 0 0 10 2.9ZM8.1 16.4a2 2 0 0 0 3.8 0',
  },
  'bell-on': {
    lines: 'M8.1 16.4a2 2 0 0 0 3.8 0',
    solid: 'M10 2.9a4.7 4.7 0 0 0-4.7 4.7c0 4.1-1.7 5.3-1.7 6.4h12.8c0-1.1-1.7-2.3-1.7-6.4A4.7 4.7 0 0 0 10 2.9Z',
  },
  bug: {
    lines: 'M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4ZM10 6.5v4.2',
    solid: 'M10 12.4a.95.95 0 1 0 0 1.9.95.95 0 0 0 0-1.9',
  },
  calendar: {
    lines:
      'M4.5 4.5h11a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1v-10a1 1 0 0 1 1-1ZM3.5 8.5h13M7 2.8v3M13 2.8v3',
  },
  camera: {
    lines: 'M3.5 5.5h8a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1h-8a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1ZM12.5 9l5-2.7v7.4l-5-2.7',
  },
  card: {
    lines: 'M3.5 4.8h13a1 1 0 0 1 1 1v8.4a1 1 0 0 1-1 1h-13a1 1 0 0 1-1-1V5.8a1 1 0 0 1 1-1ZM2.5 8.2h15M5.5 12.2h3',
  },
  check: { lines: 'm4 10.6 3.8 3.8L16 6' },
  clock: { lines: 'M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4ZM10 6v4.2l2.8 1.7' },
  close: { lines: 'm5 5 10 10M15 5 5 15' },
  copy: {
    lines:
      'M8.2 7.2h7.6a1 1 0 0 1 1 1v7.6a1 1 0 0 1-1 1H8.2a1 1 0 0 1-1-1V8.2a1 1 0 0 1 1-1ZM4.2 12.8a1 1 0 0 1-1-1V4.2a1 1 0 0 1 1-1h7.6a1 1 0 0 1 1 1',
  },
  curtain: {
    lines: 'M2.8 4h14.4M4.5 4v12M15.5 4v12M4.5 16c2.6-2.2 3.9-6.4 4-12M15.5 16c-2.6-2.2-3.9-6.4-4-12',
  },
  database: {
    lines:
      'M10 3c3.6 0 6.3 1 6.3 2.3S13.6 7.6 10 7.6 3.7 6.6 3.7 5.3 6.4 3 10 3ZM3.7 5.3v9.4C3.7 16 6.4 17 10 17s6.3-1 6.3-2.3V5.3M3.7 10c0 1.3 2.7 2.3 6.3 2.3s6.3-1 6.3-2.3',
  },
  poll: { lines: 'M4 16.5V10M10 16.5V4M16 16.5V12.5' },
  'pop-out': { lines: 'M11.5 3.5h5v5M16.5 3.5 10 10M14.5 11.5v4a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1h4' },
  reply: { lines: 'M8 5 3.5 9.5 8 14M3.5 9.5h8a5 5 0 0 1 5 5v1' },
  send: { lines: 'M16.8 3.2 3 8.6l5.6 2.8 2.8 5.6ZM8.6 11.4l8.2-8.2' },
  smile: {
    lines: 'M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4ZM6.9 11.6c.7 1.3 1.8 2 3.1 2s2.4-.7 3.1-2',
    solid: 'M7.5 7a1 1 0 1 0 0 2 1 1 0 0 0 0-2M12.5 7a1 1 0 1 0 0 2 1 1 0 0 0 0-2',
  },
  token: {
    lines: 'M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4ZM6 12.4h8',
    solid: 'M6.8 12a3.2 3.2 0 0 1 6.4 0Z',
  },
  dots: {
    solid:
      'M4.5 8.6a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.8M10 8.6a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.8M15.5 8.6a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.8',
  },
  down: { lines: 'm5 7.5 5 5 5-5' },
  download: { lines: 'M10 3v9.5M6 8.8l4 4 4-4M3.5 16.5h13' },
  edit: { lines: 'm12.6 4.3 3.1 3.1L7 16.1l-3.9.8.8-3.9ZM11 5.9 14.1 9' },
  eye: {
    lines:
      'M1.8 10S4.7 4.8 10 4.8 18.2 10 18.2 10 15.3 15.2 10 15.2 1.8 10 1.8 10ZM10 7.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z',
  },
  'eye-off': {
    lines:
      'M3.5 3.5l13 13M8 5c.6-.1 1.3-.2 2-.2 5.3 0 8.2 5.2 8.2 5.2s-.9 1.6-2.6 3M5 6.6C2.9 8 1.8 10 1.8 10S4.7 15.2 10 15.2c1.3 0 2.4-.3 3.4-.7M8.3 8.3a2.5 2.5 0 0 0 3.5 3.5',
  },
  flag: { lines: 'M4.5 17V3.5M4.5 4.2h10.7l-2.2 3.5 2.2 3.5H4.5' },
  forward: { lines: 'm7.8 4.5 5.4 5.5-5.4 5.5' },
  full: { lines: 'M3.5 7.5v-4h4M12.5 3.5h4v4M16.5 12.5v4h-4M7.5 16.5h-4v-4' },
  'full-off': { lines: 'M7.5 3.5v4h-4M16.5 7.5h-4v-4M12.5 16.5v-4h4M3.5 12.5h4v4' },
  globe: {
    lines:
      'M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4ZM2.8 10h14.4M10 2.8c2 2 3 4.4 3 7.2s-1 5.2-3 7.2c-2-2-3-4.4-3-7.2s1-5.2 3-7.2Z',
  },
  gift: {
    lines:
      'M3.5 7.2h13v3h-13ZM4.7 10.2v6.3h10.6v-6.3M10 7.2v9.3M10 7.2c-4.2.3-5.2-3.7-2.9-4.1C9 2.8 9.8 5.2 10 7.2c.2-2 1-4.4 2.9-4.1 2.3.4 1.3 4.4-2.9 4.1',
  },
  home: { lines: 'M3 9.2 10 3l7 6.2M4.8 8v8.5h10.4V8' },
  info: {
    lines: 'M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4ZM10 9.3v4.2',
    solid: 'M10 5.7a.95.95 0 1 0 0 1.9.95.95 0 0 0 0-1.9',
  },
  key: {
    lines: 'M6.5 10.2a3.3 3.3 0 1 0 0 6.6 3.3 3.3 0 0 0 0-6.6ZM8.9 11.2 16.5 3.5M13.3 6.7l2.5 2.5',
  },
  keyboard: {
    lines:
      'M3 5h14a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1ZM6.5 12h7M5.5 8.5h.01M8.5 8.5h.01M11.5 8.5h.01M14.5 8.5h.01',
  },
  leave: { lines: 'M8 3.5H4.5a1 1 0 0 0-1 1v11a1 1 0 0 0 1 1H8M8.5 10h8M13.2 6.5l3.5 3.5-3.5 3.5' },
  link: {
    lines: 'M8.5 11.5a3 3 0 0 0 4.3 0l3-3a3 3 0 0 0-4.3-4.3l-1 1M11.5 8.5a3 3 0 0 0-4.3 0l-3 3a3 3 0 0 0 4.3 4.3l1-1',
  },
  list: { lines: 'M4 5.5h12M4 10h12M4 14.5h12' },
  lock: {
    lines: 'M5 9h10a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1ZM6.8 9V6.2a3.2 3.2 0 0 1 6.4 0V9',
  },
  mail: { lines: 'M3.5 4.8h13a1 1 0 0 1 1 1v8.4a1 1 0 0 1-1 1h-13a1 1 0 0 1-1-1V5.8a1 1 0 0 1 1-1ZM3 6l7 5.2L17 6' },
  mic: {
    lines:
      'M10 2.8a2.4 2.4 0 0 1 2.4 2.4v4.6a2.4 2.4 0 0 1-4.8 0V5.2A2.4 2.4 0 0 1 10 2.8ZM4.8 9.5a5.2 5.2 0 0 0 10.4 0M10 14.7v2.8',
  },
  'mic-off': {
    lines:
      'M3.5 3.5l13 13M7.6 7.5v2.3a2.4 2.4 0 0 0 3.8 1.9M12.4 9V5.2A2.4 2.4 0 0 0 7.9 4.1M4.8 9.5a5.2 5.2 0 0 0 8.4 4.1M15.2 9.5c0 .7-.1 1.3-.4 1.9M10 14.7v2.8',
  },
  monitor: {
    lines: 'M3.5 3.8h13a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1h-13a1 1 0 0 1-1-1v-8a1 1 0 0 1 1-1ZM10 13.8v3M6.5 16.8h7',
  },
  page: {
    lines:
      'M5.5 2.8h6l3.5 3.5v10a1 1 0 0 1-1 1h-8.5a1 1 0 0 1-1-1v-12.5a1 1 0 0 1 1-1ZM11.5 2.8v3.5H15M7.5 10h5M7.5 13.3h5',
  },
  pause: { solid: 'M5.8 4h2.7v12H5.8ZM11.5 4h2.7v12h-2.7Z' },
  people: {
    lines:
      'M7.5 4a2.9 2.9 0 1 0 0 5.8A2.9 2.9 0 0 0 7.5 4ZM2.2 16.2c.4-2.7 2.5-4.3 5.3-4.3s4.9 1.6 5.3 4.3M13 4.3a2.9 2.9 0 0 1 0 5.3M15.2 12.4c1.5.7 2.4 2 2.7 3.8',
  },
  person: {
    lines: 'M10 3.5a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4ZM3.9 16.8c.5-3 2.9-4.7 6.1-4.7s5.6 1.7 6.1 4.7',
  },
  pip: {
    lines: 'M3 4.5h14a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1Z',
    solid: 'M10.5 9.8h5v3.7h-5Z',
  },
  play: { solid: 'M6 3.8v12.4a.5.5 0 0 0 .8.4l9.4-6.2a.5.5 0 0 0 0-.8L6.8 3.4a.5.5 0 0 0-.8.4Z' },
  plus: { lines: 'M10 4v12M4 10h12' },
  pulse: { lines: 'M2.5 10.5h3.6l2-5.5 3.6 10.5 2.3-5h3.5' },
  refresh: { lines: 'M16.5 10a6.5 6.5 0 1 1-1.9-4.6L16.5 7.3M16.5 3.3v4h-4' },
  search: { lines: 'M9 3.8a5.2 5.2 0 1 0 0 10.4A5.2 5.2 0 0 0 9 3.8ZM12.9 12.9 16.8 16.8' },
  shield: { lines: 'M10 2.8 16 5v4.5c0 3.7-2.4 6.4-6 7.7-3.6-1.3-6-4-6-7.7V5Z' },
  sliders: {
    lines: 'M3 6h7.5M15.5 6H17M3 14h1.5M9.5 14H17M13 4a2 2 0 1 0 0 4 2 2 0 0 0 0-4ZM7 12a2 2 0 1 0 0 4 2 2 0 0 0 0-4Z',
  },
  sound: {
    lines: 'M3 7.8h2.7L9.5 4.5v11L5.7 12.2H3ZM12.3 7.5a3.5 3.5 0 0 1 0 5M14.6 5.2a6.8 6.8 0 0 1 0 9.6',
  },
  'sound-off': {
    lines: 'M3 7.8h2.7L9.5 4.5v11L5.7 12.2H3ZM12.8 7.8l4.4 4.4M17.2 7.8l-4.4 4.4',
  },
  stage: {
    lines: 'M3 15.5h14M5.5 15.5a4.5 4.5 0 0 1 9 0M10 4.5v3M4.2 6.8l1.9 2.1M15.8 6.8l-1.9 2.1',
  },
  star: { lines: 'm10 2.9 2.2 4.6 5 .7-3.6 3.5.9 5L10 14.3l-4.5 2.4.9-5L2.8 8.2l5-.7Z' },
  'star-on': {
    lines: 'm10 2.9 2.2 4.6 5 .7-3.6 3.5.9 5L10 14.3l-4.5 2.4.9-5L2.8 8.2l5-.7Z',
    solid: 'm10 2.9 2.2 4.6 5 .7-3.6 3.5.9 5L10 14.3l-4.5 2.4.9-5L2.8 8.2l5-.7Z',
  },
  stop: { lines: 'M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4ZM7.5 7.5h5v5h-5Z' },
  tag: { lines: 'M3.5 3.5H10l6.5 6.5-6.5 6.5L3.5 10ZM6.8 6.8h.01' },
  up: { lines: 'm5 12.5 5-5 5 5' },
  trash: { lines: 'M3.8 5.8h12.4M8 5.8V3.5h4v2.3M5.3 5.8l.7 11h8l.7-11M8.5 9v5M11.5 9v5' },
} as const satisfies Record<string, Drawing>

export type IconName = keyof typeof drawings

export interface IconProps {
  name: IconName
  size?: 16 | 20 | 24
  /** Filled means on. */
  on?: boolean
  /** Only when no word stands beside it. */
  label?: string
  when?: 'a' | 'b'
}

export function Icon({ name, size = 20, on = false, label, when }: IconProps) {
  const drawing: Drawing = drawings[name]
  return (
    <svg
      class={`icon${size === 20 ? '' : ` icon-${size}`}${on ? ' icon-on' : ''}`}
      viewBox="0 0 20 20"
      role={label ? 'img' : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : 'true'}
      focusable="false"
      data-when={when}
    >
      {drawing.lines ? <path d={drawing.lines} /> : null}
      {drawing.solid ? <path class="solid" d={drawing.solid} /> : null}
    </svg>
  )
}

export const iconNames = Object.keys(drawings) as IconName[]

/** The house's sign: a lamp with its rays, standing on the stage's edge. */
export function Sign({ size = 28 }: { size?: number }) {
  return (
    <svg class="sign" width={size} height={size} viewBox="0 0 28 28" aria-hidden="true" focusable="false">
      <path class="sign-lamp" d="M8 20.5a6 6 0 0 1 12 0Z" />
      <path class="sign-rays" d="M14 5.5v4M5.8 9.2l2.6 3M22.2 9.2l-2.6 3" />
      <path class="sign-edge" d="M3.5 24h21" />
    </svg>
  )
}

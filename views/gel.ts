// The owner's gel: one hue becomes the few colours that mean "yours to press", in both themes. The owner turns the hue;
// lightness and chroma stay ours and are measured, so that no choice can make the site unreadable.

export type Oklch = readonly [lightness: number, chroma: number, hue: number]
type Rgb = readonly [number, number, number]

export const GEL_HUE = { min: 42, max: 362, standard: 64 } as const
export const READABLE = 4.5

export interface GelTheme {
  gel: Oklch
  fill: Oklch
  fillHover: Oklch
  on: Oklch
  wash: Oklch
  wash2: Oklch
}

export interface Gel {
  hue: number
  dark: GelTheme
  light: GelTheme
}

/** The surfaces that text in gel may lie on, as in tokens.css. */
export const SURFACES = {
  dark: [
    [0.158, 0.012, 300],
    [0.193, 0.014, 300],
    [0.238, 0.016, 300],
    [0.215, 0.015, 300],
  ],
  light: [
    [0.968, 0.006, 80],
    [0.992, 0.003, 80],
    [0.945, 0.008, 80],
    [0.995, 0.002, 80],
  ],
} as const satisfies Record<'dark' | 'light', readonly Oklch[]>

const wrap = (hue: number) => ((hue % 360) + 360) % 360

// Source: https://www.w3.org/TR/css-color-4/#color-conversion-code
function linear([l, c, h]: Oklch): Rgb {
  const a = c * Math.cos((h * Math.PI) / 180)
  const b = c * Math.sin((h * Math.PI) / 180)
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const middle = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short,
  ]
}

const clamp = (value: number) => Math.min(1, Math.max(0, value))

const encode = (value: number) => (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055)

const decode = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)

export const inSrgb = (colour: Oklch) => linear(colour).every(part => part >= -0.0001 && part <= 1.0001)

/** Cuts chroma, never lightness or hue, until a plain screen can show the colour. */
export function cutToSrgb([l, c, h]: Oklch): Oklch {
  if (inSrgb([l, c, h])) return [l, c, h]
  let low = 0
  let high = c
  for (let step = 0; step < 24; step++) {
    const middle = (low + high) / 2
    if (inSrgb([l, middle, h])) low = middle
    else high = middle
  }
  return [l, Math.floor(low * 1000) / 1000, h]
}

export const bytes = (colour: Oklch): Rgb => {
  const [r, g, b] = linear(colour)
  const byte = (part: number) => Math.round(encode(clamp(part)) * 255)
  return [byte(r), byte(g), byte(b)]
}

export const hex = (colour: Oklch) =>
  `#${bytes(colour)
    .map(part => part.toString(16).padStart(2, '0'))
    .join('')}`

// Source: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance, on the eight-bit values a screen is given.
function luminance(colour: Oklch): number {
  const [r, g, b] = bytes(colour)
  return 0.2126 * decode(r / 255) + 0.7152 * decode(g / 255) + 0.0722 * decode(b / 255)
}

export function contrast(one: Oklch, other: Oklch): number {
  const a = luminance(one)
  const b = luminance(other)
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

const worst = (text: Oklch, under: readonly Oklch[]) => Math.min(...under.map(surface => contrast(text, surface)))

function stepped(start: Oklch, by: number, readable: (colour: Oklch) => boolean): Oklch {
  let [l, c, h] = start
  let colour = cutToSrgb([l, c, h])
  for (let step = 0; step < 30 && !readable(colour); step++) {
    l = Math.round((l + by) * 1000) / 1000
    colour = cutToSrgb([l, c, h])
  }
  return colour
}

function dark(hue: number): GelTheme {
  const wash = cutToSrgb([0.262, 0.038, wrap(hue - 6)])
  const wash2 = cutToSrgb([0.315, 0.058, wrap(hue - 8)])
  const on = cutToSrgb([0.2, 0.035, wrap(hue - 4)])
  const under = [...SURFACES.dark, wash, wash2]
  return {
    gel: stepped([0.825, 0.128, wrap(hue + 2)], 0.01, gel => worst(gel, under) >= READABLE),
    fill: stepped([0.8, 0.135, wrap(hue)], 0.01, fill => contrast(on, fill) >= READABLE),
    fillHover: stepped([0.845, 0.125, wrap(hue + 4)], 0.01, fill => contrast(on, fill) >= READABLE),
    on,
    wash,
    wash2,
  }
}

// A darkened yellow turns olive, so the warm hues lean towards copper on paper.
function light(hue: number): GelTheme {
  const warm = hue <= 110
  const lean = (by: number) => (warm ? Math.max(45, hue - by) : wrap(hue))
  const wash = cutToSrgb([0.945, 0.032, warm ? hue + 8 : wrap(hue)])
  const wash2 = cutToSrgb([0.905, 0.06, warm ? hue + 6 : wrap(hue)])
  const on = cutToSrgb([0.99, 0.008, lean(16)])
  const under = [...SURFACES.light, wash, wash2]
  return {
    gel: stepped([0.505, 0.125, lean(14)], -0.01, gel => worst(gel, under) >= READABLE),
    fill: stepped([0.53, 0.135, lean(16)], -0.01, fill => contrast(on, fill) >= READABLE),
    fillHover: stepped([0.485, 0.13, lean(17)], -0.01, fill => contrast(on, fill) >= READABLE),
    on,
    wash,
    wash2,
  }
}

/** A hue outside the owner's range (the reds are danger's) falls back to the nearest end. */
export function gel(hue: number): Gel {
  const kept = Number.isFinite(hue) ? Math.round(hue) : GEL_HUE.standard
  const within = Math.min(GEL_HUE.max, Math.max(GEL_HUE.min, kept))
  return { hue: within, dark: dark(within), light: light(within) }
}

const round = (value: number) => Math.round(value * 1000) / 1000

export const css = ([l, c, h]: Oklch) => `oklch(${round(l)} ${round(c)} ${round(h)})`

const declarations = (theme: GelTheme) =>
  `--gel:${css(theme.gel)};--fill:${css(theme.fill)};--fill-hover:${css(theme.fillHover)};--on:${css(theme.on)};--wash:${css(theme.wash)};--wash2:${css(theme.wash2)}`

/** The stylesheet that the server hashes and serves beside the bundle. */
export function gelStylesheet(hue: number): string {
  const colours = gel(hue)
  return [
    `:root,[data-theme=dark],.stage{${declarations(colours.dark)}}`,
    `[data-theme=light]{${declarations(colours.light)}}`,
    `@media (prefers-color-scheme:light){[data-theme=auto]{${declarations(colours.light)}}}`,
    '',
  ].join('\n')
}

export interface NamedGel {
  name: 'apricot' | 'straw' | 'moss' | 'sea' | 'steel' | 'lavender' | 'rose' | 'copper'
  hue: number
}

/** The eight that the wizard offers before the slider. */
export const NAMED_GELS: readonly NamedGel[] = [
  { name: 'apricot', hue: 64 },
  { name: 'straw', hue: 94 },
  { name: 'moss', hue: 146 },
  { name: 'sea', hue: 200 },
  { name: 'steel', hue: 248 },
  { name: 'lavender', hue: 296 },
  { name: 'rose', hue: 354 },
  { name: 'copper', hue: 46 },
]

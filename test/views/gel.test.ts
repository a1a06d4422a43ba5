import { describe, expect, test } from 'bun:test'
import {
  contrast,
  css,
  GEL_HUE,
  gel,
  gelStylesheet,
  hex,
  inSrgb,
  NAMED_GELS,
  READABLE,
  SURFACES,
} from '../../views/gel'

const hues = Array.from({ length: GEL_HUE.max - GEL_HUE.min + 1 }, (_, at) => GEL_HUE.min + at)

describe('the gel', () => {
  test('every hue stays readable on every surface and wash, in both themes', () => {
    for (const hue of hues) {
      const { dark, light } = gel(hue)
      for (const [theme, surfaces] of [
        [dark, SURFACES.dark],
        [light, SURFACES.light],
      ] as const) {
        for (const under of [...surfaces, theme.wash, theme.wash2]) {
          expect(contrast(theme.gel, under), `hue ${hue} on ${css(under)}`).toBeGreaterThanOrEqual(READABLE)
        }
        expect(contrast(theme.on, theme.fill), `button ${hue}`).toBeGreaterThanOrEqual(READABLE)
        expect(contrast(theme.on, theme.fillHover), `hover ${hue}`).toBeGreaterThanOrEqual(READABLE)
      }
    }
  })

  test('a button stands out from every surface it lies on', () => {
    for (const hue of hues) {
      const { dark, light } = gel(hue)
      for (const under of SURFACES.dark) expect(contrast(dark.fill, under), `dark ${hue}`).toBeGreaterThanOrEqual(3)
      for (const under of SURFACES.light) expect(contrast(light.fill, under), `light ${hue}`).toBeGreaterThanOrEqual(3)
    }
  })

  test('every colour can be shown on a plain screen', () => {
    for (const hue of hues) {
      const { dark, light } = gel(hue)
      for (const colour of [...Object.values(dark), ...Object.values(light)]) expect(inSrgb(colour)).toBe(true)
    }
  })

  test('moves lightness by two steps at most', () => {
    for (const hue of hues) {
      const { dark, light } = gel(hue)
      expect(dark.gel[0] - 0.825).toBeLessThanOrEqual(0.0201)
      expect(0.505 - light.gel[0], `hue ${hue}`).toBeLessThanOrEqual(0.0201)
    }
  })

  test('the standard hue gives the colours of the stylesheet', async () => {
    const tokens = await Bun.file(new URL('../../assets/css/tokens.css', import.meta.url)).text()
    const { dark, light } = gel(GEL_HUE.standard)
    for (const theme of [dark, light]) {
      for (const colour of [theme.gel, theme.fill, theme.fillHover, theme.wash, theme.wash2]) {
        expect(tokens).toContain(css(colour))
      }
    }
  })

  test('a hue outside the range falls to its nearest end, nonsense to the standard', () => {
    expect(gel(0).hue).toBe(GEL_HUE.min)
    expect(gel(720).hue).toBe(GEL_HUE.max)
    expect(gel(Number.NaN).hue).toBe(GEL_HUE.standard)
  })

  test('the stylesheet holds both themes and nothing but colours', () => {
    const text = gelStylesheet(200)
    expect(text).toContain('[data-theme=light]')
    expect(text).toContain('prefers-color-scheme:light')
    expect(text).not.toMatch(/NaN|undefined|url\(|@import/)
    expect(text.match(/oklch\(/g)).toHaveLength(18)
  })

  test('the named gels lie in the range and differ', () => {
    expect(new Set(NAMED_GELS.map(({ hue }) => hex(gel(hue).dark.fill))).size).toBe(NAMED_GELS.length)
    for (const { hue } of NAMED_GELS) expect(gel(hue).hue).toBe(hue)
  })
})

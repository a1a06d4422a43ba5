import { describe, expect, test } from 'bun:test'
import { contrast, type Oklch } from '../../../views/gel.ts'

// The tokens as they are written, measured: what the look promises holds for every pair that the style sheets use.

const text = await Bun.file(new URL('../../../assets/css/tokens.css', import.meta.url)).text()

function block(start: string): Map<string, string> {
  const from = text.indexOf(start)
  expect(from, start).toBeGreaterThan(-1)
  const body = text.slice(text.indexOf('{', from) + 1, text.indexOf('}', from))
  return new Map([...body.matchAll(/--([a-z0-9-]+):\s*([^;]+);/g)].map(([, name, value]) => [name!, value!.trim()]))
}

function colours(tokens: Map<string, string>): (name: string) => Oklch {
  return name => {
    const found = /^oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)$/.exec(tokens.get(name) ?? '')
    if (!found) throw new Error(`--${name} is ${tokens.get(name) ?? 'missing'}`)
    return [Number(found[1]), Number(found[2]), Number(found[3])]
  }
}

const dark = block(':root,')
const light = block('\n[data-theme="light"] {')
const auto = block('[data-theme="auto"] {')

const TEXT: readonly (readonly [text: string, under: readonly string[]])[] = [
  ['ink', ['stage', 'floor', 'riser', 'sheet', 'wash', 'wash2', 'ok-wash', 'warn-wash', 'bad-wash']],
  ['ink2', ['stage', 'floor', 'riser', 'sheet', 'wash', 'wash2', 'ok-wash', 'warn-wash', 'bad-wash']],
  ['ink3', ['stage', 'floor', 'riser', 'sheet', 'wash', 'ok-wash', 'warn-wash', 'bad-wash']],
  ['gel', ['stage', 'floor', 'riser', 'sheet', 'wash', 'wash2']],
  ['on', ['fill', 'fill-hover']],
  ['on-chosen', ['chosen']],
  ['on-bad', ['bad-fill', 'bad-fill-hover']],
  ['ok', ['stage', 'floor', 'riser', 'sheet', 'ok-wash']],
  ['warn', ['stage', 'floor', 'riser', 'sheet', 'warn-wash']],
  ['bad', ['stage', 'floor', 'riser', 'sheet', 'bad-wash']],
  ...Array.from(
    { length: 8 },
    (_, at) => [`hue-${at}`, ['stage', 'floor', 'riser', 'sheet', 'wash', 'wash2']] as const,
  ),
]

const BORDERS: readonly (readonly [line: string, under: readonly string[]])[] = [
  ['edge', ['stage', 'floor', 'sheet']],
  ['bad', ['stage', 'floor', 'sheet']],
  ['lamp-edge', ['stage', 'floor', 'sheet']],
  ['fill', ['stage', 'floor', 'riser', 'sheet']],
]

for (const [theme, tokens] of [
  ['dark', dark],
  ['light', light],
] as const) {
  describe(`in the ${theme} theme`, () => {
    const colour = colours(tokens)
    for (const [name, under] of TEXT) {
      test(`${name} can be read`, () => {
        for (const surface of under) {
          expect(contrast(colour(name), colour(surface)), `${name} on ${surface}`).toBeGreaterThanOrEqual(4.5)
        }
      })
    }
    for (const [name, under] of BORDERS) {
      test(`${name} can be made out as an edge`, () => {
        for (const surface of under) {
          expect(contrast(colour(name), colour(surface)), `${name} on ${surface}`).toBeGreaterThanOrEqual(3)
        }
      })
    }
  })
}

test('the theme that follows the device is the light one, token by token', () => {
  expect(Object.fromEntries(auto)).toEqual(Object.fromEntries(light))
})

test('both themes name the same tokens', () => {
  expect([...light.keys()].sort()).toEqual([...dark.keys()].sort())
})

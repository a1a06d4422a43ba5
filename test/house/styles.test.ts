import { expect, test } from 'bun:test'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleAssets } from '../../scripts/bundle.ts'
import { ROOT, sources } from '../help/sources.ts'

interface Rule {
  at: string
  /** The layer, and the media queries around it. */
  within: string
  selector: string
}

const sheets = [...readFileSync(join(ROOT, 'assets/css/index.css'), 'utf8').matchAll(/@import "(.+)" layer\((\w+)\)/g)]
const rules = sheets.flatMap(([, path = '', layer = '']) => rulesOf(join('assets/css', path), layer))

/** What writes classes into a page. */
const written = sources('views/**/*.{ts,tsx}', 'src/**/*.{ts,tsx}', 'assets/client/**/*.ts')
  .map(({ text }) => text)
  .join('\n')
const words = new Set(written.split(/[^\w-]+/))

/** Set by htmx itself while a request is under way. */
const FOREIGN = ['htmx-request']

test('there are styles to look at', () => {
  expect(sheets.length).toBeGreaterThan(10)
  expect(rules.length).toBeGreaterThan(500)
})

test('a selector stands once in its layer, so that no page draws over another one', () => {
  const seen = new Map<string, string>()
  const wrong: string[] = []
  for (const { at, within, selector } of rules) {
    const key = `${within} ${selector}`
    const first = seen.get(key)
    if (first) wrong.push(`${selector} at ${first} and ${at}`)
    else seen.set(key, at)
  }
  expect(wrong).toEqual([])
})

test('every class that is drawn is written by somebody', () => {
  const classes = new Set(
    rules.flatMap(({ selector }) => [...selector.matchAll(/\.([a-z][\w-]*)/gi)].map(([, name = '']) => name)),
  )
  const dead = [...classes].filter(name => !FOREIGN.includes(name) && !isWritten(name))
  expect(dead).toEqual([])
})

test('a page that is exactly as wide as a layout begins has that layout alone', async () => {
  const out = mkdtempSync(join(tmpdir(), 'footlight-styles-'))
  try {
    const sheet = (await bundleAssets(out)).find(({ name }) => name === 'app.css')!
    const asked = [...(await Bun.file(sheet.file).text()).matchAll(/@media[^{]+/g)].map(([query]) => query)
    expect(asked.filter(query => query.includes('not (min-width:1100px)')).length).toBeGreaterThan(0)
    expect(asked.filter(query => /max-(width|height):(\d+\.\d+|\d+0)px/.test(query))).toEqual([])
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
})

/** As a word, or as the beginning of one whose end is a value: `tag-${tone}`. */
function isWritten(name: string): boolean {
  if (words.has(name)) return true
  return [...name.matchAll(/-/g)].some(({ index }) => written.includes(`${name.slice(0, index + 1)}\${`))
}

function rulesOf(path: string, layer: string): Rule[] {
  const text = readFileSync(join(ROOT, path), 'utf8').replace(/\/\*[\s\S]*?\*\//g, said => said.replace(/[^\n]/g, ' '))
  const found: Rule[] = []
  const around: string[] = []
  let begun = 0
  for (const { 0: mark, index } of text.matchAll(/[{};]/g)) {
    const head = text.slice(begun, index)
    begun = index + 1
    if (mark === ';') continue
    if (mark === '}') {
      around.pop()
      continue
    }
    const selector = head.trim().replace(/\s+/g, ' ')
    if (!selector.startsWith('@') && !around.some(outer => outer.startsWith('@keyframes'))) {
      const line = text.slice(0, index).split('\n').length
      found.push({ at: `${path}:${line}`, within: [layer, ...around].join(' '), selector })
    }
    around.push(selector)
  }
  return found
}

import { describe, expect, test } from 'bun:test'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { languages, speak, wordsOf } from '../../views/words/index.ts'
import { ROOT, sources } from '../help/sources.ts'
import { bareWords } from '../help/spoken.ts'

/** Names and signs that are the same in every language. */
const NAMES =
  /^(OBS|RTMPS?|SRT|WHIP|MediaMTX|ffmpeg|Bun|Footlight|CSV|UTC|SHA-256|H\.264|[MkG]b?b?\/s|footlight [ a-z-]*…?|https:\/\/[a-z.]*example)$/
/** Samples of what somebody would type, or of a name. */
const SAMPLES = /^(account\.|en|oskar\.k|01234-[0-9A-Z-]+|https:\/\/)$/

/** For whoever starts the house: flags, the command line, the log. They stay English. */
const CONSOLE =
  /^src\/(main|cli|base\/(config|seal\/master|http\/self-signed)|ledger\/[a-z-]+|ops\/(cli|commands|unit|folder|lock|backup|doctor)|media\/(exec|process)|[a-z-]+\/cli)\.ts$/
/** A browser's name is kept in one form and read out in the reader's; the house's texts are the house's, in its language. */
const KEPT = /^src\/(accounts\/agent|support\/starters)\.ts$/

const left = (...globs: string[]): string[] =>
  sources(...globs)
    .filter(({ path }) => !/\/words\/(en|de)\//.test(path) && !CONSOLE.test(path) && !KEPT.test(path))
    .flatMap(({ path, text }) => bareWords(path, text))
    .filter(({ text }) => !NAMES.test(text) && !SAMPLES.test(text))
    .map(({ path, text }) => `${path}: ${text.slice(0, 100)}`)

describe('every sentence stands in a catalogue', () => {
  test('of the pages', () => expect(left('views/**/*.{ts,tsx}')).toEqual([]))
  test('of the edges', () => expect(left('src/**/*.{ts,tsx}')).toEqual([]))
  test('of the scripts for browsers', () => expect(left('assets/client/**/*.ts')).toEqual([]))

  test('and one that does not is found, wherever it stands', () => {
    const found = (source: string) => bareWords('views/a.tsx', source).map(({ text }) => text)
    expect(found('export const A = () => <p>Hello {name}, <b>you</b></p>')).toEqual(['Hello', 'you'])
    expect(
      found(`export const A = () => <A title="Close" class="btn btn-small" label={on ? "on" : \`off \${x}\`} />`),
    ).toEqual(['Close', 'on', 'off …'])
    expect(found("throw new Refused(404, 'No room has this name.')")).toEqual(['No room has this name.'])
    expect(found("world.log.error('The disk is full.'); q('SELECT a FROM b WHERE c = 1'); f('btn btn-small')")).toEqual(
      [],
    )
    expect(
      found('const words = { title: say.x.y }; for (const a of ["dark", "light"]) b(<i>{["dark"].map(c)}</i>)'),
    ).toEqual([])
  })
})

/** Words that both languages have. */
const SAME = new Set(
  [
    'Auto|Tips|BIC|Bitrate|Cello|Chat|Code|Emoji|Filter|IBAN|In|In OBS|Iris|Links|Links <ratio/> : 1|Live|Mail|Minute|Name|Pause',
    'Performer|Person|Port|Port x|STARTTLS|Server|Signal|Studio|TLS|Text|Tokens|Upload|Version|Version x|Version x, x.',
    'ms in 5 s|x, live|48 kHz, Stereo|statement.json|?theme=dark|&size=m|&sound=on|&min_tokens=25|&seconds=6',
  ].flatMap(line => line.split('|')),
)

type Value = string | ((...given: never[]) => string) | { [key: string]: Value }
interface Leaf {
  key: string
  en: Value
  de: Value
}

const leaves = (key: string, en: Value, de: Value): Leaf[] =>
  typeof en === 'object'
    ? Object.entries(en).flatMap(([name, value]) =>
        leaves(`${key}.${name}`, value, (de as Record<string, Value>)[name]!),
      )
    : [{ key, en, de }]

const ofServer = Object.entries(wordsOf('en')).flatMap(([domain, words]) =>
  leaves(domain, words as Value, wordsOf('de')[domain as keyof ReturnType<typeof wordsOf>] as Value),
)

const CLIENT = join(ROOT, 'assets/client/words')
const ofClient = (
  await Promise.all(
    readdirSync(join(CLIENT, 'en')).map(async file => {
      const [en, de] = await Promise.all(['en', 'de'].map(language => import(join(CLIENT, language, file))))
      return leaves(`client.${file}`, en as Value, de as Value)
    }),
  )
).flat()

/** A sentence with sample values in the places of what it is given. */
function said(value: Value): string {
  if (typeof value === 'string') return value
  for (const sample of ['x', 3, 3n, ['x', 'y']]) {
    try {
      const text = (value as (...given: unknown[]) => unknown)(...Array(8).fill(sample))
      if (typeof text === 'string' && !/undefined|NaN|\[object/.test(text)) return text
    } catch {}
  }
  return ''
}

describe('the catalogues', () => {
  test('hold thousands of words', () => expect(ofServer.length + ofClient.length).toBeGreaterThan(1000))

  test('have the same sentences in every language, and each says something', () => {
    expect(languages).toEqual(['en', 'de'])
    const broken = [...ofServer, ...ofClient].filter(
      ({ en, de }) => typeof en !== typeof de || (said(en) === '') !== (said(de) === ''),
    )
    expect(broken.map(({ key }) => key)).toEqual([])
  })

  test('mark the same places for links and values', () => {
    const marks = (text: string) => [...text.matchAll(/<\/?(\w+)\/?>/g)].map(mark => mark[1]).sort()
    const differ = [...ofServer, ...ofClient].filter(({ en, de }) => marks(said(en)).join() !== marks(said(de)).join())
    expect(differ.map(({ key }) => key)).toEqual([])
  })

  test('glue nothing: no sentence begins or ends in the middle', () => {
    const glued = [...ofServer, ...ofClient].filter(({ en, de }) =>
      [en, de].some(each => /^[\s,.;:)]|[\s(]$/.test(said(each))),
    )
    expect(glued.map(({ key, en }) => `${key}: ${said(en)}`)).toEqual([])
  })

  test('are German in German', () => {
    const same = ofServer.concat(ofClient).filter(({ en, de }) => {
      const [english, german] = [speak('en', () => said(en)), speak('de', () => said(de))]
      return english === german && /\p{L}{2}/u.test(english.replace(/<\/?\w+\/?>/g, ''))
    })
    expect(
      same.map(({ key, en }) => `${key}: ${said(en)}`).filter(line => !SAME.has(line.slice(line.indexOf(': ') + 2))),
    ).toEqual([])
  })

  test('quote as each language does, and call nobody Sie', () => {
    const wrong = [...ofServer, ...ofClient].filter(({ de }) =>
      /[“”](?=\p{L})|"|(?<!^|[.!?:„] )\b(Sie|Ihnen|Ihre?[mnrs]?)\b/u.test(said(de).replace(/„[^“]*“/g, '')),
    )
    expect(wrong.map(({ key, de }) => `${key}: ${said(de)}`)).toEqual([])
  })

  test('hold nothing that no page says', () => {
    const all = sources('{views,src,assets,scripts}/**/*.{ts,tsx}').filter(
      ({ path }) => !/\/words\/(en|de)\//.test(path),
    )
    const spoken = new Set(all.flatMap(({ text }) => text.match(/[\p{L}\p{N}_$]+(?:[-.][\p{L}\p{N}_$]+)*/gu) ?? []))
    // `words[`${state}Words`]` says what ends like that.
    const ends = all.flatMap(({ text }) => [...text.matchAll(/\$\{[^`{}]*\}(\w+)`\]/g)].map(([, end]) => end!))
    const words = new Set([...spoken].flatMap(word => [word, ...word.split(/[.]/)]))
    const unsaid = [...ofServer, ...ofClient].filter(({ key }) => {
      const name = key.slice(key.indexOf('.') + 1)
      if (ends.some(end => name.endsWith(end))) return false
      return !words.has(name) && !words.has(name.split('.').at(-1)!) && !words.has(name.slice(name.indexOf('.') + 1))
    })
    expect(unsaid.map(({ key }) => key)).toEqual([])
  })
})

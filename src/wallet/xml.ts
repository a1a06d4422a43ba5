/** An element of a bank's file, by its local name. */
export interface Xml {
  name: string
  attributes: Readonly<Record<string, string>>
  children: Xml[]
  text: string
  /** The line on which it begins. */
  line: number
}

export type XmlRead = { ok: true; root: Xml } | { ok: false; line: number }

const DEEPEST = 40
const MOST_ELEMENTS = 400_000
/** Letters of one tag with its attributes. */
const LONGEST_TAG = 8192
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/**
 * XML 1.0 as banks write it, read once from front to back. No document type is taken: there are no entities to blow up and no
 * files to fetch. Prefixes of names are left out.
 */
export function readXml(text: string): XmlRead {
  const open: Xml[] = []
  let root: Xml | null = null
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0
  let elements = 0
  let line = 1
  let counted = 0
  const lineAt = (place: number): number => {
    for (; counted < place; counted++) if (text.charCodeAt(counted) === 10) line++
    return line
  }
  const wrong = (): XmlRead => ({ ok: false, line: lineAt(Math.min(at, text.length)) })
  const say = (piece: string): boolean => {
    const words = unescaped(piece)
    if (words === null) return false
    const inside = open.at(-1)
    if (inside) inside.text += words
    else if (words.trim() !== '') return false
    return true
  }
  while (at < text.length) {
    const next = text.indexOf('<', at)
    if (next < 0) {
      if (!say(text.slice(at))) return wrong()
      break
    }
    if (next > at && !say(text.slice(at, next))) return wrong()
    at = next
    if (text.startsWith('<?', at) || text.startsWith('<!--', at)) {
      const mark = text[at + 1] === '?' ? '?>' : '-->'
      const end = text.indexOf(mark, at + 2)
      if (end < 0) return wrong()
      at = end + mark.length
    } else if (text.startsWith('<![CDATA[', at)) {
      const end = text.indexOf(']]>', at)
      const inside = open.at(-1)
      if (end < 0 || !inside) return wrong()
      inside.text += text.slice(at + 9, end)
      at = end + 3
    } else if (text.startsWith('<!', at)) return wrong()
    else {
      const end = text.indexOf('>', at)
      if (end < 0) return wrong()
      const tag = text.slice(at + 1, end)
      if (tag[0] === '/') {
        const closed = open.pop()
        if (!closed || localName(tag.slice(1).trim()) !== closed.name) return wrong()
      } else {
        const alone = tag.endsWith('/')
        const made = elementOf(alone ? tag.slice(0, -1) : tag, lineAt(at))
        const parent = open.at(-1)
        if (!made || (!parent && root) || ++elements > MOST_ELEMENTS || open.length >= DEEPEST) return wrong()
        if (parent) parent.children.push(made)
        else root = made
        if (!alone) open.push(made)
      }
      at = end + 1
    }
  }
  return root && open.length === 0 ? { ok: true, root } : wrong()
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

function elementOf(tag: string, line: number): Xml | null {
  if (tag.length > LONGEST_TAG) return null
  const name = /^[A-Za-z_][\w.:-]{0,80}/.exec(tag)?.[0]
  if (name === undefined) return null
  const attributes: Record<string, string> = {}
  let rest = tag.slice(name.length)
  while (rest.trim() !== '') {
    const found = /^\s+([A-Za-z_][\w.:-]{0,80})\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/.exec(rest)
    const value = found && unescaped(found[2] ?? found[3] ?? '')
    if (!found || value === null) return null
    attributes[localName(found[1]!)] = value!
    rest = rest.slice(found[0].length)
  }
  return { name: localName(name), attributes, children: [], text: '', line }
}

/** Null when it holds an entity that nobody declared. */
function unescaped(text: string): string | null {
  if (!text.includes('&')) return text
  let bad = false
  const words = text.replace(/&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-z]{2,4}));|&/g, (_, hex, decimal, name) => {
    const code = hex ? Number.parseInt(hex, 16) : decimal ? Number(decimal) : null
    if (code !== null && code <= 0x10ffff) return String.fromCodePoint(code)
    const known = name === undefined ? undefined : ENTITIES[name]
    if (known === undefined) bad = true
    return known ?? ''
  })
  return bad ? null : words
}

/** The first element on this way down, or null. */
export function xmlAt(from: Xml, ...way: string[]): Xml | null {
  let here: Xml | undefined = from
  for (const name of way) here = here?.children.find(child => child.name === name)
  return here ?? null
}
export const xmlAll = (from: Xml, name: string): Xml[] => from.children.filter(child => child.name === name)
export const xmlText = (from: Xml, ...way: string[]): string => xmlAt(from, ...way)?.text.trim() ?? ''

// Finds what a person could read in a source: the texts that stand in it after the types have gone and markup has become calls.

const tsconfig = JSON.stringify({ compilerOptions: { jsx: 'react-jsx', jsxImportSource: 'hono/jsx' } })
const transpilers = {
  ts: new Bun.Transpiler({ loader: 'ts', tsconfig }),
  tsx: new Bun.Transpiler({ loader: 'tsx', tsconfig }),
}

interface Token {
  kind: 'text' | 'word' | 'sign'
  value: string
}

/** Of a template, `…` stands where a value goes. */
function tokens(code: string): Token[] {
  const found: Token[] = []
  let at = 0
  const template = (): string => {
    let text = ''
    at++
    while (at < code.length && code[at] !== '`') {
      if (code[at] === '\\') {
        text += code.slice(at, at + 2)
        at += 2
      } else if (code.startsWith('${', at)) {
        at += 2
        text += '…'
        read('}')
        at++
      } else text += code[at++]
    }
    at++
    return text
  }
  const read = (until: string): void => {
    let depth = 0
    while (at < code.length) {
      const c = code[at]!
      if (depth === 0 && c === until) return
      if (/\s/.test(c)) at++
      else if (code.startsWith('//', at)) at = ends(code.indexOf('\n', at))
      else if (code.startsWith('/*', at)) at = ends(code.indexOf('*/', at) + 2)
      else if (c === '"' || c === "'") {
        const text = new RegExp(`${c}(?:[^${c}\\\\]|\\\\.)*${c}`, 'ys')
        text.lastIndex = at
        const [whole = c] = text.exec(code) ?? []
        at += whole.length
        found.push({ kind: 'text', value: unescaped(whole.slice(1, -1)) })
      } else if (c === '`') {
        const place = found.length
        const value = template()
        found.splice(place, 0, { kind: 'text', value: unescaped(value) })
      } else if (c === '/' && beginsPattern(found.at(-1))) {
        const pattern = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\]|\\.)*\])+\/[a-z]*/y
        pattern.lastIndex = at
        at += pattern.exec(code)?.[0].length ?? 1
        found.push({ kind: 'sign', value: '/re/' })
      } else if (/[\p{L}\p{N}_$]/u.test(c)) {
        const word = /[\p{L}\p{N}_$]+/uy
        word.lastIndex = at
        const [value = c] = word.exec(code) ?? []
        at += value.length
        found.push({ kind: 'word', value })
      } else {
        if (c === '{') depth++
        if (c === '}') depth--
        at++
        found.push({ kind: 'sign', value: c })
      }
    }
  }
  const ends = (place: number) => (place < 0 ? code.length : place)
  read('')
  return found
}

const beginsPattern = (before: Token | undefined): boolean =>
  before === undefined ||
  (before.kind === 'sign' ? !/^[)\]}]$/.test(before.value) : /^(return|typeof|case)$/.test(before.value))

/** `(...)` or `[...]` that something is asked of, `['a', 'b'].map(...)`: what stands in it is a value, not a text. */
function isAsked(all: readonly Token[], from: number): boolean {
  let depth = 0
  for (let i = from; i < all.length; i++) {
    const { kind, value } = all[i]!
    if (kind !== 'sign') continue
    if (/^[([{]$/.test(value)) depth++
    if (/^[)\]}]$/.test(value) && --depth === 0) return all[i + 1]?.value === '.'
  }
  return false
}

const unescaped = (text: string): string =>
  text
    .replace(/\\u\{([0-9a-f]+)\}|\\u([0-9a-f]{4})/gi, (_, a, b) => String.fromCodePoint(Number.parseInt(a ?? b, 16)))
    .replace(/\\n/g, '\n')
    .replace(/\\(.)/gs, '$1')

/** Names of attributes and fields whose text a person reads, whatever it looks like. */
const READ =
  /^(children|title|label|aria-label|placeholder|hint|legend|heading|lead|unit|caption|busy|alt|summary|words|note|fact|fix)$/
/** What these are given goes to a log, to whoever mends the house, or to nobody. */
const UNREAD =
  /^(error|warn|info|debug|assert|Error|TypeError|RegExp|closest|querySelector|querySelectorAll|matchMedia)$/
const SQL = /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH|PRAGMA|CREATE|DROP|ALTER|VACUUM|ATTACH|BEGIN|EXPLAIN|REINDEX)\b/
/** "Save the look", "That is taken." */
const SENTENCE = /^[“"(]?\p{Lu}[\p{Ll}’']*[,:]? .*\p{Ll}{2}|^\p{Lu}\p{Ll}+ \p{Ll}+|\p{Ll}{2,}[ ,]+\p{Ll}{2,}.*[.!?]$/u

export interface Bare {
  path: string
  text: string
}

/** Texts of the source that a person would read. */
export function bareWords(path: string, source: string): Bare[] {
  const all = tokens(transpilers[path.endsWith('x') ? 'tsx' : 'ts'].transformSync(source))
  const bare: Bare[] = []
  const frames: { open: string; call: string; key: string }[] = [{ open: '', call: '', key: '' }]
  all.forEach((token, i) => {
    const frame = frames.at(-1)!
    const before = all[i - 1]
    const after = all[i + 1]
    if (token.kind === 'sign') {
      if (token.value === '(') {
        const call = before?.kind === 'word' ? before.value : ''
        frames.push({ open: '(', call, key: call === '' && !isAsked(all, i) ? frame.key : '' })
      } else if (token.value === '[') {
        const read = before?.kind === 'word' || before?.value === ')' || before?.value === ']'
        frames.push({ open: '[', call: '', key: read || isAsked(all, i) ? '' : frame.key })
      } else if (token.value === '{') frames.push({ open: '{', call: '', key: '' })
      else if (/^[)\]}]$/.test(token.value)) frames.pop()
      else if (token.value === ',' && frame.open === '{') frame.key = ''
      return
    }
    const isKey =
      frame.open === '{' && after?.value === ':' && after.kind === 'sign' && /^[{,]$/.test(before?.value ?? '')
    if (isKey) frame.key = token.value
    if (isKey || token.kind === 'word') return
    if (frames.some(({ call }) => UNREAD.test(call)) || SQL.test(token.value)) return
    const compared = [before, after].some(each => each?.kind === 'sign' && each.value === '=') && after?.value !== ':'
    if (compared && before?.value === '=' && all[i - 2]?.value === '=') return
    if (compared && after?.value === '=') return
    const text = token.value.replace(/\s+/g, ' ').trim()
    // A single small word in a field outside the pages is a value: `{ label: 'server' }`.
    const isValue = !path.startsWith('views/') && frame.key !== 'children' && /^[a-z-]+$/.test(text)
    const reads =
      !isValue && READ.test(frame.key) && /\p{L}{2}/u.test(text) && !/^[#.]?[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(text)
    if (reads || SENTENCE.test(text)) bare.push({ path, text })
  })
  return bare
}

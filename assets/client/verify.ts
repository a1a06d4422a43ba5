import { verifyStatement } from './statement/verify.ts'

// Runs in a file that was saved: no server, no request. Its words came with it.
const words = JSON.parse(document.querySelector('#words')!.textContent!) as {
  good: string
  bad: string
  books: string
  why: Record<string, string>
  cannot: string
}
const out = document.querySelector('#out')!

function say(text: string, kind: 'h2' | 'p' | 'li', into: Element = out): void {
  const line = document.createElement(kind)
  line.textContent = text
  into.append(line)
}
const fill = (text: string, given: Record<string, string | number>) =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(given[name] ?? ''))

document.querySelector<HTMLInputElement>('#file')!.addEventListener('change', async ({ target }) => {
  const [file] = (target as HTMLInputElement).files ?? []
  if (!file) return
  out.replaceChildren()
  const found = await verifyStatement(await file.text())
  if (!found.ok) {
    say(words.bad, 'h2')
    say(`${words.why[found.why]} ${found.where}`.trim(), 'p')
    return
  }
  say(fill(words.good, { n: found.n }), 'h2')
  say(`${new Date(found.at).toISOString()} · ${found.signer} · ${found.root}`, 'p')
  const list = document.createElement('ul')
  for (const book of found.books) say(fill(words.books, { ...book }), 'li', list)
  out.append(list)
  say(words.cannot, 'p')
})

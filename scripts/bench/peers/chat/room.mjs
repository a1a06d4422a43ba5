// What each peer's handler does with a line, as the product does: whose session is it, is the text fit, which number has it,
// and the newest fifty for whoever comes. Kept in memory; the product writes to its disk besides.
const WORDS = new Set(Array.from({ length: 500 }, (_, n) => `unwanted${n}`))
const SESSIONS = new Map(Array.from({ length: 64 }, (_, n) => [`session-${n}`, `member_${n}`]))
const MOST = 500

export function chatRoom() {
  let seq = 0
  const history = []
  return {
    history,
    /** Who holds the cookie, or null. */
    visitor: cookie => SESSIONS.get(/(?:^|; )session=([^;]+)/.exec(cookie ?? '')?.[1] ?? '') ?? null,
    /** The stored line, or null where it is refused. */
    post(by, text) {
      if (by === null || typeof text !== 'string' || text === '' || text.length > MOST) return null
      for (const word of text.toLowerCase().split(/[^a-z0-9]+/)) if (WORDS.has(word)) return null
      const line = { n: ++seq, by, text, at: Date.now() }
      history.push(line)
      if (history.length > 50) history.shift()
      return line
    },
  }
}

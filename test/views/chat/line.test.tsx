import { describe, expect, test } from 'bun:test'
import { ChatLine, type LineView } from '../../../views/chat/line.tsx'
import { LineText } from '../../../views/chat/text.tsx'
import { speak } from '../../../views/words/index.ts'

const NASTY = `"><img src=x onerror=alert(1)><script>`
const line = (more: Partial<LineView> = {}): LineView => ({
  room: 'mara-voss',
  n: 7,
  change: 9,
  kind: 'plain',
  by: { handle: 'kestrel', hue: 3 },
  text: 'hello',
  at: 0,
  ...more,
})
const drawn = (more: Partial<LineView> = {}) => String(<ChatLine line={line(more)} />)
const KINDS: LineView['kind'][] = ['plain', 'sticker', 'tip', 'gift', 'act', 'note', 'shout', 'goal', 'whisper']

describe('a line', () => {
  test('of every kind carries its number, and nothing that somebody wrote as markup', () => {
    for (const kind of KINDS) {
      const markup = drawn({
        kind,
        text: NASTY,
        by: { handle: NASTY, hue: 0, badge: 'moderator' },
        to: NASTY,
        reply: { n: 1, handle: NASTY, hue: 0, text: NASTY },
        tokens: 5n,
        sentence: NASTY,
        gift: { words: NASTY },
      })
      expect([kind, markup.includes('<img src=x'), markup.includes('<script>')]).toEqual([kind, false, false])
      expect(markup).toStartWith('<div class="line')
      expect(markup).toContain('id="l-mara-voss-7" data-n="7" data-c="9"')
    }
  })

  test('that was removed keeps its number and shows nothing of it', () => {
    const markup = drawn({ removed: true, text: 'a slip', tokens: 5n })
    expect(markup).toContain('data-n="7"')
    expect(markup).not.toContain('a slip')
    expect(markup).not.toContain('/people/')
  })

  test('of whoever is on stage says so; of whoever left says no name', () => {
    expect(drawn({ by: { handle: 'mara_voss', hue: 1, badge: 'stage' } })).toContain('on stage')
    const gone = drawn({ by: { handle: 'gone-abc', hue: 1, gone: true } })
    expect(gone).not.toContain('gone-abc')
    expect(gone).not.toContain('data-by')
  })

  test('with tokens is washed by how much they are, and says them as the reader counts', () => {
    const shade = (tokens: bigint) => /line-wash2?/.exec(drawn({ kind: 'tip', tokens }))?.[0]
    expect([shade(24n), shade(25n), shade(99n), shade(100n)]).toEqual([
      undefined,
      'line-wash',
      'line-wash',
      'line-wash2',
    ])
    expect(drawn({ kind: 'tip', tokens: 12_345n })).toContain('12,345')
    expect(speak('de', () => drawn({ kind: 'tip', tokens: 12_345n }))).toContain('12.345')
  })

  test('of somebody without a name is of somebody', () => {
    expect(drawn({ kind: 'tip', tokens: 5n, by: undefined })).toContain('Somebody')
  })
})

describe('what somebody wrote', () => {
  const said = (text: string, links = false) => String(<LineText text={text} links={links} />)

  test('names people where an @ stands before a name, and nowhere else', () => {
    expect(said('@kestrel and (@Juno)')).toContain(
      '<b class="at" dir="auto" data-at="kestrel">@kestrel</b> and (<b class="at" dir="auto" data-at="juno">@Juno</b>)',
    )
    expect(said('mail me@example or @x')).not.toContain('class="at"')
  })

  test('has links as plain text, unless the room allows them', () => {
    const text = 'see https://example.org/a?b=1&c=2 and javascript:alert(1)'
    expect(said(text)).not.toContain('<a ')
    const open = said(text, true)
    expect(open).toContain('<a href="https://example.org/a?b=1&amp;c=2" rel="nofollow noopener noreferrer ugc"')
    expect(open.split('<a ').length).toBe(2)
    expect(said('https://user:pass@example.org/', true)).not.toContain('<a ')
  })

  test('is written from its own side and does not turn what stands beside it', () => {
    expect(said('مرحبا')).toStartWith('<bdi class="said" dir="auto">')
  })
})

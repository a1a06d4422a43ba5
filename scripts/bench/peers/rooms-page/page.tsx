import { createHash } from 'node:crypto'
import type { QuietRoom } from '../../../../views/parts/room-card.tsx'
import { FrontPage } from '../../../../views/rooms/front.tsx'

/** The page of rooms as somebody would write it by hand: the session, one query for the cards, the product's own views. */

export interface Peer {
  file: string
  port: number
  assets: Record<string, string>
  site: { name: string; cssHref: string; themeHref: string; iconHref: string; scriptHrefs: string[] }
  zone: string
}

/** Both drivers prepare once and answer rows by `get` and `all`. */
export interface Driver {
  get(sql: string): (...given: (string | number)[]) => Record<string, unknown> | null | undefined
  all(sql: string): (...given: (string | number)[]) => Record<string, unknown>[]
}

export function roomsPage(driver: Driver, peer: Peer): (cookies: string, nonce: string) => string | null {
  const holder =
    driver.get(`SELECT a.id, a.handle, a.hue, a.theme FROM sessions s JOIN accounts a ON a.id = s.account_id
    WHERE s.id = ? AND s.idle_ends_at > ? AND s.ends_at > ?`)
  const unread = driver.get('SELECT count(*) AS n FROM notices WHERE account_id = ? AND read_at IS NULL')
  const tokens = driver.get("SELECT balance_minor AS n FROM books WHERE kind = 'wallet' AND owner = ? AND unit = 'TOK'")
  const cards = driver.all(`SELECT r.id, r.name, a.handle, a.hue, r.title, r.bio, r.picture,
      (SELECT group_concat(tag, ' ') FROM room_tags t WHERE t.room_id = r.id) AS tags,
      EXISTS (SELECT 1 FROM follows f WHERE f.room_id = r.id AND f.account_id = ?) AS follows
    FROM rooms r JOIN accounts a ON a.id = r.performer_id
    WHERE a.deleted_at IS NULL AND a.role = 'performer'
      AND EXISTS (SELECT 1 FROM approvals_to_broadcast ok WHERE ok.account_id = a.id)
      AND NOT EXISTS (SELECT 1 FROM sanctions s WHERE s.account_id = a.id AND s.lifted_at IS NULL AND (s.until IS NULL OR s.until > ?))
    ORDER BY lower(a.handle)`)
  return (cookies, nonce) => {
    const secret = /(?:^|;\s*)__Host-fl=([A-Za-z0-9_-]{43})(?:;|$)/.exec(cookies)?.[1]
    const now = Date.now()
    const who = secret ? holder(createHash('sha256').update(secret).digest('hex'), now, now) : null
    if (!who) return null
    const rows = cards(String(who.id), now)
    const counts = new Map<string, number>()
    const rooms = rows.map((row): QuietRoom & { title: string; follows: boolean } => {
      const tags = row.tags ? String(row.tags).split(' ') : []
      for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1)
      const follows = Number(row.follows) === 1
      return {
        name: String(row.name),
        handle: String(row.handle),
        hue: Number(row.hue),
        avatarHref: peer.assets[String(row.picture)],
        about: String(row.bio).split('\n', 1)[0]!,
        title: String(row.title),
        star: follows ? 'follows' : 'not',
        follows,
      }
    })
    const tags = [...counts]
      .map(([tag, rooms]) => ({ tag, rooms }))
      .sort((a, b) => b.rooms - a.rooms || (a.tag < b.tag ? -1 : 1))
      .slice(0, 12)
    return `<!doctype html>${(
      <FrontPage
        frame={{
          site: peer.site,
          nonce,
          visitor: {
            handle: String(who.handle),
            hue: Number(who.hue),
            role: 'member',
            unread: Number(unread(String(who.id))?.n ?? 0),
            tokens: BigInt(Number(tokens(String(who.id))?.n ?? 0)),
          },
          path: '/',
          here: '/',
          theme: who.theme as 'auto',
        }}
        selfHref="/"
        pages={{}}
        now={now}
        zone={peer.zone}
        live={[]}
        dates={[]}
        quiet={rooms.map(({ title: _, follows: __, ...room }) => room)}
        tags={tags}
        categories={[]}
        followed={rooms
          .filter(room => room.follows)
          .slice(0, 12)
          .map(({ name, handle, hue, avatarHref, title }) => ({ name, handle, hue, avatarHref, on: false, title }))}
        rooms={rooms.length}
      />
    )}`
  }
}

export const HEADERS = (nonce: string): Record<string, string> => ({
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  vary: 'HX-Request, Cookie',
  'x-content-type-options': 'nosniff',
  'content-security-policy': `default-src 'none'; script-src 'nonce-${nonce}' 'strict-dynamic'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
})

import { randomBytes } from 'node:crypto'
import { HEADERS, type Peer, roomsPage } from './page.tsx'

/** Fastify and better-sqlite3 on Node, as their documents advise: no logger, statements prepared once. */
const peer = JSON.parse(process.argv[2]!) as Peer
const { default: fastify } = await import('fastify' as string)
const { default: Database } = await import('better-sqlite3' as string)
const db = new Database(peer.file, { readonly: true })
const render = roomsPage(
  {
    get(sql) {
      const statement = db.prepare(sql)
      return (...given) => statement.get(...given)
    },
    all(sql) {
      const statement = db.prepare(sql)
      return (...given) => statement.all(...given)
    },
  },
  peer,
)
const app = fastify({ logger: false })
type Request = { headers: Record<string, string | undefined> }
type Reply = { headers(all: Record<string, string>): Reply; code(status: number): Reply; send(body: string): Reply }
app.get('/', (request: Request, reply: Reply) => {
  const nonce = randomBytes(16).toString('base64url')
  const html = render(request.headers.cookie ?? '', nonce)
  return html === null ? reply.code(401).send('') : reply.headers(HEADERS(nonce)).send(html)
})
await app.listen({ host: '127.0.0.1', port: peer.port })

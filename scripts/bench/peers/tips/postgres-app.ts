/** Tips over HTTP on Postgres: `postgres-app.ts PORT DATABASE_URL`. The session, the form and the answer as the product has them. */
import { createHash } from 'node:crypto'
import { SQL } from 'bun'

const [port = '', url = ''] = process.argv.slice(2)
const sql = new SQL({ url, max: 64, prepare: true })
const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()
await sql`SELECT 1`

Bun.serve({
  hostname: '127.0.0.1',
  port: Number(port),
  async fetch(request) {
    if (request.method !== 'POST') return new Response('ok\n')
    if (request.headers.get('sec-fetch-site') !== 'same-origin') return new Response(null, { status: 403 })
    const secret = /__Host-fl=([A-Za-z0-9_-]+)/.exec(request.headers.get('cookie') ?? '')?.[1] ?? ''
    const form = new URLSearchParams(await request.text())
    const [session] = await sql`SELECT account FROM sessions WHERE id = ${sha256(secret)}`
    if (!session) return new Response(null, { status: 401 })
    const tokens = Number(form.get('amount'))
    const key = `tip:${form.get('key')}:${session.account}`
    const print = sha256(`${tokens}\n${session.account}`)
    const [{ answer }] = await sql`SELECT tip(${key}, ${print}, ${session.account}, ${tokens}, ${Date.now()}) AS answer`
    if (answer !== 'yes' && answer !== 'again') return new Response(answer, { status: 422 })
    return new Response(null, { status: 303, headers: { location: `/rooms/mara-voss?tipped=${tokens}` } })
  },
})

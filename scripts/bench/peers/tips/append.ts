/**
 * The least that a durable answer costs: `append.ts PORT FILE` takes a form over HTTP, appends as many bytes as a posting has, waits
 * for the disk and answers. No session, no check, no ledger.
 */
import { fdatasyncSync, openSync, writeSync } from 'node:fs'

const [port = '', file = ''] = process.argv.slice(2)
const handle = openSync(file, 'a')
const bytes = new Uint8Array(470).fill(65)

Bun.serve({
  hostname: '127.0.0.1',
  port: Number(port),
  async fetch(request) {
    if (request.method !== 'POST') return new Response('ok\n')
    await request.text()
    writeSync(handle, bytes)
    fdatasyncSync(handle)
    return new Response(null, { status: 303, headers: { location: '/' } })
  },
})

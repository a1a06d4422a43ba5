import { afterEach, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '../../src/media/client.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

/** Something that listens where MediaMTX should. */
function against(fetch: (request: Request) => Response | Promise<Response>): Client {
  const folder = mkdtempSync(join(tmpdir(), 'footlight-client-'))
  const unix = join(folder, 'api.sock')
  const server = Bun.serve({ unix, fetch })
  const client = new Client(unix)
  ends.push(
    () => client.close(),
    () => server.stop(true),
    () => rmSync(folder, { recursive: true, force: true }),
  )
  return client
}

const why = (answer: { ok: boolean; why?: string }) => (answer.ok ? 'ok' : answer.why)

test('an answer that is no JSON, or no list of paths, is a bad answer', async () => {
  expect(why(await against(() => new Response('<html>')).info())).toBe('bad-answer')
  expect(why(await against(() => new Response('{"items":')).paths())).toBe('bad-answer')
  expect(why(await against(() => Response.json({ items: 'none', pageCount: 1 })).paths())).toBe('bad-answer')
  expect(why(await against(() => Response.json({})).paths())).toBe('bad-answer')
  for (const nothing of ['', 'null', '"up"', '7']) {
    const client = against(() => new Response(nothing))
    expect([nothing, why(await client.paths())]).toEqual([nothing, 'bad-answer'])
    expect([nothing, why(await client.info())]).toEqual([nothing, 'bad-answer'])
    expect([nothing, why(await client.path('live/x'))]).toEqual([nothing, 'bad-answer'])
    expect([nothing, why(await client.deletePath('feed/x/src'))]).toEqual([nothing, 'ok'])
  }
})

test('an answer without end is cut off', async () => {
  let sent = 0
  const client = against(
    () =>
      new Response(
        new ReadableStream({
          async pull(controller) {
            sent += 1 << 20
            controller.enqueue(new Uint8Array(1 << 20).fill(32))
            if (sent > 64 << 20) controller.close()
            await Bun.sleep(0)
          },
        }),
      ),
  )
  expect(why(await client.info())).toBe('too-large')
  expect(sent).toBeLessThan(64 << 20)
})

test('a list of many pages is read to its end', async () => {
  const client = against(request => {
    const page = Number(new URL(request.url).searchParams.get('page'))
    return Response.json({ pageCount: 3, items: [{ name: `live/room-${page}` }] })
  })
  const paths = await client.paths()
  expect(paths.ok && paths.value.map(path => path.name)).toEqual(['live/room-0', 'live/room-1', 'live/room-2'])
})

test('no, nothing there, silence and nobody are told apart', async () => {
  expect(why(await against(() => new Response('', { status: 400 })).addPath('feed/x/src', {}))).toBe('refused')
  expect(why(await against(() => new Response('', { status: 404 })).path('live/x'))).toBe('absent')
  expect(why(await against(() => new Promise(() => {})).info(50))).toBe('timeout')
  const client = new Client('/nowhere/api.sock')
  expect(why(await client.info())).toBe('unreachable')
  expect(why(await client.kick('hlsSession', 'x'))).toBe('absent')
})

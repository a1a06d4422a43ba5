import { expect, test } from 'bun:test'
import { readUpload } from '../../src/base/http/upload.ts'
import { testWorld } from '../help/world.ts'

const BOUNDARY = 'aFewDashes'
const BODY = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="picture"; filename="a"\r\n\r\nbytes\r\n--${BOUNDARY}--\r\n`
const headers = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` }

/** A body that goes on when it is told to. */
function held() {
  const { promise, resolve } = Promise.withResolvers<void>()
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      await promise
      controller.enqueue(new TextEncoder().encode(BODY))
      controller.close()
    },
  })
  return { request: new Request('http://localhost/', { method: 'POST', headers, body }), goOn: resolve }
}

const ready = () => new Request('http://localhost/', { method: 'POST', headers, body: BODY })
const asked = (account: string, address: string, staff = false) =>
  ({ account, address, name: 'picture', most: 1000, staff }) as const
const saidOf = async (upload: ReturnType<typeof readUpload>) => {
  const done = await upload
  return done.ok ? new TextDecoder().decode(done.file) : done.why
}

test('slow files from one network leave places to everybody else', async () => {
  const world = testWorld()
  const slow = Array.from({ length: 4 }, (_, i) => ({ ...held(), account: `slow${i}` }))
  const coming = slow.map(({ request, account }, i) => readUpload(world, request, asked(account, `203.0.113.${i}`)))
  expect(await saidOf(readUpload(world, ready(), asked('slow4', '203.0.113.99')))).toBe('busy')
  expect(await saidOf(readUpload(world, ready(), asked('kestrel', '198.51.100.7')))).toBe('bytes')
  expect(await saidOf(readUpload(world, ready(), asked('owner', '203.0.113.99', true)))).toBe('bytes')
  for (const { goOn } of slow) goOn()
  expect(await Promise.all(coming.map(saidOf))).toEqual(['bytes', 'bytes', 'bytes', 'bytes'])
  expect(await saidOf(readUpload(world, ready(), asked('slow4', '203.0.113.99')))).toBe('bytes')
})

test('an account sends one file at a time, wherever it is', async () => {
  const world = testWorld()
  const first = held()
  const coming = readUpload(world, first.request, asked('kestrel', '198.51.100.7'))
  expect(await saidOf(readUpload(world, ready(), asked('kestrel', '203.0.113.1')))).toBe('busy')
  first.goOn()
  expect(await saidOf(coming)).toBe('bytes')
})

test('the staff finds a place when many networks hold all others', async () => {
  const world = testWorld()
  const slow = Array.from({ length: 10 }, held)
  const coming = slow.map(({ request }, i) => readUpload(world, request, asked(`slow${i}`, `203.0.${i}.1`)))
  expect(await saidOf(readUpload(world, ready(), asked('kestrel', '198.51.100.7')))).toBe('busy')
  expect(await saidOf(readUpload(world, ready(), asked('owner', '198.51.100.8', true)))).toBe('bytes')
  for (const { goOn } of slow) goOn()
  expect((await Promise.all(coming.map(saidOf))).every(said => said === 'bytes')).toBe(true)
})

import { afterAll, expect, test } from 'bun:test'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deleteAccount } from '../../src/accounts/account.ts'
import { avatarHref, pictureFolder } from '../../src/base/picture/index.ts'
import { picture, sendFile } from '../help/picture.ts'
import { PASSWORD, testSite } from '../help/visit.ts'

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

function house() {
  const data = mkdtempSync(join(tmpdir(), 'fl-face-'))
  folders.push(data)
  return { ...testSite(['--data', data]), folder: pictureFolder(data) }
}

test('a member sends a picture, sees it beside the name, and takes it away', async () => {
  const { world, person, signedIn, folder } = house()
  const kestrel = person('kestrel')
  const visit = signedIn(kestrel)
  expect((await visit.get('/account')).body).not.toContain('/pictures/')
  const sent = await sendFile(visit, '/account/picture', await picture(), {
    crop_x: '0',
    crop_y: '100',
    crop_width: '500',
  })
  expect([sent.status, sent.location]).toEqual([303, '/account?said=face'])
  const page = await visit.get(sent.location)
  const href = avatarHref(world, kestrel.id)
  expect(page.body).toContain('Your picture is saved.')
  expect(page.body.split(href ?? 'none').length).toBeGreaterThan(1)
  expect((await visit.get('/')).body).toContain(`src="${href}"`)
  expect((await visit.post('/account/picture/remove')).location).toBe('/account?said=faceless')
  expect((await visit.get('/')).body).not.toContain('/pictures/')
  expect(readdirSync(folder)).toEqual([])
})

test('a performer is seen by her picture on the front page and in her room', async () => {
  const { told, world, person, signedIn, browser } = house()
  const mara = person('mara', 'performer')
  world.db.run("INSERT INTO approvals_to_broadcast (account_id, at, by, because) VALUES (?, 0, 'console', 'known')", [
    mara.id,
  ])
  told.accounts.approved(mara.id)
  await sendFile(signedIn(mara), '/account/picture', await picture())
  const href = avatarHref(world, mara.id)
  for (const path of ['/', '/rooms/mara']) expect((await browser().get(path)).body).toContain(`src="${href}"`)
})

test("a file that is no picture is refused in its place, in the reader's words", async () => {
  const { person, signedIn } = house()
  const visit = signedIn(person('kestrel'))
  const bad = await sendFile(visit, '/account/picture', Buffer.from('<svg/>'))
  expect(bad.status).toBe(422)
  expect(bad.body).toContain('id="picture-error"')
  expect(bad.body).toContain('This is no picture. Choose a JPEG, PNG or WebP.')
  const german = await sendFile(visit, '/account/picture', Buffer.alloc(0), {}, { 'accept-language': 'de' })
  expect(german.status).toBe(422)
})

test('a body that is too long is not read to its end', async () => {
  const { person, signedIn } = house()
  const visit = signedIn(person('kestrel'))
  let read = 0
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      read += 1024 * 1024
      if (read > 200 * 1024 * 1024) controller.close()
      else controller.enqueue(new Uint8Array(1024 * 1024))
    },
  })
  const answer = await visit.ask('/account/picture', {
    method: 'POST',
    body,
    headers: { 'content-type': 'multipart/form-data; boundary=x', 'sec-fetch-site': 'same-origin' },
  })
  expect(answer.status).toBe(422)
  expect(answer.body).toContain('larger than 15 MB')
  expect(read).toBeLessThan(24 * 1024 * 1024)
})

test('nothing is read of somebody who is not signed in, or who comes from another site', async () => {
  const { person, signedIn, browser } = house()
  const stranger = await sendFile(browser(), '/account/picture', await picture())
  expect(stranger.status).not.toBe(200)
  expect(stranger.location).not.toContain('said=face')
  const foreign = await sendFile(
    signedIn(person('kestrel')),
    '/account/picture',
    await picture(),
    {},
    { 'sec-fetch-site': 'cross-site' },
  )
  expect(foreign.status).toBe(403)
})

test('the picture goes with the account', async () => {
  const { world, told, person, signedIn, folder } = house()
  const kestrel = person('kestrel')
  await sendFile(signedIn(kestrel), '/account/picture', await picture())
  expect(readdirSync(folder).length).toBe(2)
  expect(await deleteAccount(world, told.accounts, { account: kestrel.id, password: PASSWORD, address: '' })).toEqual({
    ok: true,
  })
  expect(readdirSync(folder)).toEqual([])
})

test('people of the house take a picture away that may not be seen, and it is written down', async () => {
  const { world, person, signedIn, folder } = house()
  const kestrel = person('kestrel')
  await sendFile(signedIn(kestrel), '/account/picture', await picture())
  const juno = signedIn(person('juno', 'moderator'))
  const path = `/panel/people/${kestrel.id}/picture`
  expect((await juno.get(`/panel/people/${kestrel.id}`)).body).toContain(`action="${path}"`)
  expect((await signedIn(kestrel).post(path, { because: 'unfit' })).status).toBe(403)
  expect((await juno.post(path, { because: 'I do not like it' })).status).toBe(422)
  expect(readdirSync(folder).length).toBe(2)
  expect((await juno.post(path, { because: 'unfit' })).location).toBe(`/panel/people/${kestrel.id}`)
  expect((await juno.post(path, { because: 'unfit' })).status).toBe(404)
  expect(readdirSync(folder)).toEqual([])
  // She is told, with the reason, and where to choose another.
  const notices = (await signedIn(kestrel).get('/notices')).body
  expect(notices.match(/took your picture away\. Why: Not fit for everybody\./g)).toHaveLength(1)
  const entry = world.db.query("SELECT reason, subject FROM audit WHERE act = 'picture.taken-away'").get()
  expect(entry).toEqual({ reason: 'unfit', subject: `account:${kestrel.id}` })
})

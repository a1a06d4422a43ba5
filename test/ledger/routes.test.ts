import { expect, test } from 'bun:test'
import { changeKey, checkpointKeys, giveLines, hex, makeCheckpoint, post } from '../../src/ledger/index.ts'
import { testSite } from '../help/visit.ts'

test('anybody reads the signed states of the books, as a page and as JSON, and no name in them', async () => {
  const site = testSite()
  const visitor = site.browser()
  expect((await visitor.get('/ledger/checkpoints')).body).toContain('Nothing is signed yet')
  const kestrel = site.person('kestrel')
  for (let n = 0; n < 60; n++) {
    const entries = giveLines(kestrel.id, 7n)
    post(site.world, { key: `key:${n}`, input: {}, reason: 'promo', about: 'g', by: 'system', entries })
    await makeCheckpoint(site.world)
    if (n === 30) changeKey(site.world)
  }
  const page = await visitor.get('/ledger/checkpoints')
  expect(page.body.match(/<code>[0-9a-f]{64}<\/code>/g)!.length).toBeGreaterThanOrEqual(52)
  const older = /href="(\/ledger\/checkpoints\?before=\d+)"/.exec(page.body)![1]!
  expect((await visitor.get(older)).status).toBe(200)
  const json = JSON.parse((await visitor.get('/ledger/checkpoints.json')).body) as {
    keys: { public: string; announced: string }[]
    checkpoints: { body: string; signature: string }[]
  }
  expect(json.keys.map(key => key.public)).toEqual(checkpointKeys(site.world).map(key => hex(key.public)))
  expect(json.checkpoints).toHaveLength(60)
  expect(JSON.stringify(json)).not.toContain('secret')
  expect(JSON.stringify(json) + page.body).not.toContain(kestrel.id)
  for (const before of ['0', '-1', 'x', '99999999999999999999', '%00'])
    expect((await visitor.get(`/ledger/checkpoints?before=${before}`)).status).toBe(200)
})

test('the page that checks a statement is one file to be saved, asks nobody and runs nothing here', async () => {
  const site = testSite()
  site.world.settings.set('site_name', '<b>House</b>', 1)
  const { status, body, response } = await site.browser().get('/ledger/verify.html')
  expect(status).toBe(200)
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="verify-statement.html"')
  expect(response.headers.get('content-security-policy')).toContain('sandbox')
  expect(body).not.toContain('<b>House')
  expect(body).not.toMatch(/(src|href)="/)
})

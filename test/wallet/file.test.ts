import { expect, test } from 'bun:test'
import { testSite } from '../help/visit.ts'

test('a wallet is taken out as a file a few times a minute, not as often as somebody asks', async () => {
  const site = testSite()
  const kim = site.signedIn(site.person('kim_l'))
  for (let n = 0; n < 6; n++) expect((await kim.post('/wallet.csv', {})).status).toBe(200)
  expect((await kim.post('/wallet.csv', {})).status).toBe(429)
  expect((await site.signedIn(site.person('juno')).post('/wallet.csv', {})).status).toBe(200)
})

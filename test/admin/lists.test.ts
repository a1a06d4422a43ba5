import { beforeEach, describe, expect, test } from 'bun:test'
import { page as entries } from '../../src/audit/index.ts'
import { allLists, filter, hits } from '../../src/moderation/index.ts'
import { type Site, testSite, type Visit } from '../help/visit.ts'

let site: Site
let owner: Visit
let moderator: Visit

const LIST = { class: 'hate', source: 'Our own', licence: 'Ours', language: 'en', terms: '# ours\nbadword\n' }
const imported = async () => {
  await owner.post('/panel/lists', LIST)
  return allLists(site.world)[0]!
}

beforeEach(() => {
  site = testSite()
  owner = site.signedIn(site.person('harald', 'owner'))
  moderator = site.signedIn(site.person('juno', 'moderator'))
})

describe('word lists', () => {
  test('are imported, named by count and hash, and never shown again', async () => {
    expect((await owner.get('/panel/lists')).body).toContain('No list yet')
    const answer = await owner.post('/panel/lists', LIST)
    expect(answer.location).toBe('/panel/lists?said=imported')
    const list = allLists(site.world)[0]!
    const shown = await owner.get('/panel/lists')
    for (const words of ['Our own', list.mark.slice(0, 12), 'Hate']) expect(shown.body).toContain(words)
    const one = await owner.get(`/panel/lists/${list.id}`)
    expect(one.body).toContain(list.mark)
    for (const { body } of [shown, one]) expect(body).not.toContain('badword')
  })
  test('that are refused keep everything that was typed', async () => {
    const answer = await owner.post('/panel/lists', { ...LIST, source: '', terms: 'badword\n', class: 'nonsense' })
    expect(answer.status).toBe(422)
    for (const words of [
      'Say where it comes from.',
      'Choose what the list is for.',
      'badword',
      'value="Ours"',
      'value="en"',
    ])
      expect(answer.body).toContain(words)
    expect(allLists(site.world)).toEqual([])
    expect((await owner.post('/panel/lists', { ...LIST, terms: 'a\n' })).body).toContain('Look at line 1.')
  })
  test('may be as long as a page takes', async () => {
    const terms = Array.from(
      { length: 20_000 },
      (_, n) => `w${n.toString(26).replace(/\d/g, d => 'qrstuvwxyz'[Number(d)]!)}x`,
    )
    expect((await owner.post('/panel/lists', { ...LIST, terms: terms.join('\n') })).location).toContain('said=')
    expect(allLists(site.world)[0]!.terms).toBeGreaterThan(19_000)
  })
  test('go with a reason, which the trail keeps', async () => {
    const list = await imported()
    const refused = await owner.post(`/panel/lists/${list.id}/remove`, { because: ' ' })
    expect([refused.status, refused.body.includes('why it goes')]).toEqual([422, true])
    expect((await owner.post(`/panel/lists/${list.id}/remove`, { because: 'It was wrong.' })).status).toBe(303)
    expect((await owner.get(`/panel/lists/${list.id}`)).status).toBe(404)
    expect(entries(site.world, { act: 'list.' }).map(({ act, reason }) => [act, reason])).toEqual([
      ['list.removed', 'It was wrong.'],
      ['list.imported', ''],
    ])
  })
  test('are the owner’s alone', async () => {
    const list = await imported()
    for (const path of ['/panel/lists', `/panel/lists/${list.id}`]) expect((await moderator.get(path)).status).toBe(403)
    expect((await moderator.post('/panel/lists', LIST)).status).toBe(403)
  })
})

test('the owner chooses what becomes of links, ways to reach elsewhere and rude words', async () => {
  const acts = { filter_link: 'allow', filter_contact: 'block', filter_profanity: 'mask' }
  expect((await owner.post('/panel/lists/acts', acts)).location).toBe('/panel/lists?said=acts')
  const shown = (await owner.get('/panel/lists')).body
  for (const [name, act] of Object.entries(acts))
    expect(shown).toMatch(new RegExp(`name="${name}" value="${act}" checked`))
  expect(filter(site.world, { what: 'title', text: 'see example.com' })).toMatchObject({ ok: true })
  expect((await owner.post('/panel/lists/acts', { ...acts, filter_link: 'hold' })).status).toBe(422)
})

test('a text is tried without leaving a trace', async () => {
  await imported()
  const tried = await owner.post('/panel/lists/try', { text: 'my b4dword and mara@example.com' })
  for (const words of [
    'This would be refused.',
    'Hate',
    'my b4dword and mara@example.com',
    'my b4dword and ••••••••••••••••',
  ])
    expect(tried.body).toContain(words)
  expect((await owner.post('/panel/lists/try', { text: 'Dusk' })).body).toContain('This would be shown as it is.')
  expect(hits(site.world, { limit: 9 })).toEqual([])
})

describe('what the filter met', () => {
  const met = async () => {
    const anna = site.person('anna_reed', 'performer')
    filter(site.world, { what: 'title', text: "I'm 16", by: anna.id })
    filter(site.world, { what: 'title', text: 'see example.com', by: site.person('ines_k', 'performer').id })
    return hits(site.world, { waiting: true, limit: 5 })[0]!
  }
  test('stands in the panel by class and person, and waits at its entry', async () => {
    await met()
    const all = (await moderator.get('/panel/filter')).body
    for (const words of ['Safety of minors', 'Links', 'anna_reed', 'ines_k', '1<span class="unseen"> waiting'])
      expect(all).toContain(words)
    expect((await moderator.get('/panel/filter?state=waiting')).body).not.toContain('ines_k')
    expect((await moderator.get('/panel/filter?class=link')).body).not.toContain('anna_reed')
    expect((await moderator.get('/panel/filter?class=__proto__&before=x&list=y')).status).toBe(200)
  })
  test('is looked at with words that the trail keeps', async () => {
    const hit = await met()
    expect((await moderator.get(`/panel/filter/${hit.id}`)).body).toContain('A person has to look at this.')
    const empty = await moderator.post(`/panel/filter/${hit.id}/looked`, { because: '' })
    expect([empty.status, empty.body.includes('Say in up to 1,000 characters')]).toEqual([422, true])
    const looked = await moderator.post(`/panel/filter/${hit.id}/looked`, { because: 'She spoke of a film.' })
    expect(looked.location).toBe('/panel/filter?said=looked')
    const late = await moderator.post(`/panel/filter/${hit.id}/looked`, { because: 'Me too.' })
    expect([late.status, late.body.includes('Me too.')]).toEqual([422, true])
    expect((await moderator.get(`/panel/filter/${hit.id}`)).body).toContain('She spoke of a film.')
  })
  test('turns its pages without losing or repeating one', async () => {
    const by = site.person('anna_reed', 'performer').id
    for (let n = 0; n < 100; n++) {
      site.world.clock.pass(n % 3 === 0 ? 0 : 10 * 60_000)
      filter(site.world, { what: 'title', text: 'see example.com', by })
    }
    const all = hits(site.world, { limit: 1000 }).map(hit => hit.id)
    // Staff are signed out after half an hour.
    const visit = site.signedIn(site.person('rosa', 'moderator'))
    const seen: string[] = []
    let href: string | undefined = '/panel/filter'
    while (href) {
      const { body }: { body: string } = await visit.get(href)
      seen.push(...[...body.matchAll(/href="\/panel\/filter\/([a-z2-7]{26})"/g)].map(found => found[1]!))
      href = /href="(\/panel\/filter\?[^"]*after=[^"]*)"/.exec(body)?.[1]?.replaceAll('&amp;', '&')
    }
    expect(all.length).toBeGreaterThan(60)
    expect(seen).toEqual(all)
  })
})

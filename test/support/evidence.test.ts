import { expect, test } from 'bun:test'
import { actorOf } from '../../src/accounts/index.ts'
import { linesBefore, post, sendSticker } from '../../src/chat/index.ts'
import { claim, makeReport } from '../../src/moderation/index.ts'
import { addWish, giftPrice, make, menuOf } from '../../src/tips/index.ts'
import { evening } from '../tips/help.ts'

test('whoever looks into a report reads what each line around it was: tips, wishes, gifts and stickers too', async () => {
  const { site, world, room, member, told, asks } = evening()
  addWish(world, room.id, { words: 'Name the little boat', price_tokens: 120n, by: 'test' })
  const [wish] = menuOf(world, room.id)
  make(world, told, asks(40n))
  world.clock.pass(3000)
  make(world, told, asks(25n, { anonymous: true }))
  world.clock.pass(3000)
  make(world, told, asks(120n, { wish: wish!.id }))
  world.clock.pass(3000)
  make(world, told, asks(giftPrice(world, 'bouquet'), { gift: 'bouquet' }))
  world.clock.pass(3000)
  sendSticker(world, site.told.chat, { room, account: member.id, sticker: 'tea', key: 'a-sticker-key-1' })
  world.clock.pass(3000)
  post(world, site.told.chat, { room, account: member.id, text: 'the rude one', key: 'a-line-key-1' })
  const last = linesBefore(world, { room: room.id, reader: null, limit: 1 }).lines[0]!
  const reported = makeReport(world, site.told.cases, {
    kind: 'conduct',
    subject: '',
    line: `${room.name}:${last.seq}`,
    text: 'They shouted.',
    contact: '',
  })
  if (!reported.ok) throw new Error('a report')
  const juno = site.person('juno', 'moderator')
  claim(world, reported.case.id, actorOf(juno, '198.51.100.7'))
  const page = async (language: string) => {
    const { body } = await site
      .signedIn(juno)
      .get(`/panel/reports/${reported.case.id}`, { 'accept-language': language })
    const list = /<ol class="evidence-lines"[\s\S]*?<\/ol>/.exec(body)?.[0] ?? ''
    return [...list.matchAll(/<li[\s\S]*?<\/li>/g)].map(([one]) =>
      one
        .replace(/<[^>]+>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim()
        .replace(/^\S+ /, ''),
    )
  }
  expect(await page('en')).toEqual([
    'kestrel tipped, 40 tokens',
    'kestrel without a name in the room tipped, 25 tokens',
    'kestrel asks: Name the little boat, 120 tokens',
    'kestrel Bouquet for mara_voss, 60 tokens',
    'kestrel sends the sticker Tea',
    'kestrel the rude one reported',
  ])
  expect(await page('de')).toEqual([
    'kestrel gibt Trinkgeld, 40 Token',
    'kestrel im Raum ohne Namen gibt Trinkgeld, 25 Token',
    'kestrel wünscht sich: Name the little boat, 120 Token',
    'kestrel Blumenstrauß für mara_voss, 60 Token',
    'kestrel schickt den Sticker Tee',
    'kestrel the rude one gemeldet',
  ])
})

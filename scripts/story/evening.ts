import type { Account } from '../../src/accounts/index.ts'
import { commitNow } from '../../src/base/db/durable.ts'
import { back, type Keeps, makeModerator, pin, post, suggest, welcome } from '../../src/chat/index.ts'
import { follow, type Room, roomOf } from '../../src/rooms/index.ts'
import { addGoal, addWish, type GiftName, giftPrice, make } from '../../src/tips/index.ts'
import { makeBatch, redeem } from '../../src/wallet/index.ts'
import type { Told } from '../../src/wiring.ts'
import type { World } from '../../src/world.ts'

/** What happened in the house before anybody came: by the same verbs as the pages use, in the order of the evening. */

interface House {
  world: World
  told: Told
  people: Map<string, Account>
}

const must = <T extends { ok: boolean }>(what: string, answer: T): T & { ok: true } => {
  if (!answer.ok)
    throw new Error(
      `The story's ${what} is refused: ${JSON.stringify(answer, (_, v) => (typeof v === 'bigint' ? String(v) : v))}.`,
    )
  return answer as T & { ok: true }
}

interface Stage {
  welcome: string
  pinned: string
  wishes: [words: string, tokens: bigint][]
  goals: [name: string, tokens: bigint, repeats?: true][]
  followers: string[]
  suggestions?: { words: string; by: string; backedBy: string[] }[]
  moderator?: string
}

const STAGES: Record<string, Stage> = {
  mara_voss: {
    welcome: 'Welcome in. Ask about colours whenever you like; I answer when the brush is wet.',
    pinned: 'Tonight: the water and the sun. Tomorrow the masts, at 11.',
    wishes: [
      ['Choose the next colour', 40n],
      ['Name the little boat', 120n],
      ['Turn the easel around', 15n],
      ['A song of your choice', 60n],
    ],
    goals: [
      ['The harbour at full size', 1000n],
      ['A second canvas for Sunday', 2500n],
    ],
    followers: ['kestrel', 'petrichor', 'nightferry'],
    suggestions: [
      { words: 'Paint the lighthouse next', by: 'kestrel', backedBy: ['petrichor', 'nightferry'] },
      { words: 'An evening about greys', by: 'nightferry', backedBy: [] },
    ],
    moderator: 'petrichor',
  },
  ines_low: {
    welcome: 'Good evening. Requests are welcome between the suites.',
    pinned: 'Now: the third suite. Then whatever you ask for.',
    wishes: [
      ['One more sarabande', 30n],
      ['A piece you hum to me', 80n],
    ],
    goals: [['New strings', 600n, true]],
    followers: ['kestrel', 'nightferry'],
    suggestions: [{ words: 'The slow movement once more at the end', by: 'kestrel', backedBy: ['nightferry'] }],
  },
  tomoko: {
    welcome: 'Hello. I count out loud, sorry.',
    pinned: 'The solo from Thursday comes after the floorwork.',
    wishes: [['The jump again, slowly', 50n]],
    goals: [['Two hours in the big studio', 1500n]],
    followers: ['petrichor'],
  },
}

const PURSES: [handle: string, tokens: string][] = [
  ['kestrel', '340'],
  ['petrichor', '900'],
  ['nightferry', '1500'],
]

type Said =
  | { in: string; by: string; says: string; to?: number }
  | { in: string; by: string; tips: bigint; says?: string; gift?: GiftName; anonymous?: true }

/** `to` answers the line so many lines before it. */
const EVENING: Said[] = [
  { in: 'mara_voss', by: 'petrichor', says: 'the reflection is already better than yesterday' },
  { in: 'mara_voss', by: 'petrichor', tips: 5n },
  { in: 'mara_voss', by: 'nightferry', says: 'is that ultramarine or something greener?' },
  { in: 'mara_voss', by: 'mara_voss', says: 'phthalo, with a lot of patience', to: 1 },
  { in: 'mara_voss', by: 'nightferry', tips: 25n, says: 'for the little boat' },
  { in: 'mara_voss', by: 'kestrel', says: 'which brush is that, the one with the short handle?' },
  { in: 'mara_voss', by: 'petrichor', says: '@kestrel you asked about the brush, she just swapped it' },
  { in: 'mara_voss', by: 'nightferry', tips: 0n, gift: 'lantern' },
  { in: 'mara_voss', by: 'nightferry', tips: 250n, says: 'the sun deserves it. thank you for the quiet evenings' },
  { in: 'mara_voss', by: 'mara_voss', says: 'oh! thank you. the sun it is' },
  { in: 'mara_voss', by: 'petrichor', tips: 240n, anonymous: true },
  { in: 'ines_low', by: 'kestrel', says: 'I came in from the rain for this' },
  { in: 'ines_low', by: 'nightferry', tips: 100n, says: 'for the strings' },
  { in: 'ines_low', by: 'ines_low', says: 'thank you. they have earned their rest' },
]

export function tellEvening(house: House): void {
  const { world, told, people } = house
  const owner = people.get('harbour_studio')!
  const person = (handle: string): Account => people.get(handle)!
  const roomOfHandle = (handle: string): Room => roomOf(world, person(handle).id)!

  for (const [handle, tokens] of PURSES) {
    const by = { id: `account:${owner.id}`, address: '' }
    const made = must(
      'cards',
      makeBatch(world, {
        key: world.ids.next(),
        typed: { count: '1', tokens, price: '0', note: 'A welcome from the house' },
        by,
      }),
    )
    must('purse', redeem(world, { member: person(handle).id, typed: made.cards[0]!.code }))
  }
  for (const [handle, stage] of Object.entries(STAGES)) {
    const room = roomOfHandle(handle)
    const keeps: Keeps = { room, by: { id: room.performer_id, as: 'performer', address: '' }, told: told.chat }
    must('welcome', welcome(world, keeps, stage.welcome))
    must('pinned line', pin(world, keeps, stage.pinned))
    for (const [words, price_tokens] of stage.wishes)
      must('wish', addWish(world, room.id, { words, price_tokens, by: room.performer_id }))
    for (const [name, target_tokens, repeats = false] of stage.goals)
      must('goal', addGoal(world, room.id, { name, target_tokens, repeats }))
    for (const follower of stage.followers) must('follower', follow(world, person(follower).id, room))
    for (const { words, by, backedBy } of stage.suggestions ?? []) {
      const { suggestion } = must('suggestion', suggest(world, { room, account: person(by).id, words }))
      for (const handle of backedBy)
        must('backing', back(world, { room, suggestion: suggestion.id, account: person(handle).id, backs: true }))
    }
    if (stage.moderator) must('moderator', makeModerator(world, keeps, person(stage.moderator).handle))
  }
  // Nobody is there to be told.
  const tips = { ...told.tips, tipped() {} }
  const said = new Map<string, number[]>()
  for (const one of EVENING) {
    const room = roomOfHandle(one.in)
    const { id, handle, hue } = person(one.by)
    if ('tips' in one) {
      const tokens = one.gift ? giftPrice(world, one.gift) : one.tips
      must(
        'tip',
        make(world, tips, {
          born: world.ids.next(),
          member: { id, handle, hue },
          room,
          tokens,
          note: one.says ?? '',
          anonymous: one.anonymous ?? false,
          gift: one.gift,
          sure: true,
        }),
      )
    } else {
      const lines = said.get(one.in) ?? []
      const replyTo = one.to === undefined ? null : lines.at(-one.to)!
      const posted = must(
        'line',
        post(world, told.chat, { room, account: id, text: one.says, key: world.ids.next(), replyTo }),
      )
      if ('line' in posted) said.set(one.in, [...lines, posted.line.seq])
    }
    commitNow(world)
  }
}

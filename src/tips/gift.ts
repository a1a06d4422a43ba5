import { grouped } from '../base/db/durable.ts'
import { prepared } from '../base/db/prepared.ts'
import type { World } from '../world.ts'

/** The house's own gifts with our prices, from small to large; views/tips/gift-picture.tsx draws them. */
export const GIFTS = {
  tea: 15n,
  boat: 30n,
  bouquet: 60n,
  lantern: 120n,
  'music-box': 200n,
  kite: 350n,
  moon: 600n,
  lighthouse: 1_000n,
} as const
export type GiftName = keyof typeof GIFTS

export const GIFT_NAMES = Object.keys(GIFTS) as GiftName[]
export const isGift = (name: string): name is GiftName => Object.hasOwn(GIFTS, name)

/** Where its picture is. */
export const giftPath = (name: string): string => `/gifts/${name}.svg`

export interface Gift {
  name: GiftName
  price_tokens: bigint
  /** The performer does not take it in her room. */
  off: boolean
}

const q = prepared(sql => ({
  prices: sql.all<{ gift: string; price_tokens: bigint }>('SELECT gift, price_tokens FROM gift_prices'),
  price: sql.one<{ price_tokens: bigint }>('SELECT price_tokens FROM gift_prices WHERE gift = $gift'),
  setPrice: sql.run(`INSERT INTO gift_prices (gift, price_tokens) VALUES ($gift, $price)
    ON CONFLICT (gift) DO UPDATE SET price_tokens = excluded.price_tokens`),
  off: sql.all<{ gift: string }>('SELECT gift FROM gifts_off WHERE room_id = $room'),
  isOff: sql.one<{ gift: string }>('SELECT gift FROM gifts_off WHERE room_id = $room AND gift = $gift'),
  putOff: sql.run('INSERT INTO gifts_off (room_id, gift) VALUES ($room, $gift) ON CONFLICT DO NOTHING'),
  allOn: sql.run('DELETE FROM gifts_off WHERE room_id = $room'),
}))

export const giftPrice = (world: Pick<World, 'db'>, gift: GiftName): bigint =>
  q(world).price({ gift })?.price_tokens ?? GIFTS[gift]

/** All gifts at their prices here. Without a room: as the owner sees them. */
export function gifts(world: Pick<World, 'db'>, room: string | null = null): Gift[] {
  const prices = new Map(
    q(world)
      .prices()
      .map(({ gift, price_tokens }) => [gift, price_tokens]),
  )
  const off = new Set(
    room === null
      ? []
      : q(world)
          .off({ room })
          .map(({ gift }) => gift),
  )
  return GIFT_NAMES.map(name => ({ name, price_tokens: prices.get(name) ?? GIFTS[name], off: off.has(name) }))
}

export const takesGift = (world: Pick<World, 'db'>, room: string, gift: GiftName): boolean =>
  q(world).isOff({ room, gift }) === null

/** Which gifts a room takes from now on. */
export function takeGifts(world: World, room: string, taken: readonly GiftName[]): void {
  grouped(world, () => {
    q(world).allOn({ room })
    for (const gift of GIFT_NAMES) if (!taken.includes(gift)) q(world).putOff({ room, gift })
  })
}

export function priceGifts(world: World, prices: Readonly<Record<GiftName, bigint>>): void {
  grouped(world, () => {
    for (const gift of GIFT_NAMES) q(world).setPrice({ gift, price: prices[gift] })
  })
}

import { Elysia } from 'elysia'
import type { World } from '../../world.ts'
import { voucherRoutes } from './vouchers.tsx'

/** Vouchers, orders, transfers, wallets, and what is sold for how much. */
export const moneyRoutes = (world: World) => new Elysia({ name: 'admin-money' }).use(voucherRoutes(world))

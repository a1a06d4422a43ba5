import { Elysia } from 'elysia'
import type { World } from '../../world.ts'
import { earningStaffRoutes } from './earnings.tsx'
import { orderRoutes } from './orders.tsx'
import { moneySettingRoutes } from './settings.tsx'
import { tipStaffRoutes } from './tips.tsx'
import { transferRoutes } from './transfers.tsx'
import { voucherRoutes } from './vouchers.tsx'
import { walletStaffRoutes } from './wallets.tsx'

/** Vouchers, orders, transfers, wallets, earnings, and what is sold for how much. */
export const moneyRoutes = (world: World) =>
  new Elysia({ name: 'admin-money' })
    .use(voucherRoutes(world))
    .use(orderRoutes(world))
    .use(transferRoutes(world))
    .use(walletStaffRoutes(world))
    .use(earningStaffRoutes(world))
    .use(tipStaffRoutes(world))
    .use(moneySettingRoutes(world))

import { Elysia } from 'elysia'
import type { World } from '../../world.ts'
import { earningStaffRoutes } from './earnings/staff.ts'
import { orderRoutes } from './orders/staff.ts'
import { moneySettingRoutes } from './settings/staff.ts'
import { tipStaffRoutes } from './tips/staff.ts'
import { transferRoutes } from './transfers/staff.ts'
import { voucherRoutes } from './vouchers/staff.ts'
import { walletStaffRoutes } from './wallets/staff.ts'

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

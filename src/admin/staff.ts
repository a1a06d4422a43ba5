import { Elysia } from 'elysia'
import type { AccountListeners } from '../accounts/index.ts'
import type { ApprovalListeners } from '../audit/index.ts'
import type { BroadcastListeners } from '../broadcasts/index.ts'
import type { ModerationListeners } from '../moderation/index.ts'
import type { World } from '../world.ts'
import { approvalRoutes } from './approvals/staff.ts'
import { filterRoutes } from './filter/staff.ts'
import { houseRoutes } from './house/staff.tsx'
import type { AdminListeners } from './listeners.ts'
import { moneyRoutes } from './money/staff.ts'
import { overviewRoutes } from './overview/staff.ts'
import { peopleRoutes } from './people/staff.ts'
import { housePlayRoutes } from './play/staff.ts'
import { recordRoutes } from './records/staff.ts'
import { settingsRoutes } from './settings/staff.ts'
import { trailRoutes } from './trail/staff.ts'

interface Told {
  accounts: AccountListeners
  moderation: ModerationListeners
  broadcasts: BroadcastListeners
  admin: AdminListeners
  approvals: ApprovalListeners
}

/** The owner's panel. Health and backups are pages of ops/, texts and reports of support/. */
export const adminRoutes = (world: World, told: Told) =>
  new Elysia({ name: 'admin' })
    .use(overviewRoutes(world, told))
    .use(peopleRoutes(world, told))
    .use(approvalRoutes(world, told))
    .use(moneyRoutes(world))
    .use(recordRoutes(world))
    .use(settingsRoutes(world))
    .use(houseRoutes(world))
    .use(filterRoutes(world))
    .use(housePlayRoutes(world))
    .use(trailRoutes(world))

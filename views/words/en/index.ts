import { accounts } from './accounts.ts'
import { admin } from './admin.ts'
import { cases } from './cases.ts'
import { chat } from './chat.ts'
import { common } from './common.ts'
import { errors } from './errors.ts'
import { following } from './following.ts'
import { layout } from './layout.ts'
import { media } from './media.ts'
import { moderation } from './moderation.ts'
import { money } from './money.ts'
import { ops } from './ops.ts'
import { parts } from './parts.ts'
import { play } from './play.ts'
import { rooms } from './rooms.ts'
import { setup } from './setup.ts'
import { studio } from './studio.ts'
import { support } from './support.ts'
import { times } from './times.ts'
import { tips } from './tips.ts'
import { tools } from './tools.ts'
import { wallet } from './wallet.ts'

/** Every sentence of the interface in English. The other languages have the same shape. */
export const en = {
  common,
  times,
  layout,
  parts,
  errors,
  accounts,
  moderation,
  rooms,
  studio,
  setup,
  support,
  media,
  admin,
  ops,
  chat,
  tools,
  play,
  wallet,
  money,
  tips,
  following,
  cases,
}

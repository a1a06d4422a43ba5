import type { Words } from '../index.ts'
import { cases } from './cases.ts'
import { chat } from './chat.ts'
import { common } from './common.ts'
import { following } from './following.ts'
import { play } from './play.ts'
import { times } from './times.ts'
import { tips } from './tips.ts'
import { tools } from './tools.ts'
import { wallet } from './wallet.ts'

/** Every sentence of the interface in German. */
export const de: Words = { common, times, chat, tools, play, wallet, tips, following, cases }

import { number } from '../format.ts'
import { Icon } from '../parts/icons.tsx'
import { paths } from '../paths.ts'
import { Happened } from '../rooms/wire.tsx'
import { say } from '../words/index.ts'

/** In the header of every page of a member: what is there, and the way to more. The number is pushed when it changes. */
export const Purse = ({ tokens, here }: { tokens: bigint; here: string }) => (
  <span class="purse">
    <a class="purse-balance" href={paths.wallet} title={say.wallet.purse.title}>
      <PurseTokens tokens={tokens} />
    </a>
    <a
      class="purse-more"
      href={paths.walletBuyFrom(here.startsWith(paths.wallet) ? paths.front : here)}
      aria-label={say.wallet.purse.more}
    >
      <Icon name="plus" size={16} />
    </a>
  </span>
)

export const PurseTokens = ({ tokens }: { tokens: bigint }) => (
  <span class="purse-tokens" id="purse">
    <Icon name="token" />
    <b>{number(tokens)}</b>
    <span class="unseen"> {say.wallet.purse.unit(tokens)}</span>
  </span>
)

/** Pushed to each open room page of the member; its scripts hear of it too. */
export const PursePush = ({ tokens }: { tokens: bigint }) => (
  <>
    <PurseTokens tokens={tokens} />
    <Happened kind="purse" data={{ tokens: String(tokens) }} />
  </>
)

/** To the page's modules: an order of the member has gone a step. What it is now, the page asks. */
export const OrderedPush = () => <Happened kind="ordered" />

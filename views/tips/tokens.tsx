import { number } from '../format.ts'
import { Icon } from '../parts/icons.tsx'
import { say } from '../words/index.ts'

/** A number of tokens: the lamp in a coin, and the number; its unit for whoever hears the page. */
export const Tokens = ({ n }: { n: bigint | number }) => (
  <span class="tokens">
    <Icon name="token" size={16} />
    <span aria-hidden="true">{number(n)}</span>
    <span class="unseen">{say.tips.tokens(n)}</span>
  </span>
)

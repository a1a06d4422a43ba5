import { number } from '../../format.ts'
import { Box } from '../../parts/box.tsx'
import { Acts, Button } from '../../parts/button.tsx'
import { Form, TextField } from '../../parts/field.tsx'
import { Notice } from '../../parts/notice.tsx'
import { paths } from '../../paths.ts'
import { say } from '../../words/index.ts'
import { Because } from './because.tsx'

export interface TakeBackTyped {
  tokens: string
  because: string
  errors: { tokens?: string; because?: string }
}

export interface TakeBackProps {
  action: string
  /** Of the box, and where the answer leads back to. */
  id?: string
  born: string
  most_tokens: bigint
  /** It waits for a second person already. */
  proposed: boolean
  words: { title: string; words: string; tokens: string; most: (n: string) => string }
  typed?: TakeBackTyped
}

/** Tokens that go back, or that are given back: one proposes how many, a second person confirms. */
export function TakeBack({ action, id = 'back', born, most_tokens, proposed, words, typed }: TakeBackProps) {
  const { orders } = say.money
  return (
    <Box title={words.title} id={id}>
      {proposed ? (
        <Notice title={orders.proposed.title} words={<a href={paths.panelApprovals}>{orders.proposed.words}</a>} />
      ) : (
        <Form action={`${action}#${id}`} novalidate={typed !== undefined}>
          <input type="hidden" name="key" value={born} />
          <p class="second">{words.words}</p>
          <TextField
            name="tokens"
            label={words.tokens}
            inputmode="numeric"
            maxlength={12}
            hint={words.most(number(most_tokens))}
            value={typed?.tokens ?? String(most_tokens)}
            error={typed?.errors.tokens}
          />
          <Because shown typed={typed?.because} error={typed?.errors.because} />
          <Acts>
            <Button look="danger">{orders.refundSubmit}</Button>
          </Acts>
        </Form>
      )}
    </Box>
  )
}

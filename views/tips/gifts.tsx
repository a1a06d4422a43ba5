import type { Gift, GiftName } from '../../src/tips/index.ts'
import type { Frame } from '../layout/frame.ts'
import { PanelPage } from '../layout/panel.tsx'
import { Box } from '../parts/box.tsx'
import { Button } from '../parts/button.tsx'
import { Form, TextField } from '../parts/field.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'
import { GiftPicture } from './gift-picture.tsx'

export interface GiftsProps {
  frame: Frame
  gifts: readonly Gift[]
  typed?: Partial<Record<GiftName, { typed: string; error?: string }>>
}

export function GiftsPage({ frame, gifts, typed }: GiftsProps) {
  const words = say.tips.gifts
  return (
    <PanelPage frame={frame} title={words.title}>
      <Box title={words.prices}>
        <p class="second">{words.hint}</p>
        <Form action={paths.panelGifts} novalidate={typed !== undefined}>
          <div class="gift-switches">
            {gifts.map(gift => (
              <div class="gift-switch">
                <GiftPicture gift={gift.name} size={48} />
                <div class="row-grow">
                  <TextField
                    name={gift.name}
                    label={say.tips.gift[gift.name]}
                    value={typed?.[gift.name]?.typed ?? String(gift.price_tokens)}
                    inputmode="numeric"
                    unit={say.tips.sheet.amounts}
                    error={typed?.[gift.name]?.error}
                  />
                </div>
              </div>
            ))}
          </div>
          <div>
            <Button look="primary" busy={say.parts.saving}>
              {say.tips.studio.save}
            </Button>
          </div>
        </Form>
      </Box>
    </PanelPage>
  )
}

import { CHART, type Kind, type Line, type Unit } from '../../src/ledger/index.ts'

/** `wallet:m -20, received:p.1 +20 | cost:shares -100, earned:p +100`: tokens before the bar, euro cents after it. */
export function lines(text: string): Line[] {
  return text
    .split(',')
    .flatMap(part => part.split('|'))
    .flatMap(part => {
      const found = /^\s*(\w+)(?::([\w.:]+))?\s+([+-]\d+)\s*$/.exec(part)
      if (!found) {
        if (part.trim() === '') return []
        throw new Error(`no line: ${part}`)
      }
      const [, kind = '', owner = 'site', amount = ''] = found
      const unit: Unit = CHART[kind as Kind].counts === 'tokens' ? 'TOK' : 'EUR'
      return [{ book: { kind: kind as Kind, owner, unit }, amount_minor: BigInt(amount) }]
    })
}

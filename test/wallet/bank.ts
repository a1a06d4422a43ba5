/** Statements of our own making, as banks write them. */
export const OWN = 'DE89370400440532013000'

export interface Entry {
  amount: string
  currency?: string
  text?: string
  ref?: string
  name?: string
  iban?: string
  structured?: string
  direction?: 'CRDT' | 'DBIT'
  status?: string
  day?: string
  reversal?: boolean
  /** Several payments booked as one. */
  parts?: { amount: string; text: string }[]
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

function entryXml(e: Entry): string {
  const currency = e.currency ?? 'EUR'
  const detail = (text: string, amount?: string) =>
    `<TxDtls><Refs>${e.ref && !e.parts ? `<AcctSvcrRef>${e.ref}</AcctSvcrRef>` : ''}<EndToEndId>NOTPROVIDED</EndToEndId></Refs>${
      amount ? `<Amt Ccy="${currency}">${amount}</Amt>` : ''
    }<RltdPties><Dbtr><Nm>${escaped(e.name ?? 'Kim Larsen')}</Nm></Dbtr><DbtrAcct><Id><IBAN>${
      e.iban ?? 'NO9386011117947'
    }</IBAN></Id></DbtrAcct></RltdPties><RmtInf>${text === '' ? '' : `<Ustrd>${escaped(text)}</Ustrd>`}${
      e.structured ? `<Strd><CdtrRefInf><Ref>${e.structured}</Ref></CdtrRefInf></Strd>` : ''
    }</RmtInf></TxDtls>`
  return `<Ntry><Amt Ccy="${currency}">${e.amount}</Amt><CdtDbtInd>${e.direction ?? 'CRDT'}</CdtDbtInd>${
    e.reversal ? '<RvslInd>true</RvslInd>' : ''
  }<Sts>${e.status ?? 'BOOK'}</Sts><BookgDt><Dt>${e.day ?? '2026-11-20'}</Dt></BookgDt>${
    e.ref ? `<AcctSvcrRef>${e.ref}</AcctSvcrRef>` : ''
  }<NtryDtls>${e.parts ? e.parts.map(part => detail(part.text, part.amount)).join('') : detail(e.text ?? '')}</NtryDtls></Ntry>`
}

export const camt = (entries: readonly Entry[], iban = OWN): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">
  <!-- of our own making -->
  <BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr><Stmt><Id>1</Id><Acct><Id><IBAN>${iban}</IBAN></Id></Acct>
${entries.map(entryXml).join('\n')}
</Stmt></BkToCstmrStmt></Document>`

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** 64 KiB each, made to be dear for whoever reads letter by letter: repeats, near misses, nests, marks, joiners. */
export const SIZE = 64 * 1024

const times = (part: string): string => part.repeat(Math.ceil(SIZE / part.length)).slice(0, SIZE)

export const HOSTILE: readonly [name: string, text: string][] = [
  ['one letter', times('a')],
  ['the start of a word, never its end', times('aaaaaaaaab')],
  ['dots', times('.')],
  ['an address that never ends', `https://${times('a.')}`],
  ['mail names without a house', times('a@')],
  ['mail spelled out', times('a at b dot ')],
  ['telephone digits', times('1 ')],
  ['almost a card', times('4111 1111 1111 1112 ')],
  ['almost an IBAN', times('DE89 3704 0044 0532 0130 01 ')],
  ['marks on one letter', `a${times('\u0301')}`],
  ['letters that grow when they are made plain', times('\ufdfa')],
  ['joiners', times('a\u200d')],
  ['writing that turns around', times('\u202e\u2066x\u2069')],
  ['faces of several parts', times('👩‍👩‍👧‍👦')],
  ['letters that look like others', times('аеοр')],
  ['half letters', times('\ud83d')],
  ['digits for letters', times('b4d 5t4r ')],
  ['blanks', times(' ')],
  ['brackets', times('([{')],
  ['ages', times('i am 1 7 ')],
  ['markup', times('<svg/onload=x>')],
  ['mentions', times('@a ')],
  ['colons', times(':a')],
  ['lines', times('\n')],
]

/** Names that would reach every object of the program. */
export const PROTOTYPE_BODIES: readonly [type: string, body: string][] = [
  ['application/json', '{"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}}}'],
  ['application/json', '{"act":"__proto__","key":"__proto__","text":{"__proto__":{"polluted":"yes"}}}'],
  ['application/json', '["__proto__",{"polluted":"yes"}]'],
  ['application/json', 'null'],
  ['application/json', `${'['.repeat(20_000)}`],
  ['application/json', `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`],
  ['application/x-www-form-urlencoded', '__proto__=yes&__proto__[polluted]=yes&constructor[prototype][polluted]=yes'],
  ['application/x-www-form-urlencoded', 'constructor=yes&toString=yes&hasOwnProperty=yes&valueOf=yes'],
  ['application/x-www-form-urlencoded', '%00=%00&%ff=%fe&=&&&==&a%='],
  [
    'multipart/form-data; boundary=x',
    '--x\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\nyes\r\n--x--\r\n',
  ],
  ['text/plain', '__proto__=yes'],
]

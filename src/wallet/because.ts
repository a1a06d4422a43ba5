const BECAUSE_MOST = 1000

/** Why somebody of the house does it, on one line; null when it is missing or too long. */
export function reasonOf(because: string): string | null {
  const reason = because.replace(/\s+/g, ' ').trim()
  return reason === '' || Array.from(reason).length > BECAUSE_MOST ? null : reason
}

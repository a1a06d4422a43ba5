/** Why a posting was made. The table `posting_reasons` holds the same closed list. */
export const REASONS = [
  'order',
  'receipt',
  'voucher-sale',
  'voucher',
  'promo',
  'tip',
  'gift',
  'media',
  'message',
  'club',
  'site',
  'hold',
  'show',
  'ticket',
  'unhold',
  'return',
  'release',
  'refund',
  'dispute',
  'claw',
  'dispute-won',
  'write-off',
  'commission',
  'referral',
  'signup',
  'bonus',
  'mature',
  'recover',
  'lock',
  'paid',
  'unlock',
  'bounced',
  'settle',
  'correct',
  'expire',
] as const
export type Reason = (typeof REASONS)[number]

/** What a member spends tokens on. */
export type SpendReason = 'tip' | 'gift' | 'media' | 'message' | 'club' | 'show' | 'ticket'

/** What waits while the ledger is frozen: money that staff moves or that leaves the house. Tips and shows go on. */
const WAITS: ReadonlySet<Reason> = new Set<Reason>([
  'promo',
  'refund',
  'claw',
  'write-off',
  'lock',
  'paid',
  'recover',
  'correct',
  'expire',
])
export const waitsWhileFrozen = (reason: Reason): boolean => WAITS.has(reason)

/** What the wallet tells others, once it is on the disk, and what it asks them. */
export interface WalletListeners {
  /** The tokens of this account are other than before. */
  moved(account: string): void
  /** An order of this account is in another state than before. */
  ordered(account: string): void
  /** A question: the tip that waits for tokens in the room of this page. */
  kept(account: string, back: string): { tokens: bigint; handle: string } | null
}

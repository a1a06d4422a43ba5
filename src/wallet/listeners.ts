/** What the wallet tells others, once it is on the disk. */
export interface WalletListeners {
  /** The tokens of this account are other than before. */
  moved(account: string): void
  /** An order went another step. */
  orderMoved(order: { id: string; account: string; state: string }): void
}

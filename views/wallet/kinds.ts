export type OrderState = 'open' | 'pending' | 'paid' | 'expired' | 'failed' | 'review' | 'refunded'
export type OrderWhy = 'late' | 'part' | 'over' | 'again' | 'much'

/** A QR code as one path on a grid. */
export interface QrPicture {
  size: number
  d: string
}

import { liveSocket } from '../live/socket.ts'
import { swapFrame } from '../live/swap.ts'

/** The bell in the header rings by itself. A room's page hears it through its own line. */
export function bell(): void {
  if (!document.getElementById('bell') || document.querySelector('#stage[data-room]')) return
  liveSocket('/notices/live', { frame: text => void swapFrame(text) })
}

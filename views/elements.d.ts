import type { Child } from 'hono/jsx'

declare module 'hono/jsx' {
  namespace JSX {
    interface IntrinsicElements {
      /** The state of a room's picture, read by assets/client/room.ts. */
      'fl-media': {
        id: string
        feed: string
        state: string
        outs: string
        reason: string
        paused?: string
        seat?: string
        hidden?: boolean
        children?: Child
      }
      /** Its children are added to the element with the id `to` (assets/client/live/swap.ts). */
      'fl-add': { to: string; children?: Child }
      /** Handed to the modules of the page; `data-said` is JSON. */
      'fl-event': { kind: string; 'data-said'?: string; children?: Child }
    }
  }
}

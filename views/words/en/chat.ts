export const chat = {
  /** Why nothing came of what a page asked for through its socket. */
  wire: {
    form: 'The page sent something that we do not understand. Load it again.',
    unknown: 'The page asks for something that we do not know. Load it again.',
    busy: 'Too much at once. Wait a moment, then try again.',
    refused: 'This is not yours to do.',
    notStored: 'The disk did not take it. Nothing happened and nothing was charged. Try again.',
    fault: 'Something broke on our side. Nothing happened. Try again.',
    unsent: 'The line is gone just now. It is tried again by itself; then send it again.',
  },
  /** The tabs of the side column. */
  side: { label: 'In this room', chat: 'Chat', board: 'Board', about: 'About' },
}

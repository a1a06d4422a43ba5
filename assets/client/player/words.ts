import type { Card, Note } from './player.ts'

/** "0.3 s behind", "12 s behind"; nothing while it is not known. Never zero: the camera and the encoder take time too. */
export function behindWords(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds) || seconds < 0) return ''
  return `${seconds < 9.95 ? Math.max(0.1, seconds).toFixed(1) : Math.round(seconds)} s behind`
}

export const NOTES: Record<Exclude<Note, ''>, string> = {
  getting: 'Getting the picture',
  slow: 'The line is slow. The picture comes back by itself.',
  resting: 'The line is too weak for real time. Smooth for now.',
  full: 'Real time is full. Smooth for now.',
  silent: 'Real time has no sound here. Smooth has it.',
  'no-real': 'Real time is not to be had here. This is Smooth.',
  'no-steady': 'Smooth is not to be had here. This is real time.',
  none: '',
}

export const CARDS: Record<Exclude<Card, ''>, { title: string; words: string; act: string }> = {
  elsewhere: {
    title: 'Playing somewhere else',
    words: 'This room plays in another place with your right to watch. It can play in one of them.',
    act: 'Watch here',
  },
  'too-many': {
    title: 'You watch in two places already',
    words: 'Close one of them to watch here.',
    act: 'Try again',
  },
  codec: {
    title: 'This browser cannot show it',
    words: 'The picture comes in a form that this browser does not play. Another browser may.',
    act: 'Try again',
  },
  line: {
    title: 'The picture does not arrive',
    words: 'We keep trying. Your line, or a firewall on it, may hold it back.',
    act: 'Try now',
  },
}

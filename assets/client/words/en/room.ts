export const room = {
  lineGone: 'The line is gone. We try again by ourselves.',
}

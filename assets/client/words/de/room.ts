export const room = {
  lineGone: 'Die Leitung ist weg. Wir versuchen es von selbst wieder.',
}

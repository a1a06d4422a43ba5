export const layout = {
  language: 'Sprache',
}

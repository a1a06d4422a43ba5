export const layout = {
  language: 'Language',
}

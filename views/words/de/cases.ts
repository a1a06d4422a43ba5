export const cases = {
  list: {
    first: 'Zurück zum Anfang',
    next: 'Nächste Seite',
    csv: 'Als CSV sichern',
  },
}

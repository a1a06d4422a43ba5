export const setup = {
  houseLanguage: 'Sprache des Hauses',
  houseLanguageHint:
    'Für Gäste, die keine unserer Sprachen lesen, und für die Seiten, die das Haus mitbringt. Alle können eine andere wählen.',
  languageFromList: 'Wähl eine Sprache aus der Liste.',
}

export const setup = {
  houseLanguage: 'Language of the house',
  houseLanguageHint:
    'For guests who read none of ours, and for the pages that come with the house. Everybody can choose another one.',
  languageFromList: 'Choose a language from the list.',
}

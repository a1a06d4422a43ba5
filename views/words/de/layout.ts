export const layout = {
  language: 'Sprache',
  signIn: 'Anmelden',
  toContent: 'Zum Inhalt',
  signOut: 'Abmelden',
}

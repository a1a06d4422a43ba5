export const layout = {
  language: 'Language',
  signIn: 'Sign in',
  toContent: 'Go to the content',
  signOut: 'Sign out',
}

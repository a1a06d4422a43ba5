export const unsent = {
  offline: 'Not sent: you are offline. What you typed stays here.',
  silent: 'No answer came. What you typed stays here: try again in a moment.',
  offlineAct: 'Not sent: you are offline. Try again when you are back.',
  silentAct: 'No answer came. Try again in a moment.',
}

export const unsent = {
  offline: 'Nicht gesendet: Du bist offline. Was du getippt hast, bleibt hier.',
  silent: 'Es kam keine Antwort. Was du getippt hast, bleibt hier: Versuch es gleich noch einmal.',
  offlineAct: 'Nicht gesendet: Du bist offline. Versuch es, wenn du wieder online bist.',
  silentAct: 'Es kam keine Antwort. Versuch es gleich noch einmal.',
}

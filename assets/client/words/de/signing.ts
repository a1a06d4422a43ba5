export const signing = {
  small:
    'Mehrere Anmeldungen sind fehlgeschlagen, deshalb rechnet dein Browser zuerst ein wenig. Du kannst inzwischen tippen.',
  done: 'Die Rechnung ist fertig.',
  nearly: 'Einen Moment, die Rechnung ist fast fertig.',
}

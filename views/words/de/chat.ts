export const chat = {
  wire: {
    form: 'Die Seite hat etwas geschickt, das wir nicht verstehen. Lade sie neu.',
    unknown: 'Die Seite fragt nach etwas, das wir nicht kennen. Lade sie neu.',
    busy: 'Zu viel auf einmal. Warte einen Moment und versuch es noch einmal.',
    refused: 'Das darfst du hier nicht.',
    notStored:
      'Der Speicher hat es nicht angenommen. Nichts ist passiert, nichts wurde abgebucht. Versuch es noch einmal.',
    fault: 'Bei uns ist etwas kaputtgegangen. Nichts ist passiert. Versuch es noch einmal.',
    unsent: 'Die Leitung ist gerade weg. Wir versuchen es von selbst; dann schick es noch einmal.',
  },
  side: { label: 'In diesem Raum', chat: 'Chat', board: 'Rangliste', about: 'Über' },
}

export const media = {
  manyTries: 'Zu viele Versuche. Warte einen Moment.',
  noRealTime: 'Hier gibt es kein Bild in Echtzeit.',
  realTimeFull: 'Echtzeit ist voll. Das Bild läuft stattdessen eine Sekunde später.',
  frameLarge: 'Ein Standbild hat höchstens 200 KB.',
  notOnAir: 'Der Raum ist nicht auf Sendung.',
  frameKind: 'Ein Standbild ist ein JPEG- oder WebP-Bild.',
  starting: 'Der Medienserver startet gerade. Versuch es in ein paar Sekunden noch einmal.',
  sendAs: (type: string) => `Sende es als ${type}.`,
  offerLarge: 'Ein Angebot hat höchstens 64 KB.',
  offerUnread: 'Das ist keine Sitzungsbeschreibung, die sich lesen lässt.',
  nothingHere: 'Hier ist nichts.',
  openRoom: 'Öffne den Raum, um ihn zu sehen.',
  passOver: 'Dieses Recht zuzuschauen ist abgelaufen. Frag nach einem neuen.',
  triesMinute: 'Zu viele Versuche in einer Minute. Warte einen Moment.',
  noRoom: 'Dieses Konto hat noch keinen Raum.',
  connectionGone: 'Die Verbindung zum Raum ist weg. Sie kommt von selbst wieder.',
  stageDark: 'Die Bühne ist gerade dunkel.',
  twoRooms: 'Du schaust schon in zwei Räumen zu. Schließ einen davon, um diesen zu sehen.',
  elsewhere: 'Das läuft mit deinem Recht zuzuschauen anderswo. Warte eine Minute.',
  keepsFailing: 'Der Medienserver versagt immer wieder. Seiten gehen, Bilder nicht. Sieh ins Log.',
  startsAgain: 'Der Medienserver startet gerade neu.',
  otherVersion: (is: string, needed: string) => `Der Medienserver ist ${is}, aber Footlight braucht ${needed}.`,
  portDenied: (protocol: string, port: number, flags: string) =>
    `Footlight darf auf ${protocol}-Port ${port} nicht hören. Wähl einen Port über 1023 (${flags}).`,
  portTaken: (protocol: string, port: number, flags: string) =>
    `Port ${port} (${protocol}) gehört einem anderen Programm. Beende es, oder gib Footlight einen anderen Port (${flags}).`,
  flagsTcp: '--rtmp, --rtmps oder --webrtc',
  flagsUdp: '--srt oder --webrtc',
  missing: 'Der Medienserver fehlt. Starte scripts/mediamtx, oder nenn ihn mit --mediamtx.',
  givenNotRun: (file: string) => `--mediamtx nennt ${file}, das ist keine ausführbare Datei.`,
  cachedNotRun: (file: string) => `Im Zwischenspeicher liegt ${file}, das ist keine ausführbare Datei.`,
  givenOther: (file: string, version: string) => `--mediamtx nennt ${file}, das ist nicht MediaMTX ${version}.`,
  cachedOther: (file: string, version: string) =>
    `Im Zwischenspeicher liegt ${file}, das ist nicht MediaMTX ${version}.`,
  damaged: 'Der mitgelieferte Medienserver ist beschädigt. Lade Footlight noch einmal herunter.',
  putFull: (folder: string) => `Der Medienserver ließ sich nicht in ${folder} ablegen: Die Festplatte ist voll.`,
  putClosed: (folder: string) =>
    `Der Medienserver ließ sich nicht in ${folder} ablegen: Dort darf nicht geschrieben werden.`,
  putFailed: (folder: string, code: string) =>
    `Der Medienserver ließ sich nicht in ${folder} ablegen: ${code || 'es ging nicht'}.`,
  noStart: (folder: string) =>
    `Der Medienserver in ${folder} startet nicht. Wenn diese Festplatte mit noexec eingehängt ist, nenn eine andere Kopie mit --mediamtx.`,
}

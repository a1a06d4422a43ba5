import type { following as english } from '../en/following.ts'
import { plural } from '../language.ts'

export const following: typeof english = {
  follow: 'Folgen',
  following: 'Gefolgt',
  followRoom: (who: string) => `${who} folgen`,
  unfollowRoom: (who: string) => `Du folgst ${who}. Nicht mehr folgen`,
  many: 'Du folgst schon zweitausend Räumen. Lass erst ein paar los.',
  own: 'Das ist dein eigener Raum.',
  noRoom: 'Kein Raum heißt so. Vielleicht ist er anders geschrieben.',
  bell: {
    label: 'Mitteilungen',
    unread: (n: number) => plural(n, { one: `${n} neue Mitteilung`, other: `${n} neue Mitteilungen` }),
  },
  notices: {
    title: 'Mitteilungen',
    none: 'Nichts Neues',
    noneWords: 'Wenn ein Raum, dem du folgst, auf Sendung geht oder seine Termine ändert, steht es hier.',
    seeRooms: 'Schau, wer da ist',
    readAll: 'Alle als gelesen merken',
    clear: 'Liste leeren',
    choose: 'Was mir gesagt wird',
    fresh: 'Neu',
    newer: 'Neuere',
    older: 'Ältere',
    cleared: 'Die Liste ist leer.',
    read: 'Alle sind gelesen.',
    gone: 'Diese Mitteilung ist nicht mehr da.',
  },
  told: {
    live: (who: string, title: string) =>
      title === '' ? `${who} ist auf Sendung.` : `${who} ist auf Sendung: ${title}`,
    dateAdded: (who: string, title: string) => `${who} hat einen neuen Termin: ${title}`,
    dateMoved: (who: string, title: string) => `${who} hat einen Termin verschoben: ${title}`,
    dateOff: (who: string, title: string) => `${who} hat einen Termin abgesagt: ${title}`,
    dates: (who: string, n: number) =>
      plural(n, { one: `${who} hat ${n} Termin geändert.`, other: `${who} hat ${n} Termine geändert.` }),
    soon: (who: string, title: string) => `Gleich auf der Bühne, ${who}: ${title}`,
    follower: (n: number) => plural(n, { one: `${n} Person folgt dir jetzt.`, other: `${n} Leute folgen dir jetzt.` }),
    role: (who: string) => `${who} hat dich zur Moderation im Raum eingeladen.`,
    order: (tokens: string) => `${tokens} Token sind in deiner Börse.`,
    report: 'Das Haus hat auf deine Meldung geantwortet.',
    decision: 'Das Haus hat etwas entschieden, das dich betrifft.',
    someone: 'Ein Raum',
  },
}

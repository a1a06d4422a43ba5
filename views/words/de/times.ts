import { plural } from '../language.ts'

export const times = {
  watching: (words: string) => `${words} dabei`,
  now: 'gerade eben',
  ago: (length: string) => `vor ${length}`,
  days: (n: number, words: string) => `${words} ${plural(n, { one: 'Tag', other: 'Tage' })}`,
  daysAgo: (n: number, words: string) => `vor ${words} ${plural(n, { one: 'Tag', other: 'Tagen' })}`,
  atOnce: 'gleich',
  inMinutes: (n: number, words: string) => `in ${words} ${plural(n, { one: 'Minute', other: 'Minuten' })}`,
  inHours: (n: number, words: string) => `in ${words} ${plural(n, { one: 'Stunde', other: 'Stunden' })}`,
  inDays: (n: number, words: string) => `in ${words} ${plural(n, { one: 'Tag', other: 'Tagen' })}`,
  tonight: 'Heute Abend',
  today: 'Heute',
  tomorrow: (weekday: string) => `Morgen, ${weekday}`,
  todayAt: (time: string) => `heute um ${time} Uhr`,
  tomorrowAt: (time: string) => `morgen um ${time} Uhr`,
  weekdayAt: (weekday: string, time: string) => `am ${weekday} um ${time} Uhr`,
  dateAt: (date: string, time: string) => `am ${date} um ${time} Uhr`,
}

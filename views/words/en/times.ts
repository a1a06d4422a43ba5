import { plural } from '../language.ts'

/** Small: this file travels to browsers too, where times become the reader's own. `n` is a number, `words` is how it is written. */
export const times = {
  watching: (words: string) => `${words} watching`,
  now: 'just now',
  ago: (length: string) => `${length} ago`,
  days: (n: number, words: string) => `${words} ${plural(n, { one: 'day', other: 'days' })}`,
  daysAgo: (n: number, words: string) => `${words} ${plural(n, { one: 'day', other: 'days' })} ago`,
  atOnce: 'in a moment',
  inMinutes: (n: number, words: string) => `in ${words} ${plural(n, { one: 'minute', other: 'minutes' })}`,
  inHours: (n: number, words: string) => `in ${words} ${plural(n, { one: 'hour', other: 'hours' })}`,
  inDays: (n: number, words: string) => `in ${words} ${plural(n, { one: 'day', other: 'days' })}`,
  tonight: 'Tonight',
  today: 'Today',
  tomorrow: (weekday: string) => `Tomorrow, ${weekday}`,
  todayAt: (time: string) => `today at ${time}`,
  tomorrowAt: (time: string) => `tomorrow at ${time}`,
  weekdayAt: (weekday: string, time: string) => `on ${weekday} at ${time}`,
  dateAt: (date: string, time: string) => `on ${date} at ${time}`,
}

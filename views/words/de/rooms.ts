export const rooms = {
  backSoon: 'Gleich wieder da',
  since: 'seit <time/>',
  onAirFor: 'seit <length/> auf Sendung',
  everyWeek: 'Jede Woche',
  backAt: 'Zurück <when/>',
  noDate: 'Noch kein Termin',
}

export const rooms = {
  backSoon: 'Back in a moment',
  since: 'since <time/>',
  onAirFor: 'on air for <length/>',
  everyWeek: 'Every week',
  backAt: 'Back <when/>',
  noDate: 'No date yet',
}

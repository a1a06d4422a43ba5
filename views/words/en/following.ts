import { plural } from '../language.ts'

export const following = {
  follow: 'Follow',
  following: 'Following',
  followRoom: (who: string) => `Follow ${who}`,
  unfollowRoom: (who: string) => `You follow ${who}. Stop following`,
  many: 'You follow two thousand rooms already. Leave some first.',
  own: 'This is your own room.',
  noRoom: 'No room has this name. It may be spelt differently.',
  bell: {
    label: 'Notices',
    unread: (n: number) => plural(n, { one: `${n} new notice`, other: `${n} new notices` }),
  },
  notices: {
    title: 'Notices',
    none: 'Nothing new',
    noneWords: 'When a room that you follow goes on air or changes its dates, it stands here.',
    seeRooms: 'See who is on',
    readAll: 'Mark all as read',
    clear: 'Clear the list',
    choose: 'What I am told',
    fresh: 'New',
    newer: 'Newer ones',
    older: 'Older ones',
    cleared: 'The list is empty.',
    read: 'All are read.',
    gone: 'This notice is not there any more.',
  },
  /** One sentence for each kind of notice. */
  told: {
    live: (who: string, title: string) => (title === '' ? `${who} is on air.` : `${who} is on air: ${title}`),
    dateAdded: (who: string, title: string) => `${who} has a new date: ${title}`,
    dateMoved: (who: string, title: string) => `${who} has moved a date: ${title}`,
    dateOff: (who: string, title: string) => `${who} has called off a date: ${title}`,
    dates: (who: string, n: number) =>
      plural(n, { one: `${who} has changed ${n} date.`, other: `${who} has changed ${n} dates.` }),
    soon: (who: string, title: string) => `Soon on stage, ${who}: ${title}`,
    follower: (n: number) =>
      plural(n, { one: `${n} person has begun to follow you.`, other: `${n} people have begun to follow you.` }),
    role: (who: string) => `${who} has made you a moderator of the room.`,
    order: (tokens: string) => `${tokens} tokens are in your wallet.`,
    report: 'The house has answered your report.',
    decision: 'The house has decided something that concerns you.',
    /** A room that is not there any more. */
    someone: 'A room',
  },
}

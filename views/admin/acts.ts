/** Acts of the audit trail in the words of the house. An act without words is shown as it is. */
const WORDS: Readonly<Record<string, string>> = {
  'account.approved': 'Approved for the air',
  'account.banned': 'Banned',
  'account.deleted': 'Deleted the account',
  'account.joined': 'Joined',
  'account.password-changed': 'Changed the password',
  'account.recovered': 'Came back by a recovery link',
  'account.revoked': 'Approval taken back',
  'account.role-changed': 'Role changed',
  'account.sanction-lifted': 'Sanction lifted',
  'account.signed-in': 'Signed in',
  'account.signed-out-everywhere': 'Signed out everywhere',
  'account.suspended': 'Suspended',
  'audit.exported': 'Took the trail out as CSV',
  'backup.made': 'Made a backup',
  'backup.restored': 'Restored a backup',
  'broadcast.cut': 'Stopped and held the room',
  'filter.looked': 'Looked at what the filter stopped',
  'hold.lifted': 'Lifted the hold',
  'invite.made': 'Made an invitation',
  'invite.voided': 'Took an invitation back',
  'key.replaced': 'New stream key',
  'link.made': 'Made a one-use link',
  'list.imported': 'Imported a word list',
  'list.removed': 'Removed a word list',
  'media.restarted': 'Restarted the media server',
  'page.published': 'Published a text of the house',
  'people.searched': 'Searched for people',
  'report.answered': 'Answered a report',
  'report.closed': 'Closed a report',
  'report.taken': 'Took a report up',
  'settings.changed': 'Changed settings',
  'setup.link-made': 'Made the set-up link',
  'srt.passphrase-replaced': 'New SRT passphrase',
}

export const actWords = (act: string): string => WORDS[act] ?? act

/** `{"rule":"1. Be kind","minutes":60}` as "rule: 1. Be kind, minutes: 60"; what is no such object stays as it is. */
export function detailWords(detail: string): string {
  try {
    const facts: unknown = JSON.parse(detail)
    if (typeof facts !== 'object' || facts === null || Array.isArray(facts)) return detail
    return Object.entries(facts)
      .map(([name, value]) => `${name.replaceAll('_', ' ')}: ${valueWords(value)}`)
      .join(', ')
  } catch {
    return detail
  }
}

function valueWords(value: unknown): string {
  if (value === null) return 'none'
  if (typeof value === 'object' && 'from' in value && 'to' in value) {
    return `${valueWords(value.from)} → ${valueWords(value.to)}`
  }
  if (typeof value === 'number' && value > 1_000_000_000_000) return `${new Date(value).toISOString().slice(0, 16)}Z`
  return typeof value === 'string' ? value || 'empty' : JSON.stringify(value)
}

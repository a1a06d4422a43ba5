import { openInvites, roleCounts } from '../accounts/index.ts'
import { prepared } from '../base/db/prepared.ts'
import { isLoopback, publicUrl } from '../base/http/public-url.ts'
import { currentPolicy, desk } from '../support/index.ts'
import type { World } from '../world.ts'
import { backupAge } from './backup.ts'
import { nextStep } from './setup.ts'

export interface Todo {
  words: string
  done: boolean
  act?: { href: string; words: string }
}

const q = prepared(sql => ({
  broadcast: sql.one<{ n: number }>('SELECT EXISTS (SELECT 1 FROM broadcasts) AS n'),
  approved: sql.one<{ n: number }>('SELECT EXISTS (SELECT 1 FROM approvals_to_broadcast) AS n'),
}))

/** What is left until opening night. The dashboard shows it to the owner and puts it away when all is done. */
export function checklist(world: World): Todo[] {
  const step = nextStep(world)
  const performers = roleCounts(world).performer
  const invited = openInvites(world).some(link => link.role === 'performer')
  const url = publicUrl(world)
  const todos: Todo[] = [
    {
      words: 'Finish setting up',
      done: step === null,
      act: { href: `/setup/${step ?? 'you'}`, words: 'Go on' },
    },
  ]
  if (!isLoopback(new URL(url).hostname) || world.settings.get('public_url') !== '') {
    todos.push({
      words: 'Answer at an https address',
      done: url.startsWith('https:'),
      act: { href: '/setup/address', words: 'Set it' },
    })
  }
  todos.push(
    {
      words: 'Read the terms and make them yours',
      done: currentPolicy(world, 'terms').version > 0,
      act: { href: '/panel/pages/terms', words: 'Edit' },
    },
    {
      words: invited && performers === 0 ? 'Invite a performer: the link is on its way' : 'Invite a performer',
      done: performers > 0,
      act: { href: '/panel/invites', words: invited ? 'See it' : 'Invite' },
    },
    {
      words: desk(world).waiting.people > 0 ? 'Approve the performer who waits' : 'Approve a performer',
      done: q(world).approved()?.n === 1,
      act: { href: '/panel/people', words: 'See people' },
    },
    { words: 'See the first broadcast', done: q(world).broadcast()?.n === 1 },
    { words: 'Have a backup', done: backupAge(world) !== null, act: { href: '/panel/backups', words: 'Make one' } },
  )
  return todos
}

import { say } from '../../views/words/index.ts'
import { openInvites, roleCounts } from '../accounts/index.ts'
import { prepared } from '../base/db/prepared.ts'
import { isLoopback, publicUrl } from '../base/http/public-url.ts'
import { currentPolicy, desk } from '../support/index.ts'
import { takesTransfers, vouchersMade } from '../wallet/index.ts'
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
      words: say.ops.todoSetup,
      done: step === null,
      act: { href: `/setup/${step ?? 'you'}`, words: say.ops.todoGoOn },
    },
  ]
  if (!isLoopback(new URL(url).hostname) || world.settings.get('public_url') !== '') {
    todos.push({
      words: say.ops.todoHttps,
      done: url.startsWith('https:'),
      act: { href: '/setup/address', words: say.ops.todoSet },
    })
  }
  todos.push(
    {
      words: say.ops.todoTerms,
      done: currentPolicy(world, 'terms').version > 0,
      act: { href: '/panel/pages/terms', words: say.ops.todoEdit },
    },
    {
      words: invited && performers === 0 ? say.ops.todoInviteSent : say.ops.todoInvite,
      done: performers > 0,
      act: invited
        ? { href: '/panel/invites', words: say.ops.todoSee }
        : { href: '/panel/people#invite', words: say.ops.todoInviteAct },
    },
    {
      words: desk(world).waiting.people > 0 ? say.ops.todoApproveWaits : say.ops.todoApprove,
      done: q(world).approved()?.n === 1,
      act: { href: '/panel/people', words: say.ops.todoPeople },
    },
    {
      words: say.money.settings.todo,
      done: takesTransfers(world) || vouchersMade(world),
      act: { href: '/panel/money', words: say.money.settings.todoAct },
    },
    { words: say.ops.todoBroadcast, done: q(world).broadcast()?.n === 1 },
    {
      words: say.ops.todoBackup,
      done: backupAge(world) !== null,
      act: { href: '/panel/backups', words: say.ops.todoMake },
    },
  )
  return todos
}

import { closeSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { inviteCommand, linkCommand, type Made, recoverCommand } from '../accounts/cli.ts'
import { verifyCommand } from '../audit/cli.ts'
import { CONSOLE } from '../audit/index.ts'
import { publicUrl } from '../base/http/public-url.ts'
import { masterFile, onPaper, readMaster } from '../base/seal/master.ts'
import { recountCommand, verifyCommand as verifyStatement } from '../ledger/cli.ts'
import { makeCheckpoint, statementOf } from '../ledger/index.ts'
import { execChild } from '../media/index.ts'
import { importCommand } from '../moderation/cli.ts'
import { CLASSES, LIST_BYTES } from '../moderation/index.ts'
import type { World } from '../world.ts'
import { backupChild, makeBackup, noteBackup, proveChild, restoreBackup } from './backup.ts'
import type { Call, Command } from './cli.ts'
import { askHealth, doctor } from './doctor.ts'
import { recountChild } from './ledger.ts'
import { setupLink } from './setup.ts'
import { install } from './unit.ts'

/** All that `footlight` can be told, in the order of `--help`. `serve` is main.ts's own. */
export const COMMANDS: Command[] = [
  {
    name: 'serve',
    args: [],
    help: 'Opens the site. This is what happens when no command is given.',
    more: 'Stops in order on SIGTERM and SIGINT. SIGHUP reads the certificate again at once; without it a changed file is noticed within ten seconds.',
    run: () => 1,
  },
  {
    name: 'setup',
    args: [],
    help: 'Prints a fresh link for setting up the site; earlier ones stop working.',
    more: 'The link is for one person and one hour. Once there is an owner, use "footlight account link NAME" instead.',
    run: call =>
      inWorld(call, world => {
        const link = setupLink(world)
        if (!link) {
          call.sorry('This site has an owner already. A link to sign in: footlight account link NAME')
          return 1
        }
        call.say(`${publicUrl(world)}${link}`)
        return 0
      }),
  },
  {
    name: 'doctor',
    args: [],
    help: 'Looks at ports, disk, clock, ffmpeg, certificate, media server, mail, web push and the data folder, and says how to mend what is wrong.',
    more: 'Works while the site runs and while it does not. Ends with 1 when something is wrong.',
    async run(call) {
      const findings = await doctor(call)
      for (const { state, title, fact, fix } of findings) {
        call.say(`${{ ok: 'ok    ', warn: 'look  ', bad: 'WRONG ' }[state]} ${title.padEnd(14)} ${fact}`)
        if (fix) call.say(`       ${' '.repeat(14)} ${fix}`)
      }
      return findings.some(finding => finding.state === 'bad') ? 1 : 0
    },
  },
  {
    name: 'account link',
    args: ['NAME'],
    help: 'Prints a one-use link that signs this account in. It lasts an hour.',
    run: call => inWorld(call, world => shown(call, world, linkCommand(world, call.args[0]!))),
  },
  {
    name: 'account invite',
    args: ['ROLE', '[NOTE]'],
    help: 'Prints a one-use link by which a performer, a moderator or somebody of finance joins. It lasts a week.',
    more: 'ROLE is performer, moderator or finance. NOTE is for you, to tell open invites apart.',
    run: call => inWorld(call, world => shown(call, world, inviteCommand(world, call.args[0]!, call.args[1]))),
  },
  {
    name: 'account recover',
    args: ['[NAME]'],
    help: 'Prints a one-use link by which an owner chooses a new password. It lasts half an hour.',
    run: call => inWorld(call, world => shown(call, world, recoverCommand(world, call.args[0]))),
  },
  {
    name: 'key print',
    args: [],
    help: 'Prints the master key for a copy on paper: without it nothing that is sealed opens again.',
    more: 'Write it down or print it, keep it away from the backups, and clear the screen. The last group tells a slip of the pen. To make the file again: write the 16 groups without blanks into a file and run "xxd -r -p FILE > master.key; chmod 400 master.key".',
    run(call) {
      const opened = readMaster(masterFile(call.config))
      if (!opened.ok) {
        call.sorry(opened.say)
        return 1
      }
      for (const line of onPaper(opened.key)) call.say(line)
      return 0
    },
  },
  {
    name: 'audit verify',
    args: [],
    help: 'Walks the whole audit log and says whether anybody changed or removed an entry.',
    run: call =>
      inWorld(call, world => {
        const { code, say } = verifyCommand(world)
        if (code === 0) call.say(say)
        else call.sorry(say)
        return code
      }),
  },
  {
    name: 'ledger recount',
    args: [],
    flags: [{ flag: 'since', value: 'N', help: 'Only the postings after number N, and the books that they moved.' }],
    help: 'Computes every balance, chain, hold and share again and says whether they agree.',
    more: 'The site may run meanwhile. Ends with 1 when something does not agree: then runs, refunds and staff money wait until a recount of the whole ledger is clean.',
    run(call) {
      const since = call.flags.since ?? '0'
      if (typeof since !== 'string' || !/^[0-9]{1,15}$/.test(since)) {
        call.sorry(`--since is the number of a posting, such as 1200; not ${JSON.stringify(since)}.`)
        return 2
      }
      return inWorld(call, world => {
        const { code, say } = recountCommand(world, Number(since))
        for (const line of say) code === 0 ? call.say(line) : call.sorry(line)
        return code
      })
    },
  },
  {
    name: 'ledger statement',
    args: ['OWNER', 'FILE'],
    help: 'Writes all lines of one account’s books to FILE, with what proves them.',
    more: 'OWNER is the id of the account. Signs a checkpoint first when something was posted since the last one. Whoever gets the file checks it with "footlight ledger verify".',
    async run(call) {
      const [owner = '', file = ''] = call.args
      const world = call.open({ alone: false })
      if (!world) return 1
      try {
        await makeCheckpoint(world)
        const statement = statementOf(world, owner)
        if (!statement || statement.books.length === 0) {
          call.sorry(`Nothing was ever posted for ${owner}. The id of an account stands on its page in the panel.`)
          return 1
        }
        writeFileSync(resolve(file), `${JSON.stringify(statement, null, 1)}\n`, { flag: 'wx', mode: 0o600 })
        call.say(file)
        return 0
      } catch (error) {
        if ((error as { code?: string }).code !== 'EEXIST') throw error
        call.sorry(`${file} is there already. Name a file that is not.`)
        return 1
      } finally {
        world.close()
      }
    },
  },
  {
    name: 'ledger verify',
    args: ['FILE'],
    help: 'Says whether a statement is complete and unaltered. Needs the file alone.',
    run(call) {
      let text: string
      try {
        text = readFileSync(resolve(call.args[0]!), 'utf8')
      } catch {
        call.sorry(`${call.args[0]} cannot be read.`)
        return 1
      }
      const { code, say } = verifyStatement(text)
      for (const line of say) code === 0 ? call.say(line) : call.sorry(line)
      return code
    },
  },
  {
    name: 'lists import',
    args: ['FILE'],
    flags: [
      { flag: 'class', value: 'CLASS', help: `What it is for: ${CLASSES.join(', ')}.` },
      { flag: 'source', value: 'TEXT', help: 'Where it comes from.' },
      { flag: 'licence', value: 'TEXT', help: 'By which licence you may use it.' },
      { flag: 'language', value: 'CODE', help: 'Language of the terms, such as en; may be left out.' },
    ],
    help: 'Imports a word list: texts that others see are held against it from then on, also while the site runs.',
    more: 'FILE is UTF-8 with a term a line; # begins a comment. A term is found as a word, in any spelling that reads like it; with * at an end also inside longer words. The terms are kept sealed and never printed.',
    run: call =>
      inWorld(call, world => {
        const bytes = readUpTo(resolve(call.args[0]!), LIST_BYTES + 1)
        if (typeof bytes === 'string') {
          call.sorry(bytes)
          return 1
        }
        const flag = (name: string) => String(call.flags[name] ?? '')
        const { ok, say } = importCommand(world, {
          bytes,
          class: flag('class'),
          source: flag('source'),
          licence: flag('licence'),
          language: flag('language'),
        })
        if (ok) call.say(say)
        else call.sorry(say)
        return ok ? 0 : 1
      }),
  },
  {
    name: 'backup',
    args: ['FILE'],
    help: 'Writes a checked copy of the whole database to FILE, and of people’s pictures to FILE.pictures; the site may run meanwhile.',
    more: 'The copy is one SQLite file. It is opened and looked through, its audit log is walked and its ledger is computed again before it counts. An existing FILE is not overwritten. Not in it: the master key. Keep that elsewhere.',
    run: call =>
      inWorld(call, world => {
        const made = makeBackup(world.db, resolve(call.args[0]!), world.clock)
        if (!made.ok) {
          call.sorry(made.say)
          return 1
        }
        noteBackup(world, made.backup, CONSOLE)
        const { file, size_bytes, entries, ledger } = made.backup
        call.say(
          `${file} · ${(size_bytes / 1e6).toFixed(1)} MB · checked, with ${entries} audit entries and ${ledger.postings} postings.`,
        )
        return 0
      }),
  },
  {
    name: 'restore',
    args: ['FILE'],
    help: 'Puts a backup and its pictures in the place of the database. The site must be stopped; the old database is kept aside.',
    more: 'Everybody has to sign in again, and links that were sent stop working: a backup may hold sessions that have ended since.',
    run(call) {
      const done = restoreBackup(call.config.data, resolve(call.args[0]!))
      if (!done.ok) {
        call.sorry(done.say)
        return 1
      }
      call.say(
        `Restored ${done.file}. ${done.aside ? `The old database is in ${done.aside}.` : 'There was no database before.'}`,
      )
      call.say('Everybody has to sign in again. Start the site now.')
      return 0
    },
  },
  {
    name: 'install',
    args: [],
    flags: [
      { flag: 'print', help: 'Print the unit instead of writing it.' },
      { flag: 'user', value: 'NAME', help: 'The user that runs it (default: footlight, made when missing).' },
    ],
    help: 'Makes a hardened systemd service of this executable and says how to start it.',
    more: 'Copies itself to /usr/local/bin, writes /etc/systemd/system/footlight.service and, once, /etc/default/footlight with the flags that you give here. Needs root.',
    run: install,
  },
  {
    name: 'health',
    args: [],
    help: 'Asks the running site whether it answers: 0 for yes, 1 for no. For containers and watchdogs.',
    async run(call) {
      const answer = await askHealth(call.config)
      if (answer.ok) {
        call.say(answer.say)
        return 0
      }
      call.sorry(answer.say)
      return 1
    },
  },
  {
    name: 'version',
    args: [],
    help: 'Prints the version.',
    run({ say, bundle }) {
      say(`footlight ${bundle.version} (${bundle.commit})`)
      return 0
    },
  },
  {
    name: 'licenses',
    args: [],
    help: 'Prints the licences of Footlight and of everything inside this file.',
    async run({ say, sorry, bundle }) {
      if (bundle.licenses === '') {
        sorry('THIRD_PARTY.md is missing. Run scripts/third-party.')
        return 1
      }
      say(await Bun.file(bundle.licenses).text())
      return 0
    },
  },
  { name: '__backup', args: [], hidden: true, help: '', run: ({ args }) => backupChild(args) },
  { name: '__prove', args: [], hidden: true, help: '', run: ({ args }) => proveChild(args) },
  { name: '__recount', args: [], hidden: true, help: '', run: ({ args }) => recountChild(args) },
  { name: '__exec', args: [], hidden: true, help: '', run: ({ args }) => execChild(args) },
]

/** Runs beside the site: SQLite lets both write, one after the other. */
function inWorld(call: Call, run: (world: NonNullable<ReturnType<Call['open']>>) => number): number {
  const world = call.open({ alone: false })
  if (!world) return 1
  try {
    return run(world)
  } finally {
    world.close()
  }
}

/** The link alone goes to standard output, so that a script can take it. */
function shown(call: Call, world: World, made: Made): number {
  if (made.ok) {
    call.say(`${publicUrl(world)}${made.path}`)
    call.sorry(made.say)
    return 0
  }
  call.sorry(made.say)
  return 1
}

/** A file's first bytes, or the sentence that says why there are none. */
function readUpTo(file: string, most: number): Uint8Array | string {
  try {
    const handle = openSync(file, 'r')
    try {
      const bytes = new Uint8Array(most)
      let size = 0
      for (;;) {
        const more = readSync(handle, bytes, size, most - size, null)
        size += more
        if (more === 0 || size === most) return bytes.subarray(0, size)
      }
    } finally {
      closeSync(handle)
    }
  } catch (error) {
    return `${file} does not open: ${(error as { code?: string }).code ?? String(error)}.`
  }
}

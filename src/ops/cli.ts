import { type Config, OPTIONS, readConfig } from '../base/config.ts'
import type { Bundle } from '../base/http/assets.ts'
import type { World } from '../world.ts'
import { COMMANDS } from './commands.ts'

/** What a command may use. Words for people go out by `say`; a sentence that says why it did not work by `sorry`. */
export interface Call {
  config: Config
  bundle: Bundle
  args: string[]
  flags: Record<string, string | true>
  env: Record<string, string | undefined>
  /** The flags of the table that were given as flags. */
  given: Record<string, string>
  say(text: string): void
  sorry(text: string): void
  /** The database of the data folder, beside a running site or alone. Null when it cannot be opened: the reason is said. */
  open(how: { alone: boolean }): (World & { close(): void }) | null
}

export interface CommandFlag {
  flag: string
  /** Left out: it takes none. */
  value?: string
  help: string
}

export interface Command {
  /** The words that call it: `account link`. */
  name: string
  /** `[NAME]` may be left out. */
  args: string[]
  flags?: CommandFlag[]
  help: string
  /** Paragraphs for `footlight NAME --help`. */
  more?: string
  /** For Footlight itself: neither shown nor completed. */
  hidden?: true
  run(call: Call): number | Promise<number>
}

export type Asked =
  | ({ what: 'run'; command: Command } & Pick<Call, 'config' | 'given' | 'args' | 'flags'>)
  | { what: 'say'; text: string }
  | { what: 'wrong'; text: string }

/** Makes sense of the words after `footlight`. */
export function ask(argv: string[], env: Record<string, string | undefined>): Asked {
  const shim = COMMANDS.find(command => command.hidden && command.name === argv[0])
  if (shim) {
    const config = readConfig([], {})
    return config.ok
      ? { what: 'run', command: shim, config: config.config, given: {}, args: argv.slice(1), flags: {} }
      : { what: 'wrong', text: config.say }
  }
  const helps = (word: string, at: number) => word === '--help' || word === '-h' || (word === 'help' && at === 0)
  const wantsHelp = argv.some(helps)
  const plain = argv.filter((word, at) => !helps(word, at))
  const parsed = readConfig(plain, env)
  if (!parsed.ok) return { what: 'wrong', text: parsed.say }
  const { config, rest } = parsed
  if (rest[0] === '--version' || rest[0] === '-v') rest[0] = 'version'
  const command = find(rest)
  if (wantsHelp) return { what: 'say', text: command && rest.length > 0 ? commandHelp(command) : help() }
  if (!command) return { what: 'wrong', text: unknown(rest) }
  const words = rest.length === 0 ? [] : rest.slice(command.name.split(' ').length)
  const args: string[] = []
  const flags: Record<string, string | true> = {}
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    if (word === '--') {
      args.push(...words.slice(i + 1))
      break
    }
    if (!word.startsWith('-') || word === '-') {
      args.push(word)
      continue
    }
    const cut = word.indexOf('=')
    const name = word.slice(2, cut < 0 ? undefined : cut)
    const flag = word.startsWith('--') ? command.flags?.find(f => f.flag === name) : undefined
    if (!flag) return { what: 'wrong', text: `I do not know the flag ${word}. See footlight ${command.name} --help.` }
    if (flag.value === undefined) {
      if (cut >= 0) return { what: 'wrong', text: `--${name} takes no value.` }
      flags[name] = true
      continue
    }
    const value = cut < 0 ? words[++i] : word.slice(cut + 1)
    if (value === undefined || value === '') {
      return { what: 'wrong', text: `--${name} needs a value. See footlight ${command.name} --help.` }
    }
    flags[name] = value
  }
  const wanted = command.args
  if (args.length < wanted.filter(arg => !arg.startsWith('[')).length) {
    return { what: 'wrong', text: `${wanted[args.length]} is missing: ${usage(command)}` }
  }
  if (args.length > wanted.length) {
    return { what: 'wrong', text: `I do not know what "${args[wanted.length]}" is for: ${usage(command)}` }
  }
  return { what: 'run', command, config, given: parsed.given, args, flags }
}

/** `serve` where nothing is said; else the command with the most words that fit. */
function find(words: string[]): Command | null {
  if (words.length === 0) return COMMANDS.find(command => command.name === 'serve') ?? null
  const fits = (command: Command) => command.name.split(' ').every((part, i) => part === words[i])
  return (
    COMMANDS.filter(command => !command.hidden && fits(command)).sort((a, b) => b.name.length - a.name.length)[0] ??
    null
  )
}

function unknown(words: string[]): string {
  const first = words[0] ?? ''
  if (first.startsWith('-')) return `I do not know the flag ${first}. See footlight --help.`
  const group = COMMANDS.filter(command => !command.hidden && command.name.startsWith(`${first} `))
  if (group.length > 0)
    return `footlight ${first} needs one more word: ${group.map(c => c.name.split(' ')[1]).join(', ')}.`
  return `There is no command "${first}". See footlight --help.`
}

const usage = (command: Command): string =>
  ['footlight', command.name, ...command.args, ...(command.flags ?? []).map(shownFlag)].join(' ')

const shownFlag = (flag: CommandFlag): string => `[--${flag.flag}${flag.value ? ` ${flag.value}` : ''}]`

/** Made from the tables, so that nothing is missing from it. */
export function help(): string {
  const shown = COMMANDS.filter(command => !command.hidden)
  const name = (command: Command) => [command.name, ...command.args].join(' ')
  return [
    'Footlight, a live cam site in one file.',
    '',
    'Usage: footlight [COMMAND] [FLAGS]',
    '',
    'Commands',
    ...table(shown.map(command => [name(command), command.help])),
    '',
    'Flags, each also as an environment variable; the flag wins',
    ...OPTIONS.flatMap(option => [
      `  --${option.flag} ${option.value}`.padEnd(30) + option.env + (option.fallback ? `  (${option.fallback})` : ''),
      ...wrap(option.help, 6),
    ]),
    '',
    '  --help                      This text; after a command, more about it.',
    '  --version                   Same as footlight version.',
  ].join('\n')
}

function commandHelp(command: Command): string {
  return [
    `Usage: ${usage(command)}`,
    '',
    ...wrap(command.help, 0),
    ...(command.more ? ['', ...command.more.split('\n').flatMap(line => wrap(line, 0))] : []),
    ...(command.flags
      ? ['', ...table(command.flags.map(f => [`--${f.flag}${f.value ? ` ${f.value}` : ''}`, f.help]))]
      : []),
    '',
    'The flags of footlight --help count here too; most commands need --data alone.',
  ].join('\n')
}

function table(rows: [string, string][]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2
  return rows.map(([left, right]) => {
    const [first = '', ...more] = wrap(right, 0, 96 - width)
    return [`  ${left.padEnd(width)}${first}`, ...more.map(line => ' '.repeat(width + 2) + line)].join('\n')
  })
}

function wrap(text: string, indent: number, width = 96): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > width) {
      lines.push(' '.repeat(indent) + line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, ' '.repeat(indent) + line]
}

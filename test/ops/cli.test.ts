import { expect, test } from 'bun:test'
import { OPTIONS } from '../../src/base/config.ts'
import { ask, help } from '../../src/ops/cli.ts'
import { COMMANDS } from '../../src/ops/commands.ts'

const said = (...argv: string[]) => {
  const asked = ask(argv, {})
  return asked.what === 'run' ? `run ${asked.command.name} ${asked.args.join(',')}`.trim() : asked.text
}

test('without a word it serves', () => {
  expect(said()).toBe('run serve')
  expect(said('--http', ':9000')).toBe('run serve')
  expect(said('serve')).toBe('run serve')
})

test('two words may be one command, and flags may stand anywhere', () => {
  expect(said('account', 'link', 'mara')).toBe('run account link mara')
  expect(said('--data', 'd', 'account', 'link', '--log=warn', 'mara')).toBe('run account link mara')
  expect(said('account', 'invite', 'performer', 'for Ines')).toBe('run account invite performer,for Ines')
  expect(said('backup', '--', '--odd-name.db')).toBe('run backup --odd-name.db')
})

for (const [argv, expected] of [
  [['nonsense'], 'There is no command "nonsense". See footlight --help.'],
  [['account'], 'footlight account needs one more word: link, invite, recover.'],
  [['account', 'nonsense'], 'footlight account needs one more word: link, invite, recover.'],
  [['--nonsense'], 'I do not know the flag --nonsense. See footlight --help.'],
  [['serve', '--nonsense'], 'I do not know the flag --nonsense. See footlight serve --help.'],
  [['-x'], 'I do not know the flag -x. See footlight --help.'],
  [['serve', 'now'], 'I do not know what "now" is for: footlight serve'],
  [['backup'], 'FILE is missing: footlight backup FILE'],
  [['backup', 'a', 'b'], 'I do not know what "b" is for: footlight backup FILE'],
  [['install', '--user'], '--user needs a value. See footlight install --help.'],
  [['install', '--print=yes'], '--print takes no value.'],
  [['--data'], '--data needs a value. See footlight --help.'],
] as const) {
  test(`footlight ${argv.join(' ')} is answered in words`, () => {
    expect(ask([...argv], {})).toMatchObject({ what: 'wrong', text: expected })
  })
}

test('help names every command, every flag and its variable', () => {
  const text = help()
  for (const command of COMMANDS) expect(text.includes(`  ${command.name}`)).toBe(!command.hidden)
  for (const option of OPTIONS) {
    expect(text).toContain(`--${option.flag} ${option.value}`)
    expect(text).toContain(option.env)
  }
  expect(Math.max(...text.split('\n').map(line => line.length))).toBeLessThanOrEqual(100)
})

test('every command explains itself', () => {
  for (const command of COMMANDS.filter(c => !c.hidden)) {
    const asked = ask([...command.name.split(' '), '--help'], {})
    expect(asked.what).toBe('say')
    expect(asked.what === 'say' && asked.text).toStartWith(`Usage: footlight ${command.name}`)
    expect(command.help).toMatch(/\.$/)
  }
  expect(said('--help')).toBe(help())
  expect(said('help')).toBe(help())
  expect(said('help', 'backup')).toBe(said('backup', '--help'))
  expect(said('help-me', '--help')).toBe(help())
})

test('the words for Footlight itself take whatever follows', () => {
  expect(said('__exec', '1', '/bin/true', '--help', '--data')).toBe('run __exec 1,/bin/true,--help,--data')
})

import { join } from 'node:path'
import { OPTIONS } from '../src/base/config.ts'
import { COMMANDS } from '../src/ops/commands.ts'
import { ROOT } from './bundle.ts'

const cell = (text: string) => text.replaceAll('|', '\\|')

/** docs/configuration.md, made from the tables that the parser itself uses. */
export function configurationPage(): string {
  return [
    '# Configuration',
    '',
    'Made by `bun scripts/docs.ts` from the tables of the program; `footlight --help` prints the same. A flag wins over its environment variable. What the owner changes while the site runs (name, colour, address, sign-up, backups) is on the settings page instead.',
    '',
    '## Flags',
    '',
    '| Flag | Environment | Default | |',
    '|---|---|---|---|',
    ...OPTIONS.map(
      ({ flag, value, env, fallback, help }) =>
        `| \`--${flag} ${value}\` | \`${env}\` | ${fallback ? `\`${fallback}\`` : ''} | ${cell(help)} |`,
    ),
    '',
    'An address is `HOST:PORT`, `:PORT` for every IPv4 address, `[::]:PORT` for IPv6 too, or a port alone for localhost (encoder ports alone listen everywhere). Port 0 is any free one.',
    '',
    '## Commands',
    '',
    ...COMMANDS.filter(command => !command.hidden).flatMap(({ name, args, flags = [], help, more }) => [
      `### \`footlight ${[name, ...args].join(' ')}\``,
      '',
      help,
      ...(more ? ['', more] : []),
      ...(flags.length > 0
        ? ['', ...flags.map(flag => `- \`--${flag.flag}${flag.value ? ` ${flag.value}` : ''}\`: ${flag.help}`)]
        : []),
      '',
    ]),
    '## Signals',
    '',
    'SIGTERM and SIGINT stop in order (a second one at once); SIGHUP reads the certificate again.',
    '',
  ].join('\n')
}

if (import.meta.main) await Bun.write(join(ROOT, 'docs/configuration.md'), configurationPage())

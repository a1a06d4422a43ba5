import { expect, test } from 'bun:test'
import { readConfig } from '../../src/base/config.ts'

const say = (argv: string[], env: Record<string, string> = {}) => {
  const read = readConfig(argv, env)
  return read.ok ? '' : read.say
}
const config = (argv: string[], env: Record<string, string> = {}) => {
  const read = readConfig(argv, env)
  if (!read.ok) throw new Error(read.say)
  return read.config
}

test('a flag wins over the environment, which wins over the default', () => {
  expect(config([]).http).toEqual({ host: '127.0.0.1', port: 8420 })
  expect(config([], { FOOTLIGHT_HTTP: ':9000' }).http).toEqual({ host: '0.0.0.0', port: 9000 })
  expect(config(['--http=[::]:443'], { FOOTLIGHT_HTTP: ':9000' }).http).toEqual({ host: '::', port: 443 })
  expect(config([], { FOOTLIGHT_HTTP: '' }).http.port).toBe(8420)
})

test('an encoder port may be given as a number, with a colon, or be closed', () => {
  expect(config(['--rtmp', '1940']).rtmp).toEqual({ host: '0.0.0.0', port: 1940 })
  expect(config(['--srt', 'off']).srt).toBeNull()
})

for (const [argv, expected] of [
  [['--http', 'nonsense'], '--http is "nonsense". Write HOST:PORT, such as 127.0.0.1:8420 or :8420.'],
  [['--http', ':70000'], '--http is ":70000". Write HOST:PORT, such as 127.0.0.1:8420 or :8420.'],
  [['--http'], '--http needs a value. See footlight --help.'],
  [['--log', 'loud'], '--log is "loud". It takes debug, info, warn, error.'],
  [
    ['--public-url', 'https://a.example/path'],
    '--public-url is "https://a.example/path". Write the address alone, such as https://stage.example.org.',
  ],
  [
    ['--public-url', 'javascript:alert(1)'],
    '--public-url is "javascript:alert(1)". Write the address alone, such as https://stage.example.org.',
  ],
  [['--public-host', 'a b'], '--public-host is "a b". Write a host name or an address without a port.'],
  [['--trusted-proxy', '127.0.0.1,proxy'], '--trusted-proxy holds "proxy". Write addresses, such as 127.0.0.1,::1.'],
  [['--tls-cert', 'a.pem'], '--tls-cert and --tls-key go together. Give both files or neither.'],
  [
    ['--tls', 'self-signed', '--tls-cert', 'a', '--tls-key', 'b'],
    '--tls self-signed and --tls-cert contradict each other. Leave one of them away.',
  ],
  [['--http', ':1935'], '--http and --rtmp both use port 1935. Give each its own.'],
  [['--srt', ':8189'], '--webrtc and --srt both use port 8189. Give each its own.'],
] as const) {
  test(`${argv.join(' ')} is refused in words`, () => expect(say([...argv])).toBe(expected))
}

test('any free port may be asked for twice', () => {
  expect(say(['--http', ':0', '--rtmp', ':0', '--srt', ':0', '--webrtc', ':0', '--rtmps', ':0'])).toBe('')
})

test('what is no flag of the table is left for the command', () => {
  const read = readConfig(['backup', '--data', 'd', 'file.db', '--nonsense'], {})
  expect(read.ok && read.rest).toEqual(['backup', 'file.db', '--nonsense'])
  expect(read.ok && read.given).toEqual({ data: 'd' })
})

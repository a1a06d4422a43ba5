import { expect, test } from 'bun:test'
import { eventOf, masked, readLine } from '../../src/media/log-patterns.ts'

test('a line is read as MediaMTX writes it, and as Go quotes it', () => {
  expect(
    readLine('{"timestamp":"2026-11-21T15:26:10Z","level":"INF","message":"[RTMP] [conn 127.0.0.1:1] opened"}'),
  ).toEqual({
    level: 'INF',
    message: '[RTMP] [conn 127.0.0.1:1] opened',
  })
  // strconv.Quote writes \x00 and \a, which JSON does not know.
  expect(
    readLine('{"timestamp":"t","level":"WAR","message":"a \\x1b[0m \\a \\"b\\" \\u00e9 \\U0001f3b5 \\\\"}'),
  ).toEqual({
    level: 'WAR',
    message: 'a \x1b[0m \x07 "b" é 🎵 \\',
  })
})

test('what is no log line is kept raw', () => {
  for (const raw of [
    'panic: runtime error',
    '{"timestamp":"t"}',
    '{"level":"INF"',
    '',
    '{"timestamp":"t","level":"INF","message":"x',
  ]) {
    expect(readLine(raw)).toEqual({ level: 'RAW', message: raw })
  }
})

test('nobody can forge an event from within a message', () => {
  expect(eventOf("x [RTMP] [conn 1.2.3.4:5] is publishing to path 'live/mira'")).toBeNull()
  expect(eventOf('[path other/mira] stream is available and online, 1 track (H264)')).toBeNull()
  expect(eventOf('[path live/Mira] stream is available and online, 1 track (H264)')).toBeNull()
})

test('a taken port is named', () => {
  expect(eventOf('listen tcp :1935: bind: address already in use')).toEqual({
    kind: 'port-taken',
    protocol: 'tcp',
    port: 1935,
    denied: false,
  })
  expect(eventOf('listen udp 127.0.0.1:8890: bind: address already in use')).toMatchObject({
    protocol: 'udp',
    port: 8890,
  })
  expect(eventOf('listen tcp4 0.0.0.0:80: bind: permission denied')).toMatchObject({ port: 80, denied: true })
})

test('no secret is kept of a line', () => {
  const key = 'flaaaaaaaaaaaaaaaaaaaaaaaaaa'
  const nonce = 'c29tZS1ub25jZS1vZi0xNg'
  for (const line of [
    `rtmp://host/live/mira?pass=${key}`,
    `[SRT] [conn 1.2.3.4:5] closed: invalid stream ID 'publish:live/mira:mira:${key}:x'`,
    `[SRT] [conn 1.2.3.4:5] closed: invalid stream ID 'hello ${key}': stream ID must be`,
    `dial rtsp://relay:${nonce}@127.0.0.1:4000/live/mira`,
    `srt://host?streamid=publish:live/mira:mira:${key}&passphrase=secretpassphrase`,
    `wrong key ${key}`,
    `token=${nonce}&x=1`,
    `the secret ${nonce} of this run`,
  ]) {
    const kept = masked(line, [nonce])
    expect(kept).not.toContain(key)
    expect(kept).not.toContain(nonce)
    expect(kept).not.toContain('secretpassphrase')
  }
})

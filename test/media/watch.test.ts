import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { once } from 'node:events'
import { connect } from 'node:tls'
import { PATTERNS } from '../../src/media/log-patterns.ts'
import { film, free, killPublishers, newKey, PASSPHRASE, publish, type Stand, stand, until } from './help.ts'

let s: Stand
beforeAll(async () => {
  film()
  s = await stand()
}, 60_000)
afterAll(async () => {
  killPublishers()
  await s.stop()
})

const says = () => s.lines.filter(line => line.includes('"media.says"')).map(line => JSON.parse(line).words as string)

describe('publishing', () => {
  test.concurrent('RTMP: connecting, live with a feed, an Opus twin for WHEP, and off at the good-bye', async () => {
    s.room('mira')
    const p = publish(s.rtmp('mira'))
    await until('connecting', () => s.last('connecting', 'mira'))
    const live = await until('live', () => s.last('live', 'mira'))
    expect(live.source).toBe('rtmp')
    expect(live.feed!.id).toMatch(/^[a-z2-7]{26}$/)
    expect(live.feed!.outs).toEqual([{ name: 'src', hls: true, whep: true, hlsSound: true, whepSound: false }])
    expect(s.last('feedOpened', 'mira')!.id).toBe(live.feed!.id)
    const outs = await until('the bridge', () => s.last('outs', 'mira'))
    expect(outs.feed!.outs.at(-1)).toEqual({ name: 'opus', hls: false, whep: true, hlsSound: false, whepSound: true })
    const health = await until('health', () => {
      const h = s.last('health', 'mira')?.health
      return h?.bitrate && h
    })
    expect(health).toMatchObject({ videoCodec: 'H264', audioCodec: 'AAC', width: 320, height: 180, faults: [] })
    await p.end()
    const off = await until('off', () => s.last('off', 'mira'))
    expect(off.reason).toBe('closed')
    expect(s.last('feedClosed', 'mira')!.id).toBe(live.feed!.id)
    // The broadcast is still open: a reconnect goes on with it.
    expect(s.count('ended', 'mira')).toBe(0)
    const back = publish(s.rtmp('mira'))
    const again = await until('live again', () => s.count('live', 'mira') === 2 && s.last('live', 'mira'))
    expect(again.feed!.id).not.toBe(live.feed!.id)
    expect(s.count('ended', 'mira')).toBe(0)
    s.media.stopping('mira')
    back.kill()
    expect((await until('ended', () => s.last('ended', 'mira'))).reason).toBe('stopped')
  }, 40_000)

  test.concurrent('SRT with the passphrase is let in; without or with another it is not', async () => {
    s.room('sol')
    const p = publish(s.srt('sol'))
    const live = await until('live', () => s.last('live', 'sol'))
    expect(live.source).toBe('srt')
    const health = await until('loss is measured', () => {
      const h = s.last('health', 'sol')?.health
      return h?.lossPercent !== undefined && h
    })
    expect(health.rttMs).toBeGreaterThanOrEqual(0)
    await p.end()
    await until('off', () => s.last('off', 'sol')?.reason === 'closed')
    const refused = ['', 'another-passphrase-24ch'].map(other => publish(s.srt('sol', undefined, other)))
    await Promise.all(refused.map(p => p.child.exited))
    expect(s.count('live', 'sol')).toBe(1)
  }, 40_000)

  test.concurrent('a wrong key is refused with its word, and nothing of it is in the log', async () => {
    s.room('juno')
    const wrong = newKey()
    const p = publish(s.rtmp('juno', wrong))
    const refused = await until('refused', () => s.last('refused', 'juno'))
    expect(refused).toMatchObject({ word: 'key', protocol: 'rtmp' })
    await p.child.exited
    s.room('juno', { refuse: 'not-approved' })
    const q = publish(s.srt('juno'))
    await until('not approved', () => s.last('refused', 'juno')?.word === 'not-approved')
    await q.child.exited
    // A stream id that is none is logged whole by MediaMTX.
    const odd = newKey()
    const r = publish(`srt://127.0.0.1:${s.ports.srt}?streamid=${odd}:x&passphrase=${PASSPHRASE}&pbkeylen=32`)
    await r.child.exited
    const log = s.lines.join('')
    for (const secret of [wrong, odd, s.keys.get('juno')!, s.keys.get('mira')!, PASSPHRASE]) {
      expect(log).not.toContain(secret)
    }
    expect(s.count('live', 'juno')).toBe(0)
  }, 40_000)

  test.concurrent('nobody can read over the public ports, whatever the key', async () => {
    s.room('noor')
    const p = publish(s.rtmp('noor'))
    const live = await until('live', () => s.last('live', 'noor'))
    const urls = [
      s.rtmp('noor'),
      `rtmp://127.0.0.1:${s.ports.rtmp}/feed/${live.feed!.id}/src`,
      `srt://127.0.0.1:${s.ports.srt}?streamid=read:live/noor:noor:${s.keys.get('noor')}&passphrase=${PASSPHRASE}&pbkeylen=32&connect_timeout=1000`,
    ]
    const readers = urls.map(url =>
      Bun.spawn(['ffmpeg', '-loglevel', 'error', '-i', url, '-t', '1', '-f', 'null', '-'], { stderr: 'ignore' }),
    )
    for (const reader of readers) expect(await reader.exited).not.toBe(0)
    p.kill()
  }, 40_000)
})

test.concurrent('a frozen encoder is stalled and comes back alone, on the same feed', async () => {
  s.room('ivo')
  const p = publish(s.rtmp('ivo'))
  const live = await until('live', () => s.last('live', 'ivo'))
  await until('flowing', () => s.last('health', 'ivo')?.health.bitrate)
  p.child.kill('SIGSTOP')
  const stalled = await until('stalled', () => s.last('stalled', 'ivo'))
  expect(stalled.lastAt).toBeLessThan(Date.now() - 1500)
  p.child.kill('SIGCONT')
  await until('moving', () => s.last('moving', 'ivo'))
  expect(s.count('live', 'ivo')).toBe(1)
  expect(s.count('feedClosed', 'ivo')).toBe(0)
  expect(live.feed!.id).toBe(s.last('feedOpened', 'ivo')!.id)
  p.kill()
}, 40_000)

test.concurrent('a cut ends the picture, and the hold keeps the encoder out', async () => {
  const key = s.room('lena')
  publish(s.rtmp('lena'))
  const live = await until('live', () => s.last('live', 'lena'))
  s.room('lena', { heldUntil: Date.now() + 60_000 })
  s.keys.set('lena', key)
  await s.media.cut('lena', 'cut')
  expect(s.last('off', 'lena')!.reason).toBe('cut')
  expect(s.last('ended', 'lena')!.reason).toBe('cut')
  expect(s.last('feedClosed', 'lena')!.id).toBe(live.feed!.id)
  const paths = await s.media.upstream()!.client.paths()
  expect(paths.ok && paths.value.filter(p => p.name.includes('lena') || p.name.includes(live.feed!.id))).toEqual([])
  expect(s.count('live', 'lena')).toBe(1)
}, 40_000)

test.concurrent('a second encoder takes over on a new feed; a third change between two addresses is held', async () => {
  s.room('ada')
  publish(s.rtmp('ada'))
  await until('first', () => s.count('live', 'ada') === 1)
  publish(s.rtmp('ada', undefined, '[::1]'))
  await until('second', () => s.count('live', 'ada') === 2)
  publish(s.rtmp('ada'))
  await until('third', () => s.count('live', 'ada') === 3)
  publish(s.rtmp('ada', undefined, '[::1]'))
  await until('fourth', () => s.count('live', 'ada') === 4)
  const ids = s.told.flatMap(t => (t.kind === 'live' && t.room === 'ada' ? t.feed!.id : []))
  expect(new Set(ids).size).toBe(4)
  publish(s.rtmp('ada'))
  await until('held', () => s.last('refused', 'ada')?.word === 'held')
  await until('said', () => s.last('health', 'ada')?.health.faults.includes('two-encoders'))
  expect(s.count('live', 'ada')).toBe(4)
  expect(s.count('ended', 'ada')).toBe(0)
}, 60_000)

test.concurrent('what is wrong with the encoder is named', async () => {
  for (const [name, what, fault] of [
    ['hush', 'silent', 'no-audio'],
    ['hevc', 'hevc', 'not-h264'],
  ] as const) {
    s.room(name)
    const p = publish(name === 'hevc' ? s.srt(name) : s.rtmp(name), film(what))
    await until('live', () => s.last('live', name))
    const health = await until(fault, () => {
      const h = s.last('health', name)?.health
      return h?.faults.includes(fault) && h
    })
    expect(health.faults).toEqual([fault])
    p.kill()
  }
}, 60_000)

test('every log pattern was met in the log of the pinned binary', async () => {
  const lines = says()
  for (const name of ['available', 'publishing', 'closed', 'takeover'] as const) {
    expect([name, lines.some(line => PATTERNS[name].test(line))]).toEqual([name, true])
  }
})

test('without ffmpeg the site runs, and says that real-time sound is off', async () => {
  const bare = await stand({ ffmpeg: '/nonexistent/ffmpeg' })
  try {
    expect(bare.media.status().ffmpeg.found).toBe(false)
    bare.room('mira')
    publish(bare.rtmp('mira'))
    await until('live', () => bare.last('live', 'mira'))
    await until('notice', () => bare.last('health', 'mira')?.health.faults.includes('bridge-off'))
    expect(bare.count('outs', 'mira')).toBe(0)
  } finally {
    await bare.stop()
  }
}, 30_000)

test('an ffmpeg that fails is tried again with pauses, and said', async () => {
  const folder = `/tmp/footlight-broken-${await free('tcp')}`
  await Bun.write(`${folder}/ffmpeg`, '#!/bin/sh\n[ "$2" = -version ] && echo "ffmpeg version 0" && exit 0\nexit 1\n')
  Bun.spawnSync(['chmod', '+x', `${folder}/ffmpeg`])
  const bare = await stand({ ffmpeg: `${folder}/ffmpeg` })
  try {
    bare.room('mira')
    publish(bare.rtmp('mira'))
    await until('notice', () => bare.last('health', 'mira')?.health.faults.includes('bridge-failing'), 25_000)
    expect(bare.lines.filter(line => line.includes('bridge.ended')).length).toBeGreaterThanOrEqual(5)
  } finally {
    await bare.stop()
    Bun.spawnSync(['rm', '-rf', folder])
  }
}, 40_000)

test('RTMPS is open with a valid pair only, and a renewed certificate is taken up without a restart', async () => {
  const pair = () => {
    const made = Bun.spawnSync([
      ...['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
      ...['-subj', '/CN=localhost', '-keyout', '-', '-out', '-'],
    ]).stdout.toString()
    const part = (name: RegExp) => name.exec(made)![0]
    return {
      key: part(/-----BEGIN PRIVATE KEY-----[\s\S]+?-----END PRIVATE KEY-----/),
      cert: part(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/),
    }
  }
  const first = pair()
  let shown = { cert: first.cert, key: pair().key }
  const port = await free('tcp')
  const bare = await stand({ rtmps: { port, certificate: () => shown } })
  const presented = async () => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false })
    await once(socket, 'secureConnect')
    const raw = socket.getPeerCertificate().raw
    socket.destroy()
    return `-----BEGIN CERTIFICATE-----\n${raw
      .toString('base64')
      .match(/.{1,64}/g)!
      .join('\n')}\n-----END CERTIFICATE-----`
  }
  try {
    // A key that is not the certificate's.
    expect(bare.media.status().listeners.some(at => at.startsWith('rtmps'))).toBe(false)
    shown = first
    await bare.media.restart()
    await until('up again', () => bare.media.status().listeners.includes(`rtmps 127.0.0.1:${port}`))
    bare.room('mira')
    const p = publish(`rtmps://127.0.0.1:${port}/live/mira?pass=${bare.keys.get('mira')}`)
    const live = await until('live', () => bare.last('live', 'mira'))
    expect(live.source).toBe('rtmps')
    expect(await presented()).toBe(first.cert)
    shown = pair()
    bare.media.certificateChanged()
    const end = performance.now() + 10_000
    while ((await presented()) !== shown.cert) {
      if (performance.now() > end) throw new Error('the old certificate is still shown')
      await Bun.sleep(50)
    }
    expect(bare.count('away', 'mira') + bare.count('off', 'mira')).toBe(0)
    await p.end()
    await until('off', () => bare.last('off', 'mira')?.reason === 'closed')
  } finally {
    await bare.stop()
  }
}, 40_000)

import { describe, expect, test } from 'bun:test'
import { askWords, chosen, named, readChoice, USUAL_CHOICE } from '../../../assets/client/studio/devices.ts'
import { cells, DEAF, decibels, hear, levelWords } from '../../../assets/client/studio/level.ts'
import { lights, type Ready } from '../../../assets/client/studio/lights.ts'
import { count, type Figures, figures, trouble } from '../../../assets/client/studio/line.ts'
import { verdict } from '../../../assets/client/studio/verdict.ts'
import { inOrder, startingAt } from '../../../assets/client/studio/whip.ts'

describe('what the browser has kept', () => {
  test.each([null, '', 'nonsense', '[]', '3', 'null', '{"camera":7,"mirror":"yes"}'])(
    '%p is no reason to stop',
    kept => {
      expect(readChoice(kept)).toEqual(USUAL_CHOICE)
    },
  )

  test('a choice comes back', () => {
    const choice = { camera: 'a', microphone: 'b', mirror: false, guide: true, voice: false }
    expect(readChoice(JSON.stringify(choice))).toEqual(choice)
  })
})

describe('devices', () => {
  const all = [
    { deviceId: 'c1', kind: 'videoinput', label: '' },
    { deviceId: '', kind: 'videoinput', label: '' },
    { deviceId: 'm1', kind: 'audioinput', label: 'USB microphone' },
  ]
  test('have names even where the browser gives none', () => {
    expect(named(all, 'videoinput')).toEqual([{ id: 'c1', name: 'Camera 1' }])
    expect(named(all, 'audioinput')).toEqual([{ id: 'm1', name: 'USB microphone' }])
  })

  test('one that is gone is replaced by the first', () => {
    const devices = named(all, 'videoinput')
    expect(chosen(devices, 'gone')).toBe('c1')
    expect(chosen([], 'gone')).toBe('')
  })

  test('every failure says what is and what helps', () => {
    const errors = ['NotAllowedError', 'NotFoundError', 'NotReadableError', 'OverconstrainedError', 'missing', 'Odd']
    const said = errors.map(error => askWords(error, 'camera').title)
    expect(new Set(said).size).toBe(errors.length)
    expect(askWords('NotFoundError', 'microphone').words).toContain('start without sound')
    expect(askWords('NotAllowedError', 'camera', false).title).toContain('safe connection')
  })
})

describe('the level', () => {
  test('lights 32 cells from silence to full', () => {
    expect(cells(decibels(new Float32Array(8)))).toBe(0)
    expect(cells(decibels(new Float32Array([0, -1])))).toBe(32)
    expect(cells(-30)).toBe(16)
  })

  test('a voice is heard, a click and a fan are not', () => {
    const after = (...slices: number[]) => slices.reduce(hear, DEAF).heard
    expect(after(-20, -20, -20, -20)).toBe(true)
    expect(after(-5)).toBe(false)
    expect(after(...Array(100).fill(-50))).toBe(false)
  })

  test('has words', () => {
    expect([levelWords(-50, false, false), levelWords(-1, true, false), levelWords(-20, true, true)]).toEqual([
      'Speak now',
      'Too loud',
      'Muted',
    ])
  })
})

describe('the ready lights', () => {
  const good = verdict(
    Array.from({ length: 8 }, () => ({ available: 7e6, sent: 6e6, limit: 'none' })),
    null,
  )
  const bad = verdict([{ sent: 1000, limit: 'none' }], null)
  const ready: Ready = {
    camera: { width: 1280, height: 720, fps: 30 },
    microphone: true,
    heard: true,
    check: good,
    closed: false,
  }

  test('all burn: Start is the big act', () => {
    expect(lights(ready)).toMatchObject({ may: true, all: true, words: 'All three lights burn' })
  })

  test('without a camera there is no start', () => {
    expect(lights({ ...ready, camera: null })).toMatchObject({ may: false, words: 'Turn on your camera first' })
  })

  test('a missing microphone or a weak line is said, and does not forbid it', () => {
    const lit = lights({ ...ready, microphone: false, heard: false, check: bad })
    expect(lit).toMatchObject({ may: true, all: false, words: 'Missing: no microphone, the line is too weak' })
    expect(lights({ ...ready, heard: false, check: { left: 4 } }).words).toBe(
      'Missing: say something, upload check runs',
    )
    expect(lights({ ...ready, check: null }).words).toBe('Missing: check your upload')
    expect(lights({ ...ready, check: 'failed' }).upload.fact).toBe('Could not be tried')
  })

  test('a closed house is closed whatever burns', () => {
    expect(lights({ ...ready, closed: true })).toMatchObject({ may: false, all: false })
  })
})

describe('what the browser counts', () => {
  const stats = (bytes: number) => [
    {
      type: 'outbound-rtp',
      id: 'v',
      kind: 'video',
      bytesSent: bytes,
      packetsSent: 10,
      framesPerSecond: 30,
      qualityLimitationReason: 'cpu',
      codecId: 'c',
    },
    { type: 'outbound-rtp', id: 'a', kind: 'audio', bytesSent: 1000 },
    { type: 'remote-inbound-rtp', id: 'r', kind: 'video', fractionLost: 0.02 },
    { type: 'transport', id: 't', selectedCandidatePairId: 'p' },
    { type: 'candidate-pair', id: 'p', currentRoundTripTime: 0.05, availableOutgoingBitrate: 5e6 },
    { type: 'codec', id: 'c', mimeType: 'video/H264' },
  ]

  test('bits of both kinds over the time between two looks', () => {
    const before = count(stats(0), 0)
    expect(figures(stats(500_000), before, count(stats(500_000), 2000))).toMatchObject({
      sent: 2_000_000,
      fps: 30,
      limit: 'cpu',
      rttMs: 50,
      available: 5e6,
      lost: 0.02,
      codec: 'H264',
    })
    expect(figures([], null, count([], 0))).toMatchObject({ sent: 0, limit: 'none' })
  })

  test('a single bad moment is no trouble, three are', () => {
    const fine: Figures = { sent: 2_500_000, fps: 30, limit: 'none', lost: 0 }
    const weak: Figures = { ...fine, sent: 900_000, limit: 'bandwidth' }
    expect(trouble([fine, fine, weak], 2_500_000, false)).toBeNull()
    expect(trouble([weak, weak, weak], 2_500_000, false)?.words).toContain('0.9 Mb/s of 2.5 Mb/s')
    expect(trouble([weak, weak, weak], 2_500_000, true)).toBeNull()
    const busy = { ...fine, limit: 'cpu' }
    expect(trouble([busy, busy, busy], 2_500_000, false)?.title).toBe('Your computer is busy.')
  })
})

describe('the offer', () => {
  const codec = (mimeType: string, sdpFmtpLine = '') => ({ mimeType, sdpFmtpLine })

  test('has H.264 first, then VP9 and AV1, and never VP8', () => {
    const order = inOrder([
      codec('video/VP8'),
      codec('video/rtx'),
      codec('video/AV1'),
      codec('video/VP9'),
      codec('video/H264', 'packetization-mode=0'),
      codec('video/H264', 'packetization-mode=1'),
      codec('video/H265'),
    ])
    expect(order.map(({ mimeType }) => mimeType)).toEqual([
      'video/H264',
      'video/H264',
      'video/VP9',
      'video/AV1',
      'video/rtx',
    ])
    expect(order[0]?.sdpFmtpLine).toBe('packetization-mode=1')
  })

  test('a browser with VP8 alone has nothing to offer', () => {
    expect(inOrder([codec('video/VP8'), codec('video/rtx')])).toEqual([])
  })

  test('an answer is told where to start, once for each codec', () => {
    const answer = [
      'v=0',
      'm=audio 9 UDP/TLS/RTP/SAVPF 111',
      'a=rtpmap:111 opus/48000/2',
      'm=video 9 UDP/TLS/RTP/SAVPF 102 98',
      'a=rtpmap:102 H264/90000',
      'a=fmtp:102 packetization-mode=1',
      'a=rtpmap:98 VP9/90000',
      '',
    ].join('\r\n')
    const told = startingAt(answer, 2_500_000)
    expect(told).toContain('a=fmtp:102 packetization-mode=1;x-google-start-bitrate=2000\r\n')
    expect(told).toContain('a=rtpmap:98 VP9/90000\r\na=fmtp:98 x-google-start-bitrate=2000\r\n')
    expect(told).toContain('a=rtpmap:111 opus/48000/2\r\nm=video')
  })
})

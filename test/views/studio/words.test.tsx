import { describe, expect, test } from 'bun:test'
import type { Fault, Health, Stage } from '../../../src/broadcasts/index.ts'
import { SignalBox } from '../../../views/studio/obs.tsx'
import { closedWords, HealthLine, Notices } from '../../../views/studio/studio.tsx'
import {
  doorWords,
  endedWords,
  faultWords,
  figuresIn,
  healthView,
  signalView,
  sourceWords,
} from '../../../views/studio/words.ts'

const NOW = Date.UTC(2026, 10, 21, 18)
const at = (more: Partial<Stage>): Stage => ({
  room: 'mara-voss',
  state: 'live',
  since: NOW - 60_000,
  broadcast: null,
  source: 'rtmp',
  feed: null,
  paused: false,
  muted: false,
  reason: '',
  health: { faults: [] },
  refused: null,
  ...more,
})
const signal = (more: Partial<Stage>, how: { keptOutUntil?: number; held?: boolean } = {}) =>
  signalView(at(more), { keptOutUntil: 0, held: false, now: NOW, zone: 'UTC', ...how })
const GOOD: Health = {
  videoCodec: 'H264',
  audioCodec: 'AAC',
  width: 1920,
  height: 1080,
  fps: 29.97,
  bitrate: 4_800_000,
  keyFrameSeconds: 1,
  lossPercent: 0.1,
  faults: [],
}
const ALL = Object.keys(faultWords()) as Fault[]
/** Mended by the house, or outside of OBS's settings. */
const NOT_IN_OBS: Fault[] = ['bridge-failing']

describe('the signal of an encoder', () => {
  test('each state has its heading', () => {
    const heading = (more: Partial<Stage>) => String(<SignalBox signal={signal(more)} />)
    expect(heading({ state: 'off' })).toContain('Waiting for your signal')
    expect(heading({ state: 'connecting' })).toContain('Your encoder is here')
    expect(heading({ state: 'live' })).toContain('On air')
    expect(heading({ state: 'stalled' })).toContain('the picture stands still')
    expect(heading({ state: 'away' })).toContain('Back in a moment')
    const refused = { word: 'key', at: NOW, protocol: 'srt' }
    expect(heading({ state: 'off', refused })).toContain('We refused the signal')
  })

  test('a live one is told in codec, size, rate, key frames and sound', () => {
    const { facts, clean } = signal({ health: GOOD })
    expect(Object.fromEntries(facts.map(({ label, value }) => [label, value]))).toEqual({
      'Comes from': 'OBS by RTMP',
      Picture: 'H264',
      Size: '1920 x 1080',
      'Frame rate': '30 a second',
      Bitrate: '4.8 Mb/s',
      'Key frames': 'every 1.0 s',
      Sound: 'AAC',
    })
    expect(clean).toBe(true)
  })

  test('nothing is called good before the key frames were measured', () => {
    const { clean } = signal({ health: { ...GOOD, keyFrameSeconds: undefined } })
    expect(clean).toBe(false)
    expect(String(<SignalBox signal={signal({ health: { faults: [] } })} />)).not.toContain('Nothing to mend')
  })

  test.each(ALL)('%s is named, with the menu that mends it', fault => {
    const box = String(<SignalBox signal={signal({ health: { ...GOOD, faults: [fault] } })} />)
    const { title, obs } = faultWords()[fault]
    expect(box).toContain(`fault-${fault}`)
    expect(box).toContain(title)
    if (!NOT_IN_OBS.includes(fault)) expect(obs).toMatch(/Settings > (Output|Stream|Video|Audio)/)
    expect(box).not.toContain('Nothing to mend')
  })

  test('a browser is not sent to the menus of OBS', () => {
    for (const fault of ALL) {
      const [shown] = signal({ source: 'browser', health: { ...GOOD, faults: [fault] } }).faults
      expect(shown?.fix).not.toContain('Settings >')
    }
  })

  test('a refusal is forgotten after two minutes, after a broadcast, and once it no longer holds', () => {
    const refused = { word: 'held', at: NOW - 1000, protocol: 'rtmp' }
    expect(signal({ state: 'off', refused }, { held: true }).state).toBe('refused')
    expect(signal({ state: 'off', refused }).state).toBe('none')
    expect(signal({ state: 'off', refused: { ...refused, word: 'key', at: NOW - 121_000 }, since: 0 }).state).toBe(
      'none',
    )
    expect(signal({ state: 'off', refused: { ...refused, word: 'key' }, since: NOW }).state).toBe('none')
  })

  test('her own stop is no hold of the house', () => {
    const refused = { word: 'held', at: NOW - 1000, protocol: 'rtmp' }
    const view = signal({ state: 'off', refused }, { keptOutUntil: NOW + 30_000, held: false })
    expect(view.faults[0]?.title).toBe('You stopped here a moment ago, so OBS stays out.')
    expect(String(<SignalBox signal={view} />)).toContain('Let OBS in again')
  })

  test('every word of the door has a sentence of its own', () => {
    const words = [
      ...['key', 'rate', 'banned', 'not-approved', 'roster-empty', 'consent-missing', 'agreement-old'],
      ...['nobody-on-watch', 'held', 'stopping'],
    ]
    const titles = words.map(word => doorWords(word, false).title)
    expect(new Set(titles).size).toBe(words.length)
    expect(titles).not.toContain(doorWords('a word of tomorrow', false).title)
  })
})

describe('the health line', () => {
  test('says good figures as people say them', () => {
    expect(figuresIn(GOOD)).toBe('1080p at 30 frames, 4.8 Mb/s, 0.1 % lost')
    expect(figuresIn({ width: 720, height: 1280, fps: 30, lossPercent: 0, faults: [] })).toBe(
      '720p at 30 frames, nothing lost',
    )
    const view = healthView(at({ source: 'browser', health: GOOD }), [])
    expect([view.tone, view.title]).toEqual(['ok', 'All good.'])
  })

  test('names the heaviest fault first', () => {
    const view = healthView(at({ health: { ...GOOD, faults: ['no-audio', 'codec-not-playable'] } }), [])
    expect([view.tone, view.title]).toEqual(['bad', faultWords()['codec-not-playable'].title])
  })

  test('a lost line, a dead media server and a frozen picture are three things', () => {
    const titles = [
      healthView(at({ state: 'away', reason: 'lost' }), []).title,
      healthView(at({ state: 'away', reason: 'media-down' }), []).title,
      healthView(at({ state: 'stalled' }), []).title,
    ]
    expect(new Set(titles).size).toBe(3)
  })

  test('says it in words and icon, and draws the curve once there is one', () => {
    const line = String(<HealthLine health={healthView(at({ health: GOOD }), [1, 2, 3])} />)
    expect(line).toContain('class="spark"')
    expect(line).toContain('<b>All good.</b>')
    expect(String(<HealthLine />)).not.toContain('class="spark"')
  })
})

describe('notices', () => {
  const said = { now: NOW, zone: 'UTC' }

  test('each reason why she cannot start has its own words', () => {
    const waiting = closedWords({ why: 'not-approved', until: null, reason: '' }, said)
    const held = closedWords({ why: 'held', until: NOW + 3_600_000, reason: 'too loud' }, said)
    const suspended = closedWords({ why: 'banned', until: NOW + 86_400_000, reason: 'be kind' }, said)
    const banned = closedWords({ why: 'banned', until: null, reason: 'be kind' }, said)
    expect(new Set([waiting, held, suspended, banned].map(({ title }) => title)).size).toBe(4)
    expect(held.words).toBe('The reason: “too loud”. It opens again today at 19:00.')
    expect(suspended.words).toContain('It opens again tomorrow at 18:00.')
    expect(banned.words).not.toContain('opens again')
  })

  test('the summary counts viewers and the time they watched', () => {
    const last = {
      startedAt: NOW - 3_700_000,
      endedAt: NOW,
      mostAtOnce: 248,
      views: 1012,
      watchedSeconds: 40_000,
      why: 'stopped' as const,
      byBrowser: true,
    }
    const box = String(<Notices last={last} />)
    for (const words of ['1 h 1 min', '248', '1,012', '11 h 6 min', 'You stopped it']) expect(box).toContain(words)
    expect(endedWords().closed(true)).not.toBe(endedWords().closed(false))
  })

  test('what people wrote is text', () => {
    const closed = closedWords({ why: 'held', until: null, reason: '<img src=x>' }, said)
    expect(String(<Notices closed={closed} />)).toContain('&lt;img src=x&gt;')
  })

  test('each source has a name', () => {
    expect(Object.values(sourceWords()).every(name => name !== '')).toBe(true)
  })
})

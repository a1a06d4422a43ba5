import { expect, test } from 'bun:test'
import { Line, type Sample, type Trouble } from '../../assets/client/player/line.ts'

const STEP = 500

interface Going {
  connected?: boolean
  /** Frames in each half second. */
  frames?: number
  /** Share of the packets that is lost. */
  loss?: number
  froze?: boolean
}

/** A connection whose clock the test moves by hand, half a second at a time. */
function connection() {
  const line = new Line(0)
  const sample: Sample = { at: 0, connected: false, frames: 0, lost: 0, received: 0, freezes: 0 }
  return {
    line,
    at: () => sample.at,
    rest: () => line.rest(sample.at),
    /** Goes on for so long; answers what was wrong first, and when. */
    go(ms: number, { connected = true, frames = 15, loss = 0, froze = false }: Going = {}): [Trouble, number] | null {
      for (const end = sample.at + ms; sample.at < end; ) {
        sample.at += STEP
        sample.connected = connected
        sample.frames += frames
        if (connected) {
          sample.lost += Math.round(100 * loss)
          sample.received += Math.round(100 * (1 - loss))
        }
        if (froze) sample.freezes++
        const trouble = line.see({ ...sample })
        if (trouble) return [trouble, sample.at]
      }
      return null
    },
  }
}

test('no connection is given up after four seconds', () => {
  expect(connection().go(10_000, { connected: false, frames: 0 })).toEqual(['no-connection', 4000])
})

test('a connection that breaks is given up after four seconds', () => {
  const it = connection()
  expect(it.go(5000)).toBeNull()
  const [trouble] = it.go(10_000, { connected: false, frames: 1 }) ?? []
  expect(trouble).toBe('no-connection')
})

test('no frame is given up after six seconds', () => {
  expect(connection().go(10_000, { frames: 0 })).toEqual(['no-frame', 6000])
})

test('a picture that stands still is given up after two and a half seconds', () => {
  const it = connection()
  expect(it.go(3000)).toBeNull()
  expect(it.go(10_000, { frames: 0 })).toEqual(['frozen', 5500])
})

test('a short standstill is not given up', () => {
  const it = connection()
  it.go(3000)
  expect(it.go(2000, { frames: 0 })).toBeNull()
  expect(it.go(20_000)).toBeNull()
})

test('more than eight per cent lost for six seconds is given up', () => {
  const it = connection()
  it.go(3000)
  expect(it.go(20_000, { loss: 0.09 })).toEqual(['loss', 9000])
})

test('eight per cent is borne, and so is a short burst', () => {
  const it = connection()
  expect(it.go(30_000, { loss: 0.08 })).toBeNull()
  expect(it.go(5500, { loss: 0.5 })).toBeNull()
  expect(it.go(20_000)).toBeNull()
})

test('two freezes within ten seconds are given up', () => {
  const it = connection()
  it.go(3000)
  expect(it.go(500, { froze: true })).toBeNull()
  expect(it.go(9000)).toBeNull()
  expect(it.go(500, { froze: true })?.[0]).toBe('freezes')
})

test('two freezes farther apart are borne', () => {
  const it = connection()
  it.go(3000)
  it.go(500, { froze: true })
  it.go(10_000)
  expect(it.go(500, { froze: true })).toBeNull()
})

test('what stands still while nobody is to blame does not count', () => {
  const it = connection()
  it.go(3000)
  for (let n = 0; n < 40; n++) {
    it.go(500, { frames: 0 })
    it.rest()
  }
  expect(it.go(2000, { frames: 0 })).toBeNull()
  expect(it.go(5000)).toBeNull()
})

// One process of readers over raw TCP: it counts lines in the bytes that come, and lets its senders talk. Words in, words out,
// one JSON object a line.
//
// A line's text is MARK, the sender's number, the line's number, the time it was sent, then words: 130 bytes in all.
import type { Socket } from 'bun'
import { now } from './proc.ts'

export interface ReadersAsked {
  port: number
  /** Speaks as the page of the product, as a Socket.IO client, or in plain JSON. */
  speaks: 'footlight' | 'socketio' | 'json'
  path: string
  viewers: number
  /** Cookies of those who write, one each. They are the first readers. */
  cookies: string[]
  /** Of so many readers the delay of each line is taken. */
  timed: number
  /** The last ones read nothing at all, those before them 64 kb/s. */
  frozen?: number
  slow?: number
}

export const MARK = 'qzk7'
const MARKED = Buffer.from(MARK)
const LINE_BYTES = 130

interface Reader {
  at: number
  socket: Socket<Reader> | null
  open: boolean
  closed: boolean
  /** The last bytes of what came: a mark may be cut in two. */
  rest: Buffer
  /** The end of what came, for a number that is cut in two. */
  tail: Buffer
  own: Buffer
  count: number
  way: 'healthy' | 'slow' | 'frozen'
  /** The number of the last line, of those who do not keep up; lines that were left out without a word. */
  last: number
  gaps: number
}

/** A filter takes a long number for a telephone, and one in ten thousand words of letters and digits for somebody's age. */
const LETTERS = 'bdfghjklmnqrtvwz'
const inLetters = (n: number): string => n.toString(16).replace(/./g, digit => LETTERS[Number.parseInt(digit, 16)]!)
const fromLetters = (word: string): number =>
  Number.parseInt(
    word.replace(/./g, letter => LETTERS.indexOf(letter).toString(16)),
    16,
  )

/** 64 kb/s. */
const SLOW_BYTES_MS = 8

async function main(asked: ReadersAsked): Promise<void> {
  let delivered = 0
  let delays: number[] = []
  let takes = false
  const inFlight = new Map<number, string>()
  const readers: Reader[] = []
  let lines = 0
  let talking: { closed: number } | null = null

  const words = (sender: number): { text: string; id: string } => {
    const id = `${MARK} s${sender} n${lines++} `
    const head = `${id}t${inLetters(Math.round(now() * 100))} `
    const rest = `and so the harbour turned ${inLetters(lines)} shades of green while somebody counted masts and boats and gulls again `
    return { id, text: (head + rest).slice(0, LINE_BYTES).trimEnd() }
  }

  const frame = (text: string): Buffer => {
    const payload = Buffer.from(text)
    const long = payload.length > 125
    const out = Buffer.alloc((long ? 8 : 6) + payload.length)
    out[0] = 0x81
    out[1] = 0x80 | (long ? 126 : payload.length)
    if (long) out.writeUInt16BE(payload.length, 2)
    // A mask of zeros leaves the payload as it is.
    payload.copy(out, long ? 8 : 6)
    return out
  }

  const say = (at: number): void => {
    const reader = readers[at]!
    const { text, id } = words(at)
    inFlight.set(at, id)
    const key = `bench-${process.pid}-${lines}`
    const sent =
      asked.speaks === 'socketio'
        ? `42${JSON.stringify(['line', text])}`
        : JSON.stringify(asked.speaks === 'footlight' ? { act: 'chat', key, text } : { text })
    reader.socket?.write(frame(sent))
  }

  const came = (reader: Reader, data: Buffer): void => {
    const bytes = reader.rest.length > 0 ? Buffer.concat([reader.rest, data]) : data
    let from = 0
    for (;;) {
      const at = bytes.indexOf(MARKED, from)
      if (at < 0) break
      from = at + MARKED.length
      if (reader.way === 'healthy') delivered++
      reader.count++
      if (takes && reader.at < asked.timed) {
        const sent = /^ s\d+ n\d+ t([a-z]+) /.exec(bytes.toString('latin1', from, from + 48))?.[1]
        if (sent) delays.push(now() - fromLetters(sent) / 100)
      }
    }
    if (reader.way !== 'healthy') inOrder(reader, data)
    // What is kept holds no whole mark: it would be counted again.
    const keep = Math.min(MARKED.length - 1, bytes.length - from)
    reader.rest = keep > 0 ? Buffer.from(bytes.subarray(bytes.length - keep)) : EMPTY
    const waits = inFlight.get(reader.at)
    if (waits === undefined) return
    // What a sender waits for may be cut in two as well.
    const own = Buffer.concat([reader.own, data])
    reader.own = Buffer.from(own.subarray(-waits.length))
    if (!own.includes(waits)) return
    inFlight.delete(reader.at)
    if (talking && reader.at < talking.closed) say(reader.at)
  }

  const wayOf = (at: number): Reader['way'] => {
    const { viewers, frozen = 0, slow = 0 } = asked
    return at >= viewers - frozen ? 'frozen' : at >= viewers - frozen - slow ? 'slow' : 'healthy'
  }

  const join = (at: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const reader: Reader = {
        at,
        socket: null,
        open: false,
        closed: false,
        rest: EMPTY,
        tail: EMPTY,
        own: EMPTY,
        count: 0,
        way: wayOf(at),
        last: 0,
        gaps: 0,
      }
      readers[at] = reader
      const cookie = asked.cookies[at] ? `Cookie: ${asked.cookies[at]}\r\n` : ''
      const request =
        `GET ${asked.path} HTTP/1.1\r\nHost: 127.0.0.1:${asked.port}\r\nOrigin: http://127.0.0.1:${asked.port}\r\n` +
        `Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${KEY}\r\n${cookie}\r\n`
      void Bun.connect<Reader>({
        hostname: '127.0.0.1',
        port: asked.port,
        data: reader,
        socket: {
          open(socket) {
            reader.socket = socket
            socket.setNoDelay(true)
            socket.write(request)
          },
          data(socket, data) {
            if (reader.open) {
              came(reader, data)
              if (reader.way === 'slow') {
                socket.pause()
                setTimeout(() => socket.resume(), data.length / SLOW_BYTES_MS)
              }
              return
            }
            const text = data.toString('latin1')
            if (!text.startsWith('HTTP/1.1 101')) return reject(new Error(`not upgraded: ${text.slice(0, 200)}`))
            reader.open = true
            if (asked.speaks === 'socketio') socket.write(frame('40'))
            if (reader.way === 'frozen') socket.pause()
            resolve()
          },
          close() {
            reader.closed = true
          },
          error() {},
          connectError: (_, error) => reject(error),
        },
      }).catch(reject)
    })

  const reply = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`)
  // Answers keep a Socket.IO connection alive; ours and the others ask for nothing within a case.
  const alive = setInterval(() => {
    for (const reader of readers) if (asked.speaks === 'socketio' && reader.open) reader.socket?.write(frame('3'))
    if (asked.speaks === 'footlight') for (const reader of readers) if (reader.open) reader.socket?.write(frame('.'))
  }, 20_000)
  let open = 0
  let pulse: Timer | undefined

  for await (const command of commands()) {
    switch (command.do) {
      case 'join': {
        const wanted = Math.min(asked.viewers, open + Number(command.most ?? asked.viewers))
        while (open < wanted) {
          const some = Array.from({ length: Math.min(50, wanted - open) }, (_, n) => join(open + n))
          await Promise.all(some)
          open += some.length
        }
        reply({ open })
        break
      }
      case 'closed':
        // So many senders, each with one line under way.
        talking = { closed: Number(command.senders) }
        for (let at = 0; at < talking.closed; at++) say(at)
        reply({ ok: true })
        break
      case 'open': {
        // So many lines a second, in turn from all senders.
        const every = 1000 / Number(command.rate)
        let at = 0
        let next = performance.now()
        pulse = setInterval(() => {
          while (performance.now() >= next) {
            say(at++ % asked.cookies.length)
            next += every
          }
        }, 1)
        reply({ ok: true })
        break
      }
      case 'take':
        delays = []
        takes = true
        reply({ delivered, at: now() })
        break
      case 'tell':
        takes = false
        reply({ delivered, at: now(), delays, cpu: process.cpuUsage(), lines })
        break
      case 'stop':
        talking = null
        clearInterval(pulse)
        reply({ ok: true })
        break
      case 'count':
        reply({ delivered, lines, closed: readers.filter(one => one.way === 'healthy' && one.closed).length })
        break
      case 'thaw':
        for (const reader of readers) {
          if (reader.way === 'healthy') continue
          reader.way = 'frozen'
          reader.socket?.resume()
        }
        reply({ ok: true })
        break
      case 'behind': {
        const behind = readers.filter(reader => reader.way !== 'healthy')
        reply({
          closed: behind.filter(reader => reader.closed).length,
          open: behind.filter(reader => !reader.closed).length,
          gaps: behind.reduce((sum, reader) => sum + reader.gaps, 0),
          least: Math.min(...behind.filter(reader => !reader.closed).map(reader => reader.last)),
        })
        break
      }
      case 'leave':
        clearInterval(alive)
        for (const reader of readers) {
          reader.closed = true
          reader.socket?.terminate()
        }
        reply({ ok: true })
        process.exit(0)
    }
  }
}

/** The lines of a room are numbered: one that is left out shows. A number that is cut in two is read with the next bytes. */
function inOrder(reader: Reader, data: Buffer): void {
  const bytes = Buffer.concat([reader.tail, data])
  reader.tail = Buffer.from(bytes.subarray(-NUMBER_MOST))
  for (const found of bytes.toString('latin1').matchAll(/ data-n="(\d+)" /g)) {
    const n = Number(found[1])
    if (n <= reader.last) continue
    if (reader.last > 0 && n > reader.last + 1) reader.gaps += n - reader.last - 1
    reader.last = n
  }
}

/** Longer than ` data-n="N" ` ever is: what was read twice counts once. */
const NUMBER_MOST = 40
const EMPTY = Buffer.alloc(0)
const KEY = 'dGhlIHNhbXBsZSBub25jZQ=='

async function* commands(): AsyncGenerator<{ do: string } & Record<string, unknown>> {
  for await (const line of console) yield JSON.parse(line) as { do: string }
}

if (import.meta.main) await main(JSON.parse(process.argv[2]!) as ReadersAsked)

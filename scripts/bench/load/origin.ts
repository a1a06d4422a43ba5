/**
 * Stands where MediaMTX stands, so that the case decides when a part is complete and how large it is. Under `footlight
 * --mediamtx` it reads the configuration it is given and answers on its sockets; with `--port` it is the same origin for the
 * peers, over TCP. It counts what it is asked.
 */
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createControl } from 'node:net'
import { now } from './proc.ts'

const argv = process.argv.slice(2)
if (argv.includes('--version')) {
  process.stdout.write('v1.20.1\n')
  process.exit(0)
}
const flag = (name: string): string | undefined => (argv.includes(name) ? argv[argv.indexOf(name) + 1] : undefined)
const control = flag('--control')!
const room = flag('--room') ?? 'bench'
const partBytes = Number(flag('--part-bytes') ?? 60_000)
const segmentBytes = Number(flag('--segment-bytes') ?? 600_000)
/** Media seconds of a part. Tiny ones let one pass take thousands of parts a second within its budget. */
const partSeconds = Number(flag('--part-seconds') ?? 0.2)
const PREFIX = 'aaaaaaaaaaaa'
const PER_SEGMENT = 5
const PLAYLIST = 'application/vnd.apple.mpegurl'
const MASTER = `#EXTM3U
#EXT-X-VERSION:10
#EXT-X-STREAM-INF:BANDWIDTH=2500000,CODECS="avc1.42c01f"
video1_stream.m3u8
`

let parts = 41
let releases = new Map<number, number>()
const hits = new Map<string, number>()
const waiting: { wants: number; answer(): void }[] = []

const first = () => 7 + Math.floor(parts / PER_SEGMENT) - 8
const growing = () => 7 + Math.floor(parts / PER_SEGMENT)

function playlist(): string {
  const part = (n: number) =>
    `#EXT-X-PART:DURATION=${partSeconds.toFixed(7)},URI="${PREFIX}_video1_part${n}.mp4"${n % PER_SEGMENT === 0 ? ',INDEPENDENT=YES' : ''}`
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:10',
    '#EXT-X-TARGETDURATION:1',
    `#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=0.50000,CAN-SKIP-UNTIL=6.00000`,
    '#EXT-X-PART-INF:PART-TARGET=0.20000',
    `#EXT-X-MEDIA-SEQUENCE:${first()}`,
    `#EXT-X-MAP:URI="${PREFIX}_video1_init.mp4"`,
  ]
  for (let s = first(); s < growing(); s++) {
    if (s >= growing() - 2) {
      lines.push('#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00.000Z')
      for (let i = 0; i < PER_SEGMENT; i++) lines.push(part((s - 7) * PER_SEGMENT + i))
    }
    lines.push(`#EXTINF:${(partSeconds * PER_SEGMENT).toFixed(7)},`, `${PREFIX}_video1_seg${s}.mp4`)
  }
  for (let n = (growing() - 7) * PER_SEGMENT; n < parts; n++) lines.push(part(n))
  lines.push(`#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${PREFIX}_video1_part${parts}.mp4"`)
  return `${lines.join('\n')}\n`
}

function when(wants: number, answer: () => void): void {
  if (wants < parts) answer()
  else waiting.push({ wants, answer })
}

function grow(): void {
  releases.set(parts, now())
  parts++
  for (const one of waiting.splice(0)) {
    if (one.wants < parts) one.answer()
    else waiting.push(one)
  }
}

const body = Buffer.alloc(segmentBytes, 'footlight')

function hls(req: IncomingMessage, res: ServerResponse): void {
  const [path = '', query = ''] = (req.url ?? '').split('?')
  const file = path.split('/').at(-1)!
  const key = query ? `${file}?${query}` : file
  hits.set(key, (hits.get(key) ?? 0) + 1)
  const give = (type: string, bytes: string | Buffer) => {
    res.setHeader('content-type', type)
    res.setHeader('cache-control', 'max-age=6')
    res.setHeader('content-length', Buffer.byteLength(bytes))
    res.end(bytes)
  }
  const [, kind, n] = /^[0-9a-f]{12}_video1_(init|seg|part)([0-9]*)\.mp4$/.exec(file) ?? []
  if (file === 'index.m3u8') {
    give(PLAYLIST, MASTER)
  } else if (file === 'video1_stream.m3u8') {
    const msn = Number(/_HLS_msn=([0-9]+)/.exec(query)?.[1] ?? 0)
    const part = Number(/_HLS_part=([0-9]+)/.exec(query)?.[1] ?? 0)
    when(msn === 0 ? 0 : (msn - 7) * PER_SEGMENT + part, () => give(PLAYLIST, playlist()))
  } else if (kind === 'init') {
    give('video/mp4', body.subarray(0, 800))
  } else if (kind === 'seg') {
    give('video/mp4', body)
  } else if (kind === 'part') {
    when(Number(n), () => give('video/mp4', body.subarray(0, partBytes)))
  } else {
    res.statusCode = 404
    res.end()
  }
}

const feeds = new Set<string>()
const began = Date.now()
function api(req: IncomingMessage, res: ServerResponse): void {
  const path = (req.url ?? '').split('?')[0]!
  const json = (value: unknown, status = 200) => {
    res.statusCode = status
    res.end(JSON.stringify(value))
  }
  const one = (name: string) => ({
    name,
    available: true,
    availableTime: null,
    source: name.startsWith('live/') ? { type: 'rtmpConn', id: 'bench' } : { type: 'rtspSource', id: '' },
    tracks2: [{ codec: 'H264', codecProps: { width: 1280, height: 720 } }],
    readers: [],
    inboundBytes: (Date.now() - began) * 300,
    inboundFramesInError: 0,
  })
  const added = /^\/v3\/config\/paths\/add\/(.+)$/.exec(path)?.[1]
  const deleted = /^\/v3\/config\/paths\/delete\/(.+)$/.exec(path)?.[1]
  const asked = /^\/v3\/paths\/get\/(.+)$/.exec(path)?.[1]
  if (added) feeds.add(added)
  if (deleted) feeds.delete(deleted)
  if (path === '/v3/info') {
    json({ version: 'v1.20.1', started: new Date().toISOString() })
  } else if (path === '/v3/paths/list') {
    const items = [`live/${room}`, ...feeds].map(one)
    json({ itemCount: items.length, pageCount: 1, items })
  } else if (asked && asked !== `live/${room}` && !feeds.has(asked)) {
    json({}, 404)
  } else {
    json(asked ? one(asked) : {})
  }
}

const config = argv.at(-1)!.endsWith('.yml') ? readFileSync(argv.at(-1)!, 'utf8') : ''
const socket = (name: string): string =>
  /unix:\/\/([^"\s]+)/.exec(new RegExp(`^${name}: (.*)$`, 'm').exec(config)?.[1] ?? '')![1]!
if (config) {
  createServer(hls).listen(socket('hlsAddress'))
  createServer(api).listen(socket('apiAddress'))
}
const port = flag('--port')
if (port) createServer(hls).listen(Number(port), '127.0.0.1')

// One line in, one JSON line out. `grow AT` completes a part at that instant; `count KEY`; `state`.
createControl(peer => {
  peer.on('error', () => {})
  peer.on('data', data => {
    for (const line of data.toString().split('\n').filter(Boolean)) {
      const [word, value = ''] = line.split(' ')
      const reply = (answer: object) => peer.write(`${JSON.stringify(answer)}\n`)
      if (word === 'state') reply({ parts, msn: growing(), part: parts % PER_SEGMENT, blocked: waiting.length })
      if (word === 'count') reply({ count: hits.get(value) ?? 0 })
      if (word === 'grow') {
        const part = parts
        setTimeout(
          () => {
            grow()
            reply({ part, at: releases.get(part) })
            releases = new Map([...releases].slice(-20))
          },
          Math.max(0, Number(value) - now()),
        )
      }
    }
  })
}).listen(control)
process.on('SIGTERM', () => process.exit(0))

/**
 * LL-HLS playlists of MediaMTX, read and written anew for viewers. Nothing passes that is not known: a name of another shape
 * makes the whole playlist unreadable.
 * Source: RFC 8216bis; MediaMTX v1.20.1 (gohlslib v2.4.3).
 */

/** Prefix of the muxer, rendition, and what it is. */
const NAME = /^([0-9a-f]{12})_((?:video|audio)[0-9]{1,2})_(?:init|seg[0-9]{1,12}|part[0-9]{1,12})\.mp4$/
const STREAM = /^((?:video|audio)[0-9]{1,2})_stream\.m3u8$/
const URI = /URI="([^"?]*)(?:\?[^"]*)?"/

export interface Part {
  name: string
  seconds: number
}

export interface Playlist {
  /** New for each muxer. */
  prefix: string
  /** Media Sequence Number of the first segment that is listed and real. */
  first: number
  targetSeconds: number
  partSeconds: number
  init: string
  segments: { name: string; seconds: number; parts: Part[] }[]
  /** Of the segment that is not complete yet. */
  parts: Part[]
  /** The part that comes next. */
  hint: string
}

/** Number of the segment that is being made. */
export const growing = (p: Playlist): number => p.first + p.segments.length

export function parsePlaylist(text: string): Playlist | null {
  const p: Playlist = {
    prefix: '',
    first: 0,
    targetSeconds: 0,
    partSeconds: 0,
    init: '',
    segments: [],
    parts: [],
    hint: '',
  }
  let seconds = 0
  let gap = false
  for (const line of text.split(/\r?\n/)) {
    if (line === '' || line === '#EXTM3U') continue
    if (!line.startsWith('#')) {
      if (gap) {
        // A young muxer fills its window with gaps; behind a real segment there is none.
        if (p.segments.length > 0) return null
        p.first++
      } else {
        const name = ours(p, line.split('?', 1)[0]!)
        if (name === null || !(seconds > 0)) return null
        p.segments.push({ name, seconds, parts: p.parts })
        p.parts = []
      }
      gap = false
      continue
    }
    const [tag, value = ''] = cut(line)
    if (tag === '#EXT-X-TARGETDURATION') p.targetSeconds = Number(value)
    else if (tag === '#EXT-X-PART-INF') p.partSeconds = Number(attribute(value, 'PART-TARGET'))
    else if (tag === '#EXT-X-MEDIA-SEQUENCE') p.first += Number(value)
    else if (tag === '#EXT-X-GAP') gap = true
    else if (tag === '#EXTINF') seconds = Number.parseFloat(value)
    else if (tag === '#EXT-X-MAP' || tag === '#EXT-X-PART' || tag === '#EXT-X-PRELOAD-HINT') {
      const name = ours(p, URI.exec(value)?.[1] ?? '')
      if (name === null) return null
      if (tag === '#EXT-X-MAP') p.init = name
      else if (tag === '#EXT-X-PRELOAD-HINT') p.hint = name
      else {
        const long = Number(attribute(value, 'DURATION'))
        if (!(long > 0)) return null
        p.parts.push({ name, seconds: long })
      }
    }
  }
  const whole = Number.isSafeInteger(p.first) && p.targetSeconds > 0 && p.partSeconds > 0
  return whole && p.init && p.hint ? p : null
}

export interface Written {
  /** Added to every number, so that a muxer which had to begin anew goes on where the lost one ended. */
  shift?: number
  /** First segment (shifted) after the last such break, while it is listed. */
  breakAt?: number
  /** Breaks that have left the list. */
  breaksBefore?: number
}

/**
 * The playlist as viewers get it: without the gaps of a young muxer (hls.js answered them with `fragGap`), three parts of
 * hold-back (MediaMTX writes two and a half, under the standard's advice), no delta updates (one version serves all), no query.
 */
export function writePlaylist(
  text: string,
  p: Playlist,
  { shift = 0, breakAt, breaksBefore = 0 }: Written = {},
): string {
  const out: string[] = []
  let number = p.first + shift
  let waiting: string[] = []
  let gap = false
  for (const line of text.split(/\r?\n/)) {
    if (line === '') continue
    const [tag] = cut(line)
    if (tag === '#EXT-X-SERVER-CONTROL') {
      out.push(`#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=${(p.partSeconds * 3).toFixed(5)}`)
    } else if (tag === '#EXT-X-MEDIA-SEQUENCE') {
      out.push(`#EXT-X-MEDIA-SEQUENCE:${p.first + shift}`)
      if (breaksBefore > 0) out.push(`#EXT-X-DISCONTINUITY-SEQUENCE:${breaksBefore}`)
    } else if (tag === '#EXT-X-GAP') {
      gap = true
    } else if (tag === '#EXT-X-MAP') {
      out.push(`#EXT-X-MAP:URI="${p.init}"`)
    } else if (tag === '#EXT-X-PROGRAM-DATE-TIME' || tag === '#EXT-X-PART' || tag === '#EXT-X-PRELOAD-HINT') {
      waiting.push(line.replace(URI, 'URI="$1"'))
    } else if (tag === '#EXTINF') {
      waiting.push(line)
    } else if (!line.startsWith('#')) {
      if (!gap) {
        if (number === breakAt) out.push('#EXT-X-DISCONTINUITY')
        out.push(...waiting, line.split('?', 1)[0]!)
        number++
      }
      gap = false
      waiting = []
    } else if (KEPT.has(tag)) {
      out.push(line)
    }
  }
  if (number === breakAt && waiting.length > 0) out.push('#EXT-X-DISCONTINUITY')
  out.push(...waiting)
  return `${out.join('\n')}\n`
}

const KEPT = new Set([
  '#EXTM3U',
  '#EXT-X-VERSION',
  '#EXT-X-TARGETDURATION',
  '#EXT-X-PART-INF',
  '#EXT-X-INDEPENDENT-SEGMENTS',
])

export interface Master {
  /** `video1`, `audio2`: each has a media playlist `NAME_stream.m3u8`. */
  renditions: string[]
  lines: string[]
}

export function parseMaster(text: string): Master | null {
  const renditions: string[] = []
  const lines: string[] = []
  for (const line of text.split(/\r?\n/)) {
    if (line === '') continue
    if (!line.startsWith('#')) {
      const uri = line.split('?', 1)[0]!
      const rendition = STREAM.exec(uri)?.[1]
      if (!rendition) return null
      renditions.push(rendition)
      lines.push(uri)
      continue
    }
    const [tag, value = ''] = cut(line)
    if (tag === '#EXT-X-MEDIA') {
      const uri = URI.exec(value)?.[1]
      const rendition = uri === undefined ? undefined : STREAM.exec(uri)?.[1]
      if (uri !== undefined && !rendition) return null
      if (rendition) renditions.push(rendition)
      lines.push(line.replace(URI, 'URI="$1"'))
    } else if (MASTER_KEPT.has(tag)) lines.push(line)
  }
  return renditions.length > 0 ? { renditions, lines } : null
}

const MASTER_KEPT = new Set(['#EXTM3U', '#EXT-X-VERSION', '#EXT-X-INDEPENDENT-SEGMENTS', '#EXT-X-STREAM-INF'])

/** `folder` leads from where this is served to the media playlists: `src/`, or nothing. */
export function writeMaster(master: Master, folder: string): string {
  const lines = master.lines.map(line =>
    line.startsWith('#') ? line.replace(URI, `URI="${folder}$1"`) : `${folder}${line}`,
  )
  return `${lines.join('\n')}\n`
}

function ours(p: Playlist, name: string): string | null {
  const prefix = NAME.exec(name)?.[1]
  if (!prefix || (p.prefix !== '' && p.prefix !== prefix)) return null
  p.prefix = prefix
  return name
}

function cut(line: string): [string, string?] {
  const at = line.indexOf(':')
  return at < 0 ? [line] : [line.slice(0, at), line.slice(at + 1)]
}

function attribute(value: string, name: string): string {
  return new RegExp(`(?:^|,)${name}=([^,"]*)`).exec(value)?.[1] ?? 'NaN'
}

/**
 * What the encoder really sends, read from the fragments that the HLS gateway fetches anyway: how far key frames lie
 * apart, the frame rate, and whether frames are shown in another order than they come (B-frames).
 * Source: ISO/IEC 14496-12, 8.8 (movie fragments).
 */
export class FragmentFacts {
  private timescale = 0
  private track = 0
  private lastKeyAt: number | null = null
  private gaps: number[] = []
  private uneven = 0
  private samples = 0
  private ticks = 0
  private reordered = 0
  private partMs: number[] = []
  private endOfLast: number | null = null

  /** `init` once, then each part of the video in order. Anything it cannot read it leaves alone. */
  take(bytes: Uint8Array): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    try {
      for (const box of boxes(view, 0, view.byteLength)) {
        if (box.type === 'moov') this.readInit(view, box)
        else if (box.type === 'moof' && this.timescale > 0) this.readFragment(view, box)
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
    }
  }

  get fps(): number | undefined {
    return this.ticks > 0 && this.samples >= 10 ? (this.samples * this.timescale) / this.ticks : undefined
  }

  get keyFrameSeconds(): number | undefined {
    const last = this.gaps.slice(-3)
    return last.length === 0 ? undefined : Math.max(...last)
  }

  /** Reordered frames in the last parts. */
  get bFrames(): boolean {
    return this.reordered > 0
  }

  /** Parts whose lengths differ widely: a variable frame rate or a struggling encoder. */
  get unevenParts(): boolean {
    return this.uneven >= 5
  }

  private readInit(view: DataView, moov: Box): void {
    for (const trak of boxes(view, moov.start, moov.end)) {
      if (trak.type !== 'trak') continue
      let id = 0
      let timescale = 0
      let video = false
      for (const box of boxes(view, trak.start, trak.end)) {
        if (box.type === 'tkhd') id = view.getUint32(box.start + (view.getUint8(box.start) === 1 ? 20 : 12))
        if (box.type !== 'mdia') continue
        for (const part of boxes(view, box.start, box.end)) {
          if (part.type === 'mdhd') timescale = view.getUint32(part.start + (view.getUint8(part.start) === 1 ? 20 : 12))
          if (part.type === 'hdlr') video = fourCc(view, part.start + 8) === 'vide'
        }
      }
      if (video) {
        this.timescale = timescale
        this.track = id
        this.lastKeyAt = null
        this.endOfLast = null
      }
    }
  }

  private readFragment(view: DataView, moof: Box): void {
    for (const traf of boxes(view, moof.start, moof.end)) {
      if (traf.type !== 'traf') continue
      let at = 0
      let defaults = { duration: 0, flags: 0 }
      let ours = true
      for (const box of boxes(view, traf.start, traf.end)) {
        if (box.type === 'tfhd') {
          ours = view.getUint32(box.start + 4) === this.track
          defaults = readDefaults(view, box)
        } else if (box.type === 'tfdt') {
          at = view.getUint8(box.start) === 1 ? Number(view.getBigUint64(box.start + 4)) : view.getUint32(box.start + 4)
        } else if (box.type === 'trun' && ours) {
          at = this.readRun(view, box, at, defaults)
        }
      }
    }
  }

  private readRun(view: DataView, box: Box, from: number, defaults: { duration: number; flags: number }): number {
    const flags = view.getUint32(box.start) & 0xffffff
    const version = view.getUint8(box.start)
    const count = view.getUint32(box.start + 4)
    let p = box.start + 8
    if (flags & 0x1) p += 4
    let firstFlags: number | null = null
    if (flags & 0x4) {
      firstFlags = view.getUint32(p)
      p += 4
    }
    const each = [0x100, 0x200, 0x400, 0x800].filter(bit => flags & bit).length * 4
    if (count > 10_000 || p + count * each > box.end) return from
    let at = from
    let first: number | null = null
    let reordered = 0
    for (let i = 0; i < count; i++) {
      let duration = defaults.duration
      let sample = i === 0 && firstFlags !== null ? firstFlags : defaults.flags
      let offset = 0
      if (flags & 0x100) {
        duration = view.getUint32(p)
        p += 4
      }
      if (flags & 0x200) p += 4
      if (flags & 0x400) {
        sample = view.getUint32(p)
        p += 4
      }
      if (flags & 0x800) {
        offset = version === 0 ? view.getUint32(p) : view.getInt32(p)
        p += 4
      }
      if (first === null) first = offset
      else if (offset !== first) reordered++
      // sample_is_non_sync_sample
      if ((sample & 0x10000) === 0) {
        if (this.lastKeyAt !== null && at > this.lastKeyAt) {
          this.gaps = [...this.gaps.slice(-9), (at - this.lastKeyAt) / this.timescale]
        }
        this.lastKeyAt = at
      }
      at += duration
    }
    this.reordered = reordered > 0 ? 50 : Math.max(0, this.reordered - 1)
    if (this.samples > 900) {
      this.samples /= 2
      this.ticks /= 2
    }
    this.samples += count
    this.ticks += at - from
    this.countPart(((at - from) * 1000) / this.timescale)
    if (this.endOfLast !== null && from < this.endOfLast) this.lastKeyAt = null
    this.endOfLast = at
    return at
  }

  private countPart(ms: number): void {
    this.partMs = [...this.partMs.slice(-19), ms]
    if (this.partMs.length < 20) return
    const usual = [...this.partMs].sort((a, b) => a - b)[10]!
    this.uneven = this.partMs.filter(part => part > usual * 1.8).length
  }
}

interface Box {
  type: string
  start: number
  end: number
}

function* boxes(view: DataView, from: number, to: number): Generator<Box> {
  let at = from
  while (at + 8 <= to) {
    let size = view.getUint32(at)
    let head = 8
    if (size === 1 && at + 16 <= to) {
      size = Number(view.getBigUint64(at + 8))
      head = 16
    } else if (size === 0) size = to - at
    if (size < head || at + size > to) return
    yield { type: fourCc(view, at + 4), start: at + head, end: at + size }
    at += size
  }
}

function readDefaults(view: DataView, tfhd: Box): { duration: number; flags: number } {
  const flags = view.getUint32(tfhd.start) & 0xffffff
  let p = tfhd.start + 8
  if (flags & 0x1) p += 8
  if (flags & 0x2) p += 4
  let duration = 0
  let sample = 0
  if (flags & 0x8) {
    duration = view.getUint32(p)
    p += 4
  }
  if (flags & 0x10) p += 4
  if (flags & 0x20) sample = view.getUint32(p)
  return { duration, flags: sample }
}

function fourCc(view: DataView, at: number): string {
  return String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3))
}

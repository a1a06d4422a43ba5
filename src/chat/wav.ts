/** A sound as the house keeps it: one channel, 16 bits, as many samples a second as it came with. */
export const WAV_MOST_BYTES = 500 * 1024
export const WAV_MOST_SECONDS = 5

export type Rewritten = { ok: true; wav: Uint8Array<ArrayBuffer>; ms: number } | { ok: false; why: WavRefusal }
export type WavRefusal = 'missing' | 'too-large' | 'not-a-wav' | 'other-kind' | 'too-long' | 'broken'

interface Form {
  kind: 'int' | 'float'
  channels: number
  rate: number
  bits: number
}

const PCM = 1
const FLOAT = 3
const EXTENSIBLE = 0xfffe
const MOST_CHUNKS = 64

/**
 * Reads the samples of a WAV and writes them anew: nothing else of the file is kept. Channels are mixed to one.
 * Source: http://soundfile.sapp.org/doc/WaveFormat/
 */
export function rewriteWav(bytes: Uint8Array): Rewritten {
  if (bytes.length === 0) return { ok: false, why: 'missing' }
  if (bytes.length > WAV_MOST_BYTES) return { ok: false, why: 'too-large' }
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (file.length < 12 || file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE')
    return { ok: false, why: 'not-a-wav' }
  let form: Form | null = null
  for (let at = 12, n = 0; at + 8 <= file.length && n < MOST_CHUNKS; n++) {
    const name = file.toString('latin1', at, at + 4)
    const size = file.readUInt32LE(at + 4)
    const from = at + 8
    if (name === 'fmt ') {
      if (size < 16 || from + size > file.length) return { ok: false, why: 'broken' }
      form = formOf(file.subarray(from, from + size))
      if (!form) return { ok: false, why: 'other-kind' }
    }
    if (name === 'data') return form ? samples(file.subarray(from, from + size), form) : { ok: false, why: 'broken' }
    at = from + size + (size % 2)
  }
  return { ok: false, why: 'broken' }
}

function formOf(chunk: Buffer): Form | null {
  const tag = chunk.readUInt16LE(0)
  const code = tag === EXTENSIBLE && chunk.length >= 26 ? chunk.readUInt16LE(24) : tag
  const form = { channels: chunk.readUInt16LE(2), rate: chunk.readUInt32LE(4), bits: chunk.readUInt16LE(14) }
  if (form.channels < 1 || form.channels > 2 || form.rate < 8000 || form.rate > 48_000) return null
  if (code === PCM && [8, 16, 24, 32].includes(form.bits)) return { kind: 'int', ...form }
  return code === FLOAT && form.bits === 32 ? { kind: 'float', ...form } : null
}

function samples(data: Buffer, { kind, channels, rate, bits }: Form): Rewritten {
  const each = bits / 8
  const frames = Math.floor(data.length / (each * channels))
  if (frames === 0) return { ok: false, why: 'broken' }
  if (frames > rate * WAV_MOST_SECONDS) return { ok: false, why: 'too-long' }
  const value = (at: number): number => {
    if (kind === 'float') return Math.round(Math.max(-1, Math.min(1, data.readFloatLE(at) || 0)) * 32_767)
    if (bits === 8) return (data[at]! - 128) << 8
    return data.readInt16LE(at + each - 2)
  }
  const out = Buffer.alloc(44 + frames * 2)
  out.write('RIFF', 0, 'latin1')
  out.writeUInt32LE(36 + frames * 2, 4)
  out.write('WAVEfmt ', 8, 'latin1')
  out.writeUInt32LE(16, 16)
  out.writeUInt16LE(PCM, 20)
  out.writeUInt16LE(1, 22)
  out.writeUInt32LE(rate, 24)
  out.writeUInt32LE(rate * 2, 28)
  out.writeUInt16LE(2, 32)
  out.writeUInt16LE(16, 34)
  out.write('data', 36, 'latin1')
  out.writeUInt32LE(frames * 2, 40)
  for (let frame = 0; frame < frames; frame++) {
    let sum = 0
    for (let channel = 0; channel < channels; channel++) sum += value((frame * channels + channel) * each)
    out.writeInt16LE(Math.round(sum / channels), 44 + frame * 2)
  }
  return { ok: true, wav: new Uint8Array(out), ms: Math.round((frames * 1000) / rate) }
}

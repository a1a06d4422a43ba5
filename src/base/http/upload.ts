import type { World } from '../../world.ts'
import { HOUR } from '../clock.ts'
import { readAtMost } from './form.ts'
import { network } from './rate.ts'

/** A form with a file in it. Fields are read as those of any other form. */
export type Upload =
  | { ok: true; fields: Record<string, string>; file: Uint8Array<ArrayBuffer> }
  | { ok: false; why: 'too-large' | 'often' | 'busy' | 'broken' }

/** The fields beside the file are short. */
const MOST_BESIDE = 64 * 1024
const MOST_PARTS = 16
const MOST_HEAD = 1024
const MOST_AN_HOUR = 60
/** Each of them lies in memory while it comes. */
const MOST_AT_ONCE = 12
/** However slowly files come, and from however many networks, others still find a place, and the staff does in any case. */
const MOST_FROM_ONE_NETWORK = 4
const KEPT_FOR_STAFF = 2

/** By account: where its file comes from. */
const coming = new WeakMap<World['db'], Map<string, string>>()

interface Asked {
  account: string
  address: string
  /** The field that the file is in. */
  name: string
  most: number
  staff?: boolean
}

/**
 * Reads a multipart form with one file of at most `most` bytes, for somebody who was admitted: before, nothing is read of it.
 * One at a time for each account. The file is where its field is called `name`; what it calls itself is not looked at.
 */
export async function readUpload(
  world: World,
  request: Request,
  { account, address, name, most, staff = false }: Asked,
): Promise<Upload> {
  // Another kind of form was read before it came here.
  if (request.bodyUsed) return { ok: false, why: 'broken' }
  const all = coming.get(world.db) ?? new Map<string, string>()
  coming.set(world.db, all)
  const from = network(address)
  const beside = [...all.values()].filter(each => each === from).length
  const places = staff ? MOST_AT_ONCE : MOST_AT_ONCE - KEPT_FOR_STAFF
  if (all.has(account) || all.size >= places || (!staff && beside >= MOST_FROM_ONE_NETWORK)) {
    return { ok: false, why: 'busy' }
  }
  if (!world.rates.take(`upload:${account}`, MOST_AN_HOUR, HOUR)) return { ok: false, why: 'often' }
  all.set(account, from)
  try {
    const bytes = await readAtMost(request, most + MOST_BESIDE)
    if (!bytes) return { ok: false, why: 'too-large' }
    const parts = readParts(bytes, request.headers.get('content-type') ?? '')
    if (!parts) return { ok: false, why: 'broken' }
    const file = parts.find(part => part.isFile && part.name === name)?.bytes ?? new Uint8Array()
    if (file.length > most) return { ok: false, why: 'too-large' }
    const fields = parts.filter(part => !part.isFile).map(part => [part.name, new TextDecoder().decode(part.bytes)])
    return { ok: true, fields: Object.fromEntries(fields), file }
  } finally {
    all.delete(account)
  }
}

interface Part {
  name: string
  isFile: boolean
  bytes: Uint8Array<ArrayBuffer>
}

/** multipart/form-data as browsers write it (RFC 7578); null for anything else. The parts are windows into `bytes`. */
export function readParts(bytes: Uint8Array<ArrayBuffer>, type: string): Part[] | null {
  const boundary = /^multipart\/form-data;(?:.*;)?\s*boundary="?([\w'()+,./:=?-]{1,70})"?\s*(?:;|$)/i.exec(type)?.[1]
  if (boundary === undefined) return null
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const mark = `--${boundary}`
  if (body.toString('latin1', 0, mark.length) !== mark) return null
  const parts: Part[] = []
  for (let at = mark.length; ; ) {
    if (body.toString('latin1', at, at + 2) === '--') return parts
    if (body.toString('latin1', at, at + 2) !== '\r\n' || parts.length >= MOST_PARTS) return null
    const headEnd = body.subarray(at, at + MOST_HEAD).indexOf('\r\n\r\n')
    if (headEnd < 0) return null
    const from = at + headEnd + 4
    const to = body.indexOf(`\r\n${mark}`, from, 'latin1')
    if (to < 0) return null
    const head = body.toString('utf8', at, at + headEnd)
    const disposition = /^content-disposition:\s*form-data;(.*)$/im.exec(head)?.[1] ?? ''
    const name = /(?:^|;)\s*name="([^"]{1,60})"/.exec(disposition)?.[1]
    if (name === undefined) return null
    parts.push({ name, isFile: /;\s*filename\*?=/.test(disposition), bytes: bytes.subarray(from, to) })
    at = to + 2 + mark.length
  }
}

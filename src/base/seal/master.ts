import { createHash } from 'node:crypto'
import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, statSync, writeSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Config } from '../config.ts'
import type { Ids } from '../ids.ts'

export const MASTER_BYTES = 32

export const masterFile = ({ masterKeyFile, data }: Pick<Config, 'masterKeyFile' | 'data'>): string =>
  resolve(masterKeyFile === '' ? join(data, 'master.key') : masterKeyFile)

export type Master = { ok: true; key: Uint8Array } | { ok: false; say: string }

/** The key that everything sealed hangs on: 32 bytes in a file for its owner alone, made at the first start. */
export function openMaster(file: string, ids: Pick<Ids, 'bytes'>): Master {
  try {
    return masterIn(file)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') return { ok: false, say: unreadable(file, error) }
  }
  const key = ids.bytes(MASTER_BYTES)
  try {
    // `wx`: two that start at once do not both make one.
    const handle = openSync(file, 'wx', 0o400)
    try {
      writeSync(handle, key)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    chmodSync(file, 0o400)
    return { ok: true, key }
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return openMaster(file, ids)
    return { ok: false, say: unreadable(file, error) }
  }
}

/** For paper: sixteen groups of four, and a seventeenth that tells whether the others were copied right. */
export function onPaper(key: Uint8Array): string[] {
  const groups = Buffer.from(key).toString('hex').match(/.{4}/g)!
  const check = createHash('sha256').update(key).digest('hex').slice(0, 4)
  return [0, 4, 8, 12].map(at => groups.slice(at, at + 4).join(' ')).concat(check)
}

/** Never makes one: for whoever only wants to see it. */
export function readMaster(file: string): Master {
  try {
    return masterIn(file)
  } catch (error) {
    if (codeOf(error) === 'ENOENT')
      return { ok: false, say: `There is no key file ${file}. It is made at the first start.` }
    return { ok: false, say: unreadable(file, error) }
  }
}

function masterIn(file: string): Master {
  const key = new Uint8Array(readFileSync(file))
  if (key.length !== MASTER_BYTES) {
    return {
      ok: false,
      say: `The key file ${file} is not one of ours: it has ${key.length} bytes instead of ${MASTER_BYTES}. Put the right one back, or name it with --master-key-file.`,
    }
  }
  const others = statSync(file).mode & 0o077
  if (others !== 0) {
    return { ok: false, say: `Others on this machine may read the key file ${file}. Close it: chmod 400 ${file}` }
  }
  return { ok: true, key }
}

const codeOf = (error: unknown): string => (error as { code?: string } | null)?.code ?? ''

const unreadable = (file: string, error: unknown): string =>
  codeOf(error) === 'EACCES'
    ? `This user may not read the key file ${file}. Give it to the user that runs the site: chown.`
    : `The key file ${file} does not open: ${codeOf(error) || String(error)}. Name another place with --master-key-file.`

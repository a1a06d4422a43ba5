import { join } from 'node:path'
import type { World } from '../../world.ts'
import { pictureFolder } from './picture.ts'

const PATH = /^\/pictures\/([a-z2-7]{26}-[ls]\.webp)$/

const HEADERS = {
  'content-type': 'image/webp',
  'content-security-policy': "sandbox; default-src 'none'",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'public, max-age=31536000, immutable',
}

/** A picture by its name, whoever asks: no session is read. Null when it is gone or never was. */
export async function servePicture(world: World, path: string): Promise<Response | null> {
  const name = PATH.exec(path)?.[1]
  if (name === undefined) return null
  const file = Bun.file(join(pictureFolder(world.config.data), name))
  // Read whole: it is small, and may be taken away while it is sent.
  const bytes = await file.bytes().catch(() => null)
  return bytes && new Response(bytes, { headers: HEADERS })
}

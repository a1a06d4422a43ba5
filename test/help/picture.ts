import type { Answer, Visit } from './visit.ts'

/** A PNG of one colour, 64 x 64: enough for the pipeline. */
export async function picture(width = 64, height = 64): Promise<Uint8Array> {
  const bmp = Buffer.alloc(54 + width * height * 4, 0x80)
  bmp.write('BM', 0, 'latin1')
  bmp.writeUInt32LE(bmp.length, 2)
  bmp.writeUInt32LE(54, 10)
  bmp.writeUInt32LE(40, 14)
  bmp.writeInt32LE(width, 18)
  bmp.writeInt32LE(height, 22)
  bmp.writeUInt16LE(1, 26)
  bmp.writeUInt16LE(32, 28)
  bmp.fill(0, 30, 54)
  return new Bun.Image(bmp).png().bytes()
}

/** A form with a file, as a browser sends it. */
export function sendFile(
  visit: Visit,
  path: string,
  file: Uint8Array,
  fields: Record<string, string> = {},
  headers: Record<string, string> = {},
  name = 'picture',
): Promise<Answer> {
  const mark = '----footlight'
  const parts = [
    ...Object.entries(fields).map(([field, value]) =>
      Buffer.from(`--${mark}\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`),
    ),
    Buffer.from(
      `--${mark}\r\nContent-Disposition: form-data; name="${name}"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n`,
    ),
    file,
    Buffer.from(`\r\n--${mark}--\r\n`),
  ]
  return visit.ask(path, {
    method: 'POST',
    body: new Uint8Array(Buffer.concat(parts)),
    headers: {
      'content-type': `multipart/form-data; boundary=${mark}`,
      'sec-fetch-site': 'same-origin',
      ...headers,
    },
  })
}

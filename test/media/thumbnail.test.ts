import { describe, expect, test } from 'bun:test'
import { type ThumbnailOptions, Thumbnails } from '../../src/media/thumbnail.ts'
import { HandClock } from '../help/world.ts'
import { ffmpeg, film, until } from './help.ts'

const jpeg = async (width = 640, height = 480): Promise<Uint8Array<ArrayBuffer>> => {
  const size = `color=red:size=${width}x${height}`
  const ran = Bun.spawnSync([
    ffmpeg,
    '-loglevel',
    'error',
    '-f',
    'lavfi',
    '-i',
    size,
    '-frames:v',
    '1',
    '-f',
    'mjpeg',
    '-',
  ])
  return new Uint8Array(ran.stdout)
}

function made(more: Partial<ThumbnailOptions> = {}) {
  const clock = new HandClock()
  const open = { now: true }
  const thumbnails = new Thumbnails({
    clock,
    ffmpeg: () => null,
    picture: async () => null,
    open: () => open.now,
    covered: () => false,
    ...more,
  })
  return { clock, open, thumbnails }
}

/** A fragment as the gateway hands it over: init and media in one piece. */
function fragment(): Uint8Array {
  const flags = 'frag_keyframe+empty_moov+default_base_moof'
  const ran = Bun.spawnSync([
    ...[ffmpeg, '-loglevel', 'error', '-i', film(), '-an', '-c', 'copy', '-t', '1', '-movflags', flags],
    ...['-f', 'mp4', '-'],
  ])
  return new Uint8Array(ran.stdout)
}

describe("the performer's own frame", () => {
  test('stands in while she is on air and no ffmpeg is there, drawn anew', async () => {
    const { thumbnails, open, clock } = made()
    const frame = await jpeg()
    expect(await thumbnails.frame('mara', frame)).toBe('not-on-air')
    thumbnails.opened('mara', 'feed')
    expect(await thumbnails.frame('mara', frame)).toBe('kept')
    const shown = thumbnails.of('mara')!
    expect((await new Bun.Image(shown.bytes).metadata()).format).toBe('webp')
    expect((await new Bun.Image(shown.bytes).metadata()).height).toBe(180)
    open.now = false
    expect(thumbnails.of('mara')).toBeNull()
    open.now = true
    clock.pass(60_000)
    expect(thumbnails.of('mara')).toBeNull()
    await thumbnails.frame('mara', frame)
    thumbnails.closed('mara', 'another')
    expect(thumbnails.of('mara')).not.toBeNull()
    thumbnails.closed('mara', 'feed')
    expect(thumbnails.of('mara')).toBeNull()
  })

  test('is never shown where ffmpeg takes pictures of what viewers get', async () => {
    const { thumbnails } = made({ ffmpeg: () => ffmpeg })
    thumbnails.opened('mara', 'feed')
    await thumbnails.frame('mara', await jpeg())
    expect(thumbnails.of('mara')).toBeNull()
  })

  test.each([
    ['nothing', new Uint8Array()],
    ['a web page', new TextEncoder().encode('<script>alert(1)</script>')],
    ['a drawing with a script', new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['the beginning of a JPEG', new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16])],
    ['the beginning of a WebP', new TextEncoder().encode('RIFF\x20\0\0\0WEBPVP8 ')],
  ])('is refused when it is %s', async (_, bytes) => {
    const { thumbnails } = made()
    thumbnails.opened('mara', 'feed')
    expect(await thumbnails.frame('mara', bytes)).toBe('not-a-picture')
  })

  test('is refused when it is too large in bytes or in pixels', async () => {
    const { thumbnails } = made()
    thumbnails.opened('mara', 'feed')
    expect(await thumbnails.frame('mara', new Uint8Array(201 * 1024))).toBe('too-large')
    const bomb = await jpeg(8000, 8000)
    expect(bomb.length).toBeGreaterThan(0)
    expect(['too-large', 'not-a-picture']).toContain(await thumbnails.frame('mara', bomb))
  })
})

describe('a picture of the feed', () => {
  test('is taken as soon as there is one, and not while the performer has covered it', async () => {
    const bytes = fragment()
    const asked: string[] = []
    const { thumbnails, open } = made({
      ffmpeg: () => ffmpeg,
      picture: async feed => {
        asked.push(feed)
        return bytes
      },
    })
    open.now = false
    thumbnails.opened('mara', 'feed')
    thumbnails.start()
    await Bun.sleep(600)
    expect(asked).toEqual([])
    open.now = true
    const shown = await until('the picture', () => thumbnails.of('mara'))
    expect((await new Bun.Image(shown.bytes).metadata()).width).toBe(320)
    const large = thumbnails.of('mara', 'large')!
    expect((await new Bun.Image(large.bytes).metadata()).width).toBe(640)
    expect(large.etag).not.toBe(shown.etag)
    expect(asked).toEqual(['feed'])
    thumbnails.stop()
  })

  test('that cannot be decoded leaves the card as it was, and one room waits for no other', async () => {
    const good = fragment()
    const { thumbnails } = made({
      ffmpeg: () => ffmpeg,
      picture: async feed => (feed === 'bad' ? new Uint8Array(1000) : feed === 'none' ? null : good),
    })
    thumbnails.opened('juno', 'bad')
    thumbnails.opened('otto', 'none')
    thumbnails.opened('mara', 'good')
    thumbnails.start()
    await until('the good one', () => thumbnails.of('mara'))
    expect(thumbnails.of('juno')).toBeNull()
    expect(thumbnails.of('otto')).toBeNull()
    thumbnails.stop()
  })
})

import { describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { growing, parseMaster, parsePlaylist, writeMaster, writePlaylist } from '../../src/media/playlist.ts'

/** As the pinned MediaMTX wrote them. */
const recorded = (name: string) => readFileSync(new URL(`recorded/${name}.m3u8`, import.meta.url), 'utf8')
const ALL = ['young', 'query', 'grown', 'audio'] as const
const parsed = (text: string) => {
  const p = parsePlaylist(text)
  if (!p) throw new Error('unreadable')
  return p
}

describe('a recorded playlist', () => {
  test.each([...ALL])('%s is written without gaps, query or delta updates, and with three parts of hold-back', name => {
    const text = recorded(name)
    const p = parsed(text)
    const out = writePlaylist(text, p)
    expect(out).not.toContain('GAP')
    expect(out).not.toContain('gap.mp4')
    expect(out).not.toContain('?')
    expect(out).not.toContain('CAN-SKIP-UNTIL')
    const hold = Number(/PART-HOLD-BACK=([0-9.]+)/.exec(out)?.[1])
    expect(hold).toBeCloseTo(3 * p.partSeconds, 4)
    expect(out).toStartWith('#EXTM3U\n')
  })

  test.each([...ALL])('%s reads the same after it was written', name => {
    const text = recorded(name)
    const p = parsed(text)
    expect(parsed(writePlaylist(text, p))).toEqual(p)
  })

  test.each([...ALL])('%s numbers its segments as their names do', name => {
    const text = recorded(name)
    const p = parsed(writePlaylist(text, parsed(text)))
    p.segments.forEach((segment, i) => {
      expect(segment.name).toEndWith(`_seg${p.first + i}.mp4`)
    })
    expect(growing(p)).toBe(p.first + p.segments.length)
  })

  test('a young one begins with its first real segment', () => {
    const p = parsed(recorded('young'))
    expect(p.first).toBe(7)
    expect(p.segments).toHaveLength(1)
    expect(p.segments[0]?.parts).toHaveLength(5)
    expect(p.hint).toEndWith('_part5.mp4')
  })

  test('goes on with other numbers after its muxer was lost, and says where the break is', () => {
    const text = recorded('young')
    const p = parsed(text)
    const out = writePlaylist(text, p, { shift: 100, breakAt: 107 })
    expect(out).toContain('#EXT-X-MEDIA-SEQUENCE:107\n')
    expect(out.indexOf('#EXT-X-DISCONTINUITY\n')).toBeLessThan(out.indexOf('#EXT-X-PART:'))
    expect(out).not.toContain('DISCONTINUITY-SEQUENCE')
    expect(parsed(out).first).toBe(107)
    const later = writePlaylist(text, p, { shift: 100, breaksBefore: 1 })
    expect(later).toContain('#EXT-X-DISCONTINUITY-SEQUENCE:1\n')
    expect(later).not.toContain('#EXT-X-DISCONTINUITY\n')
  })

  test('is marked at the segment that is still growing when the break is there', () => {
    const text = recorded('grown')
    const p = parsed(text)
    const out = writePlaylist(text, p, { breakAt: growing(p) })
    expect(out.indexOf('#EXT-X-DISCONTINUITY\n')).toBeGreaterThan(out.indexOf(p.segments.at(-1)!.name))
    expect(out.indexOf('#EXT-X-DISCONTINUITY\n')).toBeLessThan(out.indexOf(p.parts[0]!.name))
  })
})

describe('what is no playlist of ours', () => {
  const good = recorded('grown')
  const name = parsed(good).segments[0]!.name

  test.each([
    ['nothing', ''],
    ['a web page', '<!doctype html><title>404</title>'],
    ['half a playlist', good.slice(0, 200)],
    ['a name with a path', good.replace(name, `../../etc/${name}`)],
    ['another host', good.replace(name, `https://elsewhere.example/${name}`)],
    ['a name that ends the quotes', good.replace(/URI="[^"]*_init.mp4"/, 'URI="x" onload="y"')],
    ['files of two muxers', good.replace(name, name.replace(/^[0-9a-f]{12}/, '000000000000'))],
    [
      'a gap behind a real segment',
      good.replace(/#EXTINF:1.00000,\n[^\n]*seg12.mp4/, '#EXT-X-GAP\n#EXTINF:1.00000,\ngap.mp4'),
    ],
    ['a segment without length', good.replace('#EXTINF:1.00000,', '#EXTINF:nothing,')],
    ['a part without length', good.replace('DURATION=0.20000', 'DURATION=long')],
    ['a sequence that is no number', good.replace('MEDIA-SEQUENCE:10', 'MEDIA-SEQUENCE:ten')],
  ])('%s is refused', (_, text) => {
    expect(parsePlaylist(text)).toBeNull()
  })

  test('no cut of a playlist is read as something else', () => {
    const whole = parsed(good)
    for (let end = 0; end < good.length; end++) {
      const p = parsePlaylist(good.slice(0, end))
      if (!p) continue
      expect(p.prefix).toBe(whole.prefix)
      expect(whole.segments.map(s => s.name).join()).toStartWith(p.segments.map(s => s.name).join())
    }
  })
})

describe('the list of renditions', () => {
  const text = recorded('index')

  test('leads into the folder of its out', () => {
    const master = parseMaster(text)!
    expect(master.renditions.sort()).toEqual(['audio2', 'video1'])
    const out = writeMaster(master, 'src/')
    expect(out).toContain('URI="src/audio2_stream.m3u8"')
    expect(out).toContain('\nsrc/video1_stream.m3u8\n')
    expect(writeMaster(master, '')).toContain('\nvideo1_stream.m3u8\n')
    expect(out).toContain('CODECS="avc1.42c00d,mp4a.40.2"')
  })

  test('carries no query that somebody asked with', () => {
    const leaked = text.replaceAll('_stream.m3u8', '_stream.m3u8?secret=1')
    expect(writeMaster(parseMaster(leaked)!, 'src/')).not.toContain('secret')
  })

  test.each([
    ['nothing', ''],
    ['a foreign address', text.replace('video1_stream.m3u8', 'https://elsewhere.example/x.m3u8')],
    ['a foreign sound', text.replace('audio2_stream.m3u8', '../other/audio2_stream.m3u8')],
  ])('%s is refused', (_, bad) => {
    expect(parseMaster(bad)).toBeNull()
  })
})

import type { Listen } from '../base/config.ts'
import type { World } from '../world.ts'

export type ObsProtocol = 'rtmps' | 'rtmp' | 'srt' | 'whip'

/** One way into the room, with the exact texts for OBS. */
export interface ObsWay {
  protocol: ObsProtocol
  /** `label`: the field of OBS that takes it. */
  lines: { label: 'server' | 'key' | 'token'; text: string; secret?: boolean }[]
  closed?: 'no-certificate' | 'switched-off' | 'no-passphrase'
}

/** Stands for the key where it is not known: only its fingerprint is kept. */
export const KEY_HERE = 'KEY'

/**
 * How OBS reaches the room: server and key in OBS's own fields. `host` is the public name for OBS, `origin` the site's own.
 * Sources: media.md 3; a stream key that starts with `?` is dropped by OBS, microseconds in SRT.
 */
export function obsWays(
  world: World,
  { room, key = KEY_HERE, host, origin }: { room: string; key?: string; host: string; origin: string },
): ObsWay[] {
  const { rtmp, rtmps, srt } = world.config
  const open = world.media.status().listeners
  const at = host.includes(':') ? `[${host}]` : host
  const pass = world.settings.get('srt_passphrase')
  const rtmpLines = (scheme: string, listen: Listen | null): ObsWay['lines'] =>
    listen === null
      ? []
      : [
          { label: 'server', text: `${scheme}://${at}:${listen.port}/live` },
          { label: 'key', text: `${room}?pass=${key}`, secret: true },
        ]
  const rtmpsOpen = rtmps !== null && open.some(name => name.startsWith('rtmps '))
  return [
    {
      protocol: 'rtmps',
      lines: rtmpsOpen ? rtmpLines('rtmps', rtmps) : [],
      ...(rtmps === null
        ? { closed: 'switched-off' as const }
        : rtmpsOpen
          ? {}
          : { closed: 'no-certificate' as const }),
    },
    {
      protocol: 'rtmp',
      lines: rtmpLines('rtmp', rtmp),
      ...(rtmp === null ? { closed: 'switched-off' as const } : {}),
    },
    {
      protocol: 'srt',
      lines:
        srt === null || pass === ''
          ? []
          : [
              {
                label: 'server',
                text: `srt://${at}:${srt.port}?streamid=publish:live/${room}:${room}:${key}&passphrase=${pass}&pbkeylen=32&latency=250000&pkt_size=1316`,
                secret: true,
              },
            ],
      ...(srt === null ? { closed: 'switched-off' as const } : pass === '' ? { closed: 'no-passphrase' as const } : {}),
    },
    {
      protocol: 'whip',
      lines: [
        { label: 'server', text: `${origin}/whip/${room}` },
        { label: 'token', text: key, secret: true },
      ],
    },
  ]
}

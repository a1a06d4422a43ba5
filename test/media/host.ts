/** A parent for the fault tests: runs the media server until it is killed. argv: data folder. */
import { systemClock } from '../../src/base/clock.ts'
import { systemIds } from '../../src/base/ids.ts'
import { logTo } from '../../src/base/log.ts'
import { Media } from '../../src/media/index.ts'
import { binary, free } from './help.ts'

const quiet = () => {}
const media = new Media({
  clock: systemClock,
  ids: systemIds(Date.now),
  log: logTo(line => process.stderr.write(line), 'warn', Date.now),
  config: {
    data: process.argv[2]!,
    rtmp: { host: '127.0.0.1', port: await free('tcp') },
    rtmps: null,
    srt: null,
    webrtc: { host: '127.0.0.1', port: await free('udp') },
    ffmpeg: '',
  },
  binary: { ok: true, file: binary },
  site: () => ({ srtPassphrase: '', publicHost: '127.0.0.1', viewersAtPeak: 200, certificate: null }),
  told: {
    connecting: quiet,
    connectingEnded: quiet,
    live: quiet,
    outsChanged: quiet,
    stalled: quiet,
    moving: quiet,
    away: quiet,
    off: quiet,
    ended: quiet,
    health: quiet,
    refused: quiet,
    feedOpened: quiet,
    feedClosed: quiet,
    statusChanged: quiet,
  },
})
await media.start()
while (media.status().pid === 0) await Bun.sleep(10)
console.log(media.status().pid)

import type { Listen } from '../base/config.ts'

export const MEDIAMTX_VERSION = 'v1.20.1'

/** Names that a room may not have: they are our own addresses below `/whip` and `/m`. */
export const RESERVED_ROOMS = ['whip', 'whep']
export const ROOM = '[a-z0-9][a-z0-9-]{1,31}'
export const FEED = '[a-z2-7]{26}'

export interface ConfigOptions {
  /** The private folder of this run: sockets, configuration, certificate. */
  run: string
  /** Where the door listens, with its random path. */
  doorUrl: string
  rtspPort: number
  rtmp: Listen | null
  /** Open only when a valid certificate lies in the run folder. */
  rtmps: Listen | null
  srt: Listen | null
  srtPassphrase: string
  webrtc: Listen
  /** Public addresses for ICE; literal, or each session resolves them. Empty: the addresses of the interfaces. */
  webrtcHosts: string[]
  hlsSecret: string
  hlsPartMs: number
  recordings: string
}

/** LL-HLS part length for an expected peak of viewers: fewer requests a second as the house fills. */
export const partMs = (viewersAtPeak: number): number => (viewersAtPeak <= 200 ? 200 : viewersAtPeak <= 500 ? 333 : 500)

/** The whole configuration of MediaMTX as YAML text. Nothing else configures it: its environment is scrubbed. */
export function config(o: ConfigOptions): string {
  return `logLevel: info
logDestinations: [stdout]
logStructured: true
readTimeout: 10s
writeTimeout: 10s
writeQueueSize: 1024
authMethod: http
authHTTPAddress: ${text(o.doorUrl)}
authHTTPExclude: [{action: api}]
api: true
apiAddress: ${text(`unix://${o.run}/api.sock`)}
apiAllowOrigins: []
metrics: false
pprof: false
playback: false
moq: false
rtsp: true
rtspTransports: [tcp]
rtspEncryption: "no"
rtspAddress: ${text(`127.0.0.1:${o.rtspPort}`)}
${rtmp(o)}
srt: ${o.srt !== null}
srtAddress: ${text(address(o.srt))}
hls: true
hlsAddress: ${text(`unix://${o.run}/hls.sock`)}
hlsAllowOrigins: []
hlsCDNSecret: ${text(o.hlsSecret)}
hlsVariant: lowLatency
hlsAlwaysRemux: false
hlsSegmentCount: 8
hlsSegmentDuration: 1s
hlsPartDuration: ${o.hlsPartMs}ms
hlsSegmentMaxSize: 20M
hlsMuxerCloseAfter: 60s
webrtc: true
webrtcAddress: ${text(`unix://${o.run}/webrtc.sock`)}
webrtcAllowOrigins: []
webrtcLocalUDPAddress: ${text(address(o.webrtc))}
webrtcLocalTCPAddress: ${text(address(o.webrtc))}
webrtcIPsFromInterfaces: ${o.webrtcHosts.length === 0}
webrtcAdditionalHosts: [${o.webrtcHosts.map(text).join(', ')}]
pathDefaults:
  overridePublisher: true
  recordPath: ${text(`${o.recordings}/%path/%Y-%m-%d_%H-%M-%S-%f`)}
  recordPartDuration: 1s
  recordSegmentDuration: 1h
  recordDeleteAfter: 0s
paths:
  "~^live/${ROOM}(/[2-4])?(/(720|480|360))?$":
${o.srt && o.srtPassphrase ? `    srtPublishPassphrase: ${text(o.srtPassphrase)}` : '    {}'}
  "~^test/${FEED}$": {}
  "~^feed/${FEED}/(opus|aac|vsrc|v720|v480|v360)$": {}
`
}

function rtmp(o: ConfigOptions): string {
  const encryption = o.rtmps === null ? 'no' : o.rtmp === null ? 'strict' : 'optional'
  const lines = [
    `rtmp: ${o.rtmp !== null || o.rtmps !== null}`,
    `rtmpEncryption: "${encryption}"`,
    `rtmpAddress: ${text(address(o.rtmp))}`,
  ]
  if (o.rtmps) {
    lines.push(
      `rtmpsAddress: ${text(address(o.rtmps))}`,
      `rtmpServerCert: ${text(`${o.run}/rtmps.crt`)}`,
      `rtmpServerKey: ${text(`${o.run}/rtmps.key`)}`,
    )
  }
  return lines.join('\n')
}

/** Go listens on IPv4 and IPv6 alike where no host is named. */
function address(listen: Listen | null): string {
  if (!listen) return '127.0.0.1:0'
  if (listen.host === '0.0.0.0' || listen.host === '::' || listen.host === '') return `:${listen.port}`
  return listen.host.includes(':') ? `[${listen.host}]:${listen.port}` : `${listen.host}:${listen.port}`
}

/** Every JSON string is a YAML string. */
const text = (value: string): string => JSON.stringify(value)

import { Agent, type IncomingMessage, request } from 'node:http'

export type ClientError = 'unreachable' | 'timeout' | 'refused' | 'absent' | 'bad-answer' | 'too-large'
export type Answer<T> = { ok: true; value: T } | { ok: false; why: ClientError }

export interface Track {
  codec: string
  codecProps: {
    width?: number
    height?: number
    profile?: string | number
    channelCount?: number
    sampleRate?: number
  } | null
}

export type SourceType =
  | 'rtmpConn'
  | 'rtmpsConn'
  | 'srtConn'
  | 'webRTCSession'
  | 'rtspSession'
  | 'rtspSource'
  | (string & {})

export interface MediaPath {
  name: string
  available: boolean
  availableTime: string | null
  source: { type: SourceType; id: string } | null
  tracks2: Track[]
  readers: { type: string; id: string }[]
  inboundBytes: number
  inboundFramesInError: number
}

interface List<T> {
  itemCount: number
  pageCount: number
  items: T[]
}

export interface SrtConn {
  id: string
  msRTT: number
  packetsReceived: number
  packetsReceivedLoss: number
}
export interface WebRtcSession {
  id: string
  inboundBytes: number
  inboundRTPPackets: number
  inboundRTPPacketsLost: number
  inboundRTPPacketsJitter: number
}

const KICKS: Record<string, string> = {
  rtmpConn: 'rtmpconns',
  rtmpsConn: 'rtmpsconns',
  srtConn: 'srtconns',
  webRTCSession: 'webrtcsessions',
  rtspSession: 'rtspsessions',
}

const MOST_BYTES = 8 * 1024 * 1024

/** MediaMTX's API over its private socket. Answers may hold stream keys: they are never logged. */
export class Client {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 16 })
  constructor(private readonly socketPath: string) {}

  info(timeoutMs = 2000): Promise<Answer<{ version: string; started: string }>> {
    return this.call('GET', '/v3/info', undefined, timeoutMs)
  }

  /** Goes through the loop that owns all paths, so an answer proves that it turns. */
  async paths(timeoutMs = 2000): Promise<Answer<MediaPath[]>> {
    const all: MediaPath[] = []
    for (let page = 0; page < 100; page++) {
      const got = await this.call<List<MediaPath>>(
        'GET',
        `/v3/paths/list?itemsPerPage=1000&page=${page}`,
        undefined,
        timeoutMs,
      )
      if (!got.ok) return got
      if (!Array.isArray(got.value.items)) return { ok: false, why: 'bad-answer' }
      all.push(...got.value.items)
      if (page + 1 >= got.value.pageCount) break
    }
    return { ok: true, value: all }
  }

  path(name: string): Promise<Answer<MediaPath>> {
    return this.call('GET', `/v3/paths/get/${name}`)
  }

  addPath(name: string, entry: Record<string, unknown>): Promise<Answer<unknown>> {
    return this.call('POST', `/v3/config/paths/add/${name}`, entry)
  }

  deletePath(name: string): Promise<Answer<unknown>> {
    return this.call('DELETE', `/v3/config/paths/delete/${name}`)
  }

  /** Ends whoever publishes or reads. `type` is the path's `source.type`. */
  async kick(type: SourceType, id: string): Promise<Answer<unknown>> {
    const kind = KICKS[type]
    return kind ? this.call('POST', `/v3/${kind}/kick/${id}`) : { ok: false, why: 'absent' }
  }

  rtspSession(id: string): Promise<Answer<{ state: 'idle' | 'read' | 'publish' }>> {
    return this.call('GET', `/v3/rtspsessions/get/${id}`)
  }

  srtConn(id: string): Promise<Answer<SrtConn>> {
    return this.call('GET', `/v3/srtconns/get/${id}`)
  }

  webRtcSession(id: string): Promise<Answer<WebRtcSession>> {
    return this.call('GET', `/v3/webrtcsessions/get/${id}`)
  }

  close(): void {
    this.agent.destroy()
  }

  private call<T>(method: string, path: string, body?: unknown, timeoutMs = 5000): Promise<Answer<T>> {
    return new Promise(resolve => {
      const sent = body === undefined ? undefined : Buffer.from(JSON.stringify(body))
      let done = false
      const settle = (answer: Answer<T>) => {
        if (done) return
        done = true
        clearTimeout(timer)
        resolve(answer)
      }
      const req = request(
        {
          socketPath: this.socketPath,
          agent: this.agent,
          method,
          path,
          headers: sent ? { 'content-type': 'application/json', 'content-length': sent.length } : {},
        },
        (res: IncomingMessage) => {
          const chunks: Buffer[] = []
          let size = 0
          res.on('data', (chunk: Buffer) => {
            size += chunk.length
            if (size > MOST_BYTES) {
              settle({ ok: false, why: 'too-large' })
              req.destroy()
            } else chunks.push(chunk)
          })
          res.on('error', () => settle({ ok: false, why: 'unreachable' }))
          res.on('end', () => settle(read<T>(method, res.statusCode ?? 0, Buffer.concat(chunks))))
        },
      )
      const timer = setTimeout(() => {
        settle({ ok: false, why: 'timeout' })
        req.destroy()
      }, timeoutMs)
      req.on('error', () => settle({ ok: false, why: 'unreachable' }))
      req.end(sent)
    })
  }
}

/** What is asked for is an object; what is ordered needs no words. */
function read<T>(method: string, status: number, body: Buffer): Answer<T> {
  if (status === 404) return { ok: false, why: 'absent' }
  if (status < 200 || status > 299) return { ok: false, why: 'refused' }
  if (method !== 'GET') return { ok: true, value: undefined as T }
  try {
    const value = JSON.parse(body.toString())
    return typeof value === 'object' && value !== null ? { ok: true, value } : { ok: false, why: 'bad-answer' }
  } catch {
    return { ok: false, why: 'bad-answer' }
  }
}

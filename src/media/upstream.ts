import { type Agent, type IncomingHttpHeaders, request } from 'node:http'

export interface Got {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer<ArrayBuffer>
}
export type AskError = 'unreachable' | 'timeout' | 'too-large'

export interface Ask {
  agent: Agent
  socketPath: string
  method?: string
  path: string
  headers: Record<string, string>
  body?: Uint8Array
  timeoutMs: number
  mostBytes: number
}

/** One request under way; `stop` ends it at once as unreachable. */
export interface Asked {
  answer: Promise<Got | AskError>
  stop(): void
}

/**
 * Asks MediaMTX over one of its private sockets. Not `fetch`: Bun runs 256 of those at a time per process, and the next one
 * would wait behind blocked playlist reloads.
 */
export function ask(o: Ask): Asked {
  let stop = () => {}
  const answer = new Promise<Got | AskError>(resolve => {
    const req = request(
      {
        socketPath: o.socketPath,
        agent: o.agent,
        method: o.method ?? 'GET',
        path: o.path,
        headers: o.body ? { ...o.headers, 'content-length': String(o.body.length) } : o.headers,
      },
      res => {
        const chunks: Buffer[] = []
        let size = 0
        res.on('data', (chunk: Buffer) => {
          size += chunk.length
          if (size > o.mostBytes) give('too-large')
          else chunks.push(chunk)
        })
        res.on('error', () => give('unreachable'))
        res.on('aborted', () => give('unreachable'))
        res.on('end', () => give({ status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(chunks) }))
      },
    )
    let done = false
    const give = (got: Got | AskError) => {
      if (done) return
      done = true
      clearTimeout(timer)
      if (typeof got === 'string') req.destroy()
      resolve(got)
    }
    const timer = setTimeout(() => give('timeout'), o.timeoutMs)
    stop = () => give('unreachable')
    req.on('error', () => give('unreachable'))
    req.end(o.body)
  })
  return { answer, stop: () => stop() }
}

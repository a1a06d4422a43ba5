import { join } from 'node:path'
import type { Server } from 'bun'
import { say } from '../../../views/words/index.ts'
import type { Listen } from '../config.ts'
import { broken, misnamed } from './host.ts'

export interface RedirectShape {
  at: Listen
  /** Where HTTPS answers; read at each request. */
  to(): string
  /** The page for whoever posts in the clear. */
  refuse(request: Request): Response
  /** Folder of ACME's HTTP-01 answers (`certbot --webroot -w`). */
  challenges: string
}

/** The plain port: sends browsers on to HTTPS, and answers those who prove a domain name. */
export function redirectServer({ at, to, refuse, challenges }: RedirectShape): Server<unknown> {
  return Bun.serve({
    hostname: at.host,
    port: at.port,
    maxRequestBodySize: 1024,
    development: false,
    error: broken,
    async fetch(request) {
      const refused = misnamed(request)
      if (refused) return refused
      const { pathname, search } = new URL(request.url)
      const token = /^\/\.well-known\/acme-challenge\/([A-Za-z0-9_-]{1,128})$/.exec(pathname)?.[1]
      if (token) {
        const file = Bun.file(join(challenges, '.well-known/acme-challenge', token))
        if (await file.exists()) return new Response(file, { headers: { 'content-type': 'text/plain' } })
        return new Response(`${say.errors.notFound}\n`, { status: 404 })
      }
      if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(request)
      return new Response(null, { status: 308, headers: { location: `${to()}${pathname}${search}` } })
    },
  })
}

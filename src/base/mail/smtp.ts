import { createTransport } from 'nodemailer'

/** The server that carries our mail: the owner's choice, so it may well stand in the house's own network. */
export interface SmtpServer {
  host: string
  port: number
  /** TLS from the first byte; TLS that the server has to offer; none, for a relay on this machine. */
  security: 'tls' | 'starttls' | 'none'
  user: string
  password: string
  from: string
  /** The house's name beside the address. */
  name: string
  /** Certificates that a test trusts besides the machine's own; the product has no setting for it. */
  ca?: string
}

export interface Mail {
  to: string
  subject: string
  text: string
  html: string
  headers?: Readonly<Record<string, string>>
}

/** Closed words; the panel says each in a sentence. */
export type SmtpWhy = 'unknown-host' | 'unreachable' | 'timeout' | 'tls' | 'login' | 'recipient' | 'refused'

export type Carried =
  | { ok: true; said: string }
  /** `final`: another try would end the same. `said` is the server's own answer. */
  | { ok: false; why: SmtpWhy; said: string; final: boolean }

export type Carry = (server: SmtpServer, mail: Mail) => Promise<Carried>

const WAIT_MS = 10_000

const transportTo = ({ host, port, security, user, password, ca }: SmtpServer) =>
  createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(user === '' ? {} : { auth: { user, pass: password } }),
    connectionTimeout: WAIT_MS,
    greetingTimeout: WAIT_MS,
    dnsTimeout: WAIT_MS,
    socketTimeout: 2 * WAIT_MS,
    ...(ca === undefined ? {} : { tls: { ca } }),
    disableFileAccess: true,
    disableUrlAccess: true,
  })

/** Hands one mail to the server. */
export async function carry(server: SmtpServer, { to, subject, text, html, headers }: Mail): Promise<Carried> {
  const transport = transportTo(server)
  try {
    const done = await transport.sendMail({
      from: { name: server.name, address: server.from },
      to: { name: '', address: to },
      subject,
      text,
      html,
      headers: { 'auto-submitted': 'auto-generated', ...headers },
    })
    return { ok: true, said: short(done.response) }
  } catch (error) {
    return failed(error)
  } finally {
    transport.close()
  }
}

/** Whether the server lets us in, without sending anything. */
export async function greet(server: SmtpServer): Promise<Carried> {
  const transport = transportTo(server)
  try {
    await transport.verify()
    return { ok: true, said: '' }
  } catch (error) {
    return failed(error)
  } finally {
    transport.close()
  }
}

interface SmtpError {
  code?: string
  responseCode?: number
  response?: string
  message?: string
}

function failed(error: unknown): Carried {
  const { code = '', responseCode = 0, response, message } = error as SmtpError
  const why = whyOf(code, message ?? '')
  const final = responseCode >= 500 && (why === 'recipient' || why === 'refused')
  return { ok: false, why, said: short(response ?? message ?? ''), final }
}

function whyOf(code: string, message: string): SmtpWhy {
  switch (code) {
    case 'EDNS':
    case 'ENOTFOUND':
      return 'unknown-host'
    case 'ETIMEDOUT':
      return 'timeout'
    case 'ETLS':
    case 'EREQUIRETLS':
      return 'tls'
    case 'EAUTH':
    case 'ENOAUTH':
      return 'login'
    case 'EENVELOPE':
      return 'recipient'
    case 'EMESSAGE':
      return 'refused'
    default:
      if (/getaddrinfo|ENOTFOUND|EAI_AGAIN/.test(message)) return 'unknown-host'
      return /certificate|SSL|TLS|self.signed|ALTNAME/i.test(`${code} ${message}`) ? 'tls' : 'unreachable'
  }
}

/** One line of what a server said: shown to the owner, never to anybody else. */
const short = (said: string): string =>
  said
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 300)

import { createServer, type Socket } from 'node:net'

export interface Letter {
  from: string
  to: string[]
  /** As it came, with its headers. */
  raw: string
}

export interface SmtpHouse {
  port: number
  letters: Letter[]
  /** Every line that was said to it. */
  heard: string[]
  stop(): Promise<void>
}

interface Manner {
  /** Wants this user and password. */
  user?: string
  password?: string
  /** What it answers to RCPT and to the end of DATA; 250 where left out. */
  rcpt?: string
  data?: string
  /** Takes the connection and says nothing. */
  mute?: boolean
}

/** A mail server of a few lines (RFC 5321): takes letters, or refuses as it is told to. */
export async function smtpHouse(manner: Manner = {}): Promise<SmtpHouse> {
  const letters: Letter[] = []
  const heard: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    if (manner.mute) return
    const say = (line: string) => socket.write(`${line}\r\n`)
    let buffer = ''
    let body: string[] | null = null
    let letter: Letter = { from: '', to: [], raw: '' }
    let login = 0
    const answer = (line: string) => {
      heard.push(line)
      const verb = line.split(' ', 1)[0]!.toUpperCase()
      if (login > 0) {
        login = 0
        say('535 5.7.8 no')
        return
      }
      switch (verb) {
        case 'EHLO':
          say('250-mail.example.org')
          if (manner.user) say('250-AUTH PLAIN')
          say('250 8BITMIME')
          return
        case 'AUTH': {
          const right = Buffer.from(`\0${manner.user}\0${manner.password}`).toString('base64')
          say(line.split(' ')[2] === right ? '235 2.7.0 welcome' : '535 5.7.8 That is not the password')
          return
        }
        case 'MAIL':
          letter = { from: /<(.*)>/.exec(line)?.[1] ?? '', to: [], raw: '' }
          say('250 2.1.0 yes')
          return
        case 'RCPT':
          if (!manner.rcpt) letter.to.push(/<(.*)>/.exec(line)?.[1] ?? '')
          say(manner.rcpt ?? '250 2.1.5 yes')
          return
        case 'DATA':
          body = []
          say('354 go on')
          return
        case 'QUIT':
          say('221 bye')
          socket.end()
          return
        case 'RSET':
          say('250 yes')
          return
        default:
          say('502 5.5.1 not here')
      }
    }
    socket.on('data', chunk => {
      buffer += chunk.toString('utf8')
      for (let cut = buffer.indexOf('\r\n'); cut >= 0; cut = buffer.indexOf('\r\n')) {
        const line = buffer.slice(0, cut)
        buffer = buffer.slice(cut + 2)
        if (body === null) answer(line)
        else if (line === '.') {
          letter.raw = body.join('\n')
          body = null
          if (!manner.data) letters.push(letter)
          say(manner.data ?? '250 2.0.0 taken as 4711')
        } else body.push(line.startsWith('..') ? line.slice(1) : line)
      }
    })
    say('220 mail.example.org')
  })
  await new Promise<void>(open => server.listen(0, '127.0.0.1', open))
  const { port } = server.address() as { port: number }
  return {
    port,
    letters,
    heard,
    stop: () =>
      new Promise(closed => {
        for (const socket of sockets) socket.destroy()
        server.close(() => closed())
      }),
  }
}

/** The words of a letter, without its encoding. */
export function wordsIn(letter: Letter): string {
  return letter.raw
    .replace(/=\n/g, '')
    .replace(/((?:=[0-9A-F]{2})+)/g, hex => Buffer.from(hex.replaceAll('=', ''), 'hex').toString('utf8'))
}

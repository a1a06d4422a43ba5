/**
 * Tips over HTTP in closed loop, one under way on each connection: `tip-client.ts PORT ROOM SECONDS RUN COOKIE...`. Reads status and
 * length alone. Prints one line of JSON.
 */
export {}

const [portGiven = '', room = '', secondsGiven = '', run = '', ...cookies] = process.argv.slice(2)
const port = Number(portGiven)
const runMs = Number(secondsGiven) * 1000

const latencies: number[] = []
const wrong = new Map<string, number>()
let answered = 0
let end = 0

interface Line {
  cookie: string
  serial: number
  sentAt: number
  left: string
}

const requestOf = (line: Line, at: number): string => {
  // Keys of pages are in the order of time.
  const born = `${run}${Date.now().toString(36).padStart(10, '0')}${String(at).padStart(3, '0')}${line.serial++}`
  const body = `key=${born}&way=tokens&amount=5`
  return `POST /rooms/${room}/tips HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${line.cookie}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`
}

await Promise.all(
  cookies.map(
    (cookie, at) =>
      new Promise<void>((done, failed) => {
        const line: Line = { cookie, serial: 0, sentAt: 0, left: '' }
        const decoder = new TextDecoder('latin1')
        void Bun.connect({
          hostname: '127.0.0.1',
          port,
          socket: {
            open(socket) {
              end ||= performance.now() + runMs
              line.sentAt = performance.now()
              socket.write(requestOf(line, at))
            },
            data(socket, bytes) {
              line.left += decoder.decode(bytes, { stream: true })
              const head = line.left.indexOf('\r\n\r\n')
              if (head < 0) return
              const length = Number(/content-length: ([0-9]+)/i.exec(line.left)?.[1] ?? 0)
              if (line.left.length < head + 4 + length) return
              const now = performance.now()
              const status = line.left.slice(9, 12)
              line.left = ''
              if (status === '303') {
                answered++
                latencies.push(now - line.sentAt)
              } else wrong.set(status, (wrong.get(status) ?? 0) + 1)
              if (now >= end || wrong.size > 0) {
                socket.end()
                done()
                return
              }
              line.sentAt = now
              socket.write(requestOf(line, at))
            },
            error: (_, error) => failed(error),
            close: () => done(),
          },
        }).catch(failed)
      }),
  ),
)

latencies.sort((a, b) => a - b)
const at = (p: number) => latencies[Math.min(latencies.length - 1, Math.ceil((p / 100) * latencies.length) - 1)] ?? 0
const { user, system } = process.cpuUsage()
console.log(
  JSON.stringify({
    answered,
    seconds: (performance.now() - (end - runMs)) / 1000,
    p50: at(50),
    p99: at(99),
    cpuSeconds: (user + system) / 1e6,
    wrong: [...wrong].map(([status, n]) => `${n} answers ${status}`).join(', '),
  }),
)

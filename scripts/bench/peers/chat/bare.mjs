// Bare Bun: its own publish for each line, and nothing around it. `--hold` joins lines for a fixed time, as B2 asks.
import { chatRoom } from './room.mjs'

const [, port, hold = '0'] = process.argv.slice(2)
const room = chatRoom()
const holdMs = Number(hold)
let held = []
const server = Bun.serve({
  hostname: '127.0.0.1',
  port: Number(port),
  fetch(request, server) {
    const data = { by: room.visitor(request.headers.get('cookie')) }
    return server.upgrade(request, { data }) ? undefined : new Response('ok')
  },
  websocket: {
    perMessageDeflate: false,
    maxPayloadLength: 4096,
    backpressureLimit: 1024 * 1024,
    closeOnBackpressureLimit: true,
    open: socket => socket.subscribe('room'),
    message(socket, data) {
      const line = room.post(socket.data.by, JSON.parse(data).text)
      if (!line) return
      if (holdMs === 0) {
        server.publish('room', JSON.stringify(line))
        return
      }
      held.push(JSON.stringify(line))
      if (held.length > 1) return
      setTimeout(() => {
        server.publish('room', `[${held.join(',')}]`)
        held = []
      }, holdMs)
    },
  },
})

// ws: one ready Buffer for all, one send for each client.
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { chatRoom } from './room.mjs'

const [folder, port] = process.argv.slice(2)
const { WebSocketServer, WebSocket } = createRequire(`${folder}/`)('ws')
const http = createServer((_, answer) => answer.end('ok'))
const wss = new WebSocketServer({ server: http, perMessageDeflate: false, maxPayload: 4096 })
const room = chatRoom()
wss.on('connection', (socket, request) => {
  const by = room.visitor(request.headers.cookie)
  socket.on('message', data => {
    const line = room.post(by, JSON.parse(data.toString()).text)
    if (!line) return
    const ready = Buffer.from(JSON.stringify(line))
    for (const client of wss.clients) if (client.readyState === WebSocket.OPEN) client.send(ready, { binary: false })
  })
})
http.listen(Number(port), '127.0.0.1')

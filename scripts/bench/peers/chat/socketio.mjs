// Socket.IO as its documents advise for many clients: the WebSocket transport alone, no deflate, one room.
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { chatRoom } from './room.mjs'

const [folder, port] = process.argv.slice(2)
const { Server } = createRequire(`${folder}/`)('socket.io')
const http = createServer((_, answer) => answer.end('ok'))
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false, serveClient: false })
const room = chatRoom()
io.on('connection', socket => {
  const by = room.visitor(socket.request.headers.cookie)
  socket.join('room')
  socket.on('line', text => {
    const line = room.post(by, text)
    if (line) io.to('room').emit('line', line)
  })
})
http.listen(Number(port), '127.0.0.1')

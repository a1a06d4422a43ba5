// The chat in a window of its own: the same socket as the room's page, and no picture.
import { roomLine } from './room/line.ts'

const room = document.getElementById('chat')?.dataset.room
if (room) roomLine(room)

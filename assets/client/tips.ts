// Tips on the room's page: the sheet and the buttons, the light over the picture, the board, and sounds for whoever wants them.
import { board } from './tips/board.ts'
import { glow } from './tips/glow.ts'
import { menuRow } from './tips/menu.ts'
import { sheet } from './tips/sheet.ts'
import { sounds } from './tips/sounds.ts'

sheet()
menuRow()
board()
glow(sounds())

import { buying } from './wallet/sheet.ts'

buying()

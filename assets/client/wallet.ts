import { scan } from './wallet/scan.ts'

scan()

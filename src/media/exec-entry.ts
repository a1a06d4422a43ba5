/** Entry point of `__exec` when Footlight runs from its source; the compiled executable has it as a word of its own. */
import { execChild } from './exec.ts'

execChild(process.argv.slice(2))

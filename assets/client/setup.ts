// The wizard: both previews wear the gel while it is chosen. Without scripts a button shows it.
import { previewGel } from './panel/gel.ts'
import './words/page.ts'

previewGel()

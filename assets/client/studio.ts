// The performer's pages: the studio, its view while OBS or another page sends, and the OBS card.
import { watchElsewhere, watchSignal } from './studio/onlooker.ts'
import { studio } from './studio/page.ts'
import './words/page.ts'

const root = document.getElementById('studio')
if (root?.dataset.place === 'here') studio(root)
else if (root) watchElsewhere(root)
else if (document.getElementById('obs')) watchSignal()

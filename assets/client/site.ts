// Every page: htmx with its policy extension. Behaviours that all pages share are imported here.
import 'htmx.org/dist/htmx.esm.js'
import 'htmx.org/dist/ext/hx-csp.js'
import { bell } from './site/bell.ts'
import { copying } from './site/copy.ts'
import { dialogs } from './site/dialogs.ts'
import { install } from './site/install.ts'
import { menus } from './site/menus.ts'
import { printing } from './site/printing.ts'
import { said } from './site/said.ts'
import { searchKey } from './site/search-key.ts'
import { times } from './site/times.ts'
import { unsent } from './site/unsent.ts'
import './words/page.ts'

bell()
copying()
dialogs()
install()
menus()
printing()
said()
searchKey()
times()
unsent()

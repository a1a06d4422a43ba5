// Every page: htmx with its policy extension. Behaviours that all pages share are imported here.
import 'htmx.org/dist/htmx.js'
import 'htmx.org/dist/ext/hx-csp.js'

interface Policy {
  createHTML(text: string): string
  createScriptURL(url: string): string
}

const WORKER = '/service-worker.js'

/**
 * Markup comes from our own server, rendered and escaped there; this names that trust where the browser asks for a name. A
 * page's scripts are bundles of their own and a second policy of the name is refused: they share the one on the window.
 */
export function ours(): Policy {
  const page = window as unknown as {
    trustedTypes?: { createPolicy(name: string, rules: Policy): Policy }
    footlight?: Policy
  }
  const rules: Policy = {
    createHTML: text => text,
    createScriptURL(url) {
      if (url !== WORKER) throw new TypeError('not a script of ours')
      return url
    },
  }
  page.footlight ??= page.trustedTypes?.createPolicy('footlight', rules) ?? rules
  return page.footlight
}

/** The only script that a page of ours names by itself. */
export const workerUrl = (): string => ours().createScriptURL(WORKER)

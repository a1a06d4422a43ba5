type Policy = { createHTML(text: string): string }
const policies = (window as unknown as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } })
  .trustedTypes
/** Frames come from our own server, rendered and escaped there; this names that trust where the browser asks for a name. */
const frames: Policy = policies?.createPolicy('footlight', { createHTML: text => text }) ?? { createHTML: text => text }

/** Each top-level element of the frame takes the place of the one with its id. Answers the elements that came. */
export function swapFrame(text: string): Element[] {
  const template = document.createElement('template')
  template.innerHTML = frames.createHTML(text)
  const came = [...template.content.children]
  for (const element of came) {
    const old = element.id ? document.getElementById(element.id) : null
    if (!old || old.outerHTML === element.outerHTML) continue
    const keepFocus = old.contains(document.activeElement)
    old.replaceWith(element)
    if (keepFocus) element.querySelector<HTMLElement>('a, button')?.focus()
  }
  return came
}

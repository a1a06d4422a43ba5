import { onEvent } from '../room/wire.ts'

/** The row under the title, as it is now for whoever stands before it; the switch for sounds stays where it is. */
export function menuRow(): void {
  onEvent('menu', (_said, came) => {
    const row = document.getElementById('wishes')
    const fresh = came.querySelector<HTMLElement>(`#wishes[data-may="${row?.dataset.may}"]`)
    if (!row || !fresh) return
    const held = (document.activeElement as HTMLElement | null)?.closest<HTMLElement>('#wishes [data-wish]')?.dataset
      .wish
    for (const old of row.querySelectorAll('.wish:not(.wish-sounds)')) old.remove()
    row.prepend(...fresh.querySelectorAll('.wish:not(.wish-sounds)'))
    if (held) row.querySelector<HTMLElement>(`[data-wish="${held}"]`)?.focus({ preventScroll: true })
  })
}

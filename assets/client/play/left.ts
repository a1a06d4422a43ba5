const ends = new WeakMap<Element, number>()

/** Counts on what the server wrote: "1:30" and on to nothing. */
export function countDown(): void {
  const tick = () => {
    for (const element of document.querySelectorAll<HTMLElement>('[data-left]')) {
      let end = ends.get(element)
      if (end === undefined) {
        end = performance.now() + Number(element.dataset.left)
        ends.set(element, end)
      }
      const seconds = Math.max(0, Math.ceil((end - performance.now()) / 1000))
      const words = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
      if (element.textContent !== words) element.textContent = words
    }
  }
  tick()
  setInterval(tick, 500)
}

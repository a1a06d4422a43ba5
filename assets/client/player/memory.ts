/** What this browser remembers for the viewer: sound level, way of playing, keys. Nothing that says who they are. */
export function remembered(name: string): string | null {
  try {
    return localStorage.getItem(`footlight.${name}`)
  } catch {
    return null
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`footlight.${name}`, value)
  } catch {
    // A browser that keeps nothing still plays.
  }
}

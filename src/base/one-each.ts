/** One of something for each world, or for each database: made when it is first asked for, gone with it. */
export function oneEach<K extends WeakKey, T extends object>(make: (of: K) => T): (of: K) => T {
  const made = new WeakMap<K, T>()
  return of => {
    let one = made.get(of)
    if (!one) {
      one = make(of)
      made.set(of, one)
    }
    return one
  }
}

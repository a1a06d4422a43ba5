/** Bugs are throws: a broken assertion is ours, never what a person typed. */
export function assert(holds: unknown, message: string): asserts holds {
  if (!holds) throw new AssertionError(message)
}

export class AssertionError extends Error {
  override name = 'AssertionError'
}

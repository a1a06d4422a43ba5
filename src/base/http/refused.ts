/** What an edge throws to answer with a page instead of an exception: 401 leads to sign-in, 403 and 404 to their pages. */
export class Refused extends Error {
  override name = 'Refused'
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 408 | 409 | 410 | 413 | 415 | 422 | 429 | 503,
    /** A sentence in our voice that a person may read; empty means the standard one for the status. */
    readonly say = '',
    readonly retryAfterSeconds = 0,
  ) {
    super(`refused ${status}`)
  }
}

export const notFound = (): never => {
  throw new Refused(404)
}

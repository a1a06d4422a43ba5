type Act<Given extends unknown[]> = (...given: Given) => unknown

/** A part of a page says its sentences when it becomes text: here, while the language of whoever asked is spoken. */
export const drawn = <Given extends unknown[]>(acts: Record<string, Act<Given>>): Record<string, Act<Given>> =>
  Object.fromEntries(
    Object.entries(acts).map(([name, act]) => [
      name,
      (...given: Given) => {
        const said = act(...given)
        return said instanceof Promise ? said.then(text) : text(said)
      },
    ]),
  )

const text = (said: unknown): string | undefined => (said == null ? undefined : String(said))

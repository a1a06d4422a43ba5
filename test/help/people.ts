import { closeBrowser, type Person, person } from './browser.ts'

interface House {
  url: string
  done(): Promise<void>
}

/** Whose sign-in a browser takes over. */
interface Lender {
  lend(person: Person): Promise<void>
}

/** Those who come to a house with a browser of their own; `leave` is for the end of a file, and closes the house as well. */
export function peopleOf(house: House) {
  const open: Person[] = []
  async function someone(who: Lender | null = null, more: Parameters<typeof person>[1] = {}): Promise<Person> {
    const one = await person(house.url, more)
    open.push(one)
    if (who) await who.lend(one)
    return one
  }
  return {
    open,
    someone,
    async enter(who: Lender | null, at: string, more: Parameters<typeof person>[1] = {}): Promise<Person> {
      const one = await someone(who, more)
      await one.page.goto(at)
      return one
    },
    async leave(): Promise<void> {
      for (const one of open) await one.done()
      await closeBrowser()
      await house.done()
    },
  }
}

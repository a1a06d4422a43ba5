import { loudness, moves, type Person, person } from './browser.ts'
import { type Site, until } from './site.ts'

/** A guest in front of the room, who would notice if the page were loaded again. */
export async function watch(site: Site, room: string): Promise<Person> {
  const guest = await person(site.url)
  await guest.page.goto(`/rooms/${room}`)
  await guest.page.evaluate(() => Object.assign(window, { neverLoadedAgain: true }))
  return guest
}

export const stillThere = ({ page }: Person): Promise<boolean> => page.evaluate(() => 'neverLoadedAgain' in window)

/** What lies over the stage; empty while the picture is on. */
export const slate = ({ page }: Person): Promise<string> =>
  page.locator('#slate').evaluate(place => place.querySelector('.slate-title')?.textContent ?? '')

/** Moves, with nothing over it: what is still in a buffer moves too. */
export const picture = (guest: Person, what = 'the picture moves') =>
  until(what, async () => (await slate(guest)) === '' && (await moves(guest.page)))

export const sees = (guest: Person, words: 'Back in a moment' | 'One moment' | 'The stage is dark') =>
  until(`the slate says: ${words}`, async () => (await slate(guest)) === words)

export async function choose(guest: Person, mode: 'auto' | 'real' | 'steady'): Promise<void> {
  await guest.page.locator('#picture').hover()
  await guest.page.locator('[data-do="options"]').click()
  await guest.page.locator(`[data-mode="${mode}"]`).click()
}

/** How the picture on screen comes: by WebRTC, or by LL-HLS. */
export const comesBy = ({ page }: Person): Promise<'real' | 'steady' | ''> =>
  page.locator('#video').evaluate(video => {
    const { srcObject, src, videoWidth } = video as HTMLVideoElement
    if (videoWidth === 0) return ''
    return srcObject ? 'real' : src ? 'steady' : ''
  })

export async function tapForSound(guest: Person): Promise<void> {
  await guest.page.getByRole('button', { name: 'Tap for sound' }).click()
  await guest.page.waitForFunction(() => !document.querySelector<HTMLVideoElement>('#video')!.muted)
}

export const sound = (guest: Person) =>
  until('the sound is heard', async () => (await loudness(guest.page, 1000, 0.011)) > 0.01)

/** Picture and sound in one way, and then in the other. */
export async function seesAndHears(guest: Person): Promise<void> {
  for (const mode of ['real', 'steady'] as const) {
    await choose(guest, mode)
    await until(`it comes in the way of ${mode}`, async () => (await comesBy(guest)) === mode)
    await picture(guest, `the picture moves, ${mode}`)
    await until(`the sound is heard, ${mode}`, async () => (await loudness(guest.page, 1000, 0.011)) > 0.01)
  }
}

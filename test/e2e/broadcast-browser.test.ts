import { Database } from 'bun:sqlite'
import { afterAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import {
  answered,
  closeBrowser,
  FEED_OVER,
  FRAME_LATE,
  loudness,
  type Person,
  person,
  troubles,
} from '../help/browser.ts'
import { openHouse, rtmpTarget } from '../help/house.ts'
import { descendants } from '../help/process.ts'
import { publish, until } from '../help/site.ts'
import {
  choose,
  comesBy,
  picture,
  sees,
  seesAndHears,
  sound,
  stillThere,
  tapForSound,
  watch,
} from '../help/watching.ts'

const house = await openHouse()
const aino = await house.performer('aino')
const guest = await watch(house, aino.room)
const owner = await person(house.url)
await house.owner.lend(owner)
let studio = await enterStudio()

afterAll(async () => {
  for (const one of [guest, owner, studio]) await one.done()
  await closeBrowser()
  await house.done()
})

/** Her own browser, which has allowed the camera: the page turns it on by itself. */
async function enterStudio(): Promise<Person> {
  const hers = await person(house.url)
  await aino.caller.lend(hers)
  await hers.page.goto('/studio')
  await hers.page.waitForFunction(() => document.querySelector<HTMLVideoElement>('#preview')!.videoWidth > 0)
  return hers
}

const at = (state: string) => studio.page.locator(`#studio[data-state="${state}"]`).waitFor()
const press = (id: string) => studio.page.locator(`#${id}`).click()
const quiet = async () => (await loudness(guest.page, 1500)) < 0.005

const ended = () => {
  const db = new Database(join(house.data, 'footlight.db'), { readonly: true })
  const rows = db.query('SELECT source, ended_why FROM broadcasts ORDER BY started_at').all()
  db.close()
  return rows as { source: string; ended_why: string | null }[]
}

async function goLive(): Promise<void> {
  await press('start')
  await at('live')
  await picture(guest)
}

describe('a camera goes live and is watched', () => {
  test('before: the lights say what is ready, and counting down may be cancelled', async () => {
    const { page } = studio
    for (const light of ['picture', 'sound', 'upload']) await page.locator(`#light-${light}-lamp.on`).waitFor()
    expect(await page.locator('#upload-verdict').textContent()).not.toBe('')
    await page.locator('#title').fill('Dance by the water')
    await page.locator('#tags').fill('dance, harbour')
    await page.locator('#title-form').getByText('Saved.').waitFor()
    await press('start')
    await page.locator('#countdown').getByRole('button', { name: 'Cancel' }).click()
    await at('before')
    expect(ended()).toEqual([])
  })

  test('on air: seen and heard in real time and steady, under her title', async () => {
    await goLive()
    await guest.page.getByRole('heading', { name: 'Dance by the water' }).waitFor()
    await tapForSound(guest)
    await sound(guest)
    await seesAndHears(guest)
    await studio.page.locator('#live-figures').getByText('1').first().waitFor()
    expect(await stillThere(guest)).toBe(true)
  })

  test('muted is silent, paused is a slate, and both go on', async () => {
    await press('mute')
    await until('nothing is heard', quiet)
    await press('mute')
    await sound(guest)
    await press('pause')
    await sees(guest, 'Back in a moment')
    await studio.page.locator('#paused-slate').waitFor()
    await press('pause')
    await picture(guest)
    await sound(guest)
  })

  test('the line drops: her page connects again by itself, into the same broadcast', async () => {
    const media = descendants(house.child().pid).find(each => each.command.includes('/bin/mediamtx-'))
    process.kill(media!.pid, 'SIGKILL')
    await sees(guest, 'Back in a moment')
    await at('live')
    // Steady could still show what it has in store: the other way begins with the new picture.
    await choose(guest, 'real')
    await until('it comes in real time', async () => (await comesBy(guest)) === 'real')
    await picture(guest, 'the picture is back')
    expect(ended()).toEqual([{ source: 'browser', ended_why: null }])
    expect(await stillThere(guest)).toBe(true)
  })
})

describe('the house', () => {
  test('sees it in the panel and stops it with rule and reason: dark for the guest, said to her', async () => {
    const { page } = owner
    await page.goto('/panel')
    const row = page.locator(`#on-air-${aino.room}`)
    await row.getByText('Dance by the water').waitFor()
    await until('the panel counts the viewer and the bits', async () => {
      const cells = (await row.locator('td').allInnerTexts()).map(words => words.trim())
      return cells.includes('1') && cells.some(words => /^[0-9.]+ Mb\/s$/.test(words))
    })
    await until('the panel shows the picture', () =>
      row.locator('img.thumb').evaluate(image => (image as HTMLImageElement).naturalWidth > 0),
    )
    await page.getByRole('link', { name: 'Stop aino' }).click()
    const sheet = page.locator('dialog#stop')
    await sheet.locator('#because').fill('The water came in.')
    await sheet.evaluate(dialog => dialog.querySelector('form#stop-form')?.setAttribute('novalidate', ''))
    await sheet.getByRole('button', { name: 'Stop the broadcast' }).click()
    await sheet.getByText('Choose the rule that was broken.').waitFor()
    expect(await sheet.locator('#because').inputValue()).toBe('The water came in.')
    await sheet.locator('#rule').selectOption({ index: 1 })
    await sheet.getByRole('button', { name: 'Stop the broadcast' }).click()

    await sees(guest, 'The stage is dark')
    await guest.page.locator('#slate').getByText('The house has stopped this broadcast.').waitFor()
    expect(await stillThere(guest)).toBe(true)
    await at('before')
    await studio.page.getByText('The house holds your room closed.').first().waitFor()
    await studio.page.getByText('The water came in.').first().waitFor()
    await until('Start is shut', () => studio.page.locator('#start').isDisabled())
    await page.waitForURL('**/panel?said=stopped')
    await page.locator('#holds').getByText('The water came in.').waitFor()
    expect(ended()).toEqual([{ source: 'browser', ended_why: 'cut' }])
  })

  test('keeps the room closed against her browser and her encoder', async () => {
    const again = await studio.page.evaluate(async () => {
      const tried = await fetch('/studio/broadcast/start', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
        body: 'tab=abcdefgh12',
      })
      const whip = await fetch('/studio/whip', {
        method: 'POST',
        headers: { 'content-type': 'application/sdp' },
        body: 'v=0\r\n',
      })
      return [tried.status, whip.status]
    })
    expect(again[0]).toBe(403)
    expect(again[1]).toBe(403)
    const encoder = publish(rtmpTarget(house, aino.room, await aino.key()))
    expect(await encoder.child.exited).not.toBe(0)
    const card = await aino.caller.get('/studio/obs')
    expect(card.body).toContain('We refused the signal')
    expect(card.body).toContain('The house holds your room closed.')
    expect(
      troubles(studio, `${answered(403)}/studio/broadcast/start`, `${answered(403)}/studio/whip`, FEED_OVER),
    ).toEqual([])
  })

  test('lifts the hold, and she is on air again from the page that stayed open', async () => {
    await owner.page.getByRole('button', { name: `Lift the hold on ${aino.room}` }).click()
    await owner.page.waitForURL('**/panel?said=lifted')
    await until('Start is open', () => studio.page.locator('#start').isEnabled())
    await goLive()
    expect(await stillThere(guest)).toBe(true)
  })
})

describe('the end', () => {
  test('by Stop: the room is dark, and a summary says how it was', async () => {
    await press('stop')
    await sees(guest, 'The stage is dark')
    await at('before')
    await studio.page.getByText('Your broadcast has ended').waitFor()
    await studio.page.getByText('You stopped it').waitFor()
    expect(ended().at(-1)).toEqual({ source: 'browser', ended_why: 'stopped' })
  })

  test('by closing the tab: off at once', async () => {
    await goLive()
    await studio.page.close({ runBeforeUnload: false })
    await sees(guest, 'The stage is dark')
    expect(ended().at(-1)).toEqual({ source: 'browser', ended_why: 'closed' })
    expect(troubles(studio, FRAME_LATE, FEED_OVER)).toEqual([])
    await studio.done()
    studio = await enterStudio()
    await studio.page.getByText('The page was closed').waitFor()
  })

  test('nobody saw an error, a policy violation or a foreign request', () => {
    expect(troubles(guest, FEED_OVER)).toEqual([])
    expect(troubles(owner, answered(422))).toEqual([])
    expect(troubles(studio)).toEqual([])
  })
})

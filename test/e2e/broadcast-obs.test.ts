import { Database } from 'bun:sqlite'
import { afterAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { closeBrowser, FEED_OVER, person, troubles } from '../help/browser.ts'
import { openHouse, rtmpTarget } from '../help/house.ts'
import { type Publisher, publish } from '../help/site.ts'
import { comesBy, picture, sees, seesAndHears, sound, stillThere, tapForSound, watch } from '../help/watching.ts'

const house = await openHouse()
const lena = await house.performer('lena')
const oskar = await house.performer('oskar')
const card = await person(house.url)
await lena.caller.lend(card)
const guest = await watch(house, lena.room)
let on: Publisher[] = []

afterAll(async () => {
  for (const one of on) await one.stop()
  for (const one of [card, guest]) await one.done()
  await closeBrowser()
  await house.done()
})

function send(target: string, more: string[] = []): Publisher {
  const one = publish(target, more)
  on.push(one)
  return one
}

async function silence(): Promise<void> {
  for (const one of on) await one.stop()
  on = []
  // An encoder that vanished is waited for; the performer herself ends it at once.
  await lena.caller.did('/studio/broadcast/stop', { from: 'obs' })
  await lena.caller.did('/studio/broadcast/let-in')
  await sees(guest, 'The stage is dark')
}

const signal = (words: string) => card.page.locator('#signal').getByText(words).first().waitFor()

/** Makes a key and reads the lines that the card shows with it, as they go into OBS. */
async function lines(by: 'RTMP' | 'SRT' | 'WHIP'): Promise<Record<string, string>> {
  await card.page.goto('/studio/obs')
  await card.page.getByRole('button', { name: /^Make a/ }).click()
  await card.page.getByText('This is your new key.').waitFor()
  const way = card.page.locator('section.box', { has: card.page.getByRole('heading', { name: by, exact: true }) })
  const found: Record<string, string> = {}
  for (const field of await way.locator('.field').all()) {
    const label = (await field.locator('.field-label').textContent()) ?? ''
    found[label] = (await field.locator('.copy-text').textContent()) ?? ''
  }
  return found
}

const broadcasts = () => {
  const db = new Database(join(house.data, 'footlight.db'), { readonly: true })
  const rows = db.query('SELECT source, ended_why FROM broadcasts ORDER BY started_at').all()
  db.close()
  return rows as { source: string; ended_why: string | null }[]
}

describe('the lines of the card lead on air', () => {
  test('by RTMP: seen and heard in real time and steady, with nothing to mend', async () => {
    const { Server, 'Stream Key': name } = await lines('RTMP')
    await signal('Waiting for your signal')
    send(`${Server}/${name}`)
    await signal('On air')
    await picture(guest)
    await tapForSound(guest)
    await sound(guest)
    await seesAndHears(guest)
    await signal('Nothing to mend.')
    for (const fact of ['OBS by RTMP', '640 x 360', 'every 1.0 s', '30 a second']) await signal(fact)
    expect(await stillThere(guest)).toBe(true)
  })

  test('the encoder says good-bye: the stage is dark at once, and the same broadcast goes on when it is back', async () => {
    const [obs] = on
    obs!.child.kill('SIGINT')
    await obs!.child.exited
    await sees(guest, 'The stage is dark')
    const [first] = broadcasts()
    expect(first).toEqual({ source: 'rtmp', ended_why: null })
    send(rtmpTarget(house, lena.room, await lena.key()))
    await picture(guest, 'the picture is back')
    expect(await stillThere(guest)).toBe(true)
    expect(broadcasts()).toEqual([first!])
    await silence()
  })

  test('by SRT with the passphrase; without it and with another one the line stays shut', async () => {
    const { Server = '' } = await lines('SRT')
    expect(Server).toContain('pbkeylen=32')
    for (const wrong of [
      Server.replace(/&passphrase=[^&]+&pbkeylen=32/, ''),
      Server.replace(/passphrase=[^&]+/, 'passphrase=abcdefghijklmnopqrstuvwx'),
    ]) {
      expect(await send(wrong).child.exited).not.toBe(0)
    }
    send(Server)
    await signal('On air')
    await picture(guest)
    await seesAndHears(guest)
    await silence()
  })

  test('by WHIP: a sender with the key alone, heard in both ways', async () => {
    const { Server = '', 'Bearer Token': key = '' } = await lines('WHIP')
    const sender = await person(house.url)
    try {
      await sender.page.goto('/terms')
      const status = await sender.page.evaluate(
        async ({ server, key }) => {
          const canvas = document.createElement('canvas')
          canvas.width = 640
          canvas.height = 360
          const pen = canvas.getContext('2d')!
          let n = 0
          setInterval(() => {
            pen.fillStyle = `hsl(${n++ % 360} 80% 50%)`
            pen.fillRect(0, 0, 640, 360)
            pen.fillStyle = '#fff'
            pen.fillRect((n * 7) % 600, 100, 40, 160)
          }, 33)
          const context = new AudioContext()
          const tone = context.createOscillator()
          const out = context.createMediaStreamDestination()
          tone.connect(out)
          tone.start()
          const peer = new RTCPeerConnection()
          Object.assign(window, { peer })
          const video = peer.addTransceiver(canvas.captureStream(30).getVideoTracks()[0]!, { direction: 'sendonly' })
          peer.addTransceiver(out.stream.getAudioTracks()[0]!, { direction: 'sendonly' })
          const codecs = RTCRtpReceiver.getCapabilities('video')!.codecs
          video.setCodecPreferences(codecs.filter(codec => codec.mimeType === 'video/H264'))
          await peer.setLocalDescription(await peer.createOffer())
          await new Promise(done => {
            if (peer.iceGatheringState === 'complete') done(null)
            peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && done(null)
          })
          const answer = await fetch(server, {
            method: 'POST',
            headers: { 'content-type': 'application/sdp', authorization: `Bearer ${key}` },
            body: peer.localDescription!.sdp,
            credentials: 'omit',
          })
          if (answer.status === 201) await peer.setRemoteDescription({ type: 'answer', sdp: await answer.text() })
          Object.assign(window, { session: answer.headers.get('location') })
          return answer.status
        },
        { server: Server, key },
      )
      expect(status).toBe(201)
      await signal('On air')
      await picture(guest)
      await seesAndHears(guest)
      expect(
        await sender.page.evaluate(async () => {
          const { session } = window as unknown as { session: string }
          return (await fetch(session, { method: 'DELETE', credentials: 'omit' })).status
        }),
      ).toBe(200)
      await sees(guest, 'The stage is dark')
      expect(troubles(sender)).toEqual([])
    } finally {
      await sender.done()
    }
    await silence()
  })
})

describe('the door', () => {
  const refused = async (target: string) => expect(await send(target).child.exited).not.toBe(0)

  test('names a wrong and a foreign key on the card, and nobody gets in', async () => {
    await card.page.goto('/studio/obs')
    await refused(rtmpTarget(house, lena.room, 'flaaaaaaaaaaaaaaaaaaaaaaaaaa'))
    await signal('We refused the signal')
    await signal('The stream key does not fit.')
    await refused(rtmpTarget(house, lena.room, await oskar.key()))
    const answer = await fetch(`${house.url}/whip/${lena.room}`, {
      method: 'POST',
      headers: { 'content-type': 'application/sdp', authorization: 'Bearer flbbbbbbbbbbbbbbbbbbbbbbbbbb' },
      body: 'v=0\r\n',
    })
    expect([401, 403]).toContain(answer.status)
    expect((await answer.text()).includes('flbbbb')).toBe(false)
  })

  test('knows the old key for a while, until she ends it', async () => {
    const old = await lena.key()
    const fresh = await lena.key()
    const first = send(rtmpTarget(house, lena.room, old))
    await signal('On air')
    await card.page.goto('/studio/obs')
    await card.page.getByText('The old key still works').waitFor()
    await card.page.getByRole('button', { name: 'End the old key now' }).click()
    await card.page.getByText('Only the newest one opens your room.').waitFor()
    expect(await first.child.exited).not.toBe(0)
    await refused(rtmpTarget(house, lena.room, old))
    await signal('The stream key does not fit.')
    send(rtmpTarget(house, lena.room, fresh))
    await signal('On air')
    const newest = await lena.key({ void: true })
    expect(await on.at(-1)!.child.exited).not.toBe(0)
    await refused(rtmpTarget(house, lena.room, fresh))
    send(rtmpTarget(house, lena.room, newest))
    await signal('On air')
    await silence()
  })
})

describe('a poor evening', () => {
  test('the picture stands still: the slate says so, and it goes on by itself', async () => {
    const obs = send(rtmpTarget(house, lena.room, await lena.key()))
    await picture(guest)
    obs.child.kill('SIGSTOP')
    await sees(guest, 'One moment')
    obs.child.kill('SIGCONT')
    await picture(guest, 'the picture goes on')
    expect(await stillThere(guest)).toBe(true)
  })

  test('the line is cut: back in a moment, and the picture comes back into the open page', async () => {
    const before = broadcasts().length
    const [obs] = on
    obs!.child.kill('SIGSTOP')
    await sees(guest, 'Back in a moment')
    await card.page.goto('/studio/obs')
    await signal('Back in a moment')
    await obs!.stop()
    const again = send(rtmpTarget(house, lena.room, await lena.key()))
    await picture(guest, 'the picture is back')
    expect(await stillThere(guest)).toBe(true)
    expect(broadcasts().length).toBe(before)
    await again.stop()
    await silence()
  })

  test('B-frames, far key frames and no sound are named with the menu of OBS, and it plays steady', async () => {
    send(rtmpTarget(house, lena.room, await lena.key()), [
      ...['-preset', 'veryfast', '-tune', 'film', '-bf', '2', '-g', '90', '-sc_threshold', '0', '-an'],
    ])
    await card.page.goto('/studio/obs')
    for (const fault of ['b-frames', 'key-frames-far', 'no-audio']) {
      await card.page.locator(`#fault-${fault}`).waitFor()
      expect(await card.page.locator(`#fault-${fault} .fault-fix`).textContent()).toContain('Settings > ')
    }
    await picture(guest)
    expect(await comesBy(guest)).toBe('steady')
    await silence()
  })

  test('nobody saw an error, a policy violation or a foreign request', () => {
    expect(troubles(guest, FEED_OVER)).toEqual([])
    expect(troubles(card)).toEqual([])
  })
})

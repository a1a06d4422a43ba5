import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/base/clock.ts'
import { systemIds } from '../../src/base/ids.ts'
import { logTo } from '../../src/base/log.ts'
import { config } from '../../src/media/config.ts'
import { Door } from '../../src/media/door.ts'
import { Feeds } from '../../src/media/feed.ts'
import { MediaProcess, type Run } from '../../src/media/process.ts'
import { binary, film, free, killPublishers, newKey, publish, sha256, until } from './help.ts'

/** 1,000 in a long run: FOOTLIGHT_FEEDS=1000. */
const FEEDS = Number(process.env.FOOTLIGHT_FEEDS ?? 100)

const data = mkdtempSync(join(tmpdir(), 'footlight-feeds-'))
const ids = systemIds(Date.now)
const log = logTo(() => {}, 'error', Date.now)
let run: Run
let feeds: Feeds
let door: Door
let child: MediaProcess
let rtmp: number
const key = newKey()

beforeAll(async () => {
  film()
  rtmp = await free('tcp')
  const webrtc = await free('udp')
  door = new Door({
    clock: systemClock,
    ids,
    log,
    intended() {},
    refused() {},
    pingPong() {},
    relayed: (who, session) => feeds.relayed(who, session),
  })
  feeds = new Feeds(door, ids, systemClock, log)
  child = new MediaProcess({
    binary: { ok: true, file: binary },
    data,
    clock: systemClock,
    log,
    configure: (folder, rtspPort) => ({
      secrets: [],
      yaml: config({
        run: folder,
        doorUrl: door.url,
        rtspPort,
        rtmp: { host: '127.0.0.1', port: rtmp },
        rtmps: null,
        srt: null,
        srtPassphrase: '',
        webrtc: { host: '127.0.0.1', port: webrtc },
        webrtcHosts: ['127.0.0.1'],
        hlsSecret: 'test',
        hlsPartMs: 200,
        recordings: join(data, 'recordings'),
      }),
    }),
    onEvent() {},
    onUp: up => {
      run = up
    },
    onDown() {},
    onState() {},
  })
  await child.start()
}, 60_000)

afterAll(async () => {
  killPublishers()
  await child.stop()
  door.stop()
  rmSync(data, { recursive: true, force: true })
})

/** The answer to a deletion comes before it is applied, too. */
async function absent(feed: string): Promise<void> {
  const end = performance.now() + 5000
  for (;;) {
    const path = await run.client.path(`feed/${feed}/src`)
    if (!path.ok && path.why === 'absent') return
    if (performance.now() > end) throw new Error('the feed is still there')
    await Bun.sleep(5)
  }
}

async function nothingLeft(): Promise<void> {
  const end = performance.now() + 10_000
  for (;;) {
    const paths = await run.client.paths()
    if (paths.ok && paths.value.length === 0) return
    if (performance.now() > end) throw new Error(`left over: ${JSON.stringify(paths)}`)
    await Bun.sleep(20)
  }
}

test(`${FEEDS} feeds are born and killed under takeovers, and nothing is left of them`, async () => {
  door.admit({ name: 'mira', keys: [{ sha256: sha256(key), until: null }], refuse: null, heldUntil: 0 })
  const url = `rtmp://127.0.0.1:${rtmp}/live/mira?pass=${key}`
  const available = async () => {
    const path = await run.client.path('live/mira')
    return path.ok && path.value.available
  }
  const show = async () => {
    publish(url)
    const end = performance.now() + 15_000
    while (!(await available())) {
      if (performance.now() > end) throw new Error('the encoder is not there')
      await Bun.sleep(20)
    }
  }
  await show()
  const witness = await feeds.bear(run, 'mira', 'p', () => true)
  expect(witness).not.toBeNull()
  const files = () => readdirSync(`/proc/${run.pid}/fd`).length
  const before = files()

  let left = FEEDS
  let born = 0
  let takeovers = 0
  const worker = async () => {
    while (left-- > 0) {
      // Between two publishers there may be none for longer than a birth waits.
      const feed = (await until('a feed is born', () => feeds.bear(run, 'mira', 'p', () => true), 60_000))!
      born++
      await feeds.kill(run, feed.id)
      await absent(feed.id)
    }
  }
  const change = async () => {
    while (left > 0) {
      publish(url)
      takeovers++
      await Bun.sleep(2500)
    }
  }
  await Promise.all([worker(), worker(), worker(), worker(), worker(), worker(), change()])
  expect(born).toBe(FEEDS)
  expect(takeovers).toBeGreaterThan(0)

  killPublishers()
  await feeds.kill(run, witness!.id)
  await nothingLeft()
  await until('descriptors are back', () => files() <= before + 4)
  expect(child.restarts).toBe(0)
}, 300_000)

test('a feed that nobody wants any more is not born, and leaves no entry', async () => {
  const unborn = await feeds.bear(run, 'mira', 'p', () => false)
  expect(unborn).toBeNull()
  let looks = 0
  const given = await feeds.bear(run, 'mira', 'p', () => looks++ < 4)
  expect(given).toBeNull()
  await nothingLeft()
})

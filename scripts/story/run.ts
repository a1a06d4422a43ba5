#!/usr/bin/env bun
import { Database } from 'bun:sqlite'
import { readConfig } from '../../src/base/config.ts'
import { CAST, seedStory } from './seed.ts'
import { streamReels, type Target } from './stream.ts'

/**
 * `run.ts BINARY [flags]`: fills the data folder with the story, starts the site and puts two performers on air.
 * With `--no-streams` the stages stay dark.
 */
const [binary, ...given] = process.argv.slice(2)
if (!binary) {
  console.error('Usage: scripts/story/run.ts BINARY [flags of footlight serve]')
  process.exit(2)
}
const streams = !given.includes('--no-streams')
const flags = given.filter(flag => flag !== '--no-streams')
const parsed = readConfig(flags, process.env)
if (!parsed.ok) {
  console.error(parsed.say)
  process.exit(2)
}
if (parsed.rest.length > 0) {
  console.error(`"${parsed.rest[0]}" is no flag of footlight. See "${binary} --help".`)
  process.exit(2)
}
const { config } = parsed

let keys: Map<string, { room: string; key: string }>
try {
  keys = await seedStory(config)
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
}

const site = Bun.spawn([binary, 'serve', ...flags], { stdin: 'ignore', stdout: 'inherit', stderr: 'inherit' })
let stopStreams = async () => {}
let ending = false
const end = async () => {
  if (ending) return
  ending = true
  await stopStreams()
  site.kill('SIGTERM')
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end())
void site.exited.then(async code => {
  ending = true
  await stopStreams()
  process.exit(code)
})

const at = config.tlsCert || config.tls === 'self-signed' ? 'https' : 'http'
const here = config.http.host === '0.0.0.0' ? '127.0.0.1' : config.http.host
const url = `${at}://${here.includes(':') ? `[${here}]` : here}:${config.http.port}`
for (let tries = 0; ; tries++) {
  const up = await fetch(`${url}/health`, { tls: { rejectUnauthorized: false } }).then(
    r => r.ok,
    () => false,
  )
  if (up) break
  if (tries > 200 || ending) {
    console.error(`The site did not answer at ${url}.`)
    await end()
    process.exit(1)
  }
  await Bun.sleep(100)
}

const again = flags.map(flag => (/^[\w./:=-]+$/.test(flag) ? flag : `'${flag.replaceAll("'", "'\\''")}'`)).join(' ')
const link = async (handle: string): Promise<string> => {
  const asked = Bun.spawn([binary, 'account', 'link', handle, ...flags], {
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [said, why] = await Promise.all([new Response(asked.stdout).text(), new Response(asked.stderr).text()])
  return said.match(/https?:\/\/\S+/)?.[0] ?? `no link: ${why.trim()}`
}

console.log(`
  The house is open: ${url}

  Each link signs in once, within an hour:
    owner      ${await link(CAST.owner)}
    performer  ${await link(CAST.performer)}
    member     ${await link(CAST.member)}

  New links: ${binary} account link ${CAST.owner} ${again}
  Ctrl+C closes the house.
`)

if (streams) {
  const ffmpeg = config.ffmpeg || Bun.which('ffmpeg')
  if (!ffmpeg) {
    console.log('  Native ffmpeg is not here, so the stages stay dark. Install it, or go live from the studio page.')
  } else {
    const host = '127.0.0.1'
    const targets: Target[] = []
    const painter = keys.get('mara_voss')
    const musician = keys.get('ines_low')
    if (painter && config.rtmp) {
      targets.push({
        scene: 'painter',
        url: `rtmp://${host}:${config.rtmp.port}/live/${painter.room}?pass=${painter.key}`,
      })
    }
    if (musician && config.srt) {
      const pass = passphrase()
      targets.push({
        scene: 'musician',
        url: `srt://${host}:${config.srt.port}?streamid=publish:live/${musician.room}:${musician.room}:${musician.key}&passphrase=${pass}&pbkeylen=32&latency=250000&pkt_size=1316`,
      })
    }
    stopStreams = await streamReels(ffmpeg, targets, line => console.log(`  ${line}`))
    if (targets.length > 0) console.log('  mara_voss and ines_low go on air.')
  }
}

/** The site's SRT passphrase, as the performers' OBS card shows it. */
function passphrase(): string {
  const db = new Database(`${config.data}/footlight.db`, { readonly: true })
  const row = db.query("SELECT value FROM settings WHERE name = 'srt_passphrase'").get() as { value: string } | null
  db.close()
  return row ? (JSON.parse(row.value) as string) : ''
}

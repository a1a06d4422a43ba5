import type { ObsProtocol, ObsWay } from '../../src/broadcasts/index.ts'
import { dateTime, length, type Zone } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { SitePage } from '../layout/site.tsx'
import { Box, Copy } from '../parts/box.tsx'
import { Button } from '../parts/button.tsx'
import { State, Tag } from '../parts/chip.tsx'
import { Checkbox } from '../parts/field.tsx'
import { Icon } from '../parts/icons.tsx'
import { Lamp } from '../parts/lamps.tsx'
import { Notice } from '../parts/notice.tsx'
import { paths } from '../paths.ts'
import { NO_BRIDGE, type Signal } from './words.ts'

/** How OBS calls each way, and what we say of it. */
const WAYS: Record<
  ObsProtocol,
  { name: string; badge?: { tone: 'ok' | 'warn'; words: string }; where: string; also?: string }
> = {
  rtmps: {
    name: 'RTMPS',
    badge: { tone: 'ok', words: 'First choice' },
    where: 'Settings > Stream > Service: Custom',
  },
  rtmp: {
    name: 'RTMP',
    badge: { tone: 'warn', words: 'Not encrypted' },
    where: 'Settings > Stream > Service: Custom',
    also: 'Key and picture travel in clear: anybody on the way can read them. Take another way where you can.',
  },
  srt: {
    name: 'SRT',
    badge: { tone: 'ok', words: 'For poor lines' },
    where: 'Settings > Stream > Service: Custom. Leave Stream Key empty.',
    also: 'Encrypted, and it mends what a shaky line loses.',
  },
  whip: {
    name: 'WHIP',
    badge: { tone: 'ok', words: 'Fastest' },
    where: 'Settings > Stream > Service: WHIP (OBS 30 or newer)',
    also: 'Viewers hear you in real time without any help from the house.',
  },
}

const CLOSED: Record<NonNullable<ObsWay['closed']>, string> = {
  'no-certificate':
    'It needs a certificate that OBS trusts, and the house has none yet. WHIP and SRT are encrypted too.',
  'switched-off': 'The house has switched it off. Take another one.',
  'no-passphrase': 'The house has no passphrase for it yet. Take another one.',
}

export interface ObsProps {
  frame: Frame
  now: number
  zone: Zone
  scripts?: readonly string[]
  ways: readonly ObsWay[]
  chosen: ObsProtocol
  streamKey: {
    /** Only in the answer that made it. */
    fresh?: string
    madeAt?: number
    /** An older key works until then. */
    oldEndsAt?: number
  }
  signal: Signal
  /** The house has no ffmpeg. */
  noBridge: boolean
  closed?: { title: string; words: string }
}

export function ObsPage(props: ObsProps) {
  const way = props.ways.find(each => each.protocol === props.chosen) ?? props.ways[0]
  return (
    <SitePage frame={props.frame} title="OBS" scripts={props.scripts} unlisted studio>
      <div class="page-head">
        <h1 class="page-title">Broadcast with OBS</h1>
        <p class="second">The room goes on air by itself when the signal comes.</p>
      </div>
      {props.closed ? (
        <div class="said">
          <Notice tone="warn" title={props.closed.title} words={props.closed.words} />
        </div>
      ) : null}
      <div class="obs-columns" id="obs">
        <div class="stack stack-close">
          <KeyBox {...props} />
          <Ways {...props} chosen={way?.protocol ?? 'whip'} />
          <SettingsBox />
        </div>
        <SignalBox signal={props.signal} />
      </div>
    </SitePage>
  )
}

function KeyBox(props: ObsProps) {
  const { streamKey: held, now } = props
  return (
    <Box title="Your stream key">
      {held.fresh ? (
        <>
          <Notice
            tone="ok"
            title="This is your new key."
            words="It is shown this once: copy it into OBS now. We keep only a fingerprint of it."
          />
          <Copy label="Stream key" text={held.fresh} />
        </>
      ) : held.madeAt === undefined ? (
        <p class="second">You have no key yet. It lets OBS, and nobody else, go on air in your room.</p>
      ) : (
        <p class="second">
          Made on {dateTime(held.madeAt, props.zone)} and shown once. If it is lost or somebody else has seen it, make a
          new one.
        </p>
      )}
      {held.oldEndsAt && held.oldEndsAt > now ? (
        <Notice
          tone="warn"
          title={`The old key still works, for ${length(held.oldEndsAt - now)}.`}
          words="Time to change it in OBS without a break. A broadcast by OBS that runs now ends with it."
          act={
            <form method="post" action={paths.studioKeyOld}>
              <Button look="danger" size="small">
                End the old key now
              </Button>
            </form>
          }
        />
      ) : null}
      <form class="form" method="post" action={paths.studioKey}>
        {held.madeAt === undefined ? null : (
          <Checkbox
            name="void"
            label="End the old key at once"
            hint="Otherwise it lives ten minutes more. A running broadcast with it ends."
          />
        )}
        <div>
          <Button look={held.madeAt === undefined ? 'primary' : 'edge'} icon="key" busy="Making">
            {held.madeAt === undefined ? 'Make a key' : 'Make a new key'}
          </Button>
        </div>
      </form>
    </Box>
  )
}

/** Under tabs; all of them while the key is known, since it is shown this once. */
function Ways({ ways, chosen, streamKey: held, noBridge }: ObsProps) {
  if (held.fresh !== undefined) {
    return (
      <>
        {ways
          .filter(way => !way.closed)
          .map(way => (
            <Box title={WAYS[way.protocol].name}>
              <Way way={way} known noBridge={noBridge} />
            </Box>
          ))}
      </>
    )
  }
  const way = ways.find(each => each.protocol === chosen)
  return (
    <section class="box" id="ways">
      <h2 class="unseen">Ways into the room</h2>
      <div class="tabs">
        {ways.map(each => (
          <a
            href={`${paths.studioObs}?by=${each.protocol}#ways`}
            aria-current={each.protocol === chosen ? 'true' : undefined}
          >
            {WAYS[each.protocol].name}
          </a>
        ))}
      </div>
      {way ? <Way way={way} known={false} noBridge={noBridge} /> : null}
    </section>
  )
}

function Way({ way, known, noBridge }: { way: ObsWay; known: boolean; noBridge: boolean }) {
  const { badge, where, also } = WAYS[way.protocol]
  if (way.closed) return <Notice tone="plain" title="This way is closed." words={CLOSED[way.closed]} />
  return (
    <>
      <p class="way-head">
        <span>{where}</span>
        {badge ? <Tag tone={badge.tone}>{badge.words}</Tag> : null}
      </p>
      {way.lines.map(line => (
        <Copy label={line.label} text={line.text} />
      ))}
      {!known && way.lines.some(line => line.secret) ? (
        <p class="meta">Put your own key where it says KEY. With a new key the lines come ready to paste.</p>
      ) : null}
      {also ? <p class="meta">{also}</p> : null}
      {noBridge && way.protocol !== 'whip' ? (
        <Notice tone="warn" title={NO_BRIDGE.title} words={NO_BRIDGE.words} />
      ) : null}
    </>
  )
}

const ADVICE: readonly [where: string, what: string][] = [
  ['Output > Output Mode', 'Advanced'],
  ['Output > Streaming > Video Encoder', 'H.264: x264, NVENC, QuickSync or Apple, profile main or high'],
  ['Output > Streaming > Rate Control', 'CBR'],
  ['Output > Streaming > Bitrate', '2,500 Kbps for 720p30, up to 6,000 Kbps for 1080p'],
  ['Output > Streaming > Keyframe Interval', '1 s'],
  ['B-frames', '0. x264: Tune zerolatency; NVENC: Max B-frames 0; Apple: off'],
  ['Video > Common FPS Values', '30 or 60'],
  ['Audio > Sample Rate, Channels', '48 kHz, Stereo'],
  ['Output > Audio > Track 1 Bitrate', '160, AAC'],
]

const SettingsBox = () => (
  <Box title="Settings that suit this house">
    <dl class="facts facts-lines">
      {ADVICE.map(([where, what]) => (
        <>
          <dt>{where}</dt>
          <dd>{what}</dd>
        </>
      ))}
    </dl>
  </Box>
)

/** Pushed again whenever the signal or a fault changes. */
export function SignalBox({ signal }: { signal: Signal }) {
  const on = signal.state === 'live'
  return (
    <section class="box signal" id="signal" aria-label="Signal">
      <div class="ready" role="status">
        <Lamp on={on} size={32} tone="ok" />
        <div>
          <h2 class="ready-title">{SIGNAL_WORDS[signal.state]}</h2>
          <p class="ready-fact">{signal.words}</p>
        </div>
      </div>
      {signal.facts.length > 0 ? (
        <dl class="facts facts-lines">
          {signal.facts.map(fact => (
            <>
              <dt>{fact.label}</dt>
              <dd>{fact.tone ? <State tone={fact.tone}>{fact.value}</State> : fact.value}</dd>
            </>
          ))}
        </dl>
      ) : null}
      {signal.faults.map(fault => (
        <Notice tone={fault.tone} title={fault.title} id={`fault-${fault.id}`}>
          <p class="fault-fix">
            <Icon name="monitor" size={16} />
            <span>{fault.fix}</span>
          </p>
        </Notice>
      ))}
      {signal.clean ? <Notice tone="ok" title="Nothing to mend." words="Everybody can see and hear this." /> : null}
      {signal.state === 'live' || signal.state === 'away' ? (
        <form method="post" action={paths.studioStop}>
          <input type="hidden" name="from" value="obs" />
          <Button look="danger" icon="stop" busy="Stopping">
            Stop broadcast
          </Button>
        </form>
      ) : null}
      {signal.keptOut ? (
        <form method="post" action={paths.studioLetIn}>
          <Button look="edge" busy="Opening">
            Let OBS in again
          </Button>
        </form>
      ) : null}
    </section>
  )
}

const SIGNAL_WORDS = {
  none: 'Waiting for your signal',
  connecting: 'Your encoder is here',
  live: 'On air',
  away: 'Back in a moment',
  refused: 'We refused the signal',
} as const

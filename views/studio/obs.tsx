import { ago } from '../format.ts'
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

export type Protocol = 'rtmps' | 'rtmp' | 'srt' | 'whip'

export interface ObsWay {
  protocol: Protocol
  name: string
  /** "First choice", "Not encrypted". */
  badge?: { tone: 'ok' | 'warn'; words: string }
  /** Where in OBS: "Settings, Stream, Service: Custom". */
  where: string
  /** In OBS's own words. A secret one appears only while the key is known. */
  lines: readonly { label: string; text: string; secret?: boolean }[]
  /** Why this way is shut. */
  closed?: string
}

export interface ObsFault {
  id: string
  tone: 'warn' | 'bad'
  title: string
  /** The OBS menu that mends it. */
  fix: string
}

export interface Signal {
  state: 'none' | 'connecting' | 'live' | 'refused'
  /** "connected 12 s ago", "The key is wrong." */
  words: string
  facts: readonly { label: string; value: string; tone?: 'ok' | 'warn' | 'bad' }[]
  faults: readonly ObsFault[]
}

export interface ObsProps {
  frame: Frame
  now: number
  scripts?: readonly string[]
  ways: readonly ObsWay[]
  chosen: Protocol
  streamKey: {
    /** Only in the answer that made it. */
    fresh?: string
    madeAt?: number
    /** An older key works until then. */
    oldEndsAt?: number
  }
  signal: Signal
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
      <div class="obs-columns">
        <div class="stack stack-close">
          <KeyBox {...props} />
          <section class="box" id="ways">
            <div class="tabs">
              {props.ways.map(each => (
                <a
                  href={`${paths.studioObs}?by=${each.protocol}#ways`}
                  aria-current={each.protocol === way?.protocol ? 'true' : undefined}
                >
                  {each.name}
                </a>
              ))}
            </div>
            {way ? <Way way={way} known={props.streamKey.fresh !== undefined} /> : null}
          </section>
          <SettingsBox />
        </div>
        <SignalBox signal={props.signal} />
      </div>
    </SitePage>
  )
}

function KeyBox({ streamKey: held, now }: ObsProps) {
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
          Made {ago(held.madeAt, now)} and shown once. If it is lost or somebody else has seen it, make a new one.
        </p>
      )}
      {held.oldEndsAt && held.oldEndsAt > now ? (
        <Notice
          tone="warn"
          title="The old key still works for a few minutes."
          words="Time to change it in OBS without a break."
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

function Way({ way, known }: { way: ObsWay; known: boolean }) {
  return (
    <>
      <p class="way-head">
        <span>{way.where}</span>
        {way.badge ? <Tag tone={way.badge.tone}>{way.badge.words}</Tag> : null}
      </p>
      {way.closed ? <Notice tone="plain" title="This way is closed." words={way.closed} /> : null}
      {way.lines.map(line => (
        <Copy label={line.label} text={line.text} />
      ))}
      {!known && way.lines.some(line => line.secret) ? (
        <p class="meta">Put your own key where it says KEY. With a new key the lines come ready to paste.</p>
      ) : null}
    </>
  )
}

const ADVICE: readonly [where: string, what: string][] = [
  ['Output, Output Mode', 'Advanced'],
  ['Encoder', 'H.264 (x264, NVENC, QuickSync or Apple), profile main or high'],
  ['Rate control', 'CBR'],
  ['Bitrate', '2,500 kb/s for 720p, up to 6,000 for 1080p'],
  ['Keyframe interval', '1 s'],
  ['B-frames', '0 (x264: tune zerolatency; NVENC: Max B-frames 0)'],
  ['Video, FPS', '30 or 60, constant'],
  ['Audio', 'AAC, 48 kHz, stereo, 160 kb/s'],
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
      {on && signal.faults.length === 0 ? (
        <Notice tone="ok" title="Nothing to mend." words="Everybody can see and hear this." />
      ) : null}
    </section>
  )
}

const SIGNAL_WORDS = {
  none: 'Waiting for your signal',
  connecting: 'Your encoder is here',
  live: 'On air',
  refused: 'We refused the signal',
} as const

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
import { say } from '../words/index.ts'
import { noBridgeWords, type Signal } from './words.ts'

/** How OBS calls each way, and what we say of it. */
const wayWords = (): Record<
  ObsProtocol,
  { name: string; badge?: { tone: 'ok' | 'warn'; words: string }; where: string; also?: string }
> => ({
  rtmps: {
    name: 'RTMPS',
    badge: { tone: 'ok', words: say.studio.firstChoice },
    where: say.studio.wayCustom,
  },
  rtmp: {
    name: 'RTMP',
    badge: { tone: 'warn', words: say.studio.notEncrypted },
    where: say.studio.wayCustom,
    also: say.studio.rtmpAlso,
  },
  srt: {
    name: 'SRT',
    badge: { tone: 'ok', words: say.studio.forPoorLines },
    where: say.studio.waySrt,
    also: say.studio.srtAlso,
  },
  whip: {
    name: 'WHIP',
    badge: { tone: 'ok', words: say.studio.fastest },
    where: say.studio.wayWhip,
    also: say.studio.whipAlso,
  },
})

const closedWays = (): Record<NonNullable<ObsWay['closed']>, string> => ({
  'no-certificate': say.studio.noCertificate,
  'switched-off': say.studio.switchedOff,
  'no-passphrase': say.studio.noPassphrase,
})

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
        <h1 class="page-title">{say.studio.withObs}</h1>
        <p class="second">{say.studio.withObsLead}</p>
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
    <Box title={say.studio.yourKey}>
      {held.fresh ? (
        <>
          <Notice tone="ok" title={say.studio.newKey} words={say.studio.newKeyWords} />
          <Copy label={say.studio.streamKey} text={held.fresh} />
        </>
      ) : held.madeAt === undefined ? (
        <p class="second">{say.studio.noKey}</p>
      ) : (
        <p class="second">{say.studio.keyMade(dateTime(held.madeAt, props.zone))}</p>
      )}
      {held.oldEndsAt && held.oldEndsAt > now ? (
        <Notice
          tone="warn"
          title={say.studio.oldKey(length(held.oldEndsAt - now))}
          words={say.studio.oldKeyWords}
          act={
            <form method="post" action={paths.studioKeyOld}>
              <Button look="danger" size="small">
                {say.studio.endOld}
              </Button>
            </form>
          }
        />
      ) : null}
      <form class="form" method="post" action={paths.studioKey}>
        {held.madeAt === undefined ? null : (
          <Checkbox name="void" label={say.studio.endOldNow} hint={say.studio.endOldHint} />
        )}
        <div>
          <Button look={held.madeAt === undefined ? 'primary' : 'edge'} icon="key" busy={say.studio.makingKey}>
            {held.madeAt === undefined ? say.studio.makeKey : say.studio.makeNewKey}
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
            <Box title={wayWords()[way.protocol].name}>
              <Way way={way} known noBridge={noBridge} />
            </Box>
          ))}
      </>
    )
  }
  const way = ways.find(each => each.protocol === chosen)
  return (
    <section class="box" id="ways">
      <h2 class="unseen">{say.studio.ways}</h2>
      <div class="tabs">
        {ways.map(each => (
          <a
            href={`${paths.studioObs}?by=${each.protocol}#ways`}
            aria-current={each.protocol === chosen ? 'true' : undefined}
          >
            {wayWords()[each.protocol].name}
          </a>
        ))}
      </div>
      {way ? <Way way={way} known={false} noBridge={noBridge} /> : null}
    </section>
  )
}

function Way({ way, known, noBridge }: { way: ObsWay; known: boolean; noBridge: boolean }) {
  const { badge, where, also } = wayWords()[way.protocol]
  if (way.closed) return <Notice tone="plain" title={say.studio.wayClosed} words={closedWays()[way.closed]} />
  return (
    <>
      <p class="way-head">
        <span>{where}</span>
        {badge ? <Tag tone={badge.tone}>{badge.words}</Tag> : null}
      </p>
      {way.lines.map(line => (
        <Copy label={say.studio.obsFields[line.label]} text={line.text} />
      ))}
      {!known && way.lines.some(line => line.secret) ? <p class="meta">{say.studio.putKey}</p> : null}
      {also ? <p class="meta">{also}</p> : null}
      {noBridge && way.protocol !== 'whip' ? (
        <Notice tone="warn" title={noBridgeWords().title} words={noBridgeWords().words} />
      ) : null}
    </>
  )
}

const advice = (): readonly [where: string, what: string][] => [
  [say.studio.adviceMode, say.studio.adviceModeIs],
  [say.studio.adviceEncoder, say.studio.adviceEncoderIs],
  [say.studio.adviceRate, 'CBR'],
  [say.studio.adviceBitrate, say.studio.adviceBitrateIs],
  [say.studio.adviceKeyframes, '1 s'],
  ['B-frames', say.studio.adviceFramesIs],
  [say.studio.adviceFps, say.studio.adviceFpsIs],
  [say.studio.adviceSample, say.studio.adviceSampleIs],
  [say.studio.adviceTrack, '160, AAC'],
]

const SettingsBox = () => (
  <Box title={say.studio.adviceTitle}>
    <dl class="facts facts-lines">
      {advice().map(([where, what]) => (
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
    <section class="box signal" id="signal" aria-label={say.studio.signal}>
      <div class="ready" role="status">
        <Lamp on={on} size={32} tone="ok" />
        <div>
          <h2 class="ready-title">{signalWords()[signal.state]}</h2>
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
      {signal.clean ? <Notice tone="ok" title={say.studio.nothingToMend} words={say.studio.allGoodWords} /> : null}
      {signal.state === 'live' || signal.state === 'away' ? (
        <form method="post" action={paths.studioStop}>
          <input type="hidden" name="from" value="obs" />
          <Button look="danger" icon="stop" busy={say.studio.stopping}>
            {say.studio.stop}
          </Button>
        </form>
      ) : null}
      {signal.keptOut ? (
        <form method="post" action={paths.studioLetIn}>
          <Button look="edge" busy={say.studio.opening}>
            {say.studio.letIn}
          </Button>
        </form>
      ) : null}
    </section>
  )
}

const signalWords = () =>
  ({
    none: say.studio.signalNone,
    connecting: say.studio.signalHere,
    live: say.studio.onAir,
    away: say.rooms.backSoon,
    refused: say.studio.signalRefused,
  }) as const

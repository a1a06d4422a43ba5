import { BarePage } from '../layout/bare.tsx'
import type { Frame } from '../layout/frame.ts'
import { weave } from '../parts/weave.tsx'
import { say } from '../words/index.ts'

export interface NeedHttpsProps {
  frame: Frame
  why: 'outside' | 'proxy-plain' | 'proxy-unnamed'
  /** The address of the proxy that asked, where it has to be named. */
  proxy: string
  /** Where this machine itself reaches the site. */
  local: string
}

const headings = () =>
  ({
    outside: say.setup.needHttps,
    'proxy-plain': say.setup.proxyPlain,
    'proxy-unnamed': say.setup.proxyUnnamed,
  }) as const

/** What plain HTTP from outside gets, whatever it asked for. */
export function NeedHttpsPage({ frame, why, proxy, local }: NeedHttpsProps) {
  return (
    <BarePage
      frame={frame}
      title={headings()[why]}
      heading={headings()[why]}
      unlisted
      alone
      mute
      lead={<Lead why={why} />}
    >
      {why === 'outside' ? (
        <div class="prose">
          <h2>{say.setup.forRunner}</h2>
          <ul>
            <li>{weave(say.setup.withCertificate, { command: words => <code>{words}</code> })}</li>
            <li>
              {weave(say.setup.behindProxy, {
                command: words => <code>{words}</code>,
                first: words => <code>{words}</code>,
                second: words => <code>{words}</code>,
              })}
            </li>
            <li>{weave(say.setup.tryOut, { command: words => <code>{words}</code> })}</li>
            <li>{weave(say.setup.onMachine, { local: <code>{local}</code> })}</li>
          </ul>
        </div>
      ) : (
        <div class="prose">
          <h2>{say.setup.forRunner}</h2>
          {why === 'proxy-plain' ? (
            <p>
              {weave(say.setup.proxySends, {
                header: words => <code>{words}</code>,
                line: words => <code>{words}</code>,
              })}
            </p>
          ) : (
            <p>
              {weave(say.setup.nameProxy, { proxy: proxy, command: <code>footlight --trusted-proxy {proxy}</code> })}
            </p>
          )}
        </div>
      )}
    </BarePage>
  )
}

const Lead = ({ why }: { why: NeedHttpsProps['why'] }) => (
  <>{why === 'outside' ? say.setup.notInClear : say.setup.nothingShown}</>
)

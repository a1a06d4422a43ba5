import { BarePage } from '../layout/bare.tsx'
import type { Frame } from '../layout/frame.ts'

export interface NeedHttpsProps {
  frame: Frame
  why: 'outside' | 'proxy-plain' | 'proxy-unnamed'
  /** The address of the proxy that asked, where it has to be named. */
  proxy: string
  /** Where this machine itself reaches the site. */
  local: string
}

const HEADING = {
  outside: 'This house needs HTTPS',
  'proxy-plain': 'The proxy does not say https',
  'proxy-unnamed': 'This proxy has no name here',
} as const

/** What plain HTTP from outside gets, whatever it asked for. */
export function NeedHttpsPage({ frame, why, proxy, local }: NeedHttpsProps) {
  return (
    <BarePage frame={frame} title={HEADING[why]} heading={HEADING[why]} unlisted alone lead={<Lead why={why} />}>
      {why === 'outside' ? (
        <div class="prose">
          <h2>For whoever runs it</h2>
          <ul>
            <li>
              With a certificate: <code>footlight --http :443 --tls-cert FILE --tls-key FILE</code>. It is read again
              when the files change.
            </li>
            <li>
              Behind nginx, Caddy or another proxy on this machine: <code>footlight --trusted-proxy 127.0.0.1</code>,
              and the proxy sends <code>X-Forwarded-For</code> and <code>X-Forwarded-Proto</code>.
            </li>
            <li>
              To try it out in your own network: <code>footlight --http :8443 --tls self-signed</code>. Browsers warn of
              it once.
            </li>
            <li>
              On the machine itself nothing is needed: <code>{local}</code>
            </li>
          </ul>
        </div>
      ) : (
        <div class="prose">
          <h2>For whoever runs it</h2>
          {why === 'proxy-plain' ? (
            <p>
              Let the proxy take HTTPS and send <code>X-Forwarded-Proto: https</code>. In nginx:{' '}
              <code>proxy_set_header X-Forwarded-Proto $scheme;</code>
            </p>
          ) : (
            <p>
              A proxy at {proxy} passed this on. Start with <code>footlight --trusted-proxy {proxy}</code> if it is
              yours.
            </p>
          )}
        </div>
      )}
    </BarePage>
  )
}

const Lead = ({ why }: { why: NeedHttpsProps['why'] }) => (
  <>
    {why === 'outside'
      ? 'Passwords, cameras and stream keys do not travel in the clear. Try the same address with https in front.'
      : 'Passwords, cameras and stream keys do not travel in the clear, so nothing is shown yet.'}
  </>
)

import { Button } from '../parts/button.tsx'
import { Moment } from '../parts/moment.tsx'
import { Notice } from '../parts/notice.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'

export interface DevicesProps {
  /** The house's public key, for the browser's push service. */
  publicKey: string
  devices: readonly { id: string; agent: string; madeAt: number; reachedAt?: number }[]
  now: number
  zone: string
}

/** Browsers that are called. Switching one on needs a script and the browser's own question; ending one does not. */
export function DevicesBox({ publicKey, devices, now, zone }: DevicesProps) {
  const words = say.following.devices
  return (
    <section class="box" id="devices" data-key={publicKey}>
      <div class="box-head">
        <h2 class="box-title">{words.title}</h2>
      </div>
      <p class="second">{words.lead}</p>
      <noscript>
        <Notice title={words.script} />
      </noscript>
      <div data-when="unable" hidden>
        <Notice title={words.unable} words={words.unableWords} />
      </div>
      <div data-when="denied" hidden>
        <Notice tone="warn" title={words.denied} words={words.deniedWords} />
      </div>
      <div data-when="failed" hidden role="alert">
        <Notice tone="bad" title={words.failed} words={words.failedWords} />
      </div>
      <div data-when="many" hidden role="alert">
        <Notice tone="warn" title={words.many} />
      </div>
      <div data-when="on" hidden>
        <Notice tone="ok" title={words.on} />
      </div>
      {devices.length > 0 ? (
        <ul class="rows">
          {devices.map(device => (
            <li>
              <span class="row-grow row-two">
                <b>{device.agent}</b>
                <span class="meta">
                  {words.since} <Moment at={device.madeAt} as="soon" now={now} zone={zone} />
                  {device.reachedAt ? (
                    <>
                      {' · '}
                      {words.reached} <Moment at={device.reachedAt} as="soon" now={now} zone={zone} />
                    </>
                  ) : null}
                </span>
              </span>
              <form method="post" action={paths.accountDeviceDrop(device.id)}>
                <Button look="bare" icon="trash" label={words.drop(device.agent)} />
              </form>
            </li>
          ))}
        </ul>
      ) : null}
      <div class="acts">
        <span data-when="off failed asking" hidden>
          <Button type="button" look="edge" icon="bell" does="push-on">
            {words.add}
          </Button>
        </span>
        <span data-when="on" hidden>
          <Button type="button" look="bare" does="push-off">
            {words.end}
          </Button>
        </span>
        {devices.length > 0 ? (
          <form method="post" action={paths.accountDevicesTest}>
            <Button look="edge">{words.test}</Button>
          </form>
        ) : null}
      </div>
    </section>
  )
}

import { date, type Zone } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { SitePage } from '../layout/site.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'
import { HouseText } from './house-text.tsx'

export interface PolicyText {
  slug: string
  title: string
  body: string
  version: number
  at: number
}

/** Terms, privacy, rules, contact: what the owner wrote, or the text that Footlight ships. */
export function PolicyPage(props: { frame: Frame; policy: PolicyText; zone: Zone; mayEdit: boolean }) {
  const { policy } = props
  return (
    <SitePage frame={props.frame} title={policy.title}>
      <article class="house-text">
        <h1 class="page-title">{policy.title}</h1>
        <HouseText body={policy.body} />
        <p class="meta">
          {policy.version === 0
            ? say.support.startingOfFootlight
            : say.support.versionOf(policy.version, date(policy.at, props.zone))}
          {props.mayEdit ? (
            <>
              {' '}
              <a href={paths.panelPage(policy.slug)}>{say.support.editPage}</a>
            </>
          ) : null}
        </p>
      </article>
    </SitePage>
  )
}

import { BarePage } from '../layout/bare.tsx'
import type { Frame } from '../layout/frame.ts'
import { LinkButton } from '../parts/button.tsx'
import { Empty } from '../parts/notice.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'

/** What a browser keeps for the moment without a network: nothing of anybody's. */
export function OfflinePage({ frame }: { frame: Frame }) {
  const words = say.following.offline
  return (
    <BarePage frame={frame} title={words.title} unlisted alone>
      <Empty
        title={words.title}
        words={words.words}
        act={
          <LinkButton look="edge" href={paths.front}>
            {words.again}
          </LinkButton>
        }
      />
    </BarePage>
  )
}

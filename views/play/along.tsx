import type { Frame } from '../layout/frame.ts'
import { SitePage } from '../layout/site.tsx'
import { Notice } from '../parts/notice.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'
import { Poll, type PollView } from './poll.tsx'
import { Suggestions, type SuggestionsView } from './suggestions.tsx'

export interface AlongProps {
  frame: Frame
  room: string
  handle: string
  /** Why nothing came of it, where it has no place of its own. */
  error?: string
  poll: PollView | null
  suggestions: SuggestionsView | null
}

/** What a form without scripts leads to when nothing came of it: the same parts, with what is wrong in its place. */
export const AlongPage = ({ frame, room, handle, error, poll, suggestions }: AlongProps) => (
  <SitePage frame={frame} title={handle} unlisted>
    <div class="page-head">
      <h1 class="page-title">{handle}</h1>
      <a href={paths.room(room)}>{say.play.studio.toRoom}</a>
    </div>
    <div class="along">
      {error ? <Notice tone="bad" title={error} alert /> : null}
      <Poll poll={poll} />
      {suggestions ? <Suggestions {...suggestions} /> : null}
    </div>
  </SitePage>
)

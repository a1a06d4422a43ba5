import type { RoomAct } from '../../../src/chat/index.ts'
import { ago } from '../../format.ts'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icons.tsx'
import { say } from '../../words/index.ts'
import { ToolForm, type Wrong } from './forms.tsx'
import { actDetail, actWords } from './words.ts'

export interface ActView {
  act: RoomAct
  mayUndo: boolean
  /** Who took it back. */
  undoneBy?: string
}

export interface ActsProps {
  room: string
  acts: readonly ActView[]
  now: number
  back?: string
  wrong?: Wrong
}

/** What was done in a room: a sentence, the reason, and the way back. */
export function Acts({ room, acts, now, back, wrong }: ActsProps) {
  return (
    <ul class="rows done-acts">
      {acts.map(({ act, mayUndo, undoneBy }) => {
        const words = actWords(act)
        const detail = actDetail(act)
        return (
          <li class={act.undone_at === null ? '' : 'is-undone'}>
            <Icon name="shield" size={16} />
            <span class="row-grow row-two">
              <span>{words}</span>
              {detail === '' ? null : (
                <bdi class="second" dir="auto">
                  {detail}
                </bdi>
              )}
              <span class="meta">
                {act.undone_at === null
                  ? ago(act.at, now)
                  : say.tools.takenBack(undoneBy ?? say.tools.somebody, ago(act.undone_at, now))}
              </span>
            </span>
            {mayUndo ? (
              <ToolForm room={room} act="undo" at={['acts', act.id, 'undo']} of={act.id} back={back} wrong={wrong}>
                <Button look="bare" size="small" label={say.tools.page.undoWhat(words)}>
                  {say.tools.page.undo}
                </Button>
              </ToolForm>
            ) : null}
          </li>
        )
      })}
    </ul>
  )
}

export const newsId = (room: string): string => `keep-news-${room}`

/** The newest act of others, for whoever keeps the room: over the chat, with the way back. */
export function KeepNews({ room, news }: { room: string; news?: ActView }) {
  return (
    <div class="keep-news" id={newsId(room)} role="status">
      {news && news.act.undone_at === null ? (
        <>
          <Icon name="shield" size={16} />
          <span class="row-grow">{actWords(news.act)}</span>
          {news.mayUndo ? (
            <ToolForm room={room} act="undo" at={['acts', news.act.id, 'undo']} of={news.act.id}>
              <button class="link-button" type="submit">
                {say.tools.page.undo}
              </button>
            </ToolForm>
          ) : null}
        </>
      ) : null}
    </div>
  )
}

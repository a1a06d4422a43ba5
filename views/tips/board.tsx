import type { Board as BoardView } from '../../src/tips/index.ts'
import { number } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { SitePage } from '../layout/site.tsx'
import { Chip } from '../parts/chip.tsx'
import { Empty } from '../parts/notice.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'
import { Tokens } from './tokens.tsx'

const SPANS = ['day', 'week', 'month', 'all'] as const

export interface BoardProps {
  room: { name: string; handle: string; zone: string }
  board: BoardView
  /** Whether this member stands on boards; nobody is asked who has no wallet. */
  me?: boolean
}

/** Pushed again when a tip has changed it: a page that shows another span does not have it. */
export function BoardList({ board }: Pick<BoardProps, 'board'>) {
  const words = say.tips.board
  return (
    <div class="board-list" id={`board-${board.span}`}>
      {board.total_tokens === 0n ? (
        <Empty title={words.empty} words={words.emptyWords} />
      ) : (
        <>
          <ol class="board-rows">
            {board.rows.map((row, at) => (
              <li class="board-row">
                <span class="board-place">{number(at + 1)}</span>
                <b class={`board-name hue-${row.hue}`}>
                  <bdi>{row.handle}</bdi>
                </b>
                <Tokens n={row.tokens} />
              </li>
            ))}
          </ol>
          {board.others_tokens > 0n ? (
            <p class="board-row board-others">
              <span class="board-place" />
              <span class="board-name">{words.nameless}</span>
              <Tokens n={board.others_tokens} />
            </p>
          ) : null}
          <p class="board-row board-total">
            <span class="board-place" />
            <span class="board-name">{words.total}</span>
            <Tokens n={board.total_tokens} />
          </p>
        </>
      )}
    </div>
  )
}

export function Board({ room, board, me }: BoardProps) {
  const words = say.tips.board
  return (
    <div class="board" id="board">
      <nav class="chips" aria-label={words.title}>
        {SPANS.map(span => (
          <span data-span={span}>
            <Chip href={paths.board(room.name, span)} words={words.spans[span]} current={span === board.span} />
          </span>
        ))}
      </nav>
      <BoardList board={board} />
      <p class="meta">{words.since(room.zone.replaceAll('_', ' '))}</p>
      {me === undefined ? null : (
        <form class="board-me" method="post" action={paths.boardMe(room.name)}>
          <input type="hidden" name="stand" value={me ? 'no' : 'yes'} />
          <span class="second">{me ? words.you : words.notYou}</span>
          <button class="btn btn-bare btn-small" type="submit">
            {me ? words.hide : words.show}
          </button>
        </form>
      )}
    </div>
  )
}

export function BoardPage({ frame, ...props }: BoardProps & { frame: Frame }) {
  const title = say.tips.board.of(props.room.handle)
  return (
    <SitePage frame={frame} title={title} unlisted>
      <div class="page tip-page">
        <div class="page-head">
          <h1 class="page-title">{title}</h1>
        </div>
        <Board {...props} />
        <p>
          <a href={paths.room(props.room.name)}>{say.tips.sheet.back(props.room.handle)}</a>
        </p>
      </div>
    </SitePage>
  )
}

import type { Child } from 'hono/jsx'
import type { HeldLine, Keeper, Named, Notice, RoomRules, RoomWord, WordAct } from '../../../src/chat/index.ts'
import { length, number, soon, type Zone } from '../../format.ts'
import { BarePage } from '../../layout/bare.tsx'
import type { Frame } from '../../layout/frame.ts'
import { SitePage } from '../../layout/site.tsx'
import { Box } from '../../parts/box.tsx'
import { Button } from '../../parts/button.tsx'
import { SelectField, TextArea, TextField } from '../../parts/field.tsx'
import { Notice as NoticeBox } from '../../parts/notice.tsx'
import { paths } from '../../paths.ts'
import { say } from '../../words/index.ts'
import { Acts, type ActView } from './acts.tsx'
import { OnOffForm, PinForm, SlowForm, ToolForm, typed, WritersForm, type Wrong } from './forms.tsx'
import { HeldQueue } from './held.tsx'

export interface Muted {
  id: string
  handle: string
  hue: number
  until: number | null
  silent: boolean
  because: string
}

export interface RoomToolsProps {
  frame: Frame
  room: string
  handle: string
  as: Keeper
  rules: Readonly<RoomRules>
  links: boolean
  /** The house lets links through. */
  linksPass: boolean
  held: readonly HeldLine[]
  muted: readonly Muted[]
  acts: readonly ActView[]
  /** Older acts, a page at a time. */
  olderHref?: string
  /** Everything, or only what others did. */
  everything: boolean
  /** The performer's own: nobody else sets it. */
  own?: {
    notices: readonly Notice[]
    words: readonly RoomWord[]
    moderators: readonly Named[]
    trusted: readonly Named[]
    blocked: readonly { id: string; handle: string; hue: number; because: string }[]
  }
  /** A moderator may stop. */
  me?: string
  now: number
  zone: Zone
  back: string
  wrong?: Wrong
}

/** Everything about keeping a room on one page, without scripts too. */
export function RoomToolsPage(props: RoomToolsProps) {
  const { frame, room, handle, as, own } = props
  const title = as === 'performer' ? say.tools.page.title : say.tools.page.roomTitle(handle)
  return (
    <SitePage frame={frame} title={title} unlisted studio={as === 'performer'}>
      <div class="page-head">
        <h1 class="page-title">{title}</h1>
        <a href={paths.room(room)}>{say.tools.page.see}</a>
      </div>
      <div class="tools-columns">
        <div class="stack">
          <Box title={say.tools.bar.held} id="held">
            <HeldQueue room={room} lines={props.held} back={props.back} wrong={props.wrong} />
          </Box>
          <Rules {...props} />
          {own ? <Words {...props} own={own} /> : null}
        </div>
        <div class="stack">
          <Box
            title={as === 'performer' && !props.everything ? say.tools.page.acts : say.tools.page.allActs}
            id="acts"
            aside={
              as === 'performer' ? (
                <a href={props.everything ? `${paths.studioChat}#acts` : `${paths.studioChat}?acts=all#acts`}>
                  {props.everything ? say.tools.page.onlyOthers : say.tools.page.everything}
                </a>
              ) : undefined
            }
          >
            {props.acts.length === 0 ? (
              <p class="second">{say.tools.page.noActs}</p>
            ) : (
              <Acts room={room} acts={props.acts} now={props.now} back={props.back} wrong={props.wrong} />
            )}
            {props.olderHref ? <a href={props.olderHref}>{say.tools.page.older}</a> : null}
          </Box>
          <MutedBox {...props} />
          {own ? <People {...props} own={own} /> : null}
          {as === 'moderator' && props.me ? (
            <ToolForm room={room} act="moderator-remove" at={['moderators', 'remove']} back={paths.room(room)}>
              <input type="hidden" name="handle" value={props.me} />
              <div>
                <Button look="danger">{say.tools.page.leave}</Button>
              </div>
            </ToolForm>
          ) : null}
        </div>
      </div>
    </SitePage>
  )
}

function Rules(props: RoomToolsProps) {
  const { room, rules, back, wrong, own } = props
  const form = { room, rules, back, wrong, prefix: 'page' }
  const words = say.tools.page
  return (
    <>
      <Box title={words.who} id="rules">
        <SlowForm {...form} />
        <WritersForm {...form} />
        <OnOffForm
          room={room}
          act="hold"
          on={rules.holds_all === 1}
          title={words.hold}
          hint={words.holdHint}
          back={back}
          wrong={wrong}
        />
        {own ? (
          <>
            <OnOffForm
              room={room}
              act="whispers"
              on={rules.whispers === 1}
              title={words.whispers}
              hint={words.whispersHint}
              back={back}
              wrong={wrong}
            />
            <OnOffForm
              room={room}
              act="links"
              on={props.links}
              title={words.links}
              hint={props.linksPass ? words.linksHint : words.linksOut}
              back={back}
              wrong={wrong}
            />
          </>
        ) : null}
      </Box>
      <Box title={say.tools.bar.pinned} id="pinned">
        <PinForm {...form} />
      </Box>
      {own ? (
        <>
          <Box title={words.welcome} id="welcome">
            <ToolForm room={room} act="welcome" at={['rules', 'welcome']} back={back} wrong={wrong}>
              <TextField
                name="text"
                id="welcome-text"
                label={words.welcome}
                hint={words.welcomeHint}
                value={typed(wrong, 'welcome', 'text', rules.welcome)}
                maxlength={300}
                optional
              />
              <div>
                <Button look="edge" busy={words.saving}>
                  {words.save}
                </Button>
              </div>
            </ToolForm>
          </Box>
          <Notices {...props} own={own} />
        </>
      ) : null}
    </>
  )
}

type Own = RoomToolsProps & { own: NonNullable<RoomToolsProps['own']> }

function Notices({ room, own, back, wrong }: Own) {
  const words = say.tools.page
  return (
    <Box title={words.notices} id="notices">
      <p class="second">{words.noticesHint}</p>
      {own.notices.length === 0 ? (
        <p class="second">{words.noNotices}</p>
      ) : (
        <ul class="rows">
          {own.notices.map(notice => (
            <li>
              <span class="row-grow row-two">
                <bdi dir="auto">{notice.text}</bdi>
                <span class="meta">{words.everyIs(length(notice.every_ms))}</span>
              </span>
              <ToolForm
                room={room}
                act="notice-remove"
                at={['notices', notice.id, 'remove']}
                of={notice.id}
                back={back}
              >
                <Button look="bare" icon="trash" label={words.removeNotice(notice.text)} />
              </ToolForm>
            </li>
          ))}
        </ul>
      )}
      <ToolForm room={room} act="notice" at={['notices']} back={back} wrong={wrong}>
        <TextField
          name="text"
          id="notice-text"
          label={words.notice}
          value={typed(wrong, 'notice', 'text')}
          maxlength={300}
        />
        <TextField
          name="minutes"
          id="notice-minutes"
          label={words.every}
          unit={words.minutes}
          inputmode="numeric"
          maxlength={4}
          value={typed(wrong, 'notice', 'minutes', '15')}
        />
        <div>
          <Button look="edge" icon="plus">
            {words.addNotice}
          </Button>
        </div>
      </ToolForm>
    </Box>
  )
}

const WORD_ACTS: readonly WordAct[] = ['mask', 'hold', 'refuse']

function Words({ room, own, back, wrong }: Own) {
  const words = say.tools.page
  return (
    <Box title={words.words} id="words" aside={words.wordsCount(number(own.words.length))}>
      {own.words.length === 0 ? (
        <p class="second">{words.noWords}</p>
      ) : (
        <ul class="word-list">
          {own.words.map(({ word, act }) => (
            <li>
              <ToolForm room={room} act="word-remove" at={['words', 'remove']} back={back} class="word">
                <input type="hidden" name="word" value={word} />
                <bdi>{word}</bdi>
                <span class="meta">{say.tools.words[act]}</span>
                <Button look="bare" size="small" icon="close" label={words.removeWord(word)} />
              </ToolForm>
            </li>
          ))}
        </ul>
      )}
      <ToolForm room={room} act="words" at={['words']} back={back} wrong={wrong}>
        <TextArea
          name="words"
          id="words-typed"
          label={words.words}
          hint={words.wordsHint}
          value={typed(wrong, 'words', 'words')}
          rows={4}
        />
        <SelectField
          name="does"
          id="words-does"
          label={words.wordsAct}
          value={typed(wrong, 'words', 'does', 'hold')}
          options={WORD_ACTS.map(value => ({ value, words: say.tools.words[value] }))}
        />
        <div>
          <Button look="edge" icon="plus">
            {words.addWords}
          </Button>
        </div>
      </ToolForm>
    </Box>
  )
}

function MutedBox({ room, muted, now, zone, back }: RoomToolsProps) {
  const words = say.tools.page
  return (
    <Box title={words.muted} id="muted">
      {muted.length === 0 ? (
        <p class="second">{words.noMuted}</p>
      ) : (
        <ul class="rows">
          {muted.map(mute => (
            <li>
              <span class="row-grow row-two">
                <b class={`who hue-${mute.hue}`}>{mute.handle}</b>
                <span class="meta">
                  {mute.until === null
                    ? say.tools.line.mutedForGood
                    : (mute.silent ? say.tools.line.mutedSilently : say.tools.line.mutedUntil)(
                        soon(mute.until, now, zone),
                      )}{' '}
                  {mute.because}
                </span>
              </span>
              <ToolForm room={room} act="unmute" at={['mutes', mute.id, 'lift']} of={mute.id} back={back}>
                <Button look="bare" size="small" label={words.lift(mute.handle)}>
                  {say.tools.line.unmute}
                </Button>
              </ToolForm>
            </li>
          ))}
        </ul>
      )}
    </Box>
  )
}

function People(props: Own) {
  const { room, own, back, wrong } = props
  const words = say.tools.page
  return (
    <>
      <NamedBox
        {...{ room, back, wrong }}
        id="moderators"
        act="moderator"
        at="moderators"
        title={words.moderators}
        hint={words.moderatorsHint}
        none={words.noModerators}
        add={words.addModerator}
        people={own.moderators}
      />
      <NamedBox
        {...{ room, back, wrong }}
        id="trusted"
        act="trust"
        at="trusted"
        title={words.trusted}
        hint={words.trustedHint}
        none={words.noTrusted}
        add={words.addTrusted}
        people={own.trusted}
      />
      <Box title={words.blocked} id="blocked">
        {own.blocked.length === 0 ? (
          <p class="second">{words.noBlocked}</p>
        ) : (
          <ul class="rows">
            {own.blocked.map(block => (
              <li>
                <span class="row-grow row-two">
                  <b class={`who hue-${block.hue}`}>{block.handle}</b>
                  {block.because === '' ? null : <span class="meta">{block.because}</span>}
                </span>
                <ToolForm room={room} act="unblock" at={['blocks', block.id, 'lift']} of={block.id} back={back}>
                  <Button look="bare" size="small" label={words.unblock(block.handle)}>
                    {say.tools.line.unblock}
                  </Button>
                </ToolForm>
              </li>
            ))}
          </ul>
        )}
        <ToolForm room={room} act="block" at={['blocks']} back={back} wrong={wrong}>
          <TextField
            name="handle"
            id="block-handle"
            label={words.name}
            value={typed(wrong, 'block', 'handle')}
            maxlength={24}
          />
          <TextField
            name="because"
            id="block-because"
            label={say.tools.line.because}
            value={typed(wrong, 'block', 'because')}
            maxlength={200}
            optional
          />
          <div>
            <Button look="danger" icon="ban">
              {say.tools.line.block}
            </Button>
          </div>
        </ToolForm>
      </Box>
    </>
  )
}

function NamedBox(props: {
  room: string
  id: string
  act: 'moderator' | 'trust'
  at: string
  title: string
  hint: string
  none: string
  add: string
  people: readonly Named[]
  back: string
  wrong?: Wrong
}) {
  const { room, act, at, people, back, wrong } = props
  return (
    <Box title={props.title} id={props.id}>
      <p class="second">{props.hint}</p>
      {people.length === 0 ? (
        <p class="second">{props.none}</p>
      ) : (
        <ul class="rows">
          {people.map(person => (
            <li>
              <b class={`who row-grow hue-${person.hue}`}>{person.handle}</b>
              <ToolForm room={room} act={`${act}-remove`} at={[at, 'remove']} back={back}>
                <input type="hidden" name="handle" value={person.handle} />
                <Button look="bare" icon="close" label={say.tools.page.remove(person.handle)} />
              </ToolForm>
            </li>
          ))}
        </ul>
      )}
      <ToolForm room={room} act={act} at={[at]} back={back} wrong={wrong} class="tool-inline">
        <TextField
          name="handle"
          id={`${props.id}-handle`}
          label={say.tools.page.name}
          value={typed(wrong, act, 'handle')}
          maxlength={24}
        />
        <Button look="edge" icon="plus">
          {props.add}
        </Button>
      </ToolForm>
    </Box>
  )
}

/** One refused form of a name card, on a page of its own for whoever has no scripts. */
export const ToolsAskedAgain = (props: {
  frame: Frame
  room: string
  handle: string
  words: string
  children?: Child
}) => (
  <BarePage frame={props.frame} title={say.chat.card.title(props.handle)} unlisted>
    <NoticeBox tone="bad" title={props.words} alert />
    {props.children}
    <p class="bare-else">
      <a href={paths.room(props.room)}>{say.chat.backToRoom}</a>
    </p>
  </BarePage>
)

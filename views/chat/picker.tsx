import { Icon } from '../parts/icons.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'

export interface PickerProps {
  room: string
  stickers: readonly { id: string; href: string; name: string; words: string }[]
  /** Those that the room lets play. */
  sounds: readonly { id: string; name: string }[]
  guest: boolean
}

/** Inside the say box: emoji for whoever has scripts, stickers and sounds for everybody as buttons of its form. */
export function Picker({ room, stickers, sounds, guest }: PickerProps) {
  const words = say.play.picker
  return (
    <details
      class="picker"
      id="picker"
      data-words={JSON.stringify({ ...words.groups, recent: words.recent, found: words.found, nothing: words.nothing })}
    >
      <summary class="btn btn-quiet btn-small btn-icon" aria-label={words.open} title={words.open}>
        <Icon name="smile" />
      </summary>
      <div class="picker-sheet" id="picker-sheet">
        <div class="picker-tabs" hidden>
          <button class="picker-tab" type="button" data-picks="emoji" aria-pressed="true">
            {words.emoji}
          </button>
          <button class="picker-tab" type="button" data-picks="stickers" aria-pressed="false">
            {words.stickers}
          </button>
          <button class="picker-tab" type="button" data-picks="sounds" aria-pressed="false">
            {words.sounds}
          </button>
        </div>
        <div class="picker-part" data-part="emoji" hidden>
          <div class="picker-search">
            <Icon name="search" size={16} />
            <input
              type="search"
              id="picker-search"
              aria-label={words.search}
              placeholder={words.search}
              autocomplete="off"
            />
          </div>
          <div class="picker-emoji" id="picker-emoji" tabindex={-1} />
        </div>
        <div class="picker-part" data-part="stickers">
          {guest ? <p class="meta">{words.signIn}</p> : null}
          <div class="picker-stickers">
            {stickers.map(sticker => (
              <button
                type="submit"
                class="picker-sticker"
                name="sticker"
                value={sticker.id}
                formaction={paths.roomStickers(room)}
                formnovalidate
                disabled={guest}
                aria-label={sticker.name}
                title={sticker.name}
                data-words={sticker.words}
              >
                <img src={sticker.href} alt="" width="56" height="56" loading="lazy" />
              </button>
            ))}
          </div>
        </div>
        <div class="picker-part" data-part="sounds">
          <div class="picker-hear" hidden>
            <label class="choice choice-switch">
              <input type="checkbox" id="hear-sounds" />
              <span class="choice-words">
                <span class="choice-title">{words.hear}</span>
                <span class="choice-hint">{words.quiet}</span>
              </span>
            </label>
            <label class="picker-volume">
              <span class="meta">{words.volume}</span>
              <input type="range" id="sound-volume" min="0" max="100" step="5" value="50" />
            </label>
          </div>
          {sounds.length === 0 ? <p class="meta">{words.noSounds}</p> : null}
          <div class="picker-sounds">
            {sounds.map(sound => (
              <button
                type="submit"
                class="btn btn-quiet btn-small"
                name="sound"
                value={sound.id}
                formaction={paths.roomSounds(room)}
                formnovalidate
                disabled={guest}
              >
                <Icon name="sound" size={16} />
                {sound.name}
              </button>
            ))}
          </div>
        </div>
      </div>
    </details>
  )
}

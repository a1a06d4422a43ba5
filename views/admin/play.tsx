import type { Frame } from '../layout/frame.ts'
import { PanelPage, type PanelPageProps } from '../layout/panel.tsx'
import { Box } from '../parts/box.tsx'
import { Button } from '../parts/button.tsx'
import { TextField } from '../parts/field.tsx'
import { Icon } from '../parts/icons.tsx'
import { PictureField } from '../parts/picture-field.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'

export interface HouseThing {
  id: string
  name: string
  on: boolean
  /** One that the house added, which it may take away again. */
  added: boolean
  /** A sticker's picture; a sound's file, where it is no made one. */
  href?: string
}

export interface HousePlayProps {
  frame: Frame
  desk: Pick<PanelPageProps, 'waiting' | 'trouble'>
  scripts: readonly string[]
  stickers: readonly HouseThing[]
  sounds: readonly HouseThing[]
  sticker?: { name: string; keywords: string; errors: { name?: string; keywords?: string; picture?: string } }
  sound?: { name: string; errors: { name?: string; file?: string } }
}

/** The owner says what people may send in every room. */
export function HousePlayPage(props: HousePlayProps) {
  const words = say.play.house
  const { sticker, sound } = props
  return (
    <PanelPage frame={props.frame} title={words.title} {...props.desk} scripts={props.scripts}>
      <p class="second house-lead">{words.lead}</p>
      <Box title={words.stickers} id="stickers">
        <ul class="house-stickers">
          {props.stickers.map(one => (
            <li class={one.on ? 'house-sticker' : 'house-sticker is-off'}>
              <img src={one.href} alt="" width="72" height="72" />
              <b>{one.name}</b>
              <Acts thing={one} action={paths.panelSticker(one.id)} />
            </li>
          ))}
        </ul>
      </Box>
      <div class="desk-columns">
        <Box title={words.add} id="add-sticker">
          <form
            class="form"
            action={paths.panelStickers}
            method="post"
            enctype="multipart/form-data"
            novalidate={sticker !== undefined}
          >
            <TextField
              name="name"
              label={words.name}
              value={sticker?.name}
              maxlength={40}
              error={sticker?.errors.name}
            />
            <TextField
              name="keywords"
              label={words.keywords}
              value={sticker?.keywords}
              maxlength={200}
              hint={words.keywordsHint}
              optional
              error={sticker?.errors.keywords}
            />
            <PictureField label={words.picture} error={sticker?.errors.picture} />
            <div>
              <Button look="edge">{words.save}</Button>
            </div>
          </form>
        </Box>
        <Box title={words.sounds} id="sounds">
          <ul class="rows">
            {props.sounds.map(one => (
              <li>
                <Icon name={one.on ? 'sound' : 'sound-off'} />
                <span class="row-grow">{one.name}</span>
                {one.href ? <a href={one.href}>{words.listen}</a> : null}
                <Acts thing={one} action={paths.panelSound(one.id)} />
              </li>
            ))}
          </ul>
        </Box>
        <Box title={words.addSound} id="add-sound">
          <form
            class="form"
            action={paths.panelSounds}
            method="post"
            enctype="multipart/form-data"
            novalidate={sound !== undefined}
          >
            <TextField
              name="name"
              id="sound-name"
              label={words.name}
              value={sound?.name}
              maxlength={40}
              error={sound?.errors.name}
            />
            <div class={`field picture-field${sound?.errors.file ? ' field-wrong' : ''}`}>
              <label class="field-label" for="sound-file">
                {words.file}
              </label>
              <div class="field-box">
                <input
                  type="file"
                  id="sound-file"
                  name="file"
                  accept="audio/wav,audio/x-wav,.wav"
                  required
                  aria-describedby="sound-file-said"
                />
              </div>
              <p class={sound?.errors.file ? 'field-error' : 'field-hint'} id="sound-file-said">
                {sound?.errors.file ?? words.fileHint}
              </p>
            </div>
            <div>
              <Button look="edge">{words.save}</Button>
            </div>
          </form>
        </Box>
      </div>
    </PanelPage>
  )
}

function Acts({ thing, action }: { thing: HouseThing; action: string }) {
  const words = say.play.house
  return (
    <form class="acts" method="post" action={action}>
      <Button
        look="edge"
        size="small"
        name="act"
        value={thing.on ? 'off' : 'on'}
        label={thing.on ? words.switchOff(thing.name) : words.switchOn(thing.name)}
      >
        {thing.on ? words.off : words.on}
      </Button>
      {thing.added ? (
        <Button look="bare" size="small" icon="trash" name="act" value="remove" label={words.remove(thing.name)} />
      ) : null}
    </form>
  )
}

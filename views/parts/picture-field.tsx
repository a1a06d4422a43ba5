import { say } from '../words/index.ts'
import { Icon } from './icons.tsx'

export interface PictureFieldProps {
  label: string
  /** Unique in the page; the file's name in the form is `picture`. */
  id?: string
  error?: string
  /** What is cut: a part of these proportions is chosen before it is sent; without a script it is the middle. */
  cut?: 'square' | 'wide' | 'strip'
  optional?: boolean
}

/** The form around it sends files: `enctype="multipart/form-data"`. */
export function PictureField({ label, id = 'picture', error, cut, optional }: PictureFieldProps) {
  return (
    <div
      class={`field picture-field${error ? ' field-wrong' : ''}`}
      data-cut={cut}
      data-too-large={say.play.picture.refused['too-large']}
    >
      <label class="field-label" for={id}>
        {label}
      </label>
      <div class="field-box">
        <input
          type="file"
          id={id}
          name="picture"
          accept="image/jpeg,image/png,image/webp"
          required={!optional}
          aria-invalid={error ? 'true' : undefined}
          aria-describedby={error ? `${id}-error` : `${id}-hint`}
        />
      </div>
      {error ? (
        <p class="field-error" id={`${id}-error`}>
          <Icon name="bug" size={16} />
          <span>{error}</span>
        </p>
      ) : (
        <p class="field-hint" id={`${id}-hint`}>
          {say.play.picture.hint}
        </p>
      )}
      {cut ? (
        <div class="cut" hidden>
          <div
            class={`cut-frame cut-${cut}`}
            tabindex={0}
            role="application"
            aria-label={say.play.picture.part}
            aria-describedby={`${id}-cut`}
          >
            <canvas class="cut-stage" />
          </div>
          <p class="field-hint" id={`${id}-cut`}>
            {say.play.picture.partHelp}
          </p>
          <label class="cut-closer">
            <span class="field-label">{say.play.picture.closer}</span>
            <input type="range" min="0" max="100" value="0" />
          </label>
          <input type="hidden" name="crop_x" value="" />
          <input type="hidden" name="crop_y" value="" />
          <input type="hidden" name="crop_width" value="" />
        </div>
      ) : null}
    </div>
  )
}

import { Button } from '../parts/button.tsx'
import { SelectField } from '../parts/field.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'

/** On a person's page of the panel: a picture that may not be seen goes at once. */
export function TakePicture({ person }: { person: string }) {
  const words = say.play.face
  return (
    <details class="unfold">
      <summary class="btn btn-edge btn-small">{words.takeAway}</summary>
      <form class="form" method="post" action={paths.panelPersonPicture(person)}>
        <SelectField
          name="because"
          id="picture-because"
          label={words.because}
          options={Object.entries(words.reasons).map(([value, reason]) => ({ value, words: reason }))}
        />
        <div>
          <Button look="danger">{words.takeAway}</Button>
        </div>
      </form>
    </details>
  )
}

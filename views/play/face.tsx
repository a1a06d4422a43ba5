import { Avatar, type Person } from '../parts/avatar.tsx'
import { Box } from '../parts/box.tsx'
import { Button } from '../parts/button.tsx'
import { PictureField } from '../parts/picture-field.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'

/** On the account's page: the picture beside one's name. */
export function Face({ person, error }: { person: Person; error?: string }) {
  const words = say.play.face
  return (
    <Box title={words.title} id="face">
      <div class="face-now">
        <Avatar person={person} size={72} />
        <p class="second">{person.avatarHref ? words.help : words.none}</p>
      </div>
      <form class="form" action={paths.accountFace} method="post" enctype="multipart/form-data">
        <PictureField label={words.choose} cut="square" error={error} />
        <div>
          <Button look="edge" busy={words.saving}>
            {words.save}
          </Button>
        </div>
      </form>
      {person.avatarHref ? (
        <form method="post" action={paths.accountFaceRemove}>
          <Button look="bare" icon="trash">
            {words.remove}
          </Button>
        </form>
      ) : null}
    </Box>
  )
}

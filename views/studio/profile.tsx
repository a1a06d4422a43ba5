import { Box, Copy } from '../parts/box.tsx'
import { Button, LinkButton } from '../parts/button.tsx'
import { Form, TextField } from '../parts/field.tsx'
import { PictureField } from '../parts/picture-field.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'

export type PicturePurpose = 'room' | 'cover' | 'page'

export interface ProfileBoxesProps {
  links: readonly { words: string; href: string; error?: string }[]
  pictures: Readonly<Record<PicturePurpose, readonly { id: string; href: string }[]>>
  pictureError?: { purpose: PicturePurpose; words: string }
}

export interface ProfileAsideProps {
  followers: number
  /** Since a week ago. */
  newFollowers: number
  /** To put on other sites. */
  embed: string
  /** Nobody sees the badge of a room that is not listed. */
  badgeHref?: string
}

const PURPOSES: readonly PicturePurpose[] = ['room', 'cover', 'page']
const CUTS = { room: 'wide', cover: 'strip', page: undefined } as const

/** What a room's page has beside its words: pictures and links. */
export function ProfileBoxes(props: ProfileBoxesProps) {
  const words = say.following.profile
  return (
    <>
      <Box title={words.pictures} id="pictures">
        <p class="second">{words.picturesLead}</p>
        {PURPOSES.map(purpose => (
          <PicturePart
            purpose={purpose}
            pictures={props.pictures[purpose]}
            error={props.pictureError?.purpose === purpose ? props.pictureError.words : undefined}
          />
        ))}
        <p class="second">
          <a href={paths.account}>{words.face}</a>
        </p>
      </Box>
      <Box title={words.links} id="links">
        <p class="second">{words.linksLead}</p>
        <Form action={`${paths.studioLinks}#links`} novalidate>
          {props.links.map((link, at) => (
            <div class="form-pair">
              <TextField
                name={`words_${at}`}
                label={words.linkWords(at + 1)}
                value={link.words}
                optional
                maxlength={40}
              />
              <TextField
                name={`href_${at}`}
                label={words.linkHref(at + 1)}
                inputmode="url"
                value={link.href}
                optional
                maxlength={300}
                placeholder="https://"
                error={link.error}
              />
            </div>
          ))}
          <div>
            <Button look="edge" busy={say.parts.saving}>
              {words.saveLinks}
            </Button>
          </div>
        </Form>
      </Box>
    </>
  )
}

/** Beside the dates: who follows, and the badge for other sites. */
export function ProfileAside(props: ProfileAsideProps) {
  const words = say.following.profile
  return (
    <>
      <Box title={words.followers}>
        <p class="second">
          {words.followCount(props.followers)} {props.newFollowers > 0 ? words.followNew(props.newFollowers) : ''}
        </p>
        <div class="acts">
          <LinkButton look="edge" icon="star" href={paths.studioFollowers}>
            {words.seeFollowers}
          </LinkButton>
        </div>
      </Box>
      <Box title={words.badge} id="badge">
        <p class="second">{words.badgeLead}</p>
        {props.badgeHref ? <img class="badge-shown" src={props.badgeHref} alt="" width="320" height="64" /> : null}
        <Copy label={words.badgeCode} text={props.embed} />
      </Box>
    </>
  )
}

function PicturePart(props: {
  purpose: PicturePurpose
  pictures: readonly { id: string; href: string }[]
  error?: string
}) {
  const { purpose, pictures, error } = props
  const words = say.following.profile.purposes[purpose]
  return (
    <div class="picture-part">
      <h3 class="box-title">{words.title}</h3>
      {pictures.length > 0 ? (
        <ul class="picture-list">
          {pictures.map((picture, at) => (
            <li>
              <img class={`picture-${purpose}`} src={picture.href} alt="" loading="lazy" decoding="async" />
              <form method="post" action={paths.studioPictureRemove(picture.id)}>
                <Button look="bare" size="small" icon="trash" label={say.following.profile.removePicture(at + 1)} />
              </form>
            </li>
          ))}
        </ul>
      ) : null}
      <form
        class="form picture-form"
        method="post"
        action={`${paths.studioPictures(purpose)}#pictures`}
        enctype="multipart/form-data"
      >
        <PictureField id={`picture-${purpose}`} label={words.file} cut={CUTS[purpose]} error={error} />
        <p class="field-hint">{words.hint}</p>
        <div>
          <Button look="edge" busy={say.following.profile.sending}>
            {words.send}
          </Button>
        </div>
      </form>
    </div>
  )
}

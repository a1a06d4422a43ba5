import { date, dateTime } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { SitePage } from '../layout/site.tsx'
import { Box } from '../parts/box.tsx'
import { Button } from '../parts/button.tsx'
import { Form, SelectField, type SelectOption, TextArea, TextField } from '../parts/field.tsx'
import { paths } from '../paths.ts'

export interface RoomEditProps {
  frame: Frame
  room: { name: string; title: string; tags: string; bio: string; zone: string; picture: string }
  zones: readonly SelectOption[]
  /** The drawn scenes a room may show before its first broadcast. */
  pictures: readonly { value: string; words: string; href: string }[]
  errors?: { title?: string; tags?: string; bio?: string; zone?: string; picture?: string }
  dates: readonly { id: string; startsAt: number; title: string; repeats: 'once' | 'weekly' }[]
  /** What was typed for a new date and refused. */
  draft?: { day: string; time: string; title: string; repeats: string }
  dateErrors?: { day?: string; time?: string; title?: string }
  now: number
}

export function RoomEditPage(props: RoomEditProps) {
  return (
    <SitePage frame={props.frame} title="Room page" unlisted studio>
      <div class="page-head">
        <h1 class="page-title">Room page</h1>
        <a href={paths.room(props.room.name)}>See it as a guest does</a>
      </div>
      <div class="obs-columns">
        <Profile {...props} />
        <Dates {...props} />
      </div>
    </SitePage>
  )
}

function Profile({ room, zones, pictures, errors }: RoomEditProps) {
  return (
    <Box title="About you">
      <Form action={paths.studioRoom} novalidate={errors !== undefined}>
        <TextField
          name="title"
          label="Title"
          value={room.title}
          maxlength={120}
          optional
          error={errors?.title}
          hint="Over your picture and on your card. You can change it while you are on air."
        />
        <TextField
          name="tags"
          label="Tags"
          value={room.tags}
          optional
          error={errors?.tags}
          placeholder="painting, oil, calm"
          hint="Up to six, with commas between them."
        />
        <TextArea
          name="bio"
          label="What you do"
          value={room.bio}
          rows={6}
          maxlength={2000}
          optional
          error={errors?.bio}
          hint="The first line also stands on your card. A blank line starts a new paragraph."
        />
        <SelectField
          name="zone"
          label="Your time zone"
          value={room.zone}
          options={zones}
          error={errors?.zone}
          hint="You type your dates in it. Guests read them on their own clocks."
        />
        {pictures.length > 0 ? (
          <fieldset class="field">
            <legend class="field-label">Picture while you are off air</legend>
            <div class="picture-choices">
              {[{ value: '', words: 'Your initial', href: '' }, ...pictures].map(picture => (
                <label class="picture-choice option">
                  <input
                    class="unseen"
                    type="radio"
                    name="picture"
                    value={picture.value}
                    checked={picture.value === room.picture}
                  />
                  {picture.href ? (
                    <img src={picture.href} alt="" width="160" height="90" loading="lazy" />
                  ) : (
                    <span class="card-curtain" />
                  )}
                  <span>{picture.words}</span>
                </label>
              ))}
            </div>
            {errors?.picture ? <p class="field-error">{errors.picture}</p> : null}
          </fieldset>
        ) : null}
        <div>
          <Button look="primary" busy="Saving">
            Save room page
          </Button>
        </div>
      </Form>
    </Box>
  )
}

function Dates({ dates, draft, dateErrors, room }: RoomEditProps) {
  return (
    <Box title="Next evenings" aside={room.zone}>
      {dates.length > 0 ? (
        <ul class="rows">
          {dates.map(each => (
            <li>
              <span class="row-grow row-two">
                <b>{each.title}</b>
                <span class="meta">
                  {dateTime(each.startsAt, room.zone)}
                  {each.repeats === 'weekly' ? ', every week' : ''}
                </span>
              </span>
              <form method="post" action={`${paths.studioDate(each.id)}/remove`}>
                <Button look="bare" icon="trash" label={`Remove ${each.title} on ${date(each.startsAt, room.zone)}`} />
              </form>
            </li>
          ))}
        </ul>
      ) : (
        <p class="second">No dates yet. With one, the front page and your dark stage say when you are back.</p>
      )}
      <Form action={paths.studioDates} novalidate={dateErrors !== undefined}>
        <TextField
          name="title"
          id="date-title"
          label="What"
          value={draft?.title}
          maxlength={120}
          error={dateErrors?.title}
          placeholder="The masts, with coffee"
        />
        <div class="form-pair">
          <TextField name="day" label="Day" type="date" value={draft?.day} error={dateErrors?.day} />
          <TextField name="time" label="Hour" type="time" value={draft?.time} error={dateErrors?.time} />
          <SelectField
            name="repeats"
            label="Again"
            value={draft?.repeats ?? 'once'}
            options={[
              { value: 'once', words: 'Once' },
              { value: 'weekly', words: 'Every week' },
            ]}
          />
        </div>
        <div>
          <Button look="edge" icon="plus" busy="Adding">
            Add date
          </Button>
        </div>
      </Form>
    </Box>
  )
}

import type { Child } from 'hono/jsx'
import { date, dateTime, day, time } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { SitePage } from '../layout/site.tsx'
import { Box } from '../parts/box.tsx'
import { Button } from '../parts/button.tsx'
import { Form, SelectField, type SelectOption, TextArea, TextField } from '../parts/field.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'

export interface RoomEditProps {
  frame: Frame
  room: { name: string; title: string; tags: string; bio: string; zone: string; picture: string }
  zones: readonly SelectOption[]
  /** The drawn scenes a room may show before its first broadcast. */
  pictures: readonly { value: string; words: string; href: string }[]
  errors?: { title?: string; tags?: string; bio?: string; zone?: string; picture?: string; category?: string }
  dates: readonly { id: string; startsAt: number; title: string; repeats: 'once' | 'weekly' }[]
  /** What was typed for a new date and refused. */
  draft?: { day: string; time: string; title: string; repeats: string }
  dateErrors?: { day?: string; time?: string; title?: string }
  /** A date that could not be moved to where it was wanted. */
  moving?: { id: string; day: string; time: string; words: string }
  now: number
  scripts?: readonly string[]
  categories?: readonly SelectOption[]
  category?: string
  /** Pictures and links. */
  boxes?: Child
  /** Followers, badge. */
  aside?: Child
}

export function RoomEditPage(props: RoomEditProps) {
  return (
    <SitePage frame={props.frame} title={say.rooms.roomPage} scripts={props.scripts} unlisted studio>
      <div class="page-head">
        <h1 class="page-title">{say.rooms.roomPage}</h1>
        <a href={paths.room(props.room.name)}>{say.rooms.asGuest}</a>
      </div>
      <div class="obs-columns">
        <div class="stack">
          <Profile {...props} />
          {props.boxes}
        </div>
        <div class="stack">
          <Dates {...props} />
          {props.aside}
        </div>
      </div>
    </SitePage>
  )
}

function Profile({ room, zones, pictures, errors, categories = [], category }: RoomEditProps) {
  return (
    <Box title={say.rooms.aboutYou}>
      <Form action={paths.studioRoom} novalidate={errors !== undefined}>
        <TextField
          name="title"
          label={say.rooms.title}
          value={room.title}
          maxlength={120}
          optional
          error={errors?.title}
          hint={say.rooms.titleHint}
        />
        <TextField
          name="tags"
          label={say.rooms.tags}
          value={room.tags}
          optional
          error={errors?.tags}
          placeholder={say.rooms.tagsPlaceholder}
          hint={say.rooms.tagsHint}
        />
        {categories.length > 0 ? (
          <SelectField
            name="category"
            label={say.following.profile.category}
            value={category ?? ''}
            options={[{ value: '', words: say.following.profile.noCategory }, ...categories]}
            optional
            error={errors?.category}
            hint={say.following.profile.categoryHint}
          />
        ) : null}
        <TextArea
          name="bio"
          label={say.rooms.whatYouDo}
          value={room.bio}
          rows={6}
          maxlength={2000}
          optional
          error={errors?.bio}
          hint={say.rooms.whatYouDoHint}
        />
        <SelectField
          name="zone"
          label={say.rooms.yourZone}
          value={room.zone}
          options={zones}
          error={errors?.zone}
          hint={say.rooms.yourZoneHint}
        />
        {pictures.length > 0 ? (
          <fieldset class="field">
            <legend class="field-label">{say.rooms.pictureOff}</legend>
            <div class="picture-choices">
              {[{ value: '', words: say.rooms.yourInitial, href: '' }, ...pictures].map(picture => (
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
          <Button look="primary" busy={say.parts.saving}>
            {say.rooms.saveRoom}
          </Button>
        </div>
      </Form>
    </Box>
  )
}

function Dates({ dates, draft, dateErrors, moving, room }: RoomEditProps) {
  return (
    <Box title={say.rooms.nextEvenings} aside={room.zone}>
      {dates.length > 0 ? (
        <ul class="rows">
          {dates.map(each => (
            <li>
              <span class="row-grow row-two">
                <b>{each.title}</b>
                <span class="meta">
                  {each.repeats === 'weekly'
                    ? say.rooms.weeklyFrom(dateTime(each.startsAt, room.zone))
                    : dateTime(each.startsAt, room.zone)}
                </span>
              </span>
              <details class="date-move" open={moving?.id === each.id}>
                <summary class="link">{say.following.profile.move}</summary>
                <Form action={paths.studioDate(each.id)} novalidate={moving !== undefined}>
                  <TextField
                    name="day"
                    id={`day-${each.id}`}
                    label={say.following.profile.newDay}
                    type="date"
                    value={moving?.id === each.id ? moving.day : day(each.startsAt, room.zone)}
                    error={moving?.id === each.id ? moving.words : undefined}
                  />
                  <TextField
                    name="time"
                    id={`time-${each.id}`}
                    label={say.following.profile.newHour}
                    type="time"
                    value={moving?.id === each.id ? moving.time : time(each.startsAt, room.zone)}
                  />
                  <Button look="edge" size="small">
                    {say.following.profile.moveDate}
                  </Button>
                </Form>
              </details>
              <form method="post" action={`${paths.studioDate(each.id)}/remove`}>
                <Button
                  look="bare"
                  icon="trash"
                  label={say.rooms.removeDate(each.title, date(each.startsAt, room.zone))}
                />
              </form>
            </li>
          ))}
        </ul>
      ) : (
        <p class="second">{say.rooms.noDatesHint}</p>
      )}
      <Form action={paths.studioDates} novalidate={dateErrors !== undefined}>
        <TextField
          name="title"
          id="date-title"
          label={say.rooms.what}
          value={draft?.title}
          maxlength={120}
          error={dateErrors?.title}
          placeholder={say.rooms.whatPlaceholder}
        />
        <div class="form-pair">
          <TextField name="day" label={say.rooms.day} type="date" value={draft?.day} error={dateErrors?.day} />
          <TextField name="time" label={say.rooms.hour} type="time" value={draft?.time} error={dateErrors?.time} />
          <SelectField
            name="repeats"
            label={say.rooms.again}
            value={draft?.repeats ?? 'once'}
            options={[
              { value: 'once', words: say.rooms.once },
              { value: 'weekly', words: say.rooms.everyWeek },
            ]}
          />
        </div>
        <div>
          <Button look="edge" icon="plus" busy={say.rooms.adding}>
            {say.rooms.addDate}
          </Button>
        </div>
      </Form>
    </Box>
  )
}

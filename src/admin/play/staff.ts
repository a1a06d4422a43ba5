import { Elysia } from 'elysia'
import { HousePlayPage, type HousePlayProps } from '../../../views/admin/play.tsx'
import { paths } from '../../../views/paths.ts'
import { faultWords } from '../../../views/play/words.ts'
import { say } from '../../../views/words/index.ts'
import { type Asking, access } from '../../accounts/access.ts'
import { actorOf } from '../../accounts/index.ts'
import { record } from '../../audit/index.ts'
import { tx } from '../../base/db/tx.ts'
import { frame } from '../../base/html/frame.ts'
import { page, seeOther } from '../../base/html/reply.ts'
import { said } from '../../base/html/said.ts'
import { line } from '../../base/http/form.ts'
import { Refused } from '../../base/http/refused.ts'
import { readUpload } from '../../base/http/upload.ts'
import { MOST_PICTURE_BYTES, picturesOf, removePicture, storePicture } from '../../base/picture/index.ts'
import {
  addSound,
  addSticker,
  allSounds,
  allStickers,
  KEYWORDS_MOST,
  removeSound,
  removeSticker,
  SOUND_NAME_MOST,
  STICKER_NAME_MOST,
  stickerFaults,
  stickerShown,
  switchSound,
  switchSticker,
  WAV_MOST_BYTES,
} from '../../chat/index.ts'
import { notify } from '../../rooms/index.ts'
import { desk } from '../../support/index.ts'
import type { World } from '../../world.ts'

type Staff = Asking & { request: Request }

const sayings = () => {
  const words = say.play.house
  const ok = (title: string) => ({ tone: 'ok', title }) as const
  return {
    sticker: ok(words.stickerAdded),
    sound: ok(words.soundAdded),
    switched: ok(words.switched),
    removed: ok(words.removed),
  }
}

/** Why a picture may not be seen; their words are in the catalogue. */
const REASONS = ['unfit', 'somebody', 'advert', 'misleads'] as const

/** Stickers and sounds of the whole house. */
export const housePlayRoutes = (world: World) => {
  function housePage(context: Staff, more: Partial<HousePlayProps> = {}, status = 200): Response {
    return page(
      HousePlayPage({
        frame: frame(world, context, said(context.request, sayings())),
        desk: desk(world),
        scripts: [world.assets.href('picture.js')],
        stickers: allStickers(world).map(one => ({
          id: one.id,
          name: one.key ? say.play.stickers[one.key].name : one.name,
          on: one.is_on === 1,
          added: one.key === null,
          href: stickerShown(world, one.id)?.href,
        })),
        sounds: allSounds(world).map(one => ({
          id: one.id,
          name: one.key ? say.play.sounds[one.key] : one.name,
          on: one.is_on === 1,
          added: one.key === null,
          href: one.key ? undefined : paths.soundFile(one.id),
        })),
        ...more,
      }),
      { nonce: context.nonce, status },
    )
  }

  const owner = (context: Staff): string => {
    if (!context.visitor) throw new Refused(401)
    return context.visitor.id
  }

  /** What everybody may send is the house's doing: written down. */
  const note = (context: Staff, act: string, detail: Record<string, string>): void =>
    record(world, { actor: actorOf({ id: owner(context) }, context.address), act, subject: 'site', detail })

  return new Elysia({ name: 'admin-play' })
    .use(access(world))
    .post(
      '/panel/people/:id/picture',
      (context: Staff & { params: { id: string }; body: unknown }) => {
        const because = line(context.body, 'because')
        const person = context.params.id
        if (!REASONS.some(known => known === because)) throw new Refused(422)
        tx(world, () => {
          const pictures = picturesOf(world, person, 'avatar')
          if (pictures.length === 0) throw new Refused(404)
          for (const picture of pictures) removePicture(world, picture.id)
          record(world, {
            actor: actorOf({ id: owner(context) }, context.address),
            act: 'picture.taken-away',
            subject: `account:${person}`,
            reason: because,
          })
          notify(world, person, {
            kind: 'decision',
            about: `picture ${pictures[0]!.id}`,
            facts: { what: 'picture', because, href: paths.account },
          })
        })
        return seeOther(context.request, paths.panelPerson(person))
      },
      { access: 'staff:moderator' },
    )
    .get('/panel/play', context => housePage(context), { access: 'staff:owner' })
    .post(
      '/panel/play/stickers',
      async (context: Staff) => {
        const account = owner(context)
        const sent = await readUpload(world, context.request, {
          account,
          address: context.address,
          name: 'picture',
          most: MOST_PICTURE_BYTES,
          staff: true,
        })
        const typed = sent.ok
          ? { name: line(sent.fields, 'name'), keywords: line(sent.fields, 'keywords') }
          : { name: '', keywords: '' }
        const faults = sent.ok ? stickerFaults(world, account, typed) : {}
        const again = (picture?: keyof typeof say.play.picture.refused) =>
          housePage(
            context,
            {
              sticker: {
                ...typed,
                errors: {
                  name: faultWords(faults.name, STICKER_NAME_MOST),
                  keywords: faultWords(faults.keywords, KEYWORDS_MOST),
                  picture: picture && say.play.picture.refused[picture],
                },
              },
            },
            422,
          )
        if (!sent.ok) return again(sent.why)
        if (faults.name || faults.keywords) return again()
        const stored = await storePicture(world, { owner: null, purpose: 'sticker', bytes: sent.file })
        if (!stored.ok) return again(stored.why)
        try {
          tx(world, () => {
            const sticker = addSticker(world, { picture: stored.picture.id, ...typed })
            note(context, 'sticker.added', { sticker, name: typed.name })
          })
        } catch (error) {
          tx(world, () => removePicture(world, stored.picture.id))
          throw error
        }
        return seeOther(context.request, `${paths.panelPlay}?said=sticker`)
      },
      { access: 'staff:owner' },
    )
    .post(
      '/panel/play/stickers/:sticker',
      (context: Staff & { params: { sticker: string }; body: unknown }) => {
        const { sticker } = context.params
        return change(context, 'sticker', sticker, {
          on: on => switchSticker(world, sticker, on),
          remove: () => removeSticker(world, sticker),
        })
      },
      { access: 'staff:owner' },
    )
    .post(
      '/panel/play/sounds',
      async (context: Staff) => {
        const account = owner(context)
        const sent = await readUpload(world, context.request, {
          account,
          address: context.address,
          name: 'file',
          most: WAV_MOST_BYTES,
          staff: true,
        })
        const name = sent.ok ? line(sent.fields, 'name') : ''
        const added = sent.ok
          ? tx(world, () => {
              const made = addSound(world, { by: account, name, bytes: sent.file })
              if (made.ok) note(context, 'sound.added', { sound: made.id, name })
              return made
            })
          : ({ ok: false, name: undefined, file: sent.why } as const)
        if (!added.ok) {
          const errors = {
            name: faultWords(added.name, SOUND_NAME_MOST),
            file: added.file && say.play.house.wav[added.file],
          }
          return housePage(context, { sound: { name, errors } }, 422)
        }
        return seeOther(context.request, `${paths.panelPlay}?said=sound#sounds`)
      },
      { access: 'staff:owner' },
    )
    .post(
      '/panel/play/sounds/:sound',
      (context: Staff & { params: { sound: string }; body: unknown }) => {
        const { sound } = context.params
        return change(context, 'sound', sound, {
          on: on => switchSound(world, sound, on),
          remove: () => removeSound(world, sound),
        })
      },
      { access: 'staff:owner' },
    )

  function change(
    context: Staff & { body: unknown },
    what: 'sticker' | 'sound',
    id: string,
    verbs: { on(on: boolean): boolean; remove(): boolean },
  ): Response {
    const act = line(context.body, 'act')
    if (act !== 'on' && act !== 'off' && act !== 'remove') throw new Refused(422)
    const done = tx(world, () => {
      if (!(act === 'remove' ? verbs.remove() : verbs.on(act === 'on'))) return false
      note(context, `${what}.${act === 'remove' ? 'removed' : `turned-${act}`}`, { [what]: id })
      return true
    })
    if (!done) throw new Refused(404)
    const word = act === 'remove' ? 'removed' : 'switched'
    return seeOther(context.request, `${paths.panelPlay}?said=${word}#${what}s`)
  }
}

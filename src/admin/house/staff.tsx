import { Elysia } from 'elysia'
import { CategoriesPage } from '../../../views/admin/categories.tsx'
import { MailPage, type MailPageProps } from '../../../views/admin/mail.tsx'
import { letter } from '../../../views/mail/letter.tsx'
import { paths } from '../../../views/paths.ts'
import { say } from '../../../views/words/index.ts'
import { type Asking, access } from '../../accounts/access.ts'
import { actorOf, readAddress } from '../../accounts/index.ts'
import { record } from '../../audit/index.ts'
import { MINUTE } from '../../base/clock.ts'
import { tx } from '../../base/db/tx.ts'
import { frame } from '../../base/html/frame.ts'
import { page, seeOther } from '../../base/html/reply.ts'
import { said } from '../../base/html/said.ts'
import { line, text, ticked } from '../../base/http/form.ts'
import { Refused } from '../../base/http/refused.ts'
import { mailWorks, outboxState } from '../../base/mail/outbox.ts'
import { carry } from '../../base/mail/smtp.ts'
import { secretOf } from '../../base/seal/secrets.ts'
import { houseZone } from '../../base/zone.ts'
import {
  addCategory,
  type CategoryDone,
  categories,
  cleanText,
  raiseCategory,
  removeCategory,
  renameCategory,
} from '../../rooms/index.ts'
import { desk } from '../../support/index.ts'
import type { World } from '../../world.ts'
import { type MailFaults, readMail, serverOf, setMail, type TypedMail } from './mail.ts'

type Context = Asking & { request: Request; body?: unknown }

/** What the owner sets beside the settings: the mail server, and what rooms are sorted into. */
export const houseRoutes = (world: World) =>
  new Elysia({ name: 'admin-house' })
    .use(access(world))
    .get('/panel/mail', context => showMail(world, context), { access: 'staff:owner' })
    .post(
      '/panel/mail',
      context => {
        const { body, request, visitor, address } = context
        const typed = typedMail(body)
        const done = setMail(world, typed, actorOf(visitor!, address))
        if (done.ok) return seeOther(request, `${paths.panelMail}?said=saved`)
        return showMail(world, context, { typed, typedTo: typedTo(body), errors: wordsOf(done.wrong), status: 422 })
      },
      { access: 'staff:owner' },
    )
    .post('/panel/mail/test', context => testMail(world, context), { access: 'staff:owner' })
    // Asked for again, the answer to the form is the page.
    .get('/panel/mail/test', ({ request }) => seeOther(request, paths.panelMail), { access: 'staff:owner' })
    .get('/panel/categories', context => showCategories(world, context), { access: 'staff:owner' })
    .post(
      '/panel/categories',
      context => {
        const typed = cleanText(line(context.body, 'name'))
        const done = addCategory(world, typed, actorOf(context.visitor!, context.address))
        return sorted(world, context, done, { id: '', typed }, 'added')
      },
      { access: 'staff:owner' },
    )
    .post(
      '/panel/categories/:category',
      context => {
        const typed = cleanText(line(context.body, 'name'))
        const { category } = context.params
        const done = renameCategory(world, category, typed, actorOf(context.visitor!, context.address))
        return sorted(world, context, done, { id: category, typed }, 'renamed')
      },
      { access: 'staff:owner' },
    )
    .post(
      '/panel/categories/:category/raise',
      context => {
        const done = raiseCategory(world, context.params.category, actorOf(context.visitor!, context.address))
        return sorted(world, context, done, { id: '', typed: '' }, 'raised')
      },
      { access: 'staff:owner' },
    )
    .post(
      '/panel/categories/:category/remove',
      context => {
        const done = removeCategory(world, context.params.category, actorOf(context.visitor!, context.address))
        return sorted(world, context, done, { id: '', typed: '' }, 'removed')
      },
      { access: 'staff:owner' },
    )

const typedMail = (body: unknown): TypedMail => ({
  smtp_host: line(body, 'smtp_host'),
  smtp_port: line(body, 'smtp_port'),
  smtp_security: line(body, 'smtp_security'),
  smtp_user: line(body, 'smtp_user'),
  mail_from: line(body, 'mail_from'),
  password: text(body, 'smtp_password'),
  forget: ticked(body, 'forget'),
})

const typedTo = (body: unknown): string => line(body, 'to').slice(0, 300)

function wordsOf(wrong: MailFaults): MailPageProps['errors'] {
  const words = say.following.panel.mail.wrong
  return Object.fromEntries(Object.entries(wrong).map(([name, why]) => [name, words[why]]))
}

interface Shown {
  typed?: TypedMail
  errors?: MailPageProps['errors']
  tested?: MailPageProps['tested']
  typedTo?: string
  /** A password was typed, and the page does not hold it any more. */
  retype?: boolean
  status?: number
}

function showMail(
  world: World,
  context: Context,
  { typed, errors, tested, typedTo, retype, status = 200 }: Shown = {},
) {
  const { settings } = world
  const words = say.following.panel.mail
  const state = outboxState(world)
  return page(
    <MailPage
      frame={frame(
        world,
        context,
        status === 200 ? said(context.request, { saved: { tone: 'ok', title: words.saved } }) : {},
      )}
      desk={desk(world)}
      mail={{
        host: typed?.smtp_host ?? settings.get('smtp_host'),
        port: typed?.smtp_port ?? String(settings.get('smtp_port')),
        security: typed?.smtp_security ?? settings.get('smtp_security'),
        user: typed?.smtp_user ?? settings.get('smtp_user'),
        from: typed?.mail_from ?? settings.get('mail_from'),
      }}
      hasPassword={secretOf(world, 'smtp') !== null}
      works={mailWorks(world)}
      outbox={{
        waiting: state.waiting,
        tried: state.tried,
        oldestAt: state.oldestAt ?? undefined,
        trouble: state.lastFailure ? words.why[state.lastFailure] : undefined,
      }}
      tested={tested}
      typedTo={typedTo}
      retype={retype}
      errors={errors}
      now={world.clock.now()}
      zone={houseZone(world)}
    />,
    { nonce: context.nonce, status },
  )
}

/**
 * One mail at once, past the outbox, by what stands in the form, saved or not: the owner sees the server's own answer and has
 * typed nothing in vain. The password alone is never written into a page.
 */
async function testMail(world: World, context: Context): Promise<Response> {
  const { body } = context
  const words = say.following.panel.mail
  const typed = typedMail(body)
  const shown = { typed, typedTo: typedTo(body), retype: typed.password !== '' }
  const to = readAddress(shown.typedTo)
  const read = readMail(typed)
  const off = read.ok && read.values.smtp_host === ''
  if (!to.ok || !read.ok || off) {
    const errors: MailPageProps['errors'] = {
      ...(read.ok ? {} : wordsOf(read.wrong)),
      ...(to.ok ? (off ? { to: words.off } : {}) : { to: say.following.wishes.mail[to.why] }),
    }
    // Where the test's box alone is drawn anew, the other fields do not say it.
    const fault = Object.entries(errors).find(([name]) => name !== 'to')?.[1]
    const tested = fault ? { ok: false, title: words.notTaken, words: fault, said: '' } : undefined
    return showMail(world, context, { ...shown, errors, tested, status: 422 })
  }
  const server = serverOf(world, typed, read.values)
  if (!world.rates.take('mail test', 10, 10 * MINUTE)) throw new Refused(429)
  const site = world.settings.get('site_name')
  const written = letter({
    subject: say.following.letter.test(site),
    parts: [{ words: say.following.letter.testWords }],
    site,
  })
  const done = await carry(server, { to: to.address, ...written })
  const actor = actorOf(context.visitor!, context.address)
  tx(world, () =>
    record(world, { actor, act: 'mail.tested', subject: 'site', detail: { came: done.ok ? 'taken' : done.why } }),
  )
  return showMail(world, context, {
    ...shown,
    tested: done.ok
      ? { ok: true, title: words.taken, words: words.takenWords, said: done.said }
      : { ok: false, title: words.notTaken, words: words.why[done.why], said: done.said },
    status: done.ok ? 200 : 422,
  })
}

function sorted(
  world: World,
  context: Context,
  done: CategoryDone,
  { id, typed }: { id: string; typed: string },
  word: string,
): Response {
  if (done.ok) return seeOther(context.request, `${paths.panelCategories}?said=${word}`)
  if (done.why === 'unknown') throw new Refused(404)
  const words = say.following.panel.categories.wrong[done.why]
  return showCategories(world, context, { id, typed, words })
}

function showCategories(world: World, context: Context, wrong?: { id: string; typed: string; words: string }) {
  const words = say.following.panel.categories
  return page(
    <CategoriesPage
      frame={frame(
        world,
        context,
        wrong
          ? {}
          : said(context.request, {
              added: { tone: 'ok', title: words.added },
              renamed: { tone: 'ok', title: words.renamed },
              raised: { tone: 'ok', title: words.raised },
              removed: { tone: 'ok', title: words.removed },
            }),
      )}
      desk={desk(world)}
      categories={categories(world)}
      wrong={wrong}
    />,
    { nonce: context.nonce, status: wrong ? 422 : 200 },
  )
}

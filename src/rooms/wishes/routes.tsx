import { Elysia } from 'elysia'
import { paths } from '../../../views/paths.ts'
import { DevicesBox } from '../../../views/rooms/devices.tsx'
import {
  type MailBoxProps,
  MailConfirmPage,
  MailSaidPage,
  MailStopPage,
  NoticeWishesPage,
  type NoticeWishesProps,
} from '../../../views/rooms/notice-wishes.tsx'
import { noticeWords } from '../../../views/rooms/notices.tsx'
import { say } from '../../../views/words/index.ts'
import { type Asking, access, codeCookie, noCodeCookie, presentedCode } from '../../accounts/access.ts'
import {
  accountById,
  accountOfCode,
  accountOfStop,
  addressMark,
  agentOf,
  askAddress,
  confirmAddress,
  dropAddress,
  isStaff,
  mailAddressOf,
  mayModerate,
  type Role,
  readAddress,
} from '../../accounts/index.ts'
import { DAY, HOUR, MINUTE } from '../../base/clock.ts'
import { frame } from '../../base/html/frame.ts'
import { page, seeOther } from '../../base/html/reply.ts'
import { said } from '../../base/html/said.ts'
import { line, text, ticked } from '../../base/http/form.ts'
import { Refused } from '../../base/http/refused.ts'
import { mailWorks } from '../../base/mail/outbox.ts'
import { oneEach } from '../../base/one-each.ts'
import { vapidKeys } from '../../base/push/call.ts'
import { zones as everyZone, houseZone, zoneChoice } from '../../base/zone.ts'
import type { World } from '../../world.ts'
import { newestNotice } from '../notice.ts'
import { mailCode, mailTest } from '../notices/letters.tsx'
import { addDevice, callDevices, devicesOf, dropDevice } from '../push.ts'
import {
  type Choices,
  minutesOf,
  NOTICE_KINDS,
  type NoticeKind,
  REMINDERS,
  setWishes,
  timeOf,
  WAYS,
  type Wishes,
  wishesOf,
} from '../wishes.ts'

type Context = Asking & { request: Request; body?: unknown }

export const wishRoutes = (world: World) =>
  new Elysia({ name: 'wishes' })
    .use(access(world))
    .get('/account/notices', context => wishesPage(world, context), { access: 'account' })
    .post(
      '/account/notices',
      context => {
        const { request, body, visitor } = context
        const read = readWishes(body, wishesOf(world, visitor!.id), visitor!.role)
        if (!read.ok) return wishesPage(world, context, { typed: read.typed, errors: read.errors })
        setWishes(world, visitor!.id, read.wishes)
        return seeOther(request, `${paths.accountNotices}?said=saved`)
      },
      { access: 'account' },
    )
    .post('/account/notices/mail', context => askedAddress(world, context), { access: 'account' })
    .post(
      '/account/notices/mail/drop',
      ({ request, visitor }) => {
        dropAddress(world, visitor!.id)
        return seeOther(request, `${paths.accountNotices}?said=dropped#mail`)
      },
      { access: 'account' },
    )
    .post(
      '/account/notices/mail/test',
      ({ request, visitor }) => {
        const may = world.rates.take(`mail test ${visitor!.id}`, 3, HOUR)
        const sent = may && mailTest(world, visitor!.id)
        return seeOther(request, `${paths.accountNotices}?said=${sent ? 'sent' : may ? 'unsent' : 'often'}#mail`)
      },
      { access: 'account' },
    )
    .post(
      '/account/notices/devices',
      ({ request, body, visitor }) => {
        const words = say.following.devices
        if (!world.rates.take(`device ${visitor!.id}`, 20, HOUR)) throw new Refused(429)
        const agent = agentOf(request.headers.get('user-agent'))
        const endpoint = text(body, 'endpoint')
        const added = addDevice(world, { account: visitor!.id, session: visitor!.session, endpoint, agent })
        if (added.ok) return new Response(null, { status: 204 })
        throw new Refused(added.why === 'many' ? 409 : 422, added.why === 'many' ? words.many : words.unknown)
      },
      { access: 'account' },
    )
    .post(
      '/account/notices/devices/:device/drop',
      ({ request, visitor, params }) => {
        if (!dropDevice(world, visitor!.id, params.device)) throw new Refused(404)
        return seeOther(request, `${paths.accountNotices}?said=undevice#devices`)
      },
      { access: 'account' },
    )
    .post(
      '/account/notices/devices/test',
      ({ request, visitor }) => {
        const may = world.rates.take(`call test ${visitor!.id}`, 5, HOUR)
        if (may) testCall(world, visitor!.id)
        return seeOther(request, `${paths.accountNotices}?said=${may ? 'called' : 'called-often'}#devices`)
      },
      { access: 'account' },
    )
    .get(
      '/notices/call',
      ({ visitor }) =>
        Response.json(newsFor(world, visitor!.id), { headers: { 'cache-control': 'no-store', vary: 'Cookie' } }),
      { access: 'account' },
    )
    .get(
      '/mail/confirm/:code',
      ({ request, params }) => seeOther(request, paths.mailConfirm, [codeCookie(params.code)]),
      { access: 'anyone' },
    )
    .get(
      '/mail/confirm',
      context => {
        const shape = frame(world, context)
        const account = accountOfCode(world, presentedCode(context.request))
        const handle = account && accountById(world, account)?.handle
        if (!handle) return page(<MailSaidPage frame={shape} said="dead" />, { nonce: context.nonce, status: 410 })
        return page(<MailConfirmPage frame={shape} handle={handle} />, { nonce: context.nonce })
      },
      { access: 'anyone' },
    )
    .post(
      '/mail/confirm',
      context => {
        const proved = confirmAddress(world, presentedCode(context.request))
        return page(<MailSaidPage frame={frame(world, context)} said={proved ? 'proved' : 'dead'} />, {
          nonce: context.nonce,
          status: proved ? 200 : 410,
          cookies: [noCodeCookie()],
        })
      },
      { access: 'anyone' },
    )
    .get(
      '/mail/stop/:code',
      context => {
        const known = accountOfStop(world, context.params.code)
        const shape = frame(world, context)
        return known
          ? page(<MailStopPage frame={shape} code={context.params.code} />, { nonce: context.nonce })
          : page(<MailSaidPage frame={shape} said="stop-dead" />, { nonce: context.nonce, status: 410 })
      },
      { access: 'anyone' },
    )
    // Mail programs press it by themselves, from their own servers: it reads no cookie and asks nothing.
    .post(
      '/mail/stop/:code',
      context => {
        const account = accountOfStop(world, context.params.code)
        if (account) stopMails(world, account)
        return page(
          <MailSaidPage frame={frame(world, { ...context, visitor: null })} said={account ? 'stopped' : 'stop-dead'} />,
          { nonce: context.nonce, status: account ? 200 : 410 },
        )
      },
      { access: 'key:mail' },
    )

function stopMails(world: World, account: string): void {
  const wishes = wishesOf(world, account)
  const choices = Object.fromEntries(
    NOTICE_KINDS.map(kind => [kind, { ...wishes.choices[kind], mail: false }]),
  ) as Choices
  setWishes(world, account, { ...wishes, choices })
}

type Errors = NonNullable<NoticeWishesProps['errors']>
type Typed = Pick<NoticeWishesProps, 'kinds' | 'remindMin' | 'quietFrom' | 'quietTo' | 'zone' | 'names' | 'hidden'>
type Read = { ok: true; wishes: Wishes } | { ok: false; typed: Typed; errors: Errors }

/** What people of this role are told; of the rest nobody chooses anything. */
function kindsFor(role: Role): readonly NoticeKind[] {
  if (isStaff(role)) return [...(mayModerate(role) ? (['urgent'] as const) : []), 'order', 'report', 'decision']
  return NOTICE_KINDS.filter(kind => kind !== 'urgent' && (kind !== 'follower' || role === 'performer'))
}

function readWishes(body: unknown, before: Wishes, role: Role): Read {
  const words = say.following.wishes
  const errors: Errors = {}
  const from = line(body, 'quiet_from').slice(0, 5)
  const to = line(body, 'quiet_to').slice(0, 5)
  const quiet_from = from === '' ? 0 : minutesOf(from)
  const quiet_to = to === '' ? 0 : minutesOf(to)
  if (quiet_from === null) errors.quiet_from = words.quietWrong
  if (quiet_to === null) errors.quiet_to = words.quietWrong
  if ((from === '') !== (to === '')) errors[from === '' ? 'quiet_from' : 'quiet_to'] ??= words.quietBoth
  const zone = line(body, 'zone')
  if (zone !== '' && zone !== 'UTC' && !everyZone().includes(zone)) errors.zone = words.zoneWrong
  const choices = Object.fromEntries(
    NOTICE_KINDS.map(kind => [
      kind,
      kindsFor(role).includes(kind)
        ? Object.fromEntries(WAYS.map(way => [way, ticked(body, `${kind}_${way}`)]))
        : before.choices[kind],
    ]),
  ) as Choices
  const remind = Number(line(body, 'remind_min'))
  const remind_min = REMINDERS.some(n => n === remind) ? remind : before.remind_min
  const names = ticked(body, 'names')
  const hidden = isStaff(role) ? before.hidden : ticked(body, 'hidden')
  if (Object.keys(errors).length > 0) {
    const kinds = NOTICE_KINDS.map(kind => ({ kind, ...choices[kind] }))
    return {
      ok: false,
      errors,
      typed: { kinds, remindMin: remind_min, quietFrom: from, quietTo: to, zone, names, hidden },
    }
  }
  return {
    ok: true,
    wishes: { choices, quiet_from: quiet_from ?? 0, quiet_to: quiet_to ?? 0, zone, names, hidden, remind_min },
  }
}

function askedAddress(world: World, context: Context): Response | Promise<Response> {
  const { request, body, visitor } = context
  const words = say.following.wishes.mail
  const typed = line(body, 'address').slice(0, 400)
  const read = readAddress(typed)
  if (!read.ok) return wishesPage(world, context, { mail: { typed, error: words[read.why] } })
  if (!mailWorks(world)) return wishesPage(world, context, { mail: { typed, error: words.none } })
  // Nobody's mailbox is filled from here: neither by one account nor by many.
  const may =
    world.rates.take(`mail code ${visitor!.id}`, 3, HOUR) &&
    world.rates.take(`mail to ${addressMark(world, read.address)}`, 3, DAY)
  if (!may) return wishesPage(world, context, { mail: { typed, error: words.often }, status: 429 })
  const code = askAddress(world, visitor!.id, read.address)
  mailCode(world, visitor!.id, read.address, code)
  return seeOther(request, `${paths.accountNotices}#mail`)
}

const tests = oneEach((_: World['db']) => new Map<string, number>())

/** A call that means nothing but itself. */
function testCall(world: World, account: string): void {
  tests(world.db).set(account, world.clock.now())
  callDevices(world, account, { fleeting: true })
}

/** What a browser that was called shows: names only where its owner wants them shown. */
function newsFor(world: World, account: string) {
  const words = say.following
  const now = world.clock.now()
  const tested = tests(world.db).get(account) ?? 0
  const notice = newestNotice(world, account, now - HOUR)
  if (tested > now - 5 * MINUTE && tested >= (notice?.at ?? 0)) {
    return { title: words.devices.testTitle, body: words.devices.testBody, href: paths.accountNotices, tag: 'test' }
  }
  if (!notice) {
    return { title: words.letter.discreet, body: words.letter.discreetWords, href: paths.notices, tag: 'notices' }
  }
  const names = wishesOf(world, account).names
  return {
    title: names ? world.settings.get('site_name') : words.letter.discreet,
    body: names ? noticeWords(notice) : words.letter.discreetWords,
    href: paths.notice(notice.id),
    tag: names ? notice.id : 'notices',
  }
}

interface Wrong {
  typed?: Typed
  errors?: Errors
  mail?: { typed: string; error: string }
  status?: number
}

function mailBox(world: World, account: string): MailBoxProps {
  const known = mailAddressOf(world, account)
  const state = !known ? 'none' : known.confirmed ? 'confirmed' : known.refused ? 'refused' : 'waiting'
  return { works: mailWorks(world), address: known?.address, state }
}

async function wishesPage(world: World, context: Context, wrong: Wrong = {}): Promise<Response> {
  const { request, visitor, nonce } = context
  const words = say.following.wishes
  const wishes = wishesOf(world, visitor!.id)
  const quiet = wishes.quiet_from !== wishes.quiet_to
  const { publicKey } = await vapidKeys(world)
  const bad = wrong.errors !== undefined || wrong.mail !== undefined
  const shown: Typed = wrong.typed ?? {
    kinds: NOTICE_KINDS.map(kind => ({ kind, ...wishes.choices[kind] })),
    remindMin: wishes.remind_min,
    quietFrom: quiet ? timeOf(wishes.quiet_from) : '',
    quietTo: quiet ? timeOf(wishes.quiet_to) : '',
    zone: wishes.zone,
    names: wishes.names,
    hidden: wishes.hidden,
  }
  return page(
    <NoticeWishesPage
      frame={frame(
        world,
        context,
        bad
          ? {}
          : said(request, {
              saved: { tone: 'ok', title: words.saved },
              dropped: { tone: 'ok', title: words.mail.dropped },
              sent: { tone: 'ok', title: words.mail.sent },
              unsent: { tone: 'warn', title: words.mail.none },
              often: { tone: 'warn', title: words.mail.often },
              device: { tone: 'ok', title: say.following.devices.added },
              undevice: { tone: 'ok', title: say.following.devices.dropped },
              called: { tone: 'ok', title: say.following.devices.called },
              'called-often': { tone: 'warn', title: say.following.devices.calledOften },
            }),
      )}
      {...shown}
      kinds={shown.kinds.filter(({ kind }) => kindsFor(visitor!.role).includes(kind))}
      zones={[
        { value: '', words: words.zoneHouse(houseZone(world)) },
        { value: 'UTC', words: 'UTC' },
        ...everyZone()
          .filter(zone => zone !== 'UTC' && !zone.startsWith('Etc/'))
          .map(zoneChoice),
      ]}
      follows={!isStaff(visitor!.role)}
      errors={wrong.errors}
      mail={{ ...mailBox(world, visitor!.id), ...wrong.mail }}
      scripts={[world.assets.href('notices.js')]}
      more={
        <DevicesBox
          publicKey={publicKey}
          devices={devicesOf(world, visitor!.id).map(({ id, agent, made_at, reached_at }) => ({
            id,
            agent,
            madeAt: made_at,
            reachedAt: reached_at ?? undefined,
          }))}
          now={world.clock.now()}
          zone={houseZone(world)}
        />
      }
    />,
    { nonce, status: bad ? (wrong.status ?? 422) : 200 },
  )
}

import { Elysia } from 'elysia'
import { AccountPage, type AccountProps } from '../../views/accounts/account.tsx'
import { BarredPage } from '../../views/accounts/barred.tsx'
import { RecoverPage } from '../../views/accounts/recover.tsx'
import { SignInPage, type SignInProps } from '../../views/accounts/sign-in.tsx'
import { DeadLinkPage, InvitePage, LinkSignInPage, SignUpPage } from '../../views/accounts/sign-up.tsx'
import { passwordWords, wishWords } from '../../views/accounts/words.ts'
import { paths } from '../../views/paths.ts'
import { isLanguage, say } from '../../views/words/index.ts'
import { HOUR, MINUTE, SECOND } from '../base/clock.ts'
import { tx } from '../base/db/tx.ts'
import { frame } from '../base/html/frame.ts'
import { ownPath, page, seeOther } from '../base/html/reply.ts'
import { said } from '../base/html/said.ts'
import { line, text, ticked } from '../base/http/form.ts'
import { network } from '../base/http/rate.ts'
import { notFound, Refused } from '../base/http/refused.ts'
import { readUpload } from '../base/http/upload.ts'
import {
  avatarHref,
  cropOf,
  MOST_PICTURE_BYTES,
  picturesOf,
  removePicture,
  storePicture,
} from '../base/picture/index.ts'
import { houseZone } from '../base/zone.ts'
import type { World } from '../world.ts'
import {
  type Asking,
  access,
  bringLanguage,
  browserOf,
  codeCookie,
  deviceCookie,
  languageCookie,
  noCodeCookie,
  noSessionCookies,
  presented,
  presentedCode,
  sessionCookies,
} from './access.ts'
import {
  type Account,
  accountById,
  actorOf,
  changePassword,
  deleteAccount,
  isFaulty,
  isLastOwner,
  isTheme,
  join,
  recoverPassword,
  setLook,
  signOutEverywhere,
  type WishFaults,
  wishFaults,
} from './account.ts'
import { rememberDevice } from './device.ts'
import { PATIENCE_MS } from './guess.ts'
import { acceptInvite, findInvite } from './invite.ts'
import { chooseLanguage } from './language.ts'
import { findLink, spendLink } from './link.ts'
import type { AccountListeners, Barred } from './listeners.ts'
import { passwordRefusal, passwords } from './password.ts'
import { isStaff, type Role } from './role.ts'
import { endById, endSession, sessionId, sessionsOf } from './session.ts'
import { type Entered, enter, type SignedIn, signIn } from './sign-in.ts'
import type { Visitor } from './visitor.ts'

type Context = Asking & { request: Request }
type FormContext = Context & { body: unknown }

/** Times are the house's, as in the panel. */
const MOST_SIGN_UPS = 5
const LOOKS_A_MINUTE = 6
/** Refused names are told, so that a person finds a free one; nobody reads the whole list of names that way. */
const MOST_SIGN_UP_TRIES = 60

const busy = () => ({ title: say.accounts.houseBusy, words: say.accounts.manySignIns })
const manyTries = () => ({ title: say.accounts.manyTries, words: say.accounts.waitMinute })
const manyMade = () => ({
  title: say.accounts.enoughNew,
  words: say.accounts.quarterHour,
})
const deadWords = () => say.accounts.deadLink

const sayings = () =>
  ({
    look: { tone: 'ok', title: say.parts.saved, words: say.accounts.lookSaved },
    password: { tone: 'ok', title: say.accounts.passwordChanged, words: say.accounts.othersOut },
    ended: { tone: 'ok', title: say.accounts.deviceOut },
    out: { tone: 'ok', title: say.accounts.signedOut },
    everywhere: { tone: 'ok', title: say.accounts.everywhereOut },
    deleted: { tone: 'ok', title: say.accounts.deleted, words: say.accounts.nameFree },
    line: { tone: 'ok', ...say.chat.keep },
  }) as const

const saidFace = () =>
  ({
    face: { tone: 'ok', title: say.play.face.saved },
    faceless: { tone: 'ok', title: say.play.face.removed },
  }) as const

/** Where somebody lands who did not come from anywhere. */
const home = (role: Role): string => (isStaff(role) ? paths.panel : role === 'performer' ? paths.studio : paths.front)

const typedHandle = (body: unknown): string => line(body, 'handle').slice(0, 100)

/** Signing up, in and out, links that let people in, and one's own account. */
export const accountRoutes = (world: World, told: AccountListeners) => {
  const welcome = (request: Request, entered: Entered & { ok: true }, from: string, more: string[] = []): Response =>
    seeOther(request, from === '/' ? home(entered.account.role) : from, [
      ...sessionCookies(request, entered.session, entered.device),
      ...bringLanguage(world, request, entered.account.id),
      ...more,
    ])

  /** A name that nothing else is wrong with must also be one that the house shows. */
  const unlessUnfit = (faults: WishFaults, handle: string, address: string): WishFaults =>
    faults.handle || told.nameFits(handle, address) ? faults : { ...faults, handle: 'unfit' }

  const barredPage = (context: Context, handle: string, barred: Barred): Response =>
    page(BarredPage({ frame: frame(world, context), now: world.clock.now(), zone: houseZone(world), handle, barred }), {
      nonce: context.nonce,
      status: 403,
    })

  const signInPage = (context: Context, props: Partial<SignInProps>, status = 200, retryMs = 0): Response =>
    page(
      SignInPage({
        frame: frame(world, context, said(context.request, sayings())),
        signUpOpen: world.settings.get('sign_up') === 'open',
        ...props,
      }),
      {
        nonce: context.nonce,
        status,
        headers: retryMs > 0 ? { 'retry-after': String(Math.ceil(retryMs / SECOND)) } : {},
      },
    )

  const proofOf = (challenge: string): Pick<SignInProps, 'proof'> =>
    challenge === ''
      ? {}
      : {
          proof: {
            challenge,
            waitSeconds: PATIENCE_MS / SECOND,
            scriptHref: world.assets.href('sign-in.js'),
          },
        }

  function refusedSignIn(
    context: Context,
    refused: Exclude<SignedIn, { ok: true } | { why: 'barred' }>,
    typed: { handle: string; from: string },
  ): Response {
    const kept = { handle: typed.handle, from: typed.from === '/' ? undefined : typed.from }
    switch (refused.why) {
      case 'wrong':
        return signInPage(
          context,
          {
            ...kept,
            ...proofOf(refused.challenge),
            error: { title: say.accounts.noMatch, words: say.accounts.lookAtBoth },
          },
          422,
        )
      case 'work':
        return signInPage(
          context,
          {
            ...kept,
            ...proofOf(refused.challenge),
            error: {
              title: say.accounts.oneMore,
              words: say.accounts.oneMoreWords,
            },
          },
          429,
          PATIENCE_MS,
        )
      case 'network':
        return signInPage(
          context,
          {
            ...kept,
            error: {
              title: say.accounts.tooManyTries,
              words: say.accounts.waitMinutes(Math.ceil(refused.waitMs / 60_000)),
            },
          },
          429,
          refused.waitMs,
        )
      case 'busy':
        return signInPage(context, { ...kept, error: busy() }, 503, 5 * SECOND)
      default:
        return refused satisfies never
    }
  }

  const deadLink = (context: Context): Response =>
    page(DeadLinkPage({ frame: frame(world, context), words: deadWords() }), {
      nonce: context.nonce,
      status: 410,
      cookies: presentedCode(context.request) === '' ? [] : [noCodeCookie()],
    })

  /** The account that a code of this kind leads to, while it may be used. */
  function linked(code: string, kind: 'sign-in' | 'recover'): Account | null {
    const link = findLink(world, code)
    return link?.kind === kind && link.account_id ? accountById(world, link.account_id) : null
  }

  function accountPage(context: Context & { visitor: Visitor }, more: Partial<AccountProps> = {}, status = 200) {
    const account = accountById(world, context.visitor.id)
    if (!account) throw new Refused(401)
    return page(
      AccountPage({
        frame: frame(world, context, said(context.request, { ...sayings(), ...saidFace() })),
        now: world.clock.now(),
        zone: houseZone(world),
        account: {
          handle: account.handle,
          hue: account.hue,
          role: account.role,
          theme: account.theme,
          since: account.created_at,
          avatarHref: avatarHref(world, account.id, 'l'),
        },
        scripts: [world.assets.href('picture.js')],
        sessions: sessionsOf(world, account.id).map(session => ({
          id: session.handle,
          device: session.agent,
          seenAt: session.seen_at,
          madeAt: session.created_at,
          here: session.id === context.visitor.session,
        })),
        ...(isLastOwner(world, account) ? { keep: say.accounts.onlyOwner } : {}),
        ...more,
      }),
      { nonce: context.nonce, status },
    )
  }

  /** Routes with `access: 'account'` are only reached with a visitor. */
  const own = <C extends Context>(context: C): C & { visitor: Visitor } => {
    if (!context.visitor) throw new Refused(401)
    return context as C & { visitor: Visitor }
  }

  const asked = (context: Context & { query: unknown }): string => ownPath(line(context.query, 'from'))

  return new Elysia({ name: 'accounts' })
    .use(access(world))
    .get(
      '/sign-in',
      context => {
        const from = asked(context)
        if (context.visitor) {
          return seeOther(context.request, from === '/' ? home(context.visitor.role) : from)
        }
        return signInPage(context, { from: from === '/' ? undefined : from })
      },
      { access: 'anyone' },
    )
    .post(
      '/sign-in',
      async (context: FormContext) => {
        const { request, body, address } = context
        const handle = typedHandle(body)
        const from = ownPath(text(body, 'from'))
        const signed = await signIn(world, told, {
          handle,
          password: text(body, 'password'),
          challenge: text(body, 'challenge').slice(0, 100),
          answer: text(body, 'answer').slice(0, 100),
          browser: browserOf(request, address),
        })
        if (signed.ok) return welcome(request, signed, from)
        if (signed.why === 'barred') return barredPage(context, signed.account.handle, signed.barred)
        return refusedSignIn(context, signed, { handle, from })
      },
      { access: 'anyone' },
    )
    .get(
      '/sign-up',
      context => {
        const from = asked(context)
        if (context.visitor) return seeOther(context.request, from)
        const open = world.settings.get('sign_up') === 'open'
        const shape = frame(world, context, said(context.request, sayings()))
        return page(SignUpPage({ frame: shape, from: from === '/' ? undefined : from, open }), {
          nonce: context.nonce,
        })
      },
      { access: 'anyone' },
    )
    .post(
      '/sign-up',
      async (context: FormContext) => {
        const { request, body, address, nonce } = context
        const typed = { handle: typedHandle(body), adult: ticked(body, 'adult') }
        const from = ownPath(text(body, 'from'))
        const again = (status: number, more: { faults?: WishFaults; error?: { title: string; words: string } }) =>
          page(
            SignUpPage({
              frame: frame(world, context),
              typed,
              from: from === '/' ? undefined : from,
              open: true,
              errors: more.faults ? wishWords(more.faults, typed.handle) : undefined,
              error: more.error,
            }),
            { nonce, status },
          )
        if (world.settings.get('sign_up') !== 'open') {
          return page(SignUpPage({ frame: frame(world, context), open: false }), { nonce, status: 403 })
        }
        if (!world.rates.take(`sign-up-try:${network(address)}`, MOST_SIGN_UP_TRIES, HOUR)) {
          return again(429, { error: manyTries() })
        }
        const password = text(body, 'password')
        const faults = unlessUnfit(wishFaults(world, { ...typed, password, role: 'member' }), typed.handle, address)
        if (isFaulty(faults)) return again(422, { faults })
        if (!world.rates.take(`sign-up:${network(address)}`, MOST_SIGN_UPS, HOUR))
          return again(429, { error: manyMade() })
        const hash = await passwords(world).hash(password)
        if (hash === null) return again(503, { error: busy() })
        const browser = browserOf(request, address)
        const done = tx(world, () => {
          const joined = join(world, told, { handle: typed.handle, hash, role: 'member', address })
          return joined.ok ? enter(world, told, joined.account, browser, 'joining') : joined
        })
        if (done.ok) return welcome(request, done, from)
        if (done.why === 'barred') return barredPage(context, done.account.handle, done.barred)
        return again(422, { faults: { handle: 'taken', like: done.like } })
      },
      { access: 'anyone' },
    )
    .post(
      '/sign-out',
      ({ request }) => {
        tx(world, () => {
          for (const { secret } of presented(request)) endById(world, told, sessionId(secret))
        })
        return seeOther(request, `${paths.signIn}?said=out`, noSessionCookies(request))
      },
      { access: 'anyone' },
    )
    .get(
      '/links/:code',
      context => {
        const { request, params } = context
        const link = findLink(world, params.code)
        if (!link) return deadLink(context)
        const clean = { setup: paths.setup, 'sign-in': paths.signInLink, invite: paths.invite, recover: paths.recover }
        return seeOther(request, clean[link.kind], [codeCookie(params.code)])
      },
      { access: 'anyone' },
    )
    .get(
      '/sign-in/link',
      context => {
        const account = linked(presentedCode(context.request), 'sign-in')
        if (!account) return deadLink(context)
        return page(
          LinkSignInPage({ frame: frame(world, context), action: paths.signInLink, handle: account.handle }),
          { nonce: context.nonce },
        )
      },
      { access: 'anyone' },
    )
    .post(
      '/sign-in/link',
      (context: FormContext) => {
        const { request, address } = context
        const code = presentedCode(request)
        const entered = tx(world, () => {
          const account = linked(code, 'sign-in')
          if (!account || !spendLink(world, code, 'sign-in', account.id)) return null
          return enter(world, told, account, browserOf(request, address), 'link')
        })
        if (!entered) return deadLink(context)
        if (!entered.ok) return barredPage(context, entered.account.handle, entered.barred)
        return welcome(request, entered, '/', [noCodeCookie()])
      },
      { access: 'anyone' },
    )
    .get(
      '/recover',
      context => {
        const account = linked(presentedCode(context.request), 'recover')
        if (!account) return deadLink(context)
        return page(RecoverPage({ frame: frame(world, context), handle: account.handle }), { nonce: context.nonce })
      },
      { access: 'anyone' },
    )
    .post(
      '/recover',
      async (context: FormContext) => {
        const { request, body, address, nonce } = context
        const code = presentedCode(request)
        const account = linked(code, 'recover')
        if (!account) return deadLink(context)
        const again = (status: number, more: { errors?: { password: string }; error?: ReturnType<typeof busy> }) =>
          page(RecoverPage({ frame: frame(world, context), handle: account.handle, ...more }), { nonce, status })
        const password = text(body, 'password')
        const refusal = passwordRefusal(password, [account.handle, world.settings.get('site_name'), 'footlight'])
        if (refusal) return again(422, { errors: { password: passwordWords(refusal) } })
        const hash = await passwords(world).hash(password)
        if (hash === null) return again(503, { error: busy() })
        const entered = tx(world, () => {
          const now = linked(code, 'recover')
          if (!now || !spendLink(world, code, 'recover', now.id)) return null
          recoverPassword(world, told, now, hash, actorOf(now, address))
          return enter(world, told, now, browserOf(request, address), 'recovery')
        })
        if (!entered) return deadLink(context)
        if (!entered.ok) return barredPage(context, entered.account.handle, entered.barred)
        return welcome(request, entered, '/', [noCodeCookie()])
      },
      { access: 'anyone' },
    )
    .get(
      '/invite',
      context => {
        const found = findInvite(world, presentedCode(context.request))
        if (!found) return deadLink(context)
        return page(InvitePage({ frame: frame(world, context), role: found.role, by: inviter(world, found.made_by) }), {
          nonce: context.nonce,
        })
      },
      { access: 'anyone' },
    )
    .post(
      '/invite',
      async (context: FormContext) => {
        const { request, body, address, nonce } = context
        const code = presentedCode(request)
        const found = findInvite(world, code)
        if (!found) return deadLink(context)
        const typed = { handle: typedHandle(body), adult: ticked(body, 'adult') }
        const again = (status: number, more: { faults?: WishFaults; error?: ReturnType<typeof busy> }) =>
          page(
            InvitePage({
              frame: frame(world, context),
              role: found.role,
              by: inviter(world, found.made_by),
              typed,
              errors: more.faults ? wishWords(more.faults, typed.handle) : undefined,
              error: more.error,
            }),
            { nonce, status },
          )
        const password = text(body, 'password')
        const faults = unlessUnfit(wishFaults(world, { ...typed, password, role: found.role }), typed.handle, address)
        if (isFaulty(faults)) return again(422, { faults })
        const hash = await passwords(world).hash(password)
        if (hash === null) return again(503, { error: busy() })
        const done = tx(world, () => {
          const accepted = acceptInvite(world, told, { code, handle: typed.handle, hash, address })
          return accepted.ok ? enter(world, told, accepted.account, browserOf(request, address), 'joining') : accepted
        })
        if (done.ok) return welcome(request, done, '/', [noCodeCookie()])
        if (done.why === 'over') return deadLink(context)
        if (done.why === 'barred') return barredPage(context, done.account.handle, done.barred)
        return again(422, { faults: { handle: 'taken', like: done.like } })
      },
      { access: 'anyone' },
    )
    .post(
      '/language',
      ({ request, body, visitor }: FormContext) => {
        const language = text(body, 'language')
        if (!isLanguage(language)) throw new Refused(422)
        if (visitor) chooseLanguage(world, visitor.id, language)
        return seeOther(request, ownPath(text(body, 'from')), [languageCookie(language)])
      },
      { access: 'anyone' },
    )
    .get('/account', context => accountPage(own(context)), { access: 'account' })
    .post(
      '/account/profile',
      (context: FormContext) => {
        const { request, body, visitor } = own(context)
        const theme = text(body, 'theme')
        const hue = text(body, 'hue')
        if (!isTheme(theme) || !/^[0-7]$/.test(hue)) throw new Refused(422)
        const before = accountById(world, visitor.id)?.hue
        setLook(world, visitor.id, { theme, hue: Number(hue) })
        // Every open room hears of it: less often than somebody can press.
        if (before !== Number(hue) && world.rates.take(`look:${visitor.id}`, LOOKS_A_MINUTE, MINUTE)) {
          told.lookChanged(visitor.id)
        }
        return seeOther(request, `${paths.account}?said=look`)
      },
      { access: 'account' },
    )
    .post(
      '/account/picture',
      async (context: Context) => {
        const mine = own(context)
        const { request, visitor } = mine
        const sent = await readUpload(world, request, {
          account: visitor.id,
          address: mine.address,
          name: 'picture',
          most: MOST_PICTURE_BYTES,
        })
        const stored = sent.ok
          ? await storePicture(world, {
              owner: visitor.id,
              purpose: 'avatar',
              bytes: sent.file,
              crop: cropOf(sent.fields),
            })
          : sent
        if (stored.ok) return seeOther(request, `${paths.account}?said=face`)
        return accountPage(mine, { errors: { face: say.play.picture.refused[stored.why] } }, 422)
      },
      { access: 'account' },
    )
    .post(
      '/account/picture/remove',
      context => {
        const { request, visitor } = own(context)
        tx(world, () => {
          for (const { id } of picturesOf(world, visitor.id, 'avatar')) removePicture(world, id)
        })
        return seeOther(request, `${paths.account}?said=faceless`)
      },
      { access: 'account' },
    )
    .post(
      '/account/password',
      async (context: FormContext) => {
        const mine = own(context)
        const { request, body, visitor, address } = mine
        const changed = await changePassword(world, told, {
          account: visitor.id,
          session: visitor.session,
          current: text(body, 'current'),
          next: text(body, 'password'),
          address,
        })
        if (changed.ok) {
          const browser = browserOf(request, address)
          const device = rememberDevice(world, visitor.id, browser.agent, browser.devices)
          return seeOther(
            request,
            `${paths.account}?said=password`,
            device === null ? [] : [deviceCookie(request, device)],
          )
        }
        switch (changed.why) {
          case 'wrong':
          case 'often':
          case 'busy':
            return accountPage(
              mine,
              { errors: { current: refusals()[changed.why].words } },
              refusals()[changed.why].status,
            )
          default:
            return accountPage(mine, { errors: { password: passwordWords(changed.why) } }, 422)
        }
      },
      { access: 'account' },
    )
    .post(
      '/account/sessions/end',
      context => {
        const { request, visitor, address } = own(context)
        signOutEverywhere(world, told, visitor.id, address)
        return seeOther(request, `${paths.signIn}?said=everywhere`, noSessionCookies(request))
      },
      { access: 'account' },
    )
    .post(
      '/account/sessions/:session/end',
      context => {
        const { request, visitor, params } = own(context)
        if (!endSession(world, told, visitor.id, params.session)) notFound()
        return seeOther(request, `${paths.account}?said=ended`)
      },
      { access: 'account' },
    )
    .post(
      '/account/delete',
      async (context: FormContext) => {
        const mine = own(context)
        const { request, body, visitor, address } = mine
        const password = text(body, 'delete_password')
        const deleted = await deleteAccount(world, told, { account: visitor.id, password, address })
        if (deleted.ok) return seeOther(request, `${paths.signIn}?said=deleted`, noSessionCookies(request))
        if (deleted.why === 'last-owner') return accountPage(mine, {}, 422)
        return accountPage(mine, { errors: { delete: refusals()[deleted.why].words } }, refusals()[deleted.why].status)
      },
      { access: 'account' },
    )
}

const refusals = () =>
  ({
    wrong: { status: 422, words: say.accounts.wrongPassword },
    often: { status: 429, words: say.accounts.wrongOften },
    busy: { status: 503, words: say.accounts.nothingChanged },
  }) as const

/** Who made the invite, as its page says it. */
function inviter(world: World, by: string): string {
  const account = by.startsWith('account:') ? accountById(world, by.slice(8)) : null
  return account?.handle ?? say.accounts.theHouse
}

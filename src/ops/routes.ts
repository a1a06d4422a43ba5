import { Elysia } from 'elysia'
import { wishWords } from '../../views/accounts/words.ts'
import { paths } from '../../views/paths.ts'
import {
  SetupAddressPage,
  SetupDoctorPage,
  SetupKindPage,
  SetupNamePage,
  SetupYouPage,
  type SetupYouProps,
} from '../../views/setup/setup.tsx'
import { say } from '../../views/words/index.ts'
import {
  type Asking,
  access,
  bringLanguage,
  browserOf,
  noCodeCookie,
  ourOrigin,
  presentedCode,
  sessionCookies,
} from '../accounts/access.ts'
import {
  type AccountListeners,
  actorOf,
  enter,
  isFaulty,
  passwords,
  type WishFaults,
  wishFaults,
} from '../accounts/index.ts'
import { changeSettings, currentSettings, type Editable, restartMedia } from '../admin/index.ts'
import { tx } from '../base/db/tx.ts'
import { frame } from '../base/html/frame.ts'
import { page, seeOther } from '../base/html/reply.ts'
import { themeHref } from '../base/html/theme.ts'
import { line, text, ticked } from '../base/http/form.ts'
import { Refused } from '../base/http/refused.ts'
import { machineZone, zoneChoice, zones } from '../base/zone.ts'
import type { World } from '../world.ts'
import { examine } from './doctor.ts'
import { becomeOwner, hasOwner, isSetupCode, markStep, nextStep, type SetupStep, STEPS, stepsDone } from './setup.ts'

type Context = Asking & { request: Request }

const busy = () => ({ title: say.setup.machineBusy, words: say.setup.tryAgain })
const codeOver = () => say.setup.codeOver

/** The wizard of a new house, and the word for whoever watches whether it lives. */
export const opsRoutes = (world: World, told: AccountListeners) => {
  const common = (context: Context) => ({
    frame: frame(world, context),
    done: [...stepsDone(world)],
    scripts: [world.assets.href('setup.js')],
  })

  const after = (step: SetupStep): string => {
    const next = STEPS[STEPS.indexOf(step) + 1]
    return next ? paths.setupStep(next) : paths.panel
  }

  /** Where to go on; the first step is for whoever holds the code, the others are the owner's. */
  function here(context: Context): Response {
    const { visitor, request } = context
    if (!hasOwner(world)) return seeOther(request, paths.setupStep('you'))
    if (visitor?.role !== 'owner') throw new Refused(visitor ? 403 : 401)
    const next = nextStep(world)
    return seeOther(request, next ? paths.setupStep(next) : paths.panel)
  }

  function you(
    context: Context,
    more: Omit<SetupYouProps, 'frame' | 'done' | 'codeKnown'> = {},
    status = 200,
  ): Response {
    const codeKnown = isSetupCode(world, presentedCode(context.request)) && more.errors?.code === undefined
    return page(SetupYouPage({ ...common(context), codeKnown, ...more }), { nonce: context.nonce, status })
  }

  const owner = (context: Context) => actorOf(context.visitor!, context.address)

  function name(
    context: Context,
    typed: { site_name: string; language: string; zone: string; hue: number },
    more = {},
    status = 200,
  ) {
    const shown = common(context)
    return page(
      SetupNamePage({
        ...shown,
        frame: { ...shown.frame, site: { ...shown.frame.site, themeHref: themeHref(typed.hue) } },
        name: typed.site_name,
        language: typed.language,
        zone: typed.zone,
        zones: [{ value: '', words: say.setup.machineZone(machineZone()) }, ...zones().map(zoneChoice)],
        hue: typed.hue,
        ...more,
      }),
      { nonce: context.nonce, status },
    )
  }

  function address(context: Context, typed: { publicUrl: string; publicHost: string }, more = {}, status = 200) {
    const seen = ourOrigin(world, context.request)
    return page(SetupAddressPage({ ...common(context), seen, ...typed, ...more }), { nonce: context.nonce, status })
  }

  return new Elysia({ name: 'ops' })
    .use(access(world))
    .get(
      '/health',
      () => {
        const { state } = world.media.status()
        return new Response(state === 'up' ? 'ok\n' : `pages are up, the media server is ${state}\n`, {
          headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
        })
      },
      { access: 'anyone' },
    )
    .get('/setup', context => here(context), { access: 'setup' })
    .get('/setup/you', context => (hasOwner(world) ? here(context) : you(context)), { access: 'setup' })
    .post(
      '/setup/you',
      async context => {
        const { request, body } = context
        if (hasOwner(world)) return here(context)
        const typedCode = text(body, 'code').trim().split('/').pop() ?? ''
        const code = typedCode || presentedCode(request)
        const typed = { handle: line(body, 'handle').slice(0, 100), adult: ticked(body, 'adult') }
        const faults = wishFaults(world, { ...typed, password: text(body, 'password'), role: 'owner' })
        const known = isSetupCode(world, code)
        const again = (status: number, words: WishFaults, more: object = {}) =>
          you(
            context,
            {
              typed,
              errors: {
                ...wishWords(words, typed.handle),
                ...(known ? {} : { code: code ? codeOver() : say.setup.typeCode }),
              },
              ...more,
            },
            status,
          )
        if (!known || isFaulty(faults)) return again(422, faults)
        const hash = await passwords(world).hash(text(body, 'password'))
        if (hash === null) return again(503, {}, { error: busy() })
        const done = tx(world, () => {
          const made = becomeOwner(world, told, { code, handle: typed.handle, hash, address: context.address })
          return made.ok ? enter(world, told, made.account, browserOf(request, context.address), 'joining') : made
        })
        if (done.ok) {
          const cookies = [
            ...sessionCookies(request, done.session, done.device),
            ...bringLanguage(world, request, done.account.id),
            noCodeCookie(),
          ]
          return seeOther(request, after('you'), cookies)
        }
        if (done.why === 'taken') return again(422, { handle: 'taken', like: done.like })
        return you(context, { typed, errors: { code: codeOver() } }, 422)
      },
      { access: 'setup' },
    )
    .get(
      '/setup/name',
      context =>
        name(context, {
          site_name: world.settings.get('site_name'),
          // Whoever sets the house up in a language most likely runs it in that one.
          language: stepsDone(world).has('name') ? world.settings.get('language') : context.language,
          zone: world.settings.get('zone'),
          hue: world.settings.get('gel_hue'),
        }),
      { access: 'staff:owner' },
    )
    .post(
      '/setup/name',
      context => {
        const { body, request } = context
        const named = line(body, 'gel')
        const gel_hue = /^[0-9]+$/.test(named) ? named : line(body, 'gel_hue')
        const typed = {
          site_name: line(body, 'site_name'),
          language: line(body, 'language') || world.settings.get('language'),
          zone: line(body, 'zone'),
        }
        const { least, most } = { least: 42, most: 362 }
        const inRange = /^[0-9]{1,3}$/.test(gel_hue) && Number(gel_hue) >= least && Number(gel_hue) <= most
        const hue = inRange ? Number(gel_hue) : world.settings.get('gel_hue')
        if (line(body, 'do') === 'look') return name(context, { ...typed, hue })
        const changed = changeSettings(world, { ...currentSettings(world), ...typed, gel_hue }, owner(context))
        if (!changed.ok) {
          const { site_name, language, zone, gel_hue: wrongHue } = changed.wrong
          const errors = {
            name: site_name && (site_name === 'long' ? say.setup.nameLong : say.setup.nameEmpty),
            language: language && say.setup.languageFromList,
            zone: zone && say.setup.zoneFromList,
            hue: wrongHue && say.setup.hueRange(least, most),
          }
          return name(context, { ...typed, hue }, { errors }, 422)
        }
        markStep(world, 'name')
        return seeOther(request, after('name'))
      },
      { access: 'staff:owner' },
    )
    .get(
      '/setup/address',
      context =>
        address(context, {
          publicUrl: world.settings.get('public_url'),
          publicHost: world.settings.get('public_host'),
        }),
      { access: 'staff:owner' },
    )
    .post(
      '/setup/address',
      context => {
        const { body, request } = context
        const typed = { public_url: line(body, 'public_url'), public_host: line(body, 'public_host') }
        const by = owner(context)
        const changed = changeSettings(world, { ...currentSettings(world), ...typed }, by)
        if (!changed.ok) {
          const errors = { publicUrl: urlWords(changed.wrong), publicHost: hostWords(changed.wrong) }
          return address(context, { publicUrl: typed.public_url, publicHost: typed.public_host }, { errors }, 422)
        }
        markStep(world, 'address')
        if (changed.needsRestart) restartMedia(world, by)
        return seeOther(request, after('address'))
      },
      { access: 'staff:owner' },
    )
    .get(
      '/setup/kind',
      context =>
        page(SetupKindPage({ ...common(context), rating: world.settings.get('rating') }), { nonce: context.nonce }),
      { access: 'staff:owner' },
    )
    .post(
      '/setup/kind',
      context => {
        if (line(context.body, 'rating') !== 'general') {
          throw new Refused(422, say.setup.kindFromList)
        }
        tx(world, () => {
          world.settings.set('rating', 'general', world.clock.now())
          markStep(world, 'kind')
        })
        return seeOther(context.request, after('kind'))
      },
      { access: 'staff:owner' },
    )
    .get(
      '/setup/doctor',
      async context => {
        const checks = (await examine(world)).map(({ id, title, state, fact, fix }) => ({
          id,
          title,
          tone: state,
          words: fact,
          ...(fix ? { fix } : {}),
        }))
        return page(SetupDoctorPage({ ...common(context), checks }), { nonce: context.nonce })
      },
      { access: 'staff:owner' },
    )
    .post(
      '/setup/doctor',
      context => {
        markStep(world, 'doctor')
        return seeOther(context.request, after('doctor'))
      },
      { access: 'staff:owner' },
    )
}

type Wrong = Partial<Record<Editable, string>>

function urlWords({ public_url: why }: Wrong): string | undefined {
  if (!why) return undefined
  return why === 'needs-https' ? say.setup.needsHttps : say.setup.addressAlone
}

const hostWords = ({ public_host: why }: Wrong): string | undefined => why && say.setup.hostAlone

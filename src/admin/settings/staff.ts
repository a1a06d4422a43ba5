import { Elysia } from 'elysia'
import { SettingsPage } from '../../../views/admin/settings.tsx'
import { number } from '../../../views/format.ts'
import { say } from '../../../views/words/index.ts'
import { type Asking, access } from '../../accounts/access.ts'
import { actorOf } from '../../accounts/index.ts'
import { frame } from '../../base/html/frame.ts'
import { page, seeOther } from '../../base/html/reply.ts'
import { said } from '../../base/html/said.ts'
import { themeHref } from '../../base/html/theme.ts'
import { line, ticked } from '../../base/http/form.ts'
import { machineZone, zoneChoice, zones } from '../../base/zone.ts'
import { desk } from '../../support/index.ts'
import type { World } from '../../world.ts'
import {
  changeSettings,
  currentSettings,
  type Editable,
  LIMITS,
  readSettings,
  replacePassphrase,
  restartMedia,
  type SettingWrong,
  type TypedSettings,
} from './settings.ts'

const sayings = () =>
  ({
    saved: { tone: 'ok', title: say.parts.saved },
    restart: {
      tone: 'warn',
      title: say.parts.saved,
      words: say.admin.restartPart,
    },
    same: { tone: 'ok', title: say.support.nothingChanged },
    passphrase: {
      tone: 'ok',
      title: say.admin.passphraseNew,
      words: say.admin.passphraseNewWords,
    },
    restarted: { tone: 'ok', title: say.admin.mediaRestarts, words: say.admin.backInSeconds },
  }) as const

export const settingsRoutes = (world: World) =>
  new Elysia({ name: 'admin-settings' })
    .use(access(world))
    .get('/panel/settings', context => showSettings(world, context, currentSettings(world)), { access: 'staff:owner' })
    .post(
      '/panel/settings',
      context => {
        const { body, request, visitor, address } = context
        const typed = typedSettings(world, body)
        if (line(body, 'do') === 'look') {
          const read = readSettings(typed)
          return showSettings(world, context, typed, read.ok ? undefined : wordsOf(read.wrong), 200)
        }
        const changed = changeSettings(world, typed, actorOf(visitor!, address))
        if (!changed.ok) return showSettings(world, context, typed, wordsOf(changed.wrong), 422)
        const word = changed.changed.length === 0 ? 'same' : changed.needsRestart ? 'restart' : 'saved'
        return seeOther(request, `/panel/settings?said=${word}`)
      },
      { access: 'staff:owner' },
    )
    .post(
      '/panel/settings/passphrase',
      context => {
        const { body, visitor, address } = context
        if (!ticked(body, 'sure')) {
          return showSettings(world, context, currentSettings(world), { passphrase: sureFirst() }, 422)
        }
        const by = actorOf(visitor!, address)
        replacePassphrase(world, by)
        restartMedia(world, by)
        return seeOther(context.request, '/panel/settings?said=passphrase#encoders')
      },
      { access: 'staff:owner' },
    )
    .post(
      '/panel/settings/restart',
      context => {
        if (!ticked(context.body, 'sure')) {
          return showSettings(world, context, currentSettings(world), { restart: sureFirst() }, 422)
        }
        restartMedia(world, actorOf(context.visitor!, context.address))
        return seeOther(context.request, '/panel/settings?said=restarted')
      },
      { access: 'staff:owner' },
    )

const sureFirst = () => say.admin.tickFirst

type Errors = Partial<Record<Editable | 'passphrase' | 'restart', string>>

function typedSettings(world: World, body: unknown): TypedSettings {
  const gel = line(body, 'gel')
  return {
    site_name: line(body, 'site_name'),
    language: line(body, 'language') || world.settings.get('language'),
    zone: line(body, 'zone'),
    gel_hue: gel === 'own' || gel === '' ? line(body, 'gel_hue') : gel,
    sign_up: ticked(body, 'sign_up') ? 'open' : 'closed',
    second_person: ticked(body, 'owner_alone') ? 'owner_alone' : 'another',
    public_url: line(body, 'public_url'),
    public_host: line(body, 'public_host'),
    viewers_at_peak: line(body, 'viewers_at_peak'),
    uplink_mbit: line(body, 'uplink_mbit'),
    backup_hour: line(body, 'backup_hour'),
    backup_keep: line(body, 'backup_keep'),
  }
}

function wordsOf(wrong: Partial<Record<Editable, SettingWrong>>): Errors {
  return Object.fromEntries(Object.entries(wrong).map(([name, why]) => [name, wordOf(name as Editable, why)]))
}

function wordOf(name: Editable, why: SettingWrong): string {
  const limits = LIMITS[name as keyof typeof LIMITS]
  const from = typeof limits === 'object' ? number(limits.least) : ''
  const to = typeof limits === 'object' ? number(limits.most) : ''
  switch (why) {
    case 'empty':
      return name === 'site_name' ? say.setup.nameEmpty : say.admin.writeNumber
    case 'long':
      return say.admin.nameLong(LIMITS.site_name)
    case 'number':
      return say.admin.wholeNumber(from, to)
    case 'low':
      return say.admin.isLeast(from)
    case 'high':
      return say.admin.isMost(to)
    case 'unknown':
      return say.admin.oneOfTwo
    case 'not-an-address':
      return say.setup.addressAlone
    case 'needs-https':
      return say.setup.needsHttps
    case 'not-a-host':
      return say.setup.hostAlone
    case 'not-a-zone':
      return say.setup.zoneFromList
    default:
      return why satisfies never
  }
}

function showSettings(
  world: World,
  context: Asking & { request: Request },
  typed: TypedSettings,
  errors?: Errors,
  status = 200,
): Response {
  const outer = frame(world, context, said(context.request, sayings()))
  const hue = /^[0-9]{1,3}$/.test(typed.gel_hue) ? Number(typed.gel_hue) : world.settings.get('gel_hue')
  const srt = world.config.srt
  return page(
    SettingsPage({
      frame: { ...outer, site: { ...outer.site, themeHref: themeHref(hue) } },
      desk: desk(world),
      scripts: [world.assets.href('panel.js')],
      settings: {
        siteName: typed.site_name,
        language: typed.language,
        zone: typed.zone,
        gelHue: hue,
        publicUrl: typed.public_url,
        publicHost: typed.public_host,
        signUpOpen: typed.sign_up === 'open',
        ownerAlone: typed.second_person === 'owner_alone',
        viewersAtPeak: typed.viewers_at_peak,
        uplinkMbit: typed.uplink_mbit,
        backupHour: typed.backup_hour,
        backupKeep: typed.backup_keep,
      },
      zones: [
        { value: '', words: say.setup.machineZone(machineZone()) },
        { value: 'UTC', words: 'UTC' },
        ...zones()
          .filter(zone => zone !== 'UTC')
          .map(zoneChoice),
      ],
      passphrase: srt ? world.settings.get('srt_passphrase') : null,
      ...(errors ? { errors } : {}),
    }),
    { nonce: context.nonce, status },
  )
}

import { Elysia } from 'elysia'
import { SettingsPage } from '../../../views/admin/settings.tsx'
import { type Asking, access } from '../../accounts/access.ts'
import { actorOf } from '../../accounts/index.ts'
import { frame } from '../../base/html/frame.ts'
import { page, seeOther } from '../../base/html/reply.ts'
import { said } from '../../base/html/said.ts'
import { themeHref } from '../../base/html/theme.ts'
import { line, ticked } from '../../base/http/form.ts'
import { machineZone, zones } from '../../base/zone.ts'
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

const sayings = () => ({
  saved: { tone: 'ok', title: 'Saved.' },
  restart: {
    tone: 'warn',
    title: 'Saved.',
    words: 'The media server reads part of it when it starts: restart it below when nobody is on air.',
  },
  same: { tone: 'ok', title: 'Nothing has changed.' },
  passphrase: {
    tone: 'ok',
    title: 'There is a new passphrase.',
    words: 'The media server starts anew. Give it to everybody who sends by SRT.',
  },
  restarted: { tone: 'ok', title: 'The media server starts anew.', words: 'Pictures are back in some seconds.' },
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
          return showSettings(world, context, currentSettings(world), { passphrase: SURE }, 422)
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
          return showSettings(world, context, currentSettings(world), { restart: SURE }, 422)
        }
        restartMedia(world, actorOf(context.visitor!, context.address))
        return seeOther(context.request, '/panel/settings?said=restarted')
      },
      { access: 'staff:owner' },
    )

const SURE = 'Tick the box first: everybody on air is away for some seconds.'

type Errors = Partial<Record<Editable | 'passphrase' | 'restart', string>>

function typedSettings(world: World, body: unknown): TypedSettings {
  const gel = line(body, 'gel')
  return {
    site_name: line(body, 'site_name'),
    language: line(body, 'language') || world.settings.get('language'),
    zone: line(body, 'zone'),
    gel_hue: gel === 'own' || gel === '' ? line(body, 'gel_hue') : gel,
    sign_up: ticked(body, 'sign_up') ? 'open' : 'closed',
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
  const from = typeof limits === 'object' ? limits.least.toLocaleString('en-GB') : ''
  const to = typeof limits === 'object' ? limits.most.toLocaleString('en-GB') : ''
  switch (why) {
    case 'empty':
      return name === 'site_name' ? 'The house needs a name.' : 'Write a number.'
    case 'long':
      return `That is longer than ${LIMITS.site_name} characters.`
    case 'number':
      return `A whole number from ${from} to ${to}.`
    case 'low':
      return `${from} is the least.`
    case 'high':
      return `${to} is the most.`
    case 'unknown':
      return 'Choose one of the two.'
    case 'not-an-address':
      return 'Write the address alone, such as https://stage.example.org.'
    case 'needs-https':
      return 'Away from this machine it must begin with https: browsers give no camera to plain http.'
    case 'not-a-host':
      return 'Write a name or an IP address, without http and without a port.'
    case 'not-a-zone':
      return 'Choose a zone from the list.'
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
        viewersAtPeak: typed.viewers_at_peak,
        uplinkMbit: typed.uplink_mbit,
        backupHour: typed.backup_hour,
        backupKeep: typed.backup_keep,
      },
      zones: [
        { value: '', words: `This machine's, ${machineZone()}` },
        { value: 'UTC', words: 'UTC' },
        ...zones()
          .filter(zone => zone !== 'UTC')
          .map(zone => ({ value: zone, words: zone.replaceAll('_', ' ') })),
      ],
      passphrase: srt ? world.settings.get('srt_passphrase') : null,
      ...(errors ? { errors } : {}),
    }),
    { nonce: context.nonce, status },
  )
}

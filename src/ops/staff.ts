import { resolve } from 'node:path'
import { Elysia } from 'elysia'
import { BackupsPage } from '../../views/admin/backups.tsx'
import { HealthPage } from '../../views/admin/health.tsx'
import { ago, decimal, length, number, percent, size } from '../../views/format.ts'
import { paths } from '../../views/paths.ts'
import { say } from '../../views/words/index.ts'
import { access } from '../accounts/access.ts'
import { actorOf } from '../accounts/index.ts'
import { frame } from '../base/html/frame.ts'
import { page, seeOther } from '../base/html/reply.ts'
import { said } from '../base/html/said.ts'
import { Refused } from '../base/http/refused.ts'
import { masterFile } from '../base/seal/master.ts'
import { houseZone } from '../base/zone.ts'
import { desk } from '../support/index.ts'
import type { World } from '../world.ts'
import { backupById, backupNow, backups, proveNow } from './backup.ts'
import type { Finding } from './doctor.ts'
import { backupFolder } from './folder.ts'
import { health } from './health.ts'
import { lookedSay } from './proof.ts'
import { lookAgain, standing } from './standing.ts'

const sayings = () =>
  ({
    made: { tone: 'ok', title: say.ops.backupMade, words: say.ops.backupWhole },
    proved: { tone: 'ok', ...say.cases.backups.proved },
  }) as const

const MEDIA = ['media', 'ffmpeg', 'ports', 'reach', 'certificate']

const checkOf = ({ id, title, state, fact, fix }: Finding) => ({
  id,
  title,
  tone: state,
  words: fact,
  ...(fix ? { fix } : {}),
})

export const opsStaffRoutes = (world: World) =>
  new Elysia({ name: 'ops-staff' })
    .use(access(world))
    .get(
      '/panel/health',
      async context => {
        lookAgain(world)
        const findings = await standing(world)
        const now = health(world)
        const media = world.media.status()
        const disk = now.diskTotal > 0 ? (now.diskTotal - now.diskFree) / now.diskTotal : 0
        return page(
          HealthPage({
            frame: frame(world, context),
            desk: desk(world),
            now: world.clock.now(),
            zone: houseZone(world),
            figures: [
              {
                label: say.ops.processor(now.cores),
                value: `${Math.round(now.cpu * 100)}`,
                unit: say.ops.percentOfOne,
              },
              { label: say.ops.memory, value: size(now.rss), unit: say.ops.free(size(now.memoryFree)) },
              { label: say.ops.disk, value: percent(disk), unit: say.ops.free(size(now.diskFree)) },
              { label: say.ops.longestWait, value: `${Math.round(now.lag)}`, unit: say.ops.msIn5 },
            ],
            groups: [
              {
                title: say.ops.pictureAndSound,
                checks: findings.filter(each => MEDIA.includes(each.id)).map(checkOf),
              },
              { title: say.ops.theMachine, checks: findings.filter(each => !MEDIA.includes(each.id)).map(checkOf) },
            ],
            facts: [
              { label: say.ops.upFor, value: length(now.uptime) },
              { label: say.ops.mediaServer, value: say.ops.states[media.state] },
              {
                label: say.ops.upSince,
                value: media.startedAt ? ago(media.startedAt, world.clock.now()) : say.ops.notUp,
              },
              { label: say.ops.restarts, value: number(media.restarts) },
              { label: say.ops.listensOn, value: media.listeners.join(', ') || say.ops.nothing },
              { label: say.ops.errorsLastHour, value: number(world.log.errorsLastHour()), href: paths.panelErrors },
              {
                label: say.ops.openFiles,
                value: now.filesMost ? say.ops.filesOf(number(now.files), number(now.filesMost)) : say.ops.unknown,
              },
              { label: say.ops.load, value: decimal(now.load, 2) },
            ],
            versions: [
              { label: 'Footlight', value: [now.version, now.commit].filter(Boolean).join(' ') || say.ops.fromSource },
              { label: 'MediaMTX', value: media.version || say.ops.none },
              { label: 'ffmpeg', value: media.ffmpeg.found ? media.ffmpeg.version : say.ops.notFound },
              { label: 'Bun', value: now.bun },
            ],
          }),
          { nonce: context.nonce },
        )
      },
      { access: 'staff:moderator' },
    )
    .get('/panel/backups', context => page(backupsPage(world, context), { nonce: context.nonce }), {
      access: 'staff:owner',
    })
    .post(
      '/panel/backups',
      async context => {
        const made = await backupNow(world, actorOf(context.visitor!, context.address))
        if (made.ok) return seeOther(context.request, '/panel/backups?said=made')
        const failed = { at: world.clock.now(), words: made.say }
        return page(backupsPage(world, context, failed), { nonce: context.nonce, status: 503 })
      },
      { access: 'staff:owner' },
    )
    .post(
      '/panel/backups/:id/proof',
      async context => {
        if (!backupById(world, context.params.id)) throw new Refused(404, say.cases.backups.gone)
        const proved = await proveNow(world, context.params.id, actorOf(context.visitor!, context.address))
        if (proved.ok) return seeOther(context.request, '/panel/backups?said=proved')
        const notProved = say.cases.backups.notProved(lookedSay(proved))
        return page(backupsPage(world, context, undefined, notProved), { nonce: context.nonce, status: 503 })
      },
      { access: 'staff:owner' },
    )

function backupsPage(
  world: World,
  context: Parameters<typeof frame>[1],
  failed?: { at: number; words: string },
  notProved?: string,
) {
  const hour = `${String(world.settings.get('backup_hour')).padStart(2, '0')}:00`
  return BackupsPage({
    frame: frame(world, context, said(context.request, sayings())),
    desk: desk(world),
    now: world.clock.now(),
    zone: houseZone(world),
    folder: backupFolder(resolve(world.config.data)),
    plan: say.ops.plan(hour, world.settings.get('backup_keep')),
    keyFile: masterFile(world.config),
    backups: backups(world).map(
      ({ id, file, size_bytes, at, took_ms, verified_at, postings, ledger_root, proved_at }) => ({
        id,
        file: file.split('/').at(-1) ?? file,
        size_bytes,
        at,
        took_ms,
        ...(verified_at === null ? {} : { verifiedAt: verified_at }),
        ...(proved_at === null ? {} : { provedAt: proved_at }),
        postings,
        root: ledger_root,
      }),
    ),
    ...(failed ? { failed } : {}),
    ...(notProved ? { notProved } : {}),
  })
}

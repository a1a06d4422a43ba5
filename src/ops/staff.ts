import { resolve } from 'node:path'
import { Elysia } from 'elysia'
import { BackupsPage } from '../../views/admin/backups.tsx'
import { HealthPage } from '../../views/admin/health.tsx'
import { ago, decimal, length, number, percent, size } from '../../views/format.ts'
import { paths } from '../../views/paths.ts'
import { say } from '../../views/words/index.ts'
import { access } from '../accounts/access.ts'
import { actorOf } from '../accounts/index.ts'
import { csvTime } from '../base/csv.ts'
import { frame } from '../base/html/frame.ts'
import { type Listing, listCsv, listPage } from '../base/html/listing.ts'
import { page, seeOther } from '../base/html/reply.ts'
import { said } from '../base/html/said.ts'
import { Refused } from '../base/http/refused.ts'
import { masterFile } from '../base/seal/master.ts'
import { houseZone } from '../base/zone.ts'
import { desk, takenOut } from '../support/index.ts'
import type { World } from '../world.ts'
import { type BackupRow, backupById, backupNow, backups, newestBackup, proveNow } from './backup.ts'
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
      '/panel/backups.csv',
      context => listCsv(backupList(world), context.body, world.clock.now(), takenOut(world, context)),
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

const nameOf = ({ file }: Pick<BackupRow, 'file'>): string => file.split('/').at(-1) ?? file

const backupList = (world: World): Listing<BackupRow> => ({
  path: paths.panelBackups,
  rows: ({ q, after, limit }) =>
    backups(world)
      .filter(each => each.at < (after?.at ?? Number.POSITIVE_INFINITY) && nameOf(each).includes(q))
      .slice(0, limit),
  place: ({ at, id }) => ({ at, id }),
  csv: {
    name: 'backups',
    columns: [
      ['file', nameOf],
      ['made', each => csvTime(each.at)],
      ['bytes', each => each.size_bytes],
      ['sha256', each => each.sha256],
      ['opened whole', each => csvTime(each.verified_at)],
      ['proved', each => csvTime(each.proved_at)],
      ['postings', each => each.postings],
      ['ledger', each => each.ledger_root],
    ],
  },
})

function backupsPage(
  world: World,
  context: Parameters<typeof frame>[1],
  failed?: { at: number; words: string },
  notProved?: string,
) {
  const hour = `${String(world.settings.get('backup_hour')).padStart(2, '0')}:00`
  const { rows, list } = listPage(backupList(world), context.request)
  const newest = newestBackup(world)
  return BackupsPage({
    frame: frame(world, context, said(context.request, sayings())),
    desk: desk(world),
    now: world.clock.now(),
    zone: houseZone(world),
    folder: backupFolder(resolve(world.config.data)),
    plan: say.ops.plan(hour, world.settings.get('backup_keep')),
    keyFile: masterFile(world.config),
    list,
    ...(newest ? { newestAt: newest.at } : {}),
    backups: rows.map(row => ({
      id: row.id,
      file: nameOf(row),
      size_bytes: row.size_bytes,
      at: row.at,
      took_ms: row.took_ms,
      ...(row.verified_at === null ? {} : { verifiedAt: row.verified_at }),
      ...(row.proved_at === null ? {} : { provedAt: row.proved_at }),
      postings: row.postings,
      root: row.ledger_root,
    })),
    ...(failed ? { failed } : {}),
    ...(notProved ? { notProved } : {}),
  })
}

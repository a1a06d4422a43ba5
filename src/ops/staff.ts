import { resolve } from 'node:path'
import { Elysia } from 'elysia'
import { BackupsPage } from '../../views/admin/backups.tsx'
import { HealthPage } from '../../views/admin/health.tsx'
import { length, number, size } from '../../views/format.ts'
import { access } from '../accounts/access.ts'
import { actorOf } from '../accounts/index.ts'
import { frame } from '../base/html/frame.ts'
import { page, seeOther } from '../base/html/reply.ts'
import { said } from '../base/html/said.ts'
import { houseZone } from '../base/zone.ts'
import { desk } from '../support/index.ts'
import type { World } from '../world.ts'
import { backupNow, backups } from './backup.ts'
import type { Finding } from './doctor.ts'
import { backupFolder } from './folder.ts'
import { health } from './health.ts'
import { lookAgain, standing } from './standing.ts'

const sayings = () => ({
  made: { tone: 'ok', title: 'The backup is made.', words: 'The copy was opened and found whole.' },
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
              { label: `Processor, of ${now.cores} cores`, value: `${Math.round(now.cpu * 100)}`, unit: '% of one' },
              { label: 'Memory', value: size(now.rss), unit: `${size(now.memoryFree)} free` },
              { label: 'Disk', value: `${Math.round(disk * 100)} %`, unit: `${size(now.diskFree)} free` },
              { label: 'Longest wait', value: `${Math.round(now.lag)}`, unit: 'ms in 5 s' },
            ],
            groups: [
              {
                title: 'Picture and sound',
                checks: findings.filter(each => MEDIA.includes(each.id)).map(checkOf),
              },
              { title: 'The machine', checks: findings.filter(each => !MEDIA.includes(each.id)).map(checkOf) },
            ],
            facts: [
              { label: 'Up for', value: length(now.uptime) },
              { label: 'Media server', value: media.state },
              {
                label: 'Up since',
                value: media.startedAt ? `${length(world.clock.now() - media.startedAt)} ago` : 'not up',
              },
              { label: 'Restarts', value: number(media.restarts) },
              { label: 'Listens on', value: media.listeners.join(', ') || 'nothing' },
              { label: 'Errors, last hour', value: number(world.log.errorsLastHour()) },
              {
                label: 'Open files',
                value: now.filesMost ? `${number(now.files)} of ${number(now.filesMost)}` : 'unknown',
              },
              { label: 'Load', value: now.load.toFixed(2) },
            ],
            versions: [
              { label: 'Footlight', value: [now.version, now.commit].filter(Boolean).join(' ') || 'from source' },
              { label: 'MediaMTX', value: media.version || 'none' },
              { label: 'ffmpeg', value: media.ffmpeg.found ? media.ffmpeg.version : 'not found' },
              { label: 'Bun', value: now.bun },
            ],
          }),
          { nonce: context.nonce },
        )
      },
      { access: 'staff' },
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

function backupsPage(world: World, context: Parameters<typeof frame>[1], failed?: { at: number; words: string }) {
  const hour = `${String(world.settings.get('backup_hour')).padStart(2, '0')}:00`
  return BackupsPage({
    frame: frame(world, context, said(context.request, sayings())),
    desk: desk(world),
    now: world.clock.now(),
    zone: houseZone(world),
    folder: backupFolder(resolve(world.config.data)),
    plan: `every night at ${hour}, the last ${world.settings.get('backup_keep')} are kept`,
    backups: backups(world).map(({ id, file, size_bytes, at, took_ms, verified_at }) => ({
      id,
      file: file.split('/').at(-1) ?? file,
      size_bytes,
      at,
      took_ms,
      ...(verified_at === null ? {} : { verifiedAt: verified_at }),
    })),
    ...(failed ? { failed } : {}),
  })
}

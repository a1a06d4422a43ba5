import { Elysia } from 'elysia'
import { number } from '../../views/format.ts'
import {
  PoliciesPage,
  PolicyEditPage,
  type PolicyForm,
  PolicyPreview,
  PolicyVersionPage,
} from '../../views/support/policies.tsx'
import { say } from '../../views/words/index.ts'
import { type Asking, access } from '../accounts/access.ts'
import { actorOf } from '../accounts/index.ts'
import { frame } from '../base/html/frame.ts'
import { page, partial, seeOther, wantsPartial } from '../base/html/reply.ts'
import { said } from '../base/html/said.ts'
import { line, text } from '../base/http/form.ts'
import { Refused } from '../base/http/refused.ts'
import { houseZone } from '../base/zone.ts'
import type { World } from '../world.ts'
import { actorName, desk } from './desk.tsx'
import {
  currentPolicy,
  isPolicy,
  LONGEST_BODY,
  LONGEST_TITLE,
  POLICIES,
  type PolicySlug,
  policyVersion,
  policyVersions,
  publishPolicy,
} from './policy.ts'

const sayings = () =>
  ({
    published: { tone: 'ok', title: say.support.published, words: say.support.visitorsRead },
    same: { tone: 'warn', title: say.support.nothingChanged, words: say.support.alreadyRead },
  }) as const

export const supportStaffRoutes = (world: World) =>
  new Elysia({ name: 'support-staff' })
    .use(access(world))
    .get(
      '/panel/pages',
      context =>
        page(
          PoliciesPage({
            frame: frame(world, context),
            desk: desk(world),
            zone: houseZone(world),
            rows: POLICIES.map(slug => policyVersions(world, slug)[0]!),
          }),
          { nonce: context.nonce },
        ),
      { access: 'staff:owner' },
    )
    .get(
      '/panel/pages/:slug',
      context => {
        const { title, body } = currentPolicy(world, slugOf(context.params.slug))
        return showPolicy(world, context, slugOf(context.params.slug), { title, body, wrong: {} })
      },
      { access: 'staff:owner' },
    )
    .post(
      '/panel/pages/:slug',
      context => {
        const slug = slugOf(context.params.slug)
        const title = line(context.body, 'title')
        const body = text(context.body, 'body').trim()
        const by = actorOf(context.visitor!, context.address)
        const published = publishPolicy(world, slug, { title, body, by })
        if (published.ok) return seeOther(context.request, `/panel/pages/${slug}?said=published`)
        if ('why' in published) return seeOther(context.request, `/panel/pages/${slug}?said=same`)
        const { wrong } = published
        return showPolicy(
          world,
          context,
          slug,
          {
            title,
            body,
            wrong: {
              ...(wrong.title ? { title: tooLong(wrong.title, say.support.writeTitle, LONGEST_TITLE) } : {}),
              ...(wrong.body ? { body: tooLong(wrong.body, say.support.writeText, LONGEST_BODY) } : {}),
            },
          },
          422,
        )
      },
      { access: 'staff:owner' },
    )
    .post(
      '/panel/pages/:slug/preview',
      context => {
        const slug = slugOf(context.params.slug)
        const title = line(context.body, 'title').slice(0, LONGEST_TITLE)
        const body = text(context.body, 'body').slice(0, LONGEST_BODY)
        if (wantsPartial(context.request)) return partial(PolicyPreview({ title, body }), { nonce: context.nonce })
        return showPolicy(world, context, slug, { title, body, wrong: {}, preview: true })
      },
      { access: 'staff:owner' },
    )
    .get(
      '/panel/pages/:slug/:version',
      context => {
        const slug = slugOf(context.params.slug)
        const number = /^[0-9]{1,6}$/.test(context.params.version) ? Number(context.params.version) : -1
        const policy = policyVersion(world, slug, number)
        if (!policy) throw new Refused(404, say.support.noVersion)
        const { body, ...row } = policy
        const handle = row.version === 0 ? null : actorName(world, row.by)
        return page(
          PolicyVersionPage({
            frame: frame(world, context),
            desk: desk(world),
            row: { ...row, handle },
            body,
            current: currentPolicy(world, slug).version === row.version,
            zone: houseZone(world),
          }),
          { nonce: context.nonce },
        )
      },
      { access: 'staff:owner' },
    )

type Staff = Asking & { request: Request }

function slugOf(slug: string): PolicySlug {
  if (!isPolicy(slug)) throw new Refused(404)
  return slug
}

const tooLong = (why: 'empty' | 'long', empty: string, most: number) =>
  why === 'empty' ? empty : say.support.longerThan(number(most))

function showPolicy(world: World, context: Staff, slug: PolicySlug, form: PolicyForm, status = 200): Response {
  return page(
    PolicyEditPage({
      frame: frame(world, context, said(context.request, sayings())),
      desk: desk(world),
      slug,
      form,
      version: currentPolicy(world, slug).version,
      versions: policyVersions(world, slug),
      zone: houseZone(world),
    }),
    { nonce: context.nonce, status },
  )
}

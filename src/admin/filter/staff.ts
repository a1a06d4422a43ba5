import { Elysia } from 'elysia'
import { HitPage, HitsPage } from '../../../views/admin/hits.tsx'
import { ListPage, ListsPage, type ListsProps } from '../../../views/admin/lists.tsx'
import { number } from '../../../views/format.ts'
import { say } from '../../../views/words/index.ts'
import { type Asking, access } from '../../accounts/access.ts'
import { actorOf } from '../../accounts/index.ts'
import { DAY } from '../../base/clock.ts'
import { csvTime } from '../../base/csv.ts'
import { frame } from '../../base/html/frame.ts'
import { type Listing, listCsv, listPage } from '../../base/html/listing.ts'
import { page, seeOther } from '../../base/html/reply.ts'
import { said } from '../../base/html/said.ts'
import { line, text } from '../../base/http/form.ts'
import { Refused } from '../../base/http/refused.ts'
import { houseZone } from '../../base/zone.ts'
import {
  allLists,
  CHOICE_NAMES,
  type ChoiceSetting,
  CLASSES,
  chooseActs,
  type Hit,
  hitById,
  hits,
  hitsOfLists,
  importList,
  inForce,
  isClass,
  type ListFaults,
  listById,
  listsReady,
  look,
  removeList,
  TERMS_MOST,
  tryText,
} from '../../moderation/index.ts'
import { actorName, desk, takenOut } from '../../support/index.ts'
import type { World } from '../../world.ts'

type Staff = Asking & { request: Request }

const sayings = () =>
  ({
    looked: { tone: 'ok', title: say.admin.looked, words: say.admin.lookedGoesOn },
    imported: { tone: 'ok', title: say.admin.listFilters },
    parts: {
      tone: 'warn',
      title: say.admin.listFilters,
      words: say.admin.someLeftOut,
    },
    removed: {
      tone: 'ok',
      title: say.admin.listGone,
      words: say.admin.listGoneWords,
    },
    acts: { tone: 'ok', title: say.parts.saved, words: say.admin.newTextsRead },
  }) as const

const PAGE = 40
const LATELY = 30 * DAY
/** What the try-out reads at most. */
const TRY_MOST = 2000

const hitList = (world: World): Listing<Hit> => ({
  path: '/panel/filter',
  by: ['class', 'list', 'state'],
  perPage: PAGE,
  rows: ({ q, is, after, limit }) =>
    hits(world, {
      q,
      class: isClass(is.class ?? '') ? is.class : '',
      list: is.list ?? '',
      waiting: is.state === 'waiting',
      before: after,
      limit,
    }),
  place: ({ at, id }) => ({ at, id }),
  csv: {
    name: 'filter',
    columns: [
      ['at', each => csvTime(each.at)],
      ['class', each => each.class],
      ['act', each => each.act],
      ['what', each => each.what],
      ['person', each => each.handle ?? ''],
      ['alert', each => each.alert],
      ['looked_at', each => csvTime(each.looked_at)],
      ['looked_by', each => (each.looked_by === null ? '' : actorName(world, each.looked_by))],
      ['looked_because', each => each.looked_because ?? ''],
    ],
  },
})

export const filterRoutes = (world: World) =>
  new Elysia({ name: 'admin-filter' })
    .use(access(world))
    .get(
      '/panel/filter',
      context => {
        const { rows, list } = listPage(hitList(world), context.request)
        return page(
          HitsPage({
            frame: frame(world, context, said(context.request, sayings())),
            desk: desk(world),
            now: world.clock.now(),
            classes: CLASSES,
            list,
            rows,
          }),
          { nonce: context.nonce },
        )
      },
      { access: 'staff:moderator' },
    )
    .post(
      '/panel/filter.csv',
      context => listCsv(hitList(world), context.body, world.clock.now(), takenOut(world, context)),
      { access: 'staff:moderator' },
    )
    .get('/panel/filter/:hit', context => showHit(world, context, context.params.hit), { access: 'staff:moderator' })
    .post(
      '/panel/filter/:hit/looked',
      context => {
        const { hit } = context.params
        if (!hitById(world, hit)) throw new Refused(404, noHit())
        const typed = text(context.body, 'because')
        const looked = look(world, hit, typed, actorOf(context.visitor!, context.address))
        if (looked.ok) return seeOther(context.request, '/panel/filter?said=looked')
        const error = looked.why === 'because' ? say.admin.sayFound : say.admin.lookedMeanwhile
        return showHit(world, context, hit, { typed, error })
      },
      { access: 'staff:moderator' },
    )
    .get('/panel/lists', context => showLists(world, context), { access: 'staff:owner' })
    .post(
      '/panel/lists',
      async context => {
        const { body, request, visitor, address } = context
        const wishes = {
          class: line(body, 'class'),
          source: line(body, 'source'),
          licence: line(body, 'licence'),
          language: line(body, 'language'),
        }
        const terms = text(body, 'terms')
        const bytes = new TextEncoder().encode(terms)
        const imported = importList(world, { ...wishes, bytes }, actorOf(visitor!, address))
        if (!imported.ok) {
          return showLists(world, context, { draft: { ...wishes, terms }, errors: wordsOf(imported.faults) }, 422)
        }
        await listsReady(world)
        return seeOther(request, `/panel/lists?said=${imported.skipped.length > 0 ? 'parts' : 'imported'}`)
      },
      { access: 'staff:owner' },
    )
    .post(
      '/panel/lists/acts',
      context => {
        const { body, request, visitor, address } = context
        const typed = Object.fromEntries(CHOICE_NAMES.map(name => [name, line(body, name)])) as Record<
          ChoiceSetting,
          string
        >
        if (!chooseActs(world, typed, actorOf(visitor!, address))) {
          throw new Refused(422, say.admin.chooseActs)
        }
        return seeOther(request, '/panel/lists?said=acts')
      },
      { access: 'staff:owner' },
    )
    .post(
      '/panel/lists/try',
      context => {
        const typed = text(context.body, 'text').slice(0, TRY_MOST)
        const { act, class: named, text: shown, covered } = tryText(world, typed)
        return showLists(world, context, { tried: { typed, act, class: named, shown, covered } })
      },
      { access: 'staff:owner' },
    )
    .get('/panel/lists/:list', context => showList(world, context, context.params.list), { access: 'staff:owner' })
    .post(
      '/panel/lists/:list/remove',
      async context => {
        const { list } = context.params
        if (!listById(world, list)) throw new Refused(404, noSuchList())
        const typed = text(context.body, 'because')
        const removed = removeList(world, list, typed, actorOf(context.visitor!, context.address))
        if (!removed.ok && removed.why === 'because') {
          return showList(world, context, list, { typed, error: say.admin.sayWhyGoes })
        }
        await listsReady(world)
        return seeOther(context.request, '/panel/lists?said=removed')
      },
      { access: 'staff:owner' },
    )

const noHit = () => say.admin.noHit
const noSuchList = () => say.admin.noListMore

function showHit(world: World, context: Staff, id: string, refused?: { typed: string; error: string }): Response {
  const hit = hitById(world, id)
  if (!hit) throw new Refused(404, noHit())
  return page(
    HitPage({
      frame: frame(world, context),
      desk: desk(world),
      zone: houseZone(world),
      hit,
      lookedBy: actorName(world, hit.looked_by),
      ...(refused ? { refused } : {}),
    }),
    { nonce: context.nonce, status: refused ? 422 : 200 },
  )
}

function wordsOf(faults: ListFaults): ListsProps['errors'] {
  const many = number(TERMS_MOST)
  const lines = faults.lines?.join(', ')
  return {
    ...(faults.class ? { class: say.admin.chooseWhatFor } : {}),
    ...(faults.source ? { source: faults.source === 'empty' ? say.admin.sayWhereFrom : say.admin.most200 } : {}),
    ...(faults.licence ? { licence: faults.licence === 'empty' ? say.admin.sayLicence : say.admin.most200 } : {}),
    ...(faults.language ? { language: say.admin.shortCode } : {}),
    ...(faults.terms
      ? {
          terms: {
            empty: say.admin.termALine,
            'no-term': say.admin.noTerm(lines ?? ''),
            long: say.admin.tooLongPage,
            many: say.admin.moreTerms(many),
            'not-utf-8': say.admin.noUtf8,
            known: say.admin.sameTerms,
          }[faults.terms],
        }
      : {}),
  }
}

function showLists(world: World, context: Staff, more: Partial<ListsProps> = {}, status = 200): Response {
  const met = hitsOfLists(world, world.clock.now() - LATELY)
  const { unreadable } = inForce(world)
  return page(
    ListsPage({
      frame: frame(world, context, status === 200 ? said(context.request, sayings()) : {}),
      desk: desk(world),
      now: world.clock.now(),
      classes: CLASSES,
      acts: {
        filter_link: world.settings.get('filter_link'),
        filter_contact: world.settings.get('filter_contact'),
        filter_profanity: world.settings.get('filter_profanity'),
      },
      rows: allLists(world).map(list => ({
        ...list,
        by: actorName(world, list.added_by),
        met: met.get(list.id) ?? 0,
        sealed: unreadable.includes(list.id),
      })),
      ...more,
    }),
    { nonce: context.nonce, status },
  )
}

function showList(world: World, context: Staff, id: string, refused?: { typed: string; error: string }): Response {
  const list = listById(world, id)
  if (!list) throw new Refused(404, noSuchList())
  return page(
    ListPage({
      frame: frame(world, context),
      desk: desk(world),
      zone: houseZone(world),
      list: {
        ...list,
        by: actorName(world, list.added_by),
        met: hitsOfLists(world, world.clock.now() - LATELY).get(id) ?? 0,
        sealed: inForce(world).unreadable.includes(id),
      },
      ...(refused ? { refused } : {}),
    }),
    { nonce: context.nonce, status: refused ? 422 : 200 },
  )
}

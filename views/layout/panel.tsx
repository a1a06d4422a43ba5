import type { Child } from 'hono/jsx'
import { Avatar } from '../parts/avatar.tsx'
import { Icon, type IconName } from '../parts/icons.tsx'
import { Languages } from '../parts/languages.tsx'
import { MenuAct, MenuLink } from '../parts/menu.tsx'
import { Notice } from '../parts/notice.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'
import type { Frame, StaffRole } from './frame.ts'
import { Page, type PageProps, Said } from './page.tsx'
import { Brand, roleWords } from './site.tsx'

export interface PanelPageProps extends PageProps {
  /** What waits for a decision, shown at its entry. */
  waiting?: {
    people?: number
    /** By who may read them. */
    approvals?: Readonly<Record<StaffRole, number>>
    reports?: number
    appeals?: number
    filter?: number
    transfers?: number
  }
  /** Reports that cannot wait, over every page of the panel. */
  urgent?: number
  /** What is wrong with the media server, over every page of the panel. */
  trouble?: { bad: boolean; title: string; words: string } | null
  /** Right of the title: a search or one act. */
  aside?: Child
}

interface Entry {
  href: string
  words: string
  icon: IconName
  count?: number
  /** Whose it is besides the owner's; `staff`: everybody's. */
  of: 'staff' | StaffRole
}

const groups = (waiting: PanelPageProps['waiting'], role?: StaffRole): { title?: string; entries: Entry[] }[] => [
  {
    entries: [
      { href: paths.panel, words: say.layout.overview, icon: 'home', of: 'staff' },
      { href: paths.panelPeople, words: say.layout.people, icon: 'people', count: waiting?.people, of: 'moderator' },
      {
        href: paths.panelApprovals,
        words: say.cases.approvals.title,
        icon: 'check',
        count: role && waiting?.approvals?.[role],
        of: 'staff',
      },
      { href: paths.panelReports, words: say.layout.reports, icon: 'flag', count: waiting?.reports, of: 'moderator' },
      {
        href: paths.panelAppeals,
        words: say.cases.appeals.title,
        icon: 'back',
        count: waiting?.appeals,
        of: 'moderator',
      },
      { href: paths.panelSanctions, words: say.cases.records.sanctions, icon: 'ban', of: 'moderator' },
      { href: paths.panelFilter, words: say.layout.filter, icon: 'eye-off', count: waiting?.filter, of: 'moderator' },
    ],
  },
  {
    title: say.money.group,
    entries: [
      { href: paths.panelVouchers, words: say.money.nav.vouchers, icon: 'key', of: 'finance' },
      { href: paths.panelOrders, words: say.money.nav.orders, icon: 'card', of: 'finance' },
      {
        href: paths.panelTransfers,
        words: say.money.nav.transfers,
        icon: 'download',
        count: waiting?.transfers,
        of: 'finance',
      },
      { href: paths.panelWallets, words: say.money.nav.wallets, icon: 'token', of: 'finance' },
      { href: paths.panelEarnings, words: say.money.nav.earnings, icon: 'stage', of: 'finance' },
      { href: paths.panelTokens, words: say.money.nav.tokens, icon: 'list', of: 'finance' },
      { href: paths.panelMoney, words: say.money.nav.money, icon: 'tag', of: 'owner' },
    ],
  },
  {
    title: say.layout.house,
    entries: [
      { href: paths.panelSettings, words: say.layout.settings, icon: 'sliders', of: 'owner' },
      { href: paths.panelMail, words: say.following.panel.mail.title, icon: 'mail', of: 'owner' },
      { href: paths.panelCategories, words: say.following.panel.categories.title, icon: 'tag', of: 'owner' },
      { href: paths.panelPages, words: say.layout.pages, icon: 'page', of: 'owner' },
      { href: paths.panelGifts, words: say.tips.gifts.title, icon: 'gift', of: 'owner' },
      { href: paths.panelLists, words: say.layout.wordLists, icon: 'list', of: 'owner' },
      { href: paths.panelPlay, words: say.play.house.title, icon: 'smile', of: 'owner' },
      { href: paths.panelHealth, words: say.layout.health, icon: 'pulse', of: 'moderator' },
      { href: paths.panelBackups, words: say.layout.backups, icon: 'database', of: 'owner' },
      { href: paths.panelAudit, words: say.layout.audit, icon: 'shield', of: 'owner' },
    ],
  },
]

function PanelLinks({ frame, waiting }: { frame: Frame; waiting: PanelPageProps['waiting'] }) {
  const role = roleOf(frame)
  return (
    <>
      {groups(waiting, role).map(group => {
        const entries = group.entries.filter(({ of }) => of === 'staff' || of === role || role === 'owner')
        if (entries.length === 0) return null
        return (
          <>
            {group.title ? <p class="panel-group">{group.title}</p> : null}
            <ul>
              {entries.map(entry => (
                <li>
                  <a
                    class="panel-link"
                    href={entry.href}
                    aria-current={isAt(frame.path, entry.href) ? 'page' : undefined}
                  >
                    <Icon name={entry.icon} />
                    {entry.words}
                    {entry.count ? (
                      <span class="count">
                        {entry.count}
                        <span class="unseen"> {say.layout.waiting}</span>
                      </span>
                    ) : null}
                  </a>
                </li>
              ))}
            </ul>
          </>
        )
      })}
    </>
  )
}

/** Who is not known sees what everybody of the house does. */
const roleOf = ({ visitor }: Frame): StaffRole | undefined =>
  visitor === undefined || visitor.role === 'member' || visitor.role === 'performer' ? undefined : visitor.role

const isAt = (path: string, href: string) => path === href || (href !== paths.panel && path.startsWith(`${href}/`))

export function PanelPage(props: PanelPageProps) {
  const { frame } = props
  // What needs a look into a room or a report is not for whoever looks after the money.
  const keeps = roleOf(frame) !== 'finance'
  return (
    <Page {...props} unlisted bodyClass="is-panel">
      <div class="panel">
        <header class="panel-side">
          <Brand name={frame.site.name} />
          <nav class="panel-nav" aria-label={say.layout.panel}>
            <PanelLinks frame={frame} waiting={props.waiting} />
            <PanelYou frame={frame} />
          </nav>
          <details class="menu panel-menu">
            <summary>
              <Icon name="list" />
              {say.layout.menu}
            </summary>
            <nav class="menu-sheet" aria-label={say.layout.panelMenu}>
              <PanelLinks frame={frame} waiting={props.waiting} />
              <PanelYou frame={frame} />
            </nav>
          </details>
        </header>
        <main class="panel-main" id="main" tabindex={-1}>
          <div class="panel-head">
            <h1 class="page-title">{props.title}</h1>
            {props.aside}
          </div>
          {keeps ? <Urgent urgent={props.urgent} /> : null}
          {keeps && props.trouble ? (
            <div class="said" id="trouble">
              <Notice
                tone={props.trouble.bad ? 'bad' : 'warn'}
                title={props.trouble.title}
                words={props.trouble.words}
                live
              />
            </div>
          ) : null}
          <Said frame={frame} />
          {props.children}
        </main>
      </div>
    </Page>
  )
}

export function Urgent({ urgent }: Pick<PanelPageProps, 'urgent'>) {
  return urgent ? (
    <div class="said">
      <Notice
        tone="bad"
        title={say.cases.inbox.urgent}
        words={say.cases.inbox.urgentWords}
        act={<a href={paths.panelReports}>{say.cases.inbox.urgentOpen}</a>}
        live
      />
    </div>
  ) : null
}

function PanelYou({ frame }: { frame: Frame }) {
  const { visitor } = frame
  if (!visitor) return null
  return (
    <div class="panel-you">
      <p class="panel-person">
        <Avatar person={visitor} size={24} />
        <span class="row-two">
          <b class="name">{visitor.handle}</b>
          <span class="meta">{roleWords()[visitor.role]}</span>
        </span>
      </p>
      <MenuLink href={paths.notices} icon={visitor.unread ? 'bell-on' : 'bell'}>
        {visitor.unread ? say.following.bell.unread(visitor.unread) : say.following.bell.label}
      </MenuLink>
      <MenuLink href={paths.front} icon="eye">
        {say.layout.seeSite}
      </MenuLink>
      <MenuLink href={paths.account} icon="person">
        {say.layout.account}
      </MenuLink>
      <MenuAct action={paths.signOut} icon="leave">
        {say.layout.signOut}
      </MenuAct>
      <Languages here={frame.here ?? frame.path} />
    </div>
  )
}

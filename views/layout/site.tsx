import type { Child } from 'hono/jsx'
import { Avatar } from '../parts/avatar.tsx'
import { LinkButton } from '../parts/button.tsx'
import { Icon, type IconName, Sign } from '../parts/icons.tsx'
import { Languages } from '../parts/languages.tsx'
import { Menu, MenuAct, MenuLink } from '../parts/menu.tsx'
import { paths } from '../paths.ts'
import { Bell } from '../rooms/bell.tsx'
import { Purse } from '../wallet/purse.tsx'
import { say } from '../words/index.ts'
import type { Frame, Visitor } from './frame.ts'
import { Page, type PageProps, Said } from './page.tsx'

export interface SitePageProps extends PageProps {
  /** The studio's two pages stand in the header instead of the search. */
  studio?: boolean
  /** In the header, left of the person: "On air 1:12:40". */
  aside?: Child
  /** The room takes the whole width and has no tabs on a phone. */
  room?: boolean
}

export function SitePage(props: SitePageProps) {
  const { frame, room } = props
  return (
    <Page {...props} bodyClass={`${room ? 'is-room' : 'with-tabs'}${props.bodyClass ? ` ${props.bodyClass}` : ''}`}>
      <SiteHead frame={frame} studio={props.studio} aside={props.aside} />
      <main class={room ? 'room-page' : 'page'} id="main" tabindex={-1}>
        <Said frame={frame} />
        {props.children}
      </main>
      <SiteFoot frame={frame} />
      {room ? null : <SiteTabs frame={frame} />}
    </Page>
  )
}

export function Brand({ name, href = paths.front }: { name: string; href?: string }) {
  return (
    <a class="brand" href={href}>
      <Sign />
      <span class="brand-name">{name}</span>
    </a>
  )
}

const isStaff = (visitor?: Visitor) =>
  visitor?.role === 'owner' || visitor?.role === 'moderator' || visitor?.role === 'finance'

function SiteHead({ frame, studio, aside }: { frame: Frame; studio?: boolean; aside?: Child }) {
  return (
    <header class="site-head">
      <Brand name={frame.site.name} />
      {studio ? (
        <nav class="site-nav" aria-label={say.layout.studio}>
          <StudioLink frame={frame} href={paths.studio} words={say.layout.stage} />
          <StudioLink frame={frame} href={paths.studioObs} words="OBS" />
          <StudioLink frame={frame} href={paths.studioRoom} words={say.layout.roomPage} />
          <StudioLink frame={frame} href={paths.studioTips} words={say.tips.studio.nav} />
          <StudioLink frame={frame} href={paths.studioChat} words={say.tools.page.tab} />
          <StudioLink frame={frame} href={paths.studioPlay} words={say.play.studio.nav} />
        </nav>
      ) : (
        <search class="site-search">
          <SearchForm frame={frame} id="search" />
        </search>
      )}
      <div class="site-you">
        {aside}
        {studio ? null : <PhoneSearch frame={frame} />}
        <You frame={frame} studio={studio} />
      </div>
    </header>
  )
}

const StudioLink = (props: { frame: Frame; href: string; words: string }) => (
  <a href={props.href} aria-current={props.frame.path === props.href ? 'page' : undefined}>
    {props.words}
  </a>
)

export function SearchForm({ frame, id }: { frame: Frame; id: string }) {
  return (
    <form class="search" action={paths.front} method="get">
      <Icon name="search" />
      <input
        type="search"
        id={id}
        name="q"
        value={frame.search ?? ''}
        maxlength={60}
        placeholder={say.layout.searchRooms}
        aria-label={say.layout.searchRooms}
        autocomplete="off"
        enterkeyhint="search"
      />
      <span class="key wide-only" aria-hidden="true">
        /
      </span>
    </form>
  )
}

const PhoneSearch = ({ frame }: { frame: Frame }) => (
  <details class="menu phone-only phone-search">
    <summary class="you-button" aria-label={say.layout.search}>
      <Icon name="search" size={24} />
    </summary>
    <search class="phone-search-sheet">
      <SearchForm frame={frame} id="search-phone" />
    </search>
  </details>
)

function You({ frame, studio }: { frame: Frame; studio?: boolean }) {
  const { visitor } = frame
  if (!visitor) {
    return (
      <>
        <LinkButton look="bare" href={paths.signInFrom(frame.path)}>
          {say.layout.signIn}
        </LinkButton>
        <span class="wide-only">
          <LinkButton look="edge" href={paths.signUp}>
            {say.layout.join}
          </LinkButton>
        </span>
      </>
    )
  }
  return (
    <>
      {visitor.role === 'performer' && !studio ? (
        <span class="wide-only">
          <LinkButton look="edge" href={paths.studio} icon="stage">
            {say.layout.studio}
          </LinkButton>
        </span>
      ) : null}
      {isStaff(visitor) ? (
        <span class="wide-only">
          <LinkButton look="edge" href={paths.panel} icon="sliders">
            {say.layout.panel}
          </LinkButton>
        </span>
      ) : null}
      {isStaff(visitor) ? null : <Purse tokens={visitor.tokens ?? 0n} here={frame.here ?? frame.path} />}
      <Bell unread={visitor.unread ?? 0} />
      <Menu
        label={say.layout.yourMenu(visitor.handle)}
        summary={<Avatar person={visitor} />}
        head={
          <>
            <b>{visitor.handle}</b>
            <p class="meta">{roleWords()[visitor.role]}</p>
          </>
        }
      >
        {visitor.role === 'performer' ? (
          <>
            <MenuLink href={paths.studio} icon="stage">
              {say.layout.studio}
            </MenuLink>
            <MenuLink href={paths.room(visitor.handle)} icon="eye">
              {say.layout.yourRoom}
            </MenuLink>
          </>
        ) : null}
        {isStaff(visitor) ? (
          <MenuLink href={paths.panel} icon="sliders">
            {say.layout.panel}
          </MenuLink>
        ) : null}
        {isStaff(visitor) ? null : (
          <MenuLink href={paths.wallet} icon="token">
            {say.wallet.page.title}
          </MenuLink>
        )}
        <MenuLink href={paths.account} icon="person">
          {say.layout.account}
        </MenuLink>
        <MenuAct action={paths.signOut} icon="leave">
          {say.layout.signOut}
        </MenuAct>
        <Languages here={frame.here ?? frame.path} />
      </Menu>
    </>
  )
}

export const roleWords = () =>
  ({
    member: say.layout.roleMember,
    performer: say.layout.rolePerformer,
    moderator: say.layout.roleModerator,
    finance: say.layout.roleFinance,
    owner: say.layout.roleOwner,
  }) as const

export function SiteFoot({ frame }: { frame: Frame }) {
  return (
    <footer class="site-foot">
      <p>{frame.site.name}</p>
      <nav aria-label={say.layout.houseRules}>
        <a href={paths.report}>{say.layout.report}</a>
        <a href={paths.page('rules')}>{say.layout.houseRules}</a>
        <a href={paths.page('terms')}>{say.layout.terms}</a>
        <a href={paths.page('privacy')}>{say.layout.privacy}</a>
        <a href={paths.page('contact')}>{say.layout.contact}</a>
      </nav>
      <Languages here={frame.here ?? frame.path} />
    </footer>
  )
}

/** On phones, only for pages that exist for this person. */
function SiteTabs({ frame }: { frame: Frame }) {
  const { visitor } = frame
  const tabs: [href: string, words: string, icon: IconName][] = [[paths.front, say.layout.rooms, 'home']]
  if (visitor && !isStaff(visitor)) tabs.push([paths.following, say.following.page.title, 'star'])
  if (visitor?.role === 'performer') tabs.push([paths.studio, say.layout.studio, 'stage'])
  if (isStaff(visitor)) tabs.push([paths.panel, say.layout.panel, 'sliders'])
  tabs.push(
    visitor ? [paths.account, say.layout.you, 'person'] : [paths.signInFrom(frame.path), say.layout.signIn, 'person'],
  )
  return (
    <nav class="site-tabs" aria-label={say.layout.main}>
      {tabs.map(([href, words, icon]) => (
        <a href={href} aria-current={isHere(href, frame.path) ? 'page' : undefined}>
          <Icon name={icon} />
          {words}
        </a>
      ))}
    </nav>
  )
}

const isHere = (href: string, path: string) => {
  const own = href.split('?')[0] ?? href
  return own === '/' ? path === '/' : path === own || path.startsWith(`${own}/`)
}

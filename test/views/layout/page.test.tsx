import { describe, expect, test } from 'bun:test'
import { BrokenPage, ForbiddenPage, NotFoundPage } from '../../../views/layout/errors.tsx'
import type { Frame, Visitor } from '../../../views/layout/frame.ts'
import { Page } from '../../../views/layout/page.tsx'
import { PanelPage } from '../../../views/layout/panel.tsx'
import { SitePage } from '../../../views/layout/site.tsx'

const frame = (more: Partial<Frame> = {}): Frame => ({
  site: {
    name: 'Harbour <Studio>',
    cssHref: '/assets/app-1.css',
    themeHref: '/theme-1.css',
    scriptHrefs: ['/assets/site-1.js'],
  },
  nonce: 'n0nce',
  path: '/',
  theme: 'dark',
  ...more,
})

const visitor = (role: Visitor['role']): Visitor => ({ handle: 'kestrel', hue: 6, role })

describe('a page', () => {
  const markup = String(
    <Page frame={frame()} title="A & B" scripts={['/assets/room-1.js']}>
      <p>x</p>
    </Page>,
  )

  test('gives every script the nonce and has none inline', () => {
    const scripts = markup.match(/<script[^>]*>/g) ?? []
    expect(scripts).toHaveLength(2)
    for (const script of scripts) {
      expect(script).toContain('nonce="n0nce"')
      expect(script).toContain('src="/assets/')
    }
    expect(markup).not.toMatch(/<script[^>]*>[^<]/)
    expect(markup).not.toContain(' style=')
    expect(markup).not.toMatch(/ on[a-z]+="/)
  })

  test('asks nobody else for anything', () => {
    expect(markup).not.toMatch(/(src|href)="(https?:)?\/\//)
  })

  test('escapes the name of the house and its own title', () => {
    expect(markup).toContain('<title>A &amp; B · Harbour &lt;Studio&gt;</title>')
  })

  test('says its language, its theme, and offers a way past the header', () => {
    expect(markup).toContain('<html lang="en" data-theme="dark">')
    expect(markup).toContain('href="#main"')
  })

  test('configures htmx as strictly as the policy', () => {
    const config = /name="htmx-config" content="([^"]*)"/.exec(markup)?.[1]?.replaceAll('&quot;', '"') ?? ''
    expect(JSON.parse(config)).toEqual({
      mode: 'same-origin',
      prefix: '',
      extensions: 'hx-csp,ws',
      includeIndicatorCSS: false,
      ws: { pauseOnBackground: false },
    })
  })
})

describe('the header', () => {
  const page = (role?: Visitor['role']) =>
    String(
      <SitePage frame={frame(role ? { visitor: visitor(role) } : { path: '/rooms/mara' })} title="Rooms">
        x
      </SitePage>,
    )

  test('offers a guest to sign in and come back', () => {
    expect(page()).toContain('href="/sign-in?from=%2Frooms%2Fmara"')
    expect(page()).not.toContain('Sign out')
  })

  test('signs out by a form, not by a link', () => {
    expect(page('member')).toMatch(/<form method="post" action="\/sign-out">/)
  })

  test('shows studio and panel only to those who have them', () => {
    expect(page('member')).not.toContain('href="/studio"')
    expect(page('member')).not.toContain('href="/panel"')
    expect(page('performer')).toContain('href="/studio"')
    expect(page('moderator')).toContain('href="/panel"')
    expect(page('moderator')).not.toContain('href="/studio"')
  })
})

test('the panel keeps the owner’s entries from moderators', () => {
  const side = (role: Visitor['role']) =>
    String(
      <PanelPage frame={frame({ path: '/panel', visitor: visitor(role) })} title="Overview">
        x
      </PanelPage>,
    )
  expect(side('owner')).toContain('href="/panel/settings"')
  expect(side('moderator')).not.toContain('href="/panel/settings"')
  expect(side('moderator')).toContain('href="/panel/people"')
  expect(side('moderator')).not.toContain('href="/panel/orders"')
  expect([...side('finance').matchAll(/class="panel-link" href="([^"]+)"/g)].map(found => found[1])).toEqual(
    [0, 1].flatMap(() => [
      '/panel',
      '/panel/approvals',
      '/panel/vouchers',
      '/panel/orders',
      '/panel/transfers',
      '/panel/wallets',
      '/panel/earnings',
      '/panel/tokens',
    ]),
  )
})

test('what is urgent in rooms and reports is no business of finance’s', () => {
  const page = (role: Visitor['role']) =>
    String(
      <PanelPage
        frame={frame({ path: '/panel', visitor: visitor(role) })}
        title="Overview"
        urgent={1}
        trouble={{ bad: true, title: 'No pictures', words: 'The media server ended.' }}
        waiting={{ approvals: { owner: 3, moderator: 2, finance: 1 } }}
      >
        x
      </PanelPage>,
    )
  expect(page('moderator')).toContain('A report has to be looked at now')
  expect(page('moderator')).toContain('No pictures')
  expect(page('finance')).not.toContain('A report has to be looked at now')
  expect(page('finance')).not.toContain('No pictures')
  const counts = (role: Visitor['role']) => /class="count">(\d)/.exec(page(role))?.[1]
  expect([counts('owner'), counts('moderator'), counts('finance')]).toEqual(['3', '2', '1'])
})

describe('error pages', () => {
  test('have one heading and a way on', () => {
    for (const markup of [
      String(<NotFoundPage frame={frame()} />),
      String(<ForbiddenPage frame={frame({ visitor: visitor('member') })} />),
      String(<BrokenPage frame={frame()} incident="7F3K" />),
    ]) {
      expect(markup.match(/<h1/g)).toHaveLength(1)
      expect(markup).toContain('href="/"')
    }
  })

  test('name the incident', () => {
    expect(String(<BrokenPage frame={frame()} incident="7F3K" />)).toContain('note 7F3K')
  })

  test('send a guest to sign in', () => {
    expect(String(<ForbiddenPage frame={frame({ path: '/panel' })} />)).toContain('/sign-in?from=%2Fpanel')
  })
})

// Stands between an installed site and no network, and is called when something is new. It keeps the one page that says so
// and nothing of anybody's.
import { following as de } from '../../views/words/de/following.ts'
import { following as en } from '../../views/words/en/following.ts'

interface Lasting {
  waitUntil(until: Promise<unknown>): void
}
interface Fetching extends Lasting {
  request: Request
  respondWith(answer: Promise<Response>): void
}
interface Clicked extends Lasting {
  notification: Notification
}
interface Changed extends Lasting {
  oldSubscription?: PushSubscription
  newSubscription?: PushSubscription
}
interface Window {
  url: string
  focus(): Promise<Window>
  navigate(url: string): Promise<Window | null>
  postMessage(said: { unsent: string }): void
}
interface Worker {
  registration: ServiceWorkerRegistration
  clients: {
    claim(): Promise<void>
    matchAll(of: { type: 'window'; includeUncontrolled: boolean }): Promise<Window[]>
    openWindow(url: string): Promise<Window | null>
  }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate' | 'push', hear: (event: Lasting) => void): void
  addEventListener(type: 'fetch', hear: (event: Fetching) => void): void
  addEventListener(type: 'notificationclick', hear: (event: Clicked) => void): void
  addEventListener(type: 'pushsubscriptionchange', hear: (event: Changed) => void): void
}
const house = self as unknown as Worker

const KEPT = 'offline'
const OFFLINE = '/offline'

async function keep(): Promise<void> {
  const page = await fetch(OFFLINE, { credentials: 'omit', cache: 'no-store' })
  if (!page.ok) return
  const text = await page.clone().text()
  const styles = [...text.matchAll(/href="(\/assets\/[^"]+\.css)"/g)].map(found => found[1] ?? '')
  await caches.delete(KEPT)
  const cache = await caches.open(KEPT)
  await cache.put(OFFLINE, page)
  await cache.addAll(styles)
}

house.addEventListener('install', event => event.waitUntil(keep().then(() => house.skipWaiting())))
house.addEventListener('activate', event => event.waitUntil(house.clients.claim()))

house.addEventListener('fetch', event => {
  const { request } = event
  if (request.mode === 'navigate' && request.method !== 'GET') {
    event.respondWith(fetch(request).catch(() => unsent(request.url)))
    return
  }
  const page = request.mode === 'navigate' && request.method === 'GET'
  if (!page && request.destination !== 'style') return
  event.respondWith(
    fetch(request).catch(async error => {
      const kept = await caches.match(page ? OFFLINE : request)
      if (kept) return kept
      throw error
    }),
  )
})

/** A form that reached nobody: an answer without a page leaves the browser on the one it is on, with what was typed. */
async function unsent(url: string): Promise<Response> {
  for (const window of await house.clients.matchAll({ type: 'window', includeUncontrolled: true })) {
    window.postMessage({ unsent: url })
  }
  return new Response(null, { status: 204 })
}

interface News {
  title: string
  body: string
  href: string
  tag: string
}

/** The call said nothing; what is new is asked of the site, by the cookie of whoever is signed in here. */
async function news(): Promise<News> {
  const words = (navigator.language.startsWith('de') ? de : en).letter
  const nothing = { title: words.discreet, body: words.discreetWords, href: '/notices', tag: 'notices' }
  try {
    const answer = await fetch('/notices/call', { headers: { accept: 'application/json' } })
    return answer.ok ? ((await answer.json()) as News) : nothing
  } catch {
    return nothing
  }
}

house.addEventListener('push', event =>
  event.waitUntil(
    news().then(({ title, body, href, tag }) =>
      house.registration.showNotification(title, {
        body,
        tag,
        data: href,
        icon: '/icons/192.png',
        badge: '/icons/192.png',
      }),
    ),
  ),
)

house.addEventListener('notificationclick', event => {
  event.notification.close()
  const href = new URL(String(event.notification.data ?? '/notices'), location.origin)
  if (href.origin !== location.origin) return
  event.waitUntil(
    (async () => {
      const open = await house.clients.matchAll({ type: 'window', includeUncontrolled: true })
      const there = open.find(window => new URL(window.url).pathname === href.pathname)
      if (there) await there.focus()
      else await house.clients.openWindow(href.href)
    })(),
  )
})

/** The browser has renewed its address by itself: the old one calls nobody any more. */
house.addEventListener('pushsubscriptionchange', event =>
  event.waitUntil(
    (async () => {
      const key = event.oldSubscription?.options.applicationServerKey
      const fresh =
        event.newSubscription ??
        (key
          ? await house.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
          : null)
      if (!fresh) return
      await fetch('/account/notices/devices', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ endpoint: fresh.endpoint }),
      })
    })(),
  ),
)

import type { Person } from './browser.ts'
import { type Site, startSite, until } from './site.ts'

export const PASSWORD = 'four words that nobody says'

/** One visitor by plain HTTP: own cookies, forms as a browser without scripts sends them. For setting the stage. */
export class Caller {
  readonly jar = new Map<string, string>()

  constructor(private readonly base: string) {}

  get = (path: string, headers: Record<string, string> = {}) => this.ask(path, { headers })

  post = (path: string, form: Record<string, string> = {}, headers: Record<string, string> = {}) =>
    this.ask(path, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'same-origin',
        ...headers,
      },
      body: new URLSearchParams(form).toString(),
    })

  async ask(path: string, init: RequestInit & { headers: Record<string, string> }) {
    const response = await fetch(path.startsWith('/') ? this.base + path : path, {
      redirect: 'manual',
      ...init,
      headers: {
        accept: 'text/html',
        ...(this.jar.size > 0 ? { cookie: [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
        ...init.headers,
      },
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/Max-Age=0\b/.test(line)) this.jar.delete(name)
      else this.jar.set(name, value)
    }
    return {
      status: response.status,
      location: response.headers.get('location') ?? '',
      headers: response.headers,
      body: await response.text(),
    }
  }

  /** As `post`, and the answer must be a redirect: the form was taken. */
  async did(path: string, form: Record<string, string> = {}) {
    const answer = await this.post(path, form)
    if (answer.status !== 303) throw new Error(`POST ${path} was not taken: ${answer.status} ${wordsOf(answer.body)}`)
    return answer
  }

  /** Gives a browser this visitor's cookies. */
  async lend({ page }: Pick<Person, 'page'>): Promise<void> {
    await page.context().addCookies(
      [...this.jar].map(([name, value]) => ({
        name,
        value,
        url: this.base.replace('http:', 'https:'),
        secure: true,
        httpOnly: true,
        sameSite: 'Lax' as const,
      })),
    )
  }
}

/** A page's words, for a failing test to show. */
export const wordsOf = (html: string): string =>
  html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .slice(0, 400)

export interface Performer {
  handle: string
  id: string
  /** The room's public name. */
  room: string
  caller: Caller
  /** A new stream key, as the OBS card shows it once. */
  key(more?: { void?: boolean }): Promise<string>
}

export interface House extends Site {
  owner: Caller
  performer(handle: string, more?: { approved?: boolean }): Promise<Performer>
  member(handle: string): Promise<Caller>
}

/** The link with the setup code that the console shows at the first start. */
export function setupLink(site: Pick<Site, 'output'>): string {
  const found = /https?:\/\/\S+\/links\/[A-Za-z0-9_-]{43}/.exec(site.output())
  if (!found) throw new Error(`the console shows no setup link: ${site.output().slice(-400)}`)
  return found[0]
}

export const inviteLink = (html: string): string => {
  const found = /https?:\/\/[^\s"<]+\/links\/[A-Za-z0-9_-]{43}/.exec(html)
  if (!found) throw new Error(`the page shows no invitation: ${wordsOf(html)}`)
  return found[0]
}

/** A running site with an owner called mira, set up to the end. */
export async function openHouse(
  flags: string[] = [],
  env: Record<string, string> = {},
  through: string[] = [],
): Promise<House> {
  const site = await startSite(flags, env, through)
  try {
    return await furnish(site)
  } catch (error) {
    await site.done()
    throw error
  }
}

async function furnish(site: Site): Promise<House> {
  await until('the media server is up', async () => (await (await fetch(`${site.url}/health`)).text()) === 'ok\n')
  const owner = new Caller(site.url)
  await owner.get(setupLink(site))
  await owner.did('/setup/you', { handle: 'mira', password: PASSWORD, adult: 'on' })
  await owner.did('/setup/name', { site_name: 'Harbour stage', zone: 'UTC', gel: '264' })
  await owner.did('/setup/address')
  await owner.did('/setup/kind', { rating: 'general' })
  await owner.did('/setup/doctor')

  return {
    ...site,
    owner,
    async performer(handle, { approved = true } = {}) {
      const invited = await owner.post('/panel/invites', { role: 'performer', note: handle })
      const caller = new Caller(site.url)
      await caller.get(inviteLink(invited.body))
      await caller.did('/invite', { handle, password: PASSWORD, adult: 'on' })
      const found = await owner.get(`/panel/people?q=${handle}`)
      const id = /\/panel\/people\/([a-z2-7]{26})"/.exec(found.body)?.[1]
      if (!id) throw new Error(`${handle} is not among the people: ${wordsOf(found.body)}`)
      if (approved) await owner.did(`/panel/people/${id}/approval`, { because: 'We met and talked about the rules.' })
      return {
        handle,
        id,
        room: handle.toLowerCase().replaceAll('_', '-'),
        caller,
        async key({ void: ends = false } = {}) {
          const answer = await caller.post('/studio/key', ends ? { void: 'on' } : {})
          const key = /fl[a-z2-7]{26}/.exec(answer.body)?.[0]
          if (!key) throw new Error(`the card shows no key: ${answer.status} ${wordsOf(answer.body)}`)
          return key
        },
      }
    },
    async member(handle) {
      const caller = new Caller(site.url)
      await caller.did('/sign-up', { handle, password: PASSWORD, adult: 'on' })
      return caller
    },
  }
}

export const rtmpTarget = (house: Site, room: string, key: string): string =>
  `rtmp://127.0.0.1:${house.rtmp}/live/${room}?pass=${key}`

import { languageOf, peers } from '../../src/accounts/access.ts'
import { type Account, join } from '../../src/accounts/account.ts'
import { Passwords, usePasswords } from '../../src/accounts/password.ts'
import type { Role } from '../../src/accounts/role.ts'
import { beginSession } from '../../src/accounts/session.ts'
import { buildApp } from '../../src/app.ts'
import { type Told, wire } from '../../src/wiring.ts'
import { type Language, speak } from '../../views/words/index.ts'
import { type TestWorld, testWorld } from './world.ts'

export const PASSWORD = 'four words that nobody says'
const cheap = new Passwords({ memoryKib: 64, times: 1 })
const cheapHash = (await cheap.hash(PASSWORD))!

export interface Site {
  world: TestWorld
  told: Told
  app: ReturnType<typeof buildApp>
  browser(options?: { address?: string; agent?: string }): Visit
  /** An account whose password is PASSWORD. */
  person(handle: string, role?: Role): Account
  /** A browser in which that person is signed in. */
  signedIn(account: Account, options?: { address?: string }): Visit
}

/** The whole site in memory, as browsers see it. Passwords cost little, so that thousands can be tried. */
export function testSite(flags: string[] = []): Site {
  const world = testWorld(flags)
  usePasswords(world, new Passwords({ memoryKib: 64, times: 1 }))
  const told = wire(world)
  const app = buildApp(world, told)
  const site: Site = {
    world,
    told,
    app,
    browser: options => new Visit(app, options, request => languageOf(world, request)),
    person(handle, role = 'member') {
      const joined = join(world, told.accounts, { handle, hash: cheapHash, role, address: '' })
      if (!joined.ok) throw new Error(`${handle} is taken`)
      return joined.account
    },
    signedIn(account, options) {
      const visit = site.browser(options)
      const begun = beginSession(world, told.accounts, { account, agent: 'A browser', address: '', instead: [] })
      visit.jar.set(begun.side === 'staff' ? '__Host-fl-staff' : '__Host-fl', begun.secret)
      return visit
    },
  }
  return site
}

export interface Answer {
  status: number
  location: string
  body: string
  response: Response
}

/** One browser: an address, a jar of cookies, same-origin requests. */
export class Visit {
  readonly jar = new Map<string, string>()
  readonly address: string
  readonly agent: string

  constructor(
    private readonly app: ReturnType<typeof buildApp>,
    options: { address?: string; agent?: string } = {},
    private readonly languageOf: (request: Request) => Language = () => 'en',
  ) {
    this.address = options.address ?? '198.51.100.7'
    this.agent = options.agent ?? 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
  }

  get = (path: string, headers: Record<string, string> = {}) => this.ask(path, { method: 'GET', headers })

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

  async ask(path: string, init: RequestInit & { headers: Record<string, string> }): Promise<Answer> {
    const request = new Request(`http://localhost:8420${path}`, {
      ...init,
      headers: {
        host: 'localhost:8420',
        accept: 'text/html',
        'user-agent': this.agent,
        ...(this.jar.size > 0 ? { cookie: [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
        ...init.headers,
      },
    })
    peers.set(request, this.address)
    const response = await speak(this.languageOf(request), () => this.app.handle(request))
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/Max-Age=0\b/.test(line)) this.jar.delete(name)
      else this.jar.set(name, value)
    }
    return {
      status: response.status,
      location: response.headers.get('location') ?? '',
      body: await response.text(),
      response,
    }
  }
}

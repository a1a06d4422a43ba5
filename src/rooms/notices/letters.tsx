import { type Letter, letter } from '../../../views/mail/letter.tsx'
import { paths } from '../../../views/paths.ts'
import { noticeWords } from '../../../views/rooms/notices.tsx'
import { say, speak } from '../../../views/words/index.ts'
import { accountById, addressRefused, languageOfAccount, mailTo, stopCode } from '../../accounts/index.ts'
import { DAY, HOUR } from '../../base/clock.ts'
import { publicUrl } from '../../base/http/public-url.ts'
import { type MailTold, post } from '../../base/mail/outbox.ts'
import type { World } from '../../world.ts'
import type { Notice } from '../notice.ts'
import { isFleeting, type Wishes } from '../wishes.ts'

const siteOf = (world: World) => world.settings.get('site_name')

/** Both ways of ending it: a link for people and the header that mail programs press. Source: RFC 8058. */
function stopOf(world: World, account: string) {
  const href = publicUrl(world) + paths.mailStop(stopCode(world, account))
  return {
    foot: [
      { words: say.following.letter.stop, href },
      { words: say.following.letter.choose, href: publicUrl(world) + paths.accountNotices },
    ],
    headers: { 'List-Unsubscribe': `<${href}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
  }
}

/** Mails a notice, in the reader's language; names are said only where the reader wants them said. */
export function mailNotice(world: World, notice: Notice, wishes: Wishes, holdMs: number): boolean {
  const account = notice.account_id
  const to = mailTo(world, account)
  if (to === null) return false
  return speak(languageOfAccount(world, account), () => {
    const words = say.following.letter
    const stop = stopOf(world, account)
    const sentence = noticeWords(notice)
    const written = letter({
      subject: wishes.names ? sentence : words.discreet,
      parts: [
        { words: wishes.names ? sentence : words.discreetWords },
        { words: words.look, href: publicUrl(world) + paths.notice(notice.id) },
      ],
      foot: stop.foot,
      site: siteOf(world),
    })
    const lastsMs = isFleeting(notice.kind) ? HOUR : 3 * DAY
    return post(world, { to, ...written, headers: stop.headers }, { about: account, holdMs, lastsMs })
  })
}

/** The code goes to the address alone: whoever opens the link has the mailbox. */
export function mailCode(world: World, account: string, to: string, code: string): boolean {
  return speak(languageOfAccount(world, account), () => {
    const words = say.following.letter
    const written: Letter = letter({
      subject: words.confirm(siteOf(world)),
      parts: [
        { words: words.confirmWords(accountById(world, account)?.handle ?? '') },
        { words: words.confirmAct, href: publicUrl(world) + paths.mailConfirmCode(code) },
        { words: words.confirmElse },
      ],
      site: siteOf(world),
    })
    return post(world, { to, ...written }, { about: account, lastsMs: 6 * HOUR })
  })
}

/** So that somebody sees it arrive. */
export function mailTest(world: World, account: string): boolean {
  const to = mailTo(world, account)
  if (to === null) return false
  return speak(languageOfAccount(world, account), () => {
    const words = say.following.letter
    const stop = stopOf(world, account)
    const written = letter({
      subject: words.test(siteOf(world)),
      parts: [{ words: words.testWords }],
      foot: stop.foot,
      site: siteOf(world),
    })
    return post(world, { to, ...written, headers: stop.headers }, { about: account, lastsMs: HOUR })
  })
}

/** What the outbox tells: an address that takes nothing has to be proved anew. */
export const mailTold = (world: World): MailTold => ({
  refused(about) {
    if (about !== '') addressRefused(world, about)
  },
})

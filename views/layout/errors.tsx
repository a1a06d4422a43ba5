import { LinkButton } from '../parts/button.tsx'
import { Slate } from '../parts/stage.tsx'
import { paths } from '../paths.ts'
import { BarePage } from './bare.tsx'
import type { Frame } from './frame.ts'

interface Failure {
  title: string
  heading: string
  words: string
  act?: { href: string; words: string }
  ghost?: boolean
}

function ErrorPage({ frame, failure }: { frame: Frame; failure: Failure }) {
  return (
    <BarePage frame={frame} title={failure.title} unlisted wide>
      <div class="stage stage-alone">
        <div class="picture">
          <Slate
            title={failure.heading}
            words={failure.words}
            ghost={failure.ghost}
            level={1}
            act={
              failure.act ? (
                <LinkButton look="primary" href={failure.act.href}>
                  {failure.act.words}
                </LinkButton>
              ) : null
            }
          />
        </div>
      </div>
    </BarePage>
  )
}

const HOME = { href: paths.front, words: 'See who is on' }

export const NotFoundPage = ({ frame, words }: { frame: Frame; words?: string }) => (
  <ErrorPage
    frame={frame}
    failure={{
      title: 'Not found',
      heading: 'Nobody on this stage',
      words: words ?? 'There is no page at this address. It may have moved, or the name is spelt differently.',
      act: HOME,
      ghost: true,
    }}
  />
)

export const ForbiddenPage = ({ frame, words }: { frame: Frame; words?: string }) => (
  <ErrorPage
    frame={frame}
    failure={{
      title: 'Not open to you',
      heading: 'This door is closed',
      words:
        words ??
        (frame.visitor
          ? `${frame.visitor.handle} may not open this page. Somebody of the house can change that.`
          : 'Sign in with an account that may open this page.'),
      act: frame.visitor ? HOME : { href: paths.signInFrom(frame.path), words: 'Sign in' },
    }}
  />
)

/** `incident` is what the log calls it. */
export const BrokenPage = ({ frame, incident }: { frame: Frame; incident: string }) => (
  <ErrorPage
    frame={frame}
    failure={{
      title: 'Something broke',
      heading: 'Something broke here',
      words: `It is our fault and it is written down. Try again in a moment. If it stays, tell us note ${incident}.`,
      act: HOME,
    }}
  />
)

/** Too many requests, too large, a busy house: our words, one way on. */
export const RefusedPage = (props: { frame: Frame; title: string; words: string; back?: string }) => (
  <ErrorPage
    frame={props.frame}
    failure={{
      title: props.title,
      heading: props.title,
      words: props.words,
      act: props.back ? { href: props.back, words: 'Go back' } : HOME,
    }}
  />
)

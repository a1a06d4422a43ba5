import { LinkButton } from '../parts/button.tsx'
import { Slate } from '../parts/stage.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'
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

const home = () => ({ href: paths.front, words: say.errors.seeWhoIsOn })

export const NotFoundPage = ({ frame, words }: { frame: Frame; words?: string }) => (
  <ErrorPage
    frame={frame}
    failure={{
      title: say.errors.notFound,
      heading: say.errors.nobodyHere,
      words: words ?? say.errors.noPage,
      act: home(),
      ghost: true,
    }}
  />
)

export const ForbiddenPage = ({ frame, words }: { frame: Frame; words?: string }) => (
  <ErrorPage
    frame={frame}
    failure={{
      title: say.errors.notOpen,
      heading: say.errors.doorClosed,
      words: words ?? (frame.visitor ? say.errors.mayNotOpen(frame.visitor.handle) : say.errors.signInThatMay),
      act: frame.visitor ? home() : { href: paths.signInFrom(frame.path), words: say.layout.signIn },
    }}
  />
)

/** `incident` is what the log calls it. */
export const BrokenPage = ({ frame, incident }: { frame: Frame; incident: string }) => (
  <ErrorPage
    frame={frame}
    failure={{
      title: say.errors.broke,
      heading: say.errors.brokeHere,
      words: say.errors.brokeWords(incident),
      act: home(),
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
      act: props.back ? { href: props.back, words: say.errors.goBack } : home(),
    }}
  />
)

import type { Child } from 'hono/jsx'
import { NewAccountFields, type SignUpErrors } from '../accounts/sign-up.tsx'
import { decimal } from '../format.ts'
import { contrast, GEL_HUE, gel, hex, NAMED_GELS, SURFACES } from '../gel.ts'
import { BarePage } from '../layout/bare.tsx'
import type { Frame } from '../layout/frame.ts'
import { Button, LinkButton } from '../parts/button.tsx'
import { Tag } from '../parts/chip.tsx'
import { Form, Options, SelectField, type SelectOption, TextField } from '../parts/field.tsx'
import { Icon } from '../parts/icons.tsx'
import { Lamps, LiveLamp, type Step, Steps } from '../parts/lamps.tsx'
import { Notice } from '../parts/notice.tsx'
import { weave } from '../parts/weave.tsx'
import { paths } from '../paths.ts'
import { LANGUAGES, languages, say } from '../words/index.ts'

export type SetupStep = 'you' | 'name' | 'address' | 'kind' | 'doctor'

export const setupSteps = (): readonly { slug: SetupStep; words: string }[] => [
  { slug: 'you', words: say.setup.stepYou },
  { slug: 'name', words: say.setup.stepName },
  { slug: 'address', words: say.setup.stepAddress },
  { slug: 'kind', words: say.setup.stepKind },
  { slug: 'doctor', words: say.setup.stepDoctor },
]

interface Common {
  frame: Frame
  done: readonly SetupStep[]
  /** Module script of the live preview. */
  scripts?: readonly string[]
}

function SetupPage(props: Common & { at: SetupStep; title: string; lead: Child; children?: Child }) {
  const steps: Step[] = setupSteps().map(({ slug, words }) => ({
    slug,
    words,
    done: props.done.includes(slug),
    href: props.done.includes('you') ? paths.setupStep(slug) : undefined,
  }))
  return (
    <BarePage
      frame={props.frame}
      title={props.title}
      scripts={props.scripts}
      note={say.setup.saved}
      unlisted
      wide
      alone
    >
      <div class="setup">
        <Steps label={say.setup.settingUp} steps={steps} at={props.at} />
        <div class="setup-form">
          <h1 class="page-title">{props.title}</h1>
          <p class="second setup-lead">{props.lead}</p>
          {props.children}
        </div>
      </div>
    </BarePage>
  )
}

function SetupActs({ at, last, later = true }: { at: SetupStep; last?: string; later?: boolean }) {
  const here = setupSteps().findIndex(({ slug }) => slug === at)
  const before = setupSteps()[here - 1]
  const after = setupSteps()[here + 1]
  return (
    <div class="setup-acts">
      {before && here > 1 ? (
        <LinkButton look="bare" icon="back" href={paths.setupStep(before.slug)}>
          {say.parts.back}
        </LinkButton>
      ) : (
        <span />
      )}
      <div class="acts acts-end">
        {later && after ? (
          <LinkButton look="bare" href={paths.setupStep(after.slug)}>
            {say.setup.later}
          </LinkButton>
        ) : null}
        <Button look="primary" busy={say.parts.saving}>
          {last ?? say.setup.keepOn}
        </Button>
      </div>
    </div>
  )
}

export interface SetupYouProps extends Common {
  /** The link brought it; it is kept out of the page. */
  codeKnown: boolean
  typed?: { handle?: string; adult?: boolean }
  errors?: SignUpErrors & { code?: string }
  error?: { title: string; words?: string }
}

export const SetupYouPage = (props: SetupYouProps) => (
  <SetupPage {...props} at="you" title={say.setup.stepYou} lead={say.setup.youLead}>
    <Form action={paths.setupStep('you')} error={props.error} novalidate={props.errors !== undefined}>
      {props.codeKnown ? null : (
        <TextField
          name="code"
          label={say.setup.code}
          code
          maxlength={200}
          error={props.errors?.code}
          hint={say.setup.codeHint}
        />
      )}
      <NewAccountFields typed={props.typed} errors={props.errors} label={say.setup.yourName} />
      <SetupActs at="you" later={false} />
    </Form>
  </SetupPage>
)

export interface SetupNameProps extends Common {
  name: string
  language: string
  zone: string
  zones: readonly SelectOption[]
  hue: number
  errors?: { name?: string; language?: string; zone?: string; hue?: string }
}

export const SetupNamePage = (props: SetupNameProps) => (
  <SetupPage {...props} at="name" title={say.setup.stepName} lead={say.setup.nameLead}>
    <Form action={paths.setupStep('name')} novalidate={props.errors !== undefined}>
      <div class="form-pair">
        <TextField
          name="site_name"
          label={say.setup.houseName}
          value={props.name}
          maxlength={40}
          error={props.errors?.name}
        />
        <SelectField
          name="zone"
          label={say.setup.zone}
          optional
          value={props.zone}
          options={props.zones}
          error={props.errors?.zone}
        />
      </div>
      <HouseLanguage value={props.language} error={props.errors?.language} />
      <GelField hue={props.hue} error={props.errors?.hue} />
      <GelPreviews hue={props.hue} />
      <noscript>
        <Button look="edge" name="do" value="look">
          {say.setup.showGel}
        </Button>
      </noscript>
      <SetupActs at="name" />
    </Form>
  </SetupPage>
)

/** For whoever reads in none of ours, and for what the house says by itself. */
export const HouseLanguage = ({ value, error }: { value: string; error?: string }) => (
  <SelectField
    name="language"
    label={say.setup.houseLanguage}
    value={value}
    options={languages.map(language => ({ value: language, words: LANGUAGES[language] }))}
    error={error}
    hint={say.setup.houseLanguageHint}
  />
)

/** Eight named gels, then a slider for any other. `gel` is a hue or `own`; with `own` the hue is `gel_hue`. */
export function GelField({ hue, error }: { hue: number; error?: string }) {
  const own = !NAMED_GELS.some(named => named.hue === hue)
  return (
    <fieldset class={`field${error ? ' field-wrong' : ''}`} id="gel">
      <legend class="field-label">{say.setup.gel}</legend>
      <p class="field-hint">{say.setup.gelHint}</p>
      <div class="gels">
        {NAMED_GELS.map(named => (
          <label class="gel option">
            <input
              class="unseen"
              type="radio"
              name="gel"
              value={String(named.hue)}
              checked={named.hue === hue}
              data-do="gel"
            />
            <svg class="gel-lamp" viewBox="0 0 40 22" width="40" height="22" aria-hidden="true">
              <path d="M4 20a16 16 0 0 1 32 0Z" fill={hexOf(named.hue)} />
              <path d="M1 20.500h38" class="sign-edge" stroke-width="1" />
            </svg>
            <span>{say.setup.gels[named.name]}</span>
          </label>
        ))}
      </div>
      <div class="gel-own">
        <label class="choice gel-own-choice">
          <input type="radio" name="gel" value="own" checked={own} id="gel-own" />
          <span class="choice-words">{say.setup.ownHue}</span>
        </label>
        <div class="gel-range">
          <svg class="gel-band" viewBox="0 0 320 8" preserveAspectRatio="none" aria-hidden="true">
            {Array.from({ length: 40 }, (_, at) => (
              <rect x={String(at * 8)} y="0" width="8.5" height="8" fill={hexOf(GEL_HUE.min + at * 8)} />
            ))}
          </svg>
          <input
            class="range"
            type="range"
            id="gel-hue"
            name="gel_hue"
            min={String(GEL_HUE.min)}
            max={String(GEL_HUE.max)}
            value={String(hue)}
            data-do="gel-range"
            aria-label={say.setup.ownHueLabel}
          />
        </div>
        <output class="gel-number" id="gel-number" for="gel-hue">
          {hue}°
        </output>
      </div>
      {error ? (
        <p class="field-error">
          <Icon name="bug" size={16} />
          <span>{error}</span>
        </p>
      ) : null}
    </fieldset>
  )
}

// SVG attributes take no OKLCH in older browsers: plain hex of the dark fill.
const hexOf = (hue: number) => hex(gel(hue).dark.fill)

/** Both themes side by side; a script sets the six colours on each as the slider moves. */
export function GelPreviews({ hue }: { hue: number }) {
  const colours = gel(hue)
  return (
    <div class="previews">
      {(['dark', 'light'] as const).map(theme => (
        <div class="preview-card" data-theme={theme} data-preview={theme}>
          <div class="stage">
            <div class="picture">
              <span class="card-curtain" />
            </div>
            <div class="lip">
              <Lamps lit={12.5} size={8} />
            </div>
          </div>
          <p class="preview-line">
            <LiveLamp on words={<b>oskar.k</b>} />
            <span class="link">{say.setup.sampleLink}</span>
          </p>
          <p class="acts">
            <span class="btn btn-primary btn-small">{say.setup.samplePress}</span>
            <span class="btn btn-edge btn-small">{say.setup.sampleFollow}</span>
            <Tag tone="new">{say.setup.sampleNew}</Tag>
          </p>
          <p class="preview-line meta">
            <span>
              {weave(say.setup.linksRatio, {
                ratio: <span data-ratio="gel">{decimal(contrast(colours[theme].gel, SURFACES[theme][0]), 1)}</span>,
              })}
            </span>
            <span>
              {weave(say.setup.buttonsRatio, {
                ratio: <span data-ratio="fill">{decimal(contrast(colours[theme].on, colours[theme].fill), 1)}</span>,
              })}
            </span>
          </p>
        </div>
      ))}
    </div>
  )
}

export interface SetupAddressProps extends Common {
  /** What this request came in by. */
  seen: string
  publicUrl: string
  publicHost: string
  errors?: { publicUrl?: string; publicHost?: string }
}

export const SetupAddressPage = (props: SetupAddressProps) => (
  <SetupPage {...props} at="address" title={say.setup.stepAddress} lead={say.setup.addressLead}>
    <Form action={paths.setupStep('address')} novalidate={props.errors !== undefined}>
      <TextField
        name="public_url"
        label={say.setup.publicUrl}
        type="url"
        value={props.publicUrl}
        optional
        maxlength={200}
        placeholder="https://harbour.example"
        error={props.errors?.publicUrl}
        hint={say.setup.publicUrlHint(props.seen)}
      />
      <TextField
        name="public_host"
        label={say.setup.publicHost}
        value={props.publicHost}
        optional
        maxlength={120}
        placeholder="203.0.113.7"
        error={props.errors?.publicHost}
        hint={say.setup.publicHostHint}
      />
      <SetupActs at="address" />
    </Form>
  </SetupPage>
)

export interface SetupKindProps extends Common {
  rating: string
}

export const SetupKindPage = (props: SetupKindProps) => (
  <SetupPage {...props} at="kind" title={say.setup.stepKind} lead={say.setup.kindLead}>
    <Form action={paths.setupStep('kind')}>
      <Options
        name="rating"
        legend={say.setup.kindLegend}
        value={props.rating}
        options={[
          {
            value: 'general',
            words: say.setup.general,
            hint: say.setup.generalHint,
          },
        ]}
      />
      <SetupActs at="kind" />
    </Form>
  </SetupPage>
)

export interface Check {
  id: string
  title: string
  tone: 'ok' | 'warn' | 'bad'
  /** What is: "UDP 8189 answers". */
  words: string
  /** What to do, where it is not green. */
  fix?: string
}

export interface SetupDoctorProps extends Common {
  checks: readonly Check[]
}

export const SetupDoctorPage = (props: SetupDoctorProps) => (
  <SetupPage {...props} at="doctor" title={say.setup.stepDoctor} lead={say.setup.doctorLead}>
    <Checks checks={props.checks} />
    <div class="setup-again">
      <LinkButton look="edge" icon="refresh" href={paths.setupStep('doctor')}>
        {say.setup.lookAgain}
      </LinkButton>
    </div>
    <Form action={paths.setupStep('doctor')}>
      {props.checks.some(check => check.tone === 'bad') ? (
        <Notice tone="warn" title={say.setup.openAnyway} words={say.setup.openAnywayWords} />
      ) : null}
      <SetupActs at="doctor" last={say.setup.openHouse} later={false} />
    </Form>
  </SetupPage>
)

/** Green, or with its fix: for the wizard, the health page and `footlight doctor` in words. */
export function Checks({ checks }: { checks: readonly Check[] }) {
  const icons = { ok: 'check', warn: 'alert', bad: 'bug' } as const
  return (
    <ul class="checks">
      {checks.map(check => (
        <li class="check" id={`check-${check.id}`}>
          <span class={`state state-${check.tone}`}>
            <Icon
              name={icons[check.tone]}
              label={{ ok: say.parts.good, warn: say.parts.lookAtThis, bad: say.parts.wrong }[check.tone]}
            />
          </span>
          <div class="row-grow">
            <p>
              <b>{check.title}</b> <span class="second">{check.words}</span>
            </p>
            {check.fix ? <p class="check-fix">{check.fix}</p> : null}
          </div>
        </li>
      ))}
    </ul>
  )
}

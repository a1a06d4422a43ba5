import type { Child } from 'hono/jsx'
import { say } from '../words/index.ts'
import type { HxAttributes } from './hx.ts'
import { Icon, type IconName } from './icons.tsx'
import { Notice } from './notice.tsx'

// Label, control, hint and error are made together, so that none can be forgotten and each is tied to the others by id.

interface Common {
  name: string
  label: string
  /** Unique in the page; the name when it is left out. */
  id?: string
  hint?: Child
  /** Said in the hint's place. */
  error?: string
  /** Shown beside the label; fields are required unless they are optional. */
  optional?: boolean
  disabled?: boolean
}

function Frame({
  field,
  icon,
  box = '',
  children,
}: {
  field: Common
  icon?: IconName
  box?: string
  children?: Child
}) {
  const id = field.id ?? field.name
  return (
    <div class={`field${field.error ? ' field-wrong' : ''}${box}`}>
      <label class="field-label" for={id}>
        {field.label}
        {field.optional ? <span class="field-optional"> {say.parts.optional}</span> : null}
      </label>
      <div class="field-box">
        {icon ? <Icon name={icon} /> : null}
        {children}
      </div>
      {field.error ? (
        <p class="field-error" id={`${id}-error`}>
          <Icon name="bug" size={16} />
          <span>{field.error}</span>
        </p>
      ) : null}
      {field.hint && !field.error ? (
        <p class="field-hint" id={`${id}-hint`}>
          {field.hint}
        </p>
      ) : null}
    </div>
  )
}

const described = (field: Common) => {
  const id = field.id ?? field.name
  if (field.error) return `${id}-error`
  return field.hint ? `${id}-hint` : undefined
}

export interface TextFieldProps extends Common {
  value?: string | number
  type?: 'text' | 'password' | 'email' | 'url' | 'search' | 'number' | 'date' | 'time' | 'datetime-local'
  autocomplete?: string
  inputmode?: 'text' | 'numeric' | 'decimal' | 'url' | 'email' | 'search' | 'none'
  minlength?: number
  maxlength?: number
  min?: string | number
  max?: string | number
  step?: string | number
  pattern?: string
  placeholder?: string
  icon?: IconName
  /** Inside, at the right: "tokens", "Mb/s". */
  unit?: string
  readonly?: boolean
  autofocus?: boolean
  spellcheck?: boolean
  /** Codes and keys in even letters. */
  code?: boolean
  list?: string
  form?: string
  hx?: HxAttributes
}

export function TextField(props: TextFieldProps) {
  const { type = 'text' } = props
  return (
    <Frame field={props} icon={props.icon} box={props.code ? ' field-code' : ''}>
      <input
        type={type}
        id={props.id ?? props.name}
        name={props.name}
        value={props.value === undefined ? undefined : String(props.value)}
        required={!props.optional}
        disabled={props.disabled}
        readonly={props.readonly}
        autofocus={props.autofocus}
        autocomplete={props.autocomplete ?? 'off'}
        inputmode={props.inputmode}
        minlength={props.minlength}
        maxlength={props.maxlength}
        min={props.min}
        max={props.max}
        step={props.step}
        pattern={props.pattern}
        placeholder={props.placeholder}
        list={props.list}
        form={props.form}
        spellcheck={props.spellcheck ?? (type === 'text' && !props.code ? undefined : false)}
        autocapitalize={props.code || type === 'password' ? 'none' : undefined}
        aria-invalid={props.error ? 'true' : undefined}
        aria-describedby={described(props)}
        {...(props.hx ?? {})}
      />
      {props.unit ? <span class="field-unit">{props.unit}</span> : null}
    </Frame>
  )
}

export interface TextAreaProps extends Common {
  value?: string
  rows?: number
  maxlength?: number
  placeholder?: string
}

export function TextArea(props: TextAreaProps) {
  return (
    <Frame field={props}>
      <textarea
        id={props.id ?? props.name}
        name={props.name}
        rows={props.rows ?? 4}
        required={!props.optional}
        disabled={props.disabled}
        maxlength={props.maxlength}
        placeholder={props.placeholder}
        aria-invalid={props.error ? 'true' : undefined}
        aria-describedby={described(props)}
      >
        {/* A parser eats the first line break after the tag. */}
        {`\n${props.value ?? ''}`}
      </textarea>
    </Frame>
  )
}

export interface SelectOption {
  value: string
  words: string
}

export interface SelectFieldProps extends Common {
  value?: string
  options: readonly SelectOption[]
  icon?: IconName
  hx?: HxAttributes
}

export function SelectField(props: SelectFieldProps) {
  return (
    <Frame field={props} icon={props.icon}>
      <select
        id={props.id ?? props.name}
        name={props.name}
        required={!props.optional}
        disabled={props.disabled}
        aria-invalid={props.error ? 'true' : undefined}
        aria-describedby={described(props)}
        {...(props.hx ?? {})}
      >
        {props.options.map(option => (
          <option value={option.value} selected={option.value === props.value}>
            {option.words}
          </option>
        ))}
      </select>
      <Icon name="down" size={16} />
    </Frame>
  )
}

export interface ChoiceProps {
  name: string
  id?: string
  label: string
  hint?: string
  value?: string
  checked?: boolean
  disabled?: boolean
  error?: string
  /** What a script does on a change, by name: `data-do`. */
  does?: string
}

function Choice({ choice, type, look }: { choice: ChoiceProps; type: 'checkbox' | 'radio' | 'switch'; look: string }) {
  const id = choice.id ?? (type === 'radio' ? `${choice.name}-${choice.value}` : choice.name)
  return (
    <div class={choice.error ? 'field field-wrong' : 'field'}>
      <label class={`choice ${look}`}>
        <input
          type={type === 'radio' ? 'radio' : 'checkbox'}
          role={type === 'switch' ? 'switch' : undefined}
          id={id}
          name={choice.name}
          value={choice.value ?? 'on'}
          checked={choice.checked}
          disabled={choice.disabled}
          aria-invalid={choice.error ? 'true' : undefined}
          aria-describedby={choice.error ? `${id}-error` : undefined}
          data-do={choice.does}
        />
        <span class="choice-words">
          <span class="choice-title">{choice.label}</span>
          {choice.hint ? <span class="choice-hint">{choice.hint}</span> : null}
        </span>
      </label>
      {choice.error ? (
        <p class="field-error" id={`${id}-error`}>
          <Icon name="bug" size={16} />
          <span>{choice.error}</span>
        </p>
      ) : null}
    </div>
  )
}

export const Checkbox = (props: ChoiceProps) => <Choice choice={props} type="checkbox" look="choice-check" />

export const Switch = (props: ChoiceProps) => <Choice choice={props} type="switch" look="choice-switch" />

/** One of a few, each with its own line of explanation. */
export function Options(props: {
  name: string
  legend: string
  value?: string
  options: readonly { value: string; words: string; hint?: string; disabled?: boolean }[]
}) {
  return (
    <fieldset class="field">
      <legend class="field-label">{props.legend}</legend>
      {props.options.map(option => (
        <Choice
          choice={{
            name: props.name,
            value: option.value,
            label: option.words,
            hint: option.hint,
            checked: option.value === props.value,
            disabled: option.disabled,
          }}
          type="radio"
          look="option"
        />
      ))}
    </fieldset>
  )
}

/** One of two to four short words in a row. */
export function Segments(props: { name: string; legend: string; value: string; options: readonly SelectOption[] }) {
  return (
    <fieldset class="field">
      <legend class="field-label">{props.legend}</legend>
      <div class="segments">
        {props.options.map(option => (
          <label class="segment">
            <input type="radio" name={props.name} value={option.value} checked={option.value === props.value} />
            {option.words}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

export interface FormProps {
  action: string
  /** Browsers post; the verb for others travels in the address. */
  method?: 'post' | 'get'
  id?: string
  /** What is wrong with the whole: said above the fields. */
  error?: { title: string; words?: string }
  /** Fields keep what was typed and our own words say what is wrong, so the browser's bubbles stay off after a refusal. */
  novalidate?: boolean
  class?: string
  hx?: HxAttributes
  children?: Child
}

export function Form(props: FormProps) {
  return (
    <form
      class={props.class ?? 'form'}
      id={props.id}
      action={props.action}
      method={props.method ?? 'post'}
      novalidate={props.novalidate}
      {...(props.hx ?? {})}
    >
      {props.error ? <Notice tone="bad" title={props.error.title} words={props.error.words} alert /> : null}
      {props.children}
    </form>
  )
}

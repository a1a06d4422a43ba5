import { describe, expect, test } from 'bun:test'
import { Checkbox, Form, Options, SelectField, Switch, TextArea, TextField } from '../../../views/parts/field.tsx'

const attribute = (markup: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(markup)?.[1]

describe('a text field', () => {
  test('ties its label and hint to the input', () => {
    const markup = String(<TextField name="title" label="Title" hint="A few words." />)
    expect(markup).toContain('<label class="field-label" for="title">')
    expect(markup).toContain('id="title"')
    expect(attribute(markup, 'aria-describedby')).toBe('title-hint')
    expect(markup).toContain('id="title-hint"')
    expect(markup).not.toContain('aria-invalid')
  })

  test('says an error in the hint’s place and keeps what was typed', () => {
    const markup = String(
      <TextField name="title" label="Title" value={'"><script>'} hint="A few words." error="Too long." />,
    )
    expect(attribute(markup, 'aria-invalid')).toBe('true')
    expect(attribute(markup, 'aria-describedby')).toBe('title-error')
    expect(markup).toContain('Too long.')
    expect(markup).not.toContain('A few words.')
    expect(markup).toContain('value="&quot;&gt;&lt;script&gt;"')
  })

  test('is required unless it is optional, and says so', () => {
    expect(String(<TextField name="a" label="A" />)).toContain(' required=')
    const optional = String(<TextField name="a" label="A" optional />)
    expect(optional).not.toContain(' required=')
    expect(optional).toContain('if you like')
  })

  test('two of one name may have their own ids', () => {
    const markup = String(<TextField name="because" id="lift-because" label="Why" error="Say why." />)
    expect(markup).toContain('for="lift-because"')
    expect(markup).toContain('id="lift-because-error"')
    expect(markup).toContain('name="because"')
  })
})

describe('a text area', () => {
  test('keeps a leading line break, which parsers eat once', () => {
    const markup = String(<TextArea name="bio" label="Bio" value={'\nsecond line'} />)
    expect(markup).toContain('>\n\nsecond line</textarea>')
  })

  test('cannot be closed from inside', () => {
    expect(String(<TextArea name="bio" label="Bio" value="</textarea><script>" />)).not.toContain('</textarea><script>')
  })
})

test('a select marks its value', () => {
  const markup = String(
    <SelectField
      name="zone"
      label="Zone"
      value="b"
      options={[
        { value: 'a', words: 'A' },
        { value: 'b', words: 'B' },
      ]}
    />,
  )
  expect(markup).toMatch(/<option value="b" selected="">B<\/option>/)
  expect(markup).not.toMatch(/<option value="a" selected/)
})

test('choices carry their words in the label', () => {
  expect(String(<Checkbox name="adult" label="I am 18 or older" />)).toMatch(
    /<label.*<input.*I am 18 or older.*<\/label>/s,
  )
  expect(String(<Switch name="mirror" label="Mirror" checked />)).toContain('role="switch"')
  const options = String(<Options name="kind" legend="Kind" value="a" options={[{ value: 'a', words: 'A' }]} />)
  expect(options).toContain('<legend')
  expect(options).toContain('id="kind-a"')
})

test('a form says what is wrong with the whole, as an alert', () => {
  const markup = String(
    <Form action="/sign-in" error={{ title: 'Name and password do not fit.' }}>
      x
    </Form>,
  )
  expect(markup).toContain('role="alert"')
  expect(markup).toContain('method="post"')
})

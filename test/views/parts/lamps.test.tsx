import { describe, expect, test } from 'bun:test'
import { grid, Spark } from '../../../views/parts/chart.tsx'
import { Lamps, Steps } from '../../../views/parts/lamps.tsx'
import { LevelMeter } from '../../../views/parts/meter.tsx'

const count = (markup: string, part: string) => markup.split(part).length - 1

describe('a row of lamps', () => {
  test('is always of twenty, and lights the next one half from half its share', () => {
    const markup = String(<Lamps lit={12.5} />)
    expect(count(markup, '<i ')).toBe(20)
    expect(count(markup, ' on"')).toBe(12)
    expect(count(markup, ' half"')).toBe(1)
    expect(count(String(<Lamps lit={12.4} />), ' half"')).toBe(0)
  })

  test('is silent as decoration and a progress bar where it counts', () => {
    expect(String(<Lamps lit={0} />)).toContain('aria-hidden="true"')
    const counting = String(<Lamps lit={4} label="The harbour" />)
    expect(counting).toContain('role="progressbar"')
    expect(counting).toContain('aria-valuenow="4"')
    expect(counting).toContain('aria-label="The harbour"')
  })

  test('never has more lit than there are', () => {
    expect(count(String(<Lamps lit={99} />), ' on"')).toBe(20)
  })
})

test('steps mark the one at hand', () => {
  const markup = String(
    <Steps
      label="Setting up"
      at="name"
      steps={[
        { slug: 'you', words: 'You', done: true, href: '/setup/you' },
        { slug: 'name', words: 'Name', done: false, href: '/setup/name' },
      ]}
    />,
  )
  expect(markup).toContain('aria-current="step"')
  expect(markup).toContain('Setting up: 1 of 2 done')
  expect(markup).toContain('href="/setup/you"')
})

test('the level meter has 32 cells and a value', () => {
  const markup = String(<LevelMeter level={29} />)
  expect(count(markup, '<i')).toBe(32)
  expect(count(markup, 'class="on"')).toBe(29)
  expect(markup).toContain('aria-valuenow="29"')
})

describe('charts', () => {
  test('have three round lines above nought', () => {
    expect(grid(812)).toEqual([0, 500, 1000, 1500])
    expect(grid(3)).toEqual([0, 1, 2, 3])
    expect(grid(0)).toEqual([0, 1, 2, 3])
  })

  test('draw numbers only, also of nothing and of one', () => {
    for (const values of [[], [5], [0, 0, 0], [1, 2, 3]]) {
      expect(String(<Spark values={values} />)).not.toMatch(/NaN|Infinity|undefined/)
    }
  })
})

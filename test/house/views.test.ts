import { expect, test } from 'bun:test'
import { sources } from '../help/sources.ts'

const views = sources('views/**/*.{ts,tsx}')

test('there are views to look at', () => {
  expect(views.length).toBeGreaterThan(20)
})

test('views import views, the JSX runtime and types, nothing else', () => {
  // The language of a page goes with the request that asked for it, through everything that it waits for.
  const own = (path: string, from: string) => path === 'views/words/speak.ts' && from === 'node:async_hooks'
  const wrong = views.flatMap(({ path, imports }) =>
    imports
      .filter(
        ({ from, typeOnly }) =>
          !typeOnly && !from.startsWith('views/') && !/^hono\/jsx(\/|$)/.test(from) && !own(path, from),
      )
      .map(({ from }) => `${path} imports ${from}`),
  )
  expect(wrong).toEqual([])
})

const RULES: [pattern: RegExp, instead: string, allowed: RegExp | null][] = [
  [/dangerouslySetInnerHTML/, 'write the markup as JSX', null],
  [/\braw\(/, 'only icons.tsx may', /^views\/parts\/icons\.tsx$/],
  [/\basync (function|\(|\w+ =>)|\bawait /, 'views are synchronous: a component that waits prints a promise', null],
  [/Date\.now\(\)|new Date\(\)/, 'the time is a value that the view is given', null],
  [/\bstyle=/, 'a class: the policy of the pages allows no inline style', null],
  [/\bon[A-Z][a-z]+=\{/, 'a behaviour in assets/client', null],
  [/hx-on|['"]js:/, 'needs eval, which the policy refuses', null],
  [/\bhx-(get|post|put|patch|delete|target|swap|trigger)=/, 'the typed hx() of parts/hx.ts', /^views\/parts\/hx\.ts$/],
  [/https?:\/\/(?!www\.w3\.org|[a-z.]*example)[a-z0-9]/, 'no page asks a third party', null],
]

for (const [pattern, instead, allowed] of RULES) {
  test(`no ${pattern.source} in views: ${instead}`, () => {
    const wrong = views
      .filter(({ path }) => !allowed?.test(path))
      .flatMap(({ path, code }) =>
        code
          .split('\n')
          .map((text, i) => ({ text, at: `${path}:${i + 1}` }))
          .filter(({ text }) => pattern.test(text))
          .map(({ text, at }) => `${at} ${text.trim().slice(0, 80)}`),
      )
    expect(wrong).toEqual([])
  })
}

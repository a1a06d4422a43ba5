import { expect, test } from 'bun:test'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { configurationPage } from '../../scripts/docs.ts'
import { ROOT } from '../help/sources.ts'

test('the page of flags is made from the flags', () => {
  expect(
    readFileSync(join(ROOT, 'docs/configuration.md'), 'utf8') === configurationPage() || 'run: bun scripts/docs.ts',
  ).toBe(true)
})

test('every link from one of our pages to another leads somewhere', () => {
  const wrong: string[] = []
  for (const page of [...new Bun.Glob('{*.md,docs/**/*.md}').scanSync({ cwd: ROOT })]) {
    if (page === 'THIRD_PARTY.md') continue
    for (const [, target = ''] of readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
      if (!/^https?:/.test(target) && !existsSync(join(ROOT, dirname(page), target))) wrong.push(`${page}: ${target}`)
    }
  }
  expect(wrong).toEqual([])
})

test('the README begins with the two commands', () => {
  const lines = readFileSync(join(ROOT, 'README.md'), 'utf8').split('\n')
  expect(lines.slice(0, 5).join('\n')).toMatch(/^# Footlight\n\n```sh\n\.\/scripts\/start .*\n\.\/scripts\/test /)
})

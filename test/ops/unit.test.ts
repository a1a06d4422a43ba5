import { afterAll, expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OPTIONS, readConfig } from '../../src/base/config.ts'
import { defaults, unit } from '../../src/ops/unit.ts'

const root = mkdtempSync(join(tmpdir(), 'footlight-unit-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

test('systemd finds nothing wrong with the unit', () => {
  const text = unit('root').replace('/usr/local/bin/footlight', '/bin/true')
  const file = join(root, 'footlight.service')
  writeFileSync(file, text)
  const analyze = Bun.which('systemd-analyze')
  // Where there is no systemd the shape is all that can be looked at.
  if (!analyze) {
    for (const line of text.split('\n').filter(Boolean)) expect(line).toMatch(/^(\[\w+\]|[A-Za-z]+=.*)$/)
    return
  }
  const run = Bun.spawnSync([analyze, 'verify', '--man=no', file], { stderr: 'pipe' })
  const said = run.stderr
    .toString()
    .split('\n')
    .filter(line => line.includes('footlight.service'))
  expect(said).toEqual([])
  expect(run.exitCode).toBe(0)
})

test('the file of flags is read back as it was given', () => {
  const given = {
    http: ':443',
    'public-url': 'https://stage.example.org',
    'tls-cert': '/etc/a b"c$d/cert.pem',
    'tls-key': '/k',
  }
  const text = defaults({ FOOTLIGHT_LOG: 'warn' }, given)
  const env: Record<string, string> = {}
  for (const line of text.split('\n')) {
    const [, name = '', value = ''] = /^([A-Z_]+)=(.*)$/.exec(line) ?? []
    if (name) env[name] = value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value
  }
  const read = readConfig([], env)
  expect(read.ok && read.config).toMatchObject({
    http: { host: '0.0.0.0', port: 443 },
    publicUrl: 'https://stage.example.org',
    tlsCert: '/etc/a b"c$d/cert.pem',
    log: 'warn',
  })
  for (const option of OPTIONS) if (option.flag !== 'data') expect(text).toContain(option.env)
})

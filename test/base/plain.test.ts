import { expect, test } from 'bun:test'
import { plainRefused } from '../../src/base/http/plain.ts'

const why = (peer: string, headers: Record<string, string>, proxies: string[] = []) =>
  plainRefused(new Request('http://x.example/', { headers }), peer, proxies)

test('this machine is served by its own names alone', () => {
  for (const host of ['localhost', 'localhost:8420', '127.0.0.1:8420', '[::1]:8420', 'stage.localhost:1']) {
    expect([host, why('127.0.0.1', { host })]).toEqual([host, null])
    expect([host, why('::ffff:127.0.0.1', { host })]).toEqual([host, null])
  }
  for (const host of ['evil.example', 'localhost.evil.example', '10.0.0.7:8420', '', '127.0.0.1.evil.example']) {
    expect([host, why('127.0.0.1', { host })]).toEqual([host, 'outside'])
  }
})

test('the outside is not served, whatever it calls itself', () => {
  expect(why('203.0.113.9', { host: 'localhost' })).toBe('outside')
  expect(why('203.0.113.9', { host: 'localhost', 'x-forwarded-proto': 'https' })).toBe('outside')
})

test('a named proxy is served when it says https', () => {
  expect(why('10.0.0.2', { host: 'a.example', 'x-forwarded-proto': 'https' }, ['10.0.0.2'])).toBeNull()
  expect(why('10.0.0.2', { host: 'a.example', 'x-forwarded-proto': 'http' }, ['10.0.0.2'])).toBe('proxy-plain')
  expect(why('10.0.0.2', { host: 'a.example' }, ['10.0.0.2'])).toBe('proxy-plain')
  expect(why('10.0.0.3', { host: 'a.example', 'x-forwarded-proto': 'https' }, ['10.0.0.2'])).toBe('outside')
})

test('the machine of a named proxy still reaches its own site', () => {
  expect(why('127.0.0.1', { host: 'localhost:8420' }, ['127.0.0.1'])).toBeNull()
  expect(why('127.0.0.1', { host: 'localhost:8420', 'x-forwarded-for': '1.2.3.4' }, ['127.0.0.1'])).toBe('proxy-plain')
})

test('a proxy on this machine that nobody named is pointed out', () => {
  expect(why('127.0.0.1', { host: '127.0.0.1:8420', 'x-forwarded-for': '1.2.3.4' })).toBe('proxy-unnamed')
  expect(why('127.0.0.1', { host: 'stage.example', 'x-forwarded-for': '1.2.3.4' })).toBe('proxy-unnamed')
})

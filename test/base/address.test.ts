import { expect, test } from 'bun:test'
import { clientAddress } from '../../src/base/http/address.ts'
import { network } from '../../src/base/http/rate.ts'

const PROXIES = ['127.0.0.1', '10.0.0.2']
const seen = (peer: string, forwarded: string) =>
  clientAddress(new Request('http://x.example/', { headers: { 'x-forwarded-for': forwarded } }), peer, PROXIES)

test('a forwarded address counts from a named proxy alone', () => {
  expect(seen('203.0.113.9', '198.51.100.1')).toBe('203.0.113.9')
  expect(seen('::ffff:127.0.0.1', '198.51.100.1')).toBe('198.51.100.1')
  expect(seen('127.0.0.1', '')).toBe('127.0.0.1')
})
test('the nearest hop that is no proxy counts, whatever was claimed before it', () => {
  expect(seen('127.0.0.1', '1.1.1.1, 198.51.100.1, 10.0.0.2')).toBe('198.51.100.1')
  expect(seen('127.0.0.1', '10.0.0.2')).toBe('10.0.0.2')
})
test('what is no address is nobody’s', () => {
  for (const claimed of ['unknown', '<script>', '1:2:3:4:5:6:7:8::9', '999.1.1.1', 'a'.repeat(5000), '1.2.3.4:99']) {
    expect(seen('127.0.0.1', claimed)).toBe('127.0.0.1')
    expect(seen('127.0.0.1', `${claimed}, 10.0.0.2`)).toBe('10.0.0.2')
  }
})
test('a network is a /24 or a /56', () => {
  expect(network('198.51.100.77')).toBe('198.51.100.0/24')
  expect(network('::ffff:198.51.100.77')).toBe('198.51.100.0/24')
  expect(network('2001:db8:1:2ff::7')).toBe(network('2001:db8:1:200:9::1'))
  expect(network('2001:db8:1:300::7')).not.toBe(network('2001:db8:1:200::7'))
})

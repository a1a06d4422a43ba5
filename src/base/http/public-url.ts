import type { World } from '../../world.ts'

type Given = Pick<World, 'config' | 'settings'>

export const isLoopback = (host: string): boolean =>
  /^(localhost|127(\.[0-9]{1,3}){3}|\[?::1\]?|(.+\.)?localhost)$/i.test(host)

const isEverywhere = (host: string): boolean => host === '0.0.0.0' || host === '::'

/** Whether our own port speaks TLS. */
export const speaksTls = ({ config }: Given): boolean => config.tls === 'self-signed' || config.tlsCert !== ''

/** The origin that people type and that links carry: what the owner set, else the flag, else where we listen. */
export function publicUrl(given: Given): string {
  const { settings, config } = given
  const known = settings.get('public_url') || config.publicUrl
  if (known) return known
  const scheme = speaksTls(given) ? 'https' : 'http'
  const { host, port } = config.http
  const name = isEverywhere(host) ? given.settings.get('public_host') || config.publicHost || 'localhost' : host
  const shown = name.includes(':') ? `[${name}]` : name
  return new URL(`${scheme}://${shown}:${port}`).origin
}

/**
 * The name or address for OBS and WebRTC. Empty where only the interfaces are known: then whoever needs one takes them, or
 * the host that the browser asked for.
 */
export function publicHost(given: Given): string {
  const { settings, config } = given
  const named = settings.get('public_host') || config.publicHost
  if (named) return named
  const url = settings.get('public_url') || config.publicUrl
  if (url) return new URL(url).hostname.replace(/^\[|\]$/g, '')
  return isEverywhere(config.http.host) ? '' : config.http.host
}

/** Where this machine itself reaches us. */
export function localUrl(given: Given): string {
  const { host, port } = given.config.http
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host
  return new URL(`${speaksTls(given) ? 'https' : 'http'}://${name}:${port}`).origin
}

import { createPrivateKey, X509Certificate } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { say } from '../../../views/words/index.ts'
import { selfSigned } from './self-signed.ts'

/** A certificate chain and its key, in PEM. */
export interface Pair {
  cert: string
  key: string
}

export type ReadPair = { ok: true; pair: Pair; facts: CertificateFacts } | { ok: false; say: string }

export interface CertificateFacts {
  names: string[]
  /** ms since 1970. */
  from: number
  until: number
  selfSigned: boolean
}

/** Reads and tries a pair; says what is wrong with it in a sentence. */
export function readPair(certFile: string, keyFile: string): ReadPair {
  const texts: string[] = []
  for (const [flag, file] of [
    ['--tls-cert', certFile],
    ['--tls-key', keyFile],
  ] as const) {
    try {
      texts.push(readFileSync(file, 'utf8'))
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      const why =
        code === 'ENOENT'
          ? say.ops.certMissing(flag, file)
          : code === 'EACCES'
            ? say.ops.certUnreadable(flag, file)
            : say.ops.certFails(flag, file, String(code))
      return { ok: false, say: why }
    }
  }
  const [cert = '', key = ''] = texts
  const facts = certificateFacts(cert)
  if (!facts) return { ok: false, say: say.ops.certNoPem(certFile) }
  try {
    if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) {
      return { ok: false, say: say.ops.certKeyOther(keyFile, certFile) }
    }
  } catch {
    return { ok: false, say: say.ops.certNoKey(keyFile) }
  }
  return { ok: true, pair: { cert, key }, facts }
}

export function certificateFacts(pem: string): CertificateFacts | null {
  try {
    const x509 = new X509Certificate(pem)
    const names = (x509.subjectAltName ?? '').split(', ').map(name => name.replace(/^(DNS|IP Address):/, ''))
    return {
      names: names.filter(Boolean),
      from: Date.parse(x509.validFrom),
      until: Date.parse(x509.validTo),
      selfSigned: x509.issuer === x509.subject,
    }
  } catch {
    return null
  }
}

/** Whether a browser that asks for the host is content: a wildcard stands for one label. */
export function covers(facts: CertificateFacts, host: string): boolean {
  const asked = host.toLowerCase()
  return facts.names.some(name => {
    const known = name.toLowerCase()
    return known === asked || (known.startsWith('*.') && asked.slice(asked.indexOf('.')) === known.slice(1))
  })
}

/** The try-out certificate of this data folder; made anew when a name is missing or it ends within a month. */
export function tryOutPair(data: string, host: string, now: number, serial: () => Uint8Array): Pair {
  const folder = join(data, 'tls')
  const certFile = join(folder, 'self-signed.crt')
  const keyFile = join(folder, 'self-signed.key')
  const names = [...new Set(['localhost', '127.0.0.1', '::1', ...(host ? [host] : []), ...ownAddresses()])]
  if (existsSync(certFile)) {
    const known = readPair(certFile, keyFile)
    const month = 30 * 86_400_000
    if (known.ok && known.facts.until - now > month && names.every(name => hasName(known.facts, name)))
      return known.pair
  }
  const pair = selfSigned(names, now, serial())
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const [file, text] of [
    [keyFile, pair.key],
    [certFile, pair.cert],
  ] as const) {
    writeFileSync(`${file}.new`, text, { mode: 0o600 })
    chmodSync(`${file}.new`, 0o600)
    renameSync(`${file}.new`, file)
  }
  return pair
}

const hasName = (facts: CertificateFacts, name: string): boolean =>
  name.includes(':') ? facts.names.some(known => known.includes(':')) : facts.names.includes(name)

/** Addresses of this machine's interfaces that a browser may type; link-local ones need a zone and are left out. */
export function ownAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap(list => list ?? [])
    .filter(({ internal, address }) => !internal && !/^(fe80:|169\.254\.)/i.test(address))
    .map(({ address }) => address)
}

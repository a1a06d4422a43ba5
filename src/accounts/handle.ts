import type { Role } from './role.ts'
import { isStaff } from './role.ts'

export const HANDLE = { least: 3, most: 24 }

export type HandleRefusal = 'length' | 'letters' | 'ends' | 'scripts' | 'staff'

export type ReadHandle = { ok: true; handle: string; skeleton: string } | { ok: false; why: HandleRefusal }

/** A handle stays within one of these; Japanese mixes its three by nature. */
const SCRIPTS = [
  /^\p{Script=Latin}+$/u,
  /^\p{Script=Cyrillic}+$/u,
  /^\p{Script=Greek}+$/u,
  /^\p{Script=Armenian}+$/u,
  /^\p{Script=Georgian}+$/u,
  /^\p{Script=Hebrew}+$/u,
  /^\p{Script=Arabic}+$/u,
  /^\p{Script=Hangul}+$/u,
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+$/u,
]

/** One letter for all that look like it. Source: https://www.unicode.org/reports/tr39/ cut down to what a handle may hold. */
const LOOKS_LIKE: Record<string, string> = {}
for (const [latin, likes] of Object.entries({
  a: 'аαɑ',
  b: 'вьъβƀ',
  c: 'сϲ',
  d: 'ԁđ',
  e: 'еєεәɛ',
  f: 'ғƒ',
  g: 'ɡг',
  h: 'һнћ',
  k: 'кκҡ',
  l: '1iіιıӏłjј',
  m: 'м',
  n: 'пηռ',
  o: '0оοσөø',
  p: 'рρþ',
  q: 'ԛզ',
  r: 'ɾ',
  s: 'ѕꜱ',
  t: 'тτŧ',
  u: 'цυμս',
  v: 'ѵν',
  w: 'ѡωшщԝ',
  x: 'хχ',
  y: 'уγүʏ',
  z: 'ʐ',
})) {
  for (const like of likes) LOOKS_LIKE[like] = latin
}

/** Two names share a skeleton when a person may take one for the other. */
export function skeletonOf(name: string): string {
  const plain = name.normalize('NFKC').toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss')
  let out = ''
  for (const letter of plain) {
    if (/[\p{L}\p{Nd}]/u.test(letter)) out += LOOKS_LIKE[letter] ?? letter
  }
  return out.replaceAll('rn', 'm').replaceAll('vv', 'w')
}

/** How a typed name is compared with a known one: without case and width. */
export const foldHandle = (name: string): string => name.normalize('NFKC').toLowerCase()

const STAFF_LIKE = [
  'admin',
  'administrator',
  'moderator',
  'mod',
  'mods',
  'owner',
  'staff',
  'team',
  'crew',
  'support',
  'help',
  'helpdesk',
  'service',
  'system',
  'security',
  'safety',
  'official',
  'root',
  'console',
  'house',
  'site',
  'footlight',
  'studio',
  'billing',
  'finance',
  'compliance',
  'guest',
  'everyone',
  'everybody',
  'here',
  'nobody',
  'anonymous',
  'deleted',
].map(skeletonOf)
/** Refused wherever they stand in a name. */
const STAFF_PARTS = ['admin', 'moderator', 'footlight', 'official'].map(skeletonOf)

function staffLike(skeleton: string, siteName: string): boolean {
  const site = skeletonOf(siteName)
  return (
    STAFF_LIKE.includes(skeleton) ||
    STAFF_PARTS.some(part => skeleton.includes(part)) ||
    (site.length >= 3 && skeleton === site) ||
    (site.length >= 5 && skeleton.includes(site))
  )
}

/** Reads a typed handle; the rules of shape. Whether it is free is the table's to say. */
export function readHandle(typed: string, siteName: string, role: Role): ReadHandle {
  let handle = typed.normalize('NFKC').trim()
  const length = Array.from(handle).length
  if (length < HANDLE.least || length > HANDLE.most) return { ok: false, why: 'length' }
  if (!/^[\p{L}\p{Nd}_-]+$/u.test(handle) || /[^\P{Nd}0-9]/u.test(handle)) return { ok: false, why: 'letters' }
  const letters = handle.replace(/[0-9_-]/g, '')
  if (letters === '') return { ok: false, why: 'letters' }
  if (/^[_-]|[_-]$/.test(handle)) return { ok: false, why: 'ends' }
  const script = SCRIPTS.findIndex(one => one.test(letters))
  if (script < 0) return { ok: false, why: 'scripts' }
  // Capitals of other alphabets look like Latin ones where their small letters do not.
  if (script > 0) handle = handle.toLowerCase()
  const skeleton = skeletonOf(handle)
  if (skeleton.length < 2) return { ok: false, why: 'letters' }
  if (!isStaff(role) && staffLike(skeleton, siteName)) return { ok: false, why: 'staff' }
  return { ok: true, handle, skeleton }
}

/** Place among the eight name hues, the same for ever. */
export function hueOf(skeleton: string): number {
  let sum = 0
  for (const letter of skeleton) sum = (sum * 31 + letter.codePointAt(0)!) % 65_521
  return sum % 8
}

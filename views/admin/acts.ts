import { say } from '../words/index.ts'

/** Acts of the audit trail in the words of the house. An act without words is shown as it is. */
export const actWords = (act: string): string => (say.admin.actWords as Readonly<Record<string, string>>)[act] ?? act

/** `{"rule":"1. Be kind","minutes":60}` as "rule: 1. Be kind, minutes: 60"; what is no such object stays as it is. */
export function detailWords(detail: string): string {
  try {
    const facts: unknown = JSON.parse(detail)
    if (typeof facts !== 'object' || facts === null || Array.isArray(facts)) return detail
    return Object.entries(facts)
      .map(([name, value]) => `${name.replaceAll('_', ' ')}: ${valueWords(value)}`)
      .join(', ')
  } catch {
    return detail
  }
}

function valueWords(value: unknown): string {
  if (value === null) return say.ops.none
  if (typeof value === 'object' && 'from' in value && 'to' in value) {
    return `${valueWords(value.from)} → ${valueWords(value.to)}`
  }
  if (typeof value === 'number' && value > 1_000_000_000_000) return `${new Date(value).toISOString().slice(0, 16)}Z`
  return typeof value === 'string' ? value || say.admin.empty : JSON.stringify(value)
}

import { readFileSync } from 'node:fs'
import { dirname, join, normalize, resolve } from 'node:path'

export const ROOT = resolve(import.meta.dir, '../..')

export interface Import {
  /** As a path from the root for our own files, else the name of the package. */
  from: string
  typeOnly: boolean
}

export interface Source {
  path: string
  text: string
  /** Without comments and the contents of strings and templates, for looking for calls. */
  code: string
  imports: Import[]
}

const IMPORT = /^\s*(?:import|export)\s+(type\s+)?(?:([\s\S]*?)\s+from\s+)?['"]([^'"]+)['"]/gm

/** The files below the folders, with what each imports. */
export function sources(...globs: string[]): Source[] {
  const found: Source[] = []
  for (const glob of globs) {
    for (const path of [...new Bun.Glob(glob).scanSync({ cwd: ROOT })].sort()) {
      const text = readFileSync(join(ROOT, path), 'utf8')
      found.push({ path, text, code: strip(text), imports: importsOf(path, text) })
    }
  }
  return found
}

function importsOf(path: string, text: string): Import[] {
  const found: Import[] = []
  for (const [, type, names = '', target = ''] of text.matchAll(IMPORT)) {
    const named = /^\{([\s\S]*)\}$/.exec(names.trim())?.[1] ?? ''
    const words = named
      .split(',')
      .map(name => name.trim())
      .filter(Boolean)
    const typeOnly = type !== undefined || (words.length > 0 && words.every(name => name.startsWith('type ')))
    const from = target.startsWith('.') ? normalize(join(dirname(path), target)) : target
    found.push({ from, typeOnly })
  }
  return found
}

function strip(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, comment => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|[^:])\/\/[^\n]*/g, '$1')
}

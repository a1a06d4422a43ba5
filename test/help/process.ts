import { readdirSync, readFileSync } from 'node:fs'

export interface Process {
  pid: number
  parent: number
  /** Its words, by spaces. */
  command: string
}

/** Every process of this machine that may be read. */
export function processes(): Process[] {
  return readdirSync('/proc')
    .filter(name => /^[0-9]+$/.test(name))
    .flatMap(name => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        const [state = '', parent = '0'] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
        if (state === 'Z') return []
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
        return [{ pid: Number(name), parent: Number(parent), command }]
      } catch {
        return []
      }
    })
}

/** Children, their children, and so on. */
export function descendants(pid: number, among = processes()): Process[] {
  const own = among.filter(each => each.parent === pid)
  return own.flatMap(each => [each, ...descendants(each.pid, among)])
}

export const alive = (pid: number): boolean => processes().some(each => each.pid === pid)

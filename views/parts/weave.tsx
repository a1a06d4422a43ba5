import type { Child } from 'hono/jsx'

export type Threads = Readonly<Record<string, Child | ((words: string) => Child)>>

/**
 * A sentence of a catalogue with markup in it: `<terms>the terms</terms>` is handed to the thread `terms`, `<when/>` becomes
 * the thread `when`. The language decides where they stand; what a thread is, the page does.
 */
export function weave(sentence: string, threads: Threads): Child {
  const woven: Child[] = []
  let at = 0
  for (const mark of sentence.matchAll(/<(\w+)(?:\/>|>(.*?)<\/\1>)/g)) {
    const [whole, name = '', words = ''] = mark
    if (!Object.hasOwn(threads, name)) continue
    woven.push(sentence.slice(at, mark.index))
    const thread = threads[name]
    woven.push(typeof thread === 'function' ? (thread as (words: string) => Child)(words) : thread)
    at = mark.index + whole.length
  }
  woven.push(sentence.slice(at))
  return <>{woven}</>
}

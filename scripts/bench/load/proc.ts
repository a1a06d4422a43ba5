/** A free port; taken again at once, or another program may have it. */
export function freePort(): number {
  const socket = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } })
  const { port } = socket
  socket.stop(true)
  return port
}

export async function until<T>(what: string, ask: () => T | Promise<T>, ms = 20_000): Promise<NonNullable<T>> {
  const end = performance.now() + ms
  let last: unknown
  for (;;) {
    try {
      const answer = await ask()
      if (answer) return answer as NonNullable<T>
    } catch (error) {
      last = error
    }
    if (performance.now() > end) throw new Error(`waited ${ms} ms in vain: ${what} (${String(last).slice(0, 200)})`)
    await Bun.sleep(30)
  }
}

export async function end(child: Bun.Subprocess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode === null) child.kill(signal)
  const late = setTimeout(() => child.kill('SIGKILL'), 5000)
  await child.exited
  clearTimeout(late)
}

/** Now, by a clock that all processes of one machine share, with fractions of a millisecond. */
export const now = (): number => performance.timeOrigin + performance.now()

export { until } from '../../../test/help/site.ts'

/** A free port; taken again at once, or another program may have it. */
export function freePort(): number {
  const socket = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } })
  const { port } = socket
  socket.stop(true)
  return port
}

export async function end(child: Bun.Subprocess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode === null) child.kill(signal)
  const late = setTimeout(() => child.kill('SIGKILL'), 5000)
  await child.exited
  clearTimeout(late)
}

/** Now, by a clock that all processes of one machine share, with fractions of a millisecond. */
export const now = (): number => performance.timeOrigin + performance.now()

/**
 * What a short command prints; empty when it is not there, fails or takes too long. It never holds up the event loop, as
 * `spawnSync` would for every viewer of the house.
 */
export async function saying(command: string[], timeoutMs = 5000): Promise<string> {
  try {
    const { PATH, LANG, TZ } = process.env
    const child = Bun.spawn(command, {
      env: { PATH, LANG, TZ },
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'ignore',
      timeout: timeoutMs,
    })
    const text = await new Response(child.stdout).text()
    return (await child.exited) === 0 ? text.trim() : ''
  } catch {
    return ''
  }
}

let lock: WakeLockSentinel | null = null
let wanted = false

async function take(): Promise<void> {
  if (!wanted || lock || document.visibilityState !== 'visible') return
  try {
    const got = await navigator.wakeLock?.request('screen')
    if (!got) return
    lock = got
    got.addEventListener('release', () => {
      lock = null
    })
  } catch {
    // A low battery refuses it: the broadcast goes on without.
  }
}

document.addEventListener('visibilitychange', () => void take())

/** Keeps the screen on while on air; a browser gives the lock up with each hidden tab. */
export function awake(on: boolean): void {
  wanted = on
  if (on) void take()
  else void lock?.release()
}

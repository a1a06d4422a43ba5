import { encodeReel, REELS } from './reel.ts'

export interface Target {
  scene: (typeof REELS)[number]['scene']
  /** `rtmp://...` or `srt://...`, key included: it stays out of the log. */
  url: string
}

/**
 * Publishes reels in a loop without encoding (`-c copy`), and again after a drop, as OBS does. Answers how to end it.
 */
export async function streamReels(
  ffmpeg: string,
  targets: Target[],
  say: (line: string) => void,
): Promise<() => Promise<void>> {
  let ending = false
  const running = new Set<ReturnType<typeof Bun.spawn>>()
  const loops: Promise<void>[] = []
  for (const { scene, url } of targets) {
    const reel = REELS.find(r => r.scene === scene)!
    say(`Preparing the picture of the ${scene} ...`)
    const file = await encodeReel(ffmpeg, reel)
    if (ending) break
    loops.push(
      (async () => {
        while (!ending) {
          const format = url.startsWith('srt:') ? ['-f', 'mpegts'] : ['-f', 'flv', '-flvflags', 'no_duration_filesize']
          const child = Bun.spawn(
            [
              ffmpeg,
              '-nostdin',
              '-loglevel',
              'error',
              '-re',
              '-stream_loop',
              '-1',
              '-i',
              file,
              '-c',
              'copy',
              ...format,
              url,
            ],
            { stdin: 'ignore', stdout: 'ignore', stderr: 'ignore' },
          )
          running.add(child)
          await child.exited
          running.delete(child)
          if (!ending) await Bun.sleep(2000)
        }
      })(),
    )
  }
  return async () => {
    ending = true
    for (const child of running) child.kill('SIGTERM')
    await Promise.all(loops)
  }
}

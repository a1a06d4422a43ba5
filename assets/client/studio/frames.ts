const EVERY_MS = 15_000
/** The room's feed is open by then. */
const FIRST_MS = 4000
const WIDTH = 640

/** Gives the house a small picture for cards now and then, where it cannot take one itself. Answers how to stop. */
export function sendFrames(video: HTMLVideoElement, may: () => boolean): () => void {
  const canvas = document.createElement('canvas')
  const send = () => {
    if (!may() || video.videoWidth === 0) return
    canvas.width = WIDTH
    canvas.height = Math.round((video.videoHeight / video.videoWidth) * WIDTH)
    canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height)
    canvas.toBlob(
      picture => {
        if (picture && may()) {
          void fetch('/studio/frame', {
            method: 'PUT',
            headers: { 'content-type': 'image/jpeg' },
            body: picture,
          }).catch(() => undefined)
        }
      },
      'image/jpeg',
      0.7,
    )
  }
  const first = setTimeout(send, FIRST_MS)
  const timer = setInterval(send, EVERY_MS)
  return () => {
    clearTimeout(first)
    clearInterval(timer)
  }
}

const WIDTH = 640
const HEIGHT = 360
const NOISE = 256
const FRAME_MS = 33
/** Columns of noise beside the picture: a quiet room alone would not fill the line, and so would not measure it. */
const COLUMNS = 1

/**
 * What the upload check sends: the camera's picture with drifting noise beside it, as hard to encode as a lively evening.
 * Answers the track and how to end it.
 */
export function heavyPicture(camera: HTMLVideoElement): { track: MediaStreamTrack; end(): void } {
  const canvas = document.createElement('canvas')
  canvas.width = WIDTH
  canvas.height = HEIGHT
  const pen = canvas.getContext('2d', { alpha: false })
  const noise = noisy()
  const draw = () => {
    if (!pen) return
    if (camera.videoWidth > 0) pen.drawImage(camera, 0, 0, WIDTH, HEIGHT)
    for (let column = 0; column < COLUMNS; column++) {
      for (let y = -NOISE; y < HEIGHT; y += NOISE) {
        const down = Math.floor(Math.random() * NOISE)
        pen.drawImage(noise, WIDTH - (column + 1) * NOISE, y + down)
      }
    }
  }
  draw()
  const timer = setInterval(draw, FRAME_MS)
  const track = canvas.captureStream(30).getVideoTracks()[0]!
  return {
    track,
    end() {
      clearInterval(timer)
      track.stop()
    },
  }
}

function noisy(): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = NOISE
  canvas.height = NOISE
  const pen = canvas.getContext('2d')
  const image = pen?.createImageData(NOISE, NOISE)
  if (!pen || !image) return canvas
  for (let at = 0; at < image.data.length; at += 4) {
    const grey = Math.random() * 255
    image.data.set([grey, grey * Math.random(), 255 - grey, 255], at)
  }
  pen.putImageData(image, 0, 0)
  return canvas
}

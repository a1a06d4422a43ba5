const RATIOS: Record<string, number> = { square: 1, wide: 16 / 9, strip: 3 }
/** The closest look shows a quarter of what the widest does. */
const CLOSEST = 4
const STEP = 0.04

/** A stage on which the picture is dragged and brought closer; what lies on it travels as parts of a thousand. */
export function cutter(field: HTMLElement): ((file: File | null) => void) | null {
  const box = field.querySelector<HTMLElement>('.cut')
  const frame = box?.querySelector<HTMLElement>('.cut-frame')
  const stage = frame?.querySelector('canvas')
  const closer = box?.querySelector<HTMLInputElement>('input[type="range"]')
  if (!box || !frame || !stage || !closer) return null
  const ratio = RATIOS[field.dataset.cut ?? ''] ?? 1
  const fields = ['crop_x', 'crop_y', 'crop_width'].map(name => box.querySelector<HTMLInputElement>(`[name=${name}]`)!)
  let picture: ImageBitmap | null = null
  /** Middle of the part, and how much closer than the widest look. */
  let at = { x: 0.5, y: 0.5, zoom: 1 }

  const part = (of: ImageBitmap) => {
    const width = Math.min(of.width, of.height * ratio) / at.zoom
    const height = width / ratio
    const x = Math.min(Math.max(at.x * of.width - width / 2, 0), of.width - width)
    const y = Math.min(Math.max(at.y * of.height - height / 2, 0), of.height - height)
    at = { ...at, x: (x + width / 2) / of.width, y: (y + height / 2) / of.height }
    return { x, y, width, height }
  }

  const draw = () => {
    if (!picture) return
    const { x, y, width, height } = part(picture)
    stage.width = stage.clientWidth * devicePixelRatio
    stage.height = stage.width / ratio
    const drawing = stage.getContext('2d')
    if (drawing) drawing.imageSmoothingQuality = 'high'
    drawing?.drawImage(picture, x, y, width, height, 0, 0, stage.width, stage.height)
    const values = [x / picture.width, y / picture.height, width / picture.width]
    for (const [i, field] of fields.entries()) field.value = String(Math.round(values[i]! * 1000))
  }

  const move = (dx: number, dy: number) => {
    if (!picture) return
    const { width, height } = part(picture)
    at.x += (dx * width) / picture.width
    at.y += (dy * height) / picture.height
    draw()
  }

  stage.addEventListener('pointerdown', event => {
    stage.setPointerCapture(event.pointerId)
    event.preventDefault()
    frame.focus()
  })
  stage.addEventListener('pointermove', event => {
    if (!stage.hasPointerCapture(event.pointerId)) return
    move(-event.movementX / stage.clientWidth, -event.movementY / stage.clientHeight)
  })
  frame.addEventListener('keydown', event => {
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? []
    if (dx === undefined || dy === undefined) return
    event.preventDefault()
    move(dx * STEP, dy * STEP)
  })
  const zoom = (to: number) => {
    at.zoom = Math.min(CLOSEST, Math.max(1, to))
    draw()
  }
  stage.addEventListener(
    'wheel',
    event => {
      event.preventDefault()
      zoom(at.zoom * (event.deltaY < 0 ? 1.1 : 1 / 1.1))
      closer.value = String((Math.log(at.zoom) / Math.log(CLOSEST)) * 100)
    },
    { passive: false },
  )
  closer.addEventListener('input', () => zoom(CLOSEST ** (Number(closer.value) / 100)))
  new ResizeObserver(draw).observe(stage)

  return async file => {
    picture?.close()
    picture = null
    for (const field of fields) field.value = ''
    // What the browser cannot read, the house will refuse in words.
    picture = file ? await createImageBitmap(file).catch(() => null) : null
    at = { x: 0.5, y: 0.5, zoom: 1 }
    closer.value = '0'
    box.hidden = !picture
    draw()
  }
}

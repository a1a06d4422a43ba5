import { Icon } from '../parts/icons.tsx'

const two = (n: number) => String(n).padStart(2, '0')

/** "1:30": what is left of a time; the page counts on by itself. */
export function Left({ ms }: { ms: number }) {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  return (
    <span class="left meta">
      <Icon name="clock" size={16} />
      <span data-left={String(Math.max(0, Math.round(ms)))}>{`${Math.floor(seconds / 60)}:${two(seconds % 60)}`}</span>
    </span>
  )
}

import { initial } from '../format.ts'

export interface Person {
  handle: string
  hue: number
  avatarHref?: string
}

export function Avatar({ person, size = 32 }: { person: Person; size?: 24 | 32 | 40 | 52 | 72 }) {
  return (
    <span
      class={`avatar${size === 32 ? '' : ` avatar-${size}`}`}
      data-hue={String(((person.hue % 8) + 8) % 8)}
      aria-hidden="true"
    >
      {person.avatarHref ? (
        <img src={person.avatarHref} alt="" width={size} height={size} loading="lazy" decoding="async" />
      ) : (
        initial(person.handle)
      )}
    </span>
  )
}

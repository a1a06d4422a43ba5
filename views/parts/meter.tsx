import { say } from '../words/index.ts'

/** Sound level: 32 square cells, never lamps. A script lights them; the value is read out only when asked for. */
export function LevelMeter({ level = 0, id }: { level?: number; id?: string }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a <meter> cannot hold cells of its own.
    <div
      class="meter"
      id={id}
      role="meter"
      aria-label={say.parts.soundLevel}
      aria-valuemin="0"
      aria-valuemax="32"
      aria-valuenow={String(level)}
    >
      {Array.from({ length: 32 }, (_, at) => (
        <i class={at < level ? 'on' : undefined} />
      ))}
    </div>
  )
}

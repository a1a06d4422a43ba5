import { type Language, languages, speak } from '../../../views/words/speak.ts'
import type { World } from '../../world.ts'

/** The topic of those who read in one language, and the key under which presence counts them. */
export const inLanguage = (topic: string, language: Language): string => `${topic}/${language}`

/** Renders once for each language that somebody on the topic reads, and publishes it to them. */
export function tell(world: Pick<World, 'hub' | 'presence'>, topic: string, render: () => string): void {
  for (const language of languages) {
    const heard = inLanguage(topic, language)
    if (world.presence.held(heard) > 0) world.hub.publish(heard, speak(language, render))
  }
}

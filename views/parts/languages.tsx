import { paths } from '../paths.ts'
import { LANGUAGES, languages, say, speaking } from '../words/index.ts'
import { Icon } from './icons.tsx'

/** Each language by its own name, so that it is found by those who read no other. A form: it works without scripts. */
export function Languages({ here }: { here: string }) {
  return (
    <form class="languages" method="post" action={paths.language} aria-label={say.layout.language}>
      <input type="hidden" name="from" value={here} />
      <Icon name="globe" size={16} />
      {languages.map(language => (
        <button
          type="submit"
          class="languages-one"
          name="language"
          value={language}
          lang={language}
          aria-current={language === speaking() ? 'true' : undefined}
        >
          {LANGUAGES[language]}
        </button>
      ))}
    </form>
  )
}

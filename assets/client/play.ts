// Playing along in a room's page and in the chat's own window.
import { forms } from './play/forms.ts'
import { countDown } from './play/left.ts'
import { raids } from './play/raid.ts'
import { reactions } from './play/reactions.ts'
import { listening } from './play/sounds.ts'
import { suggestions } from './play/suggestions.ts'
import { picker } from './room/picker.ts'

forms()
countDown()
reactions()
suggestions()
raids()
const sounds = listening()
picker(sounds)

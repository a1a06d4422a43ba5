export const parts = {
  back: 'Zurück',
  saving: 'Wird gespeichert',
  lookAtThis: 'sieh dir das an',
  saved: 'Gespeichert.',
  deleting: 'Wird gelöscht',
  good: 'gut',
  wrong: 'falsch',
  stepsDone: (list: string, done: number, all: number) => `${list}: ${done} von ${all} erledigt`,
}

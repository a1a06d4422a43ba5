export const parts = {
  back: 'Back',
  saving: 'Saving',
  lookAtThis: 'look at this',
  saved: 'Saved.',
  deleting: 'Deleting',
  good: 'good',
  wrong: 'wrong',
  stepsDone: (list: string, done: number, all: number) => `${list}: ${done} of ${all} done`,
}

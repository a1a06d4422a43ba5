export const cases = {
  list: {
    first: 'Back to the beginning',
    next: 'Next page',
    csv: 'Save as CSV',
  },
}

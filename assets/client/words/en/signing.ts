export const signing = {
  small: 'Several sign-ins failed, so your browser does a small sum first. You can type meanwhile.',
  done: 'The sum is done.',
  nearly: 'One moment, the sum is nearly done.',
}

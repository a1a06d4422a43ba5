export * from './desk.ts'
export * from './policy.ts'

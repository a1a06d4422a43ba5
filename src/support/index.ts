export * from './desk.tsx'
export * from './policy.ts'

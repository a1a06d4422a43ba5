export * from './desk.ts'
export * from './policy.ts'
export * from './report.ts'

export * from './approval.ts'
export * from './chain.ts'
export * from './entry.ts'
export * from './exported.ts'

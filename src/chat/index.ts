export * from './gate.ts'
export * from './moderator.ts'
export * from './pace.ts'
export * from './rules.ts'

export * from './role.ts'
export * from './session.ts'
export * from './visitor.ts'

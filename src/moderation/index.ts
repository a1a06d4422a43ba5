export * from './listeners.ts'
export * from './sanction.ts'

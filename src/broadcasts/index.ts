export * from './listeners.ts'
export * from './stage.ts'

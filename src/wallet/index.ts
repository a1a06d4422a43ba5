export * from './limit.ts'
export * from './listeners.ts'
export * from './wallet.ts'

export * from './directory.ts'
export * from './profile.ts'
export * from './room.ts'
export * from './schedule.ts'

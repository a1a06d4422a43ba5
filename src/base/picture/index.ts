export type { Crop } from './draw.ts'
export * from './picture.ts'
export { servePicture } from './serve.ts'

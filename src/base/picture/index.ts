export * from './copies.ts'
export { type Crop, cropOf } from './draw.ts'
export * from './picture.ts'
export { servePicture } from './serve.ts'

// A module of its own, fetched only where the picture comes by LL-HLS: it is larger than all our scripts together.
export { default as Hls } from 'hls.js'

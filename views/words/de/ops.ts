export const ops = {}

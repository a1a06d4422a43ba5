export const tips = {}

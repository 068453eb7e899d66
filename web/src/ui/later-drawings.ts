import type { Drawing } from './icon.tsx'

export const check: Drawing = 'M5 12.5l4.5 4.5L19 7.5'
export const globe: Drawing = 'M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM3 12h18M12 3c5 5 5 13 0 18-5-5-5-13 0-18z'
export const away: Drawing = 'M9 5H6a2 2 0 0 0-2 2v11a2 2 0 0 0 2 2h11a2 2 0 0 0 2-2v-3M13 4h7v7M20 4l-9 9'

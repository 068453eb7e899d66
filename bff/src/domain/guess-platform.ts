import type { Platform } from '@muster/shared/vocabulary'

const byHint: ReadonlyMap<string, Platform> = new Map([
  ['Windows', 'windows'],
  ['Android', 'android'],
  ['iOS', 'ios'],
])

/** The platform of the browser at hand, by `Sec-CH-UA-Platform` (User-Agent Client Hints) or else the user agent. Only ever a suggestion. */
export const guessPlatform = (userAgent: string, hint: string | undefined): Platform | undefined => {
  const hinted = byHint.get(hint?.replaceAll('"', '') ?? '')
  if (hinted !== undefined) return hinted
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'ios'
  if (/Android/.test(userAgent)) return 'android'
  return /Windows NT/.test(userAgent) ? 'windows' : undefined
}

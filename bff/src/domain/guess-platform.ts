import { platformOf, surroundingsOf } from '@muster/shared/surroundings'
import type { Platform } from '@muster/shared/vocabulary'

/** The platform of the browser at hand, by what its request tells. Only ever a suggestion. */
export const guessPlatform = (userAgent: string, hint: string | undefined): Platform | undefined =>
  platformOf(surroundingsOf({ userAgent, platformHint: hint }))

/**
 * What is likely enrolled from this browser. A Mac cannot be; what says that it is one is an iPad, whose Safari asks
 * for the desktop's pages, or its owner has an iPhone to enroll.
 */
export const likelyPlatform = (platform: Platform | undefined, userAgent: string): Platform | undefined =>
  platform ?? (/Macintosh/.test(userAgent) ? 'ios' : undefined)

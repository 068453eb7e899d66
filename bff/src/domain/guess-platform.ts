import { platformOf, surroundingsOf } from '@muster/shared/surroundings'
import type { Platform } from '@muster/shared/vocabulary'

/** The platform of the browser at hand, by what its request tells. Only ever a suggestion. */
export const guessPlatform = (userAgent: string, hint: string | undefined): Platform | undefined =>
  platformOf(surroundingsOf({ userAgent, platformHint: hint }))

import type { Ask } from '@muster/shared/vocabulary'
import type { LaterMessages } from '../messages/later-messages.ts'

type Need = keyof LaterMessages['plan']['needs']

/** What a person needs at hand for each thing that is asked. */
const needsFor = {
  name: [],
  credentials: ['password'],
  password: ['password'],
  'sign-in': ['password', 'maybe-phone'],
  microsoft: ['password', 'maybe-phone'],
  'microsoft-approval': ['password', 'phone'],
  'email-code': ['mailbox'],
  device: [],
} as const satisfies Record<Ask, readonly Need[]>

/** For several of them, each once. */
export const needsOf = (asks: readonly Ask[]): readonly Need[] => [...new Set(asks.flatMap((ask) => needsFor[ask]))]

import type { EntraReason } from '@muster/shared/entra-refusal'
import type { StepOf } from '@muster/shared/step'
import type { LaterMessages } from '../messages/later-messages.ts'

/** Whether a person can mend it by themselves, so that beginning anew comes first. */
const personMends = {
  cancelled: true,
  'timed-out': true,
  'wrong-password': true,
  'password-expired': false,
  locked: false,
  disabled: false,
  'not-in-tenant': true,
  'not-assigned': false,
  'not-allowed-now': false,
  'second-check': true,
  'second-check-setup': false,
  'second-check-not-made': false,
  'device-not-managed': false,
  'app-not-approved': false,
  'blocked-by-policy': false,
  'blocked-for-risk': false,
  'consent-missing': false,
  misconfigured: false,
  trouble: true,
  unknown: true,
} as const satisfies Record<EntraReason, boolean>

const isReason = (text: string): text is EntraReason => Object.hasOwn(personMends, text)

/** What happened and what to do, and whether the help desk is whom to turn to first. */
export const refusalWords = ({ code, reason = '' }: StepOf<'refused'>, words: LaterMessages) => {
  if (code !== 'entra-failed') return { ...words.refused[code], helpFirst: code !== 'code-exhausted' }
  const known = isReason(reason) ? reason : 'unknown'
  return { ...words.refusedByMicrosoft[known], helpFirst: !personMends[known] }
}

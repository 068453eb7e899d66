import { isSafeAddress } from '../domain/mail-address.ts'
import type { Mail } from '../ports/mailer.ts'

/** Control characters and Unicode's own line ends: no name or subject has any. */
const control = /[\p{Cc}\u2028\u2029]/u

/** Why a mail is not even offered to a server (STANDARD 5.5); undefined when nothing is wrong with it. */
export const mailFault = ({ to, subject }: Mail): string | undefined => {
  if (!isSafeAddress(to.address)) return 'unsafe address'
  return control.test(to.name) || control.test(subject) ? 'control characters' : undefined
}

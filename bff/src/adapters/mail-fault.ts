import { isSafeAddress } from '../domain/mail-address.ts'
import type { Mail } from '../ports/mailer.ts'
import { isLineOfText } from './line-of-text.ts'

/** Why a mail is not even offered to a server (STANDARD 5.5); undefined when nothing is wrong with it. */
export const mailFault = ({ to, subject }: Mail): string | undefined => {
  if (!isSafeAddress(to.address)) return 'unsafe address'
  return isLineOfText(to.name) && isLineOfText(subject) ? undefined : 'control characters'
}

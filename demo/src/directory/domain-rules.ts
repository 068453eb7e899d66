import { lockoutThreshold, type PersonState } from '../world/people.ts'
import type { Entry } from './entries.ts'

/** `ok`, or the number after `data` in Active Directory's answer. */
export type BindResult = 'ok' | '52e' | '532' | '533' | '701' | '773' | '775'

const toldToTheOwner: Readonly<Record<Exclude<PersonState, 'locked'>, BindResult>> = {
  normal: 'ok',
  disabled: '533',
  'account-expired': '701',
  'password-expired': '532',
  'must-change': '773',
}

export const isLocked = ({ state, badPwdCount }: Entry): boolean =>
  state === 'locked' || badPwdCount >= lockoutThreshold

/**
 * What Samba says to a password, in Samba's order: locked before anything, the account's state only to somebody who
 * knows the password. A wrong password counts; a right one forgets those before it, whatever the state.
 */
export const bindResult = (entry: Entry | undefined, password: string): BindResult => {
  if (entry === undefined) return '52e'
  if (entry.state === 'locked' || isLocked(entry)) return '775'
  if (password !== entry.password) {
    entry.badPwdCount += 1
    return '52e'
  }
  entry.badPwdCount = 0
  return toldToTheOwner[entry.state]
}

/** The domain's password policy, the same in both kinds of directory. */
export const passwordPolicy = { minimumLength: 8, historyLength: 3 } as const

/** Three of the kinds of characters. */
const isComplex = (password: string): boolean =>
  [/\p{Lu}/u, /\p{Ll}/u, /\d/, /[^\p{L}\d]/u].filter((kind) => kind.test(password)).length >= 3

const refusals = {
  'locked-out': '00000775: Password change not permitted, account locked out!',
  'wrong-old':
    "00000056: Constraint violation - check_password_restrictions: The old password specified doesn't match!",
  'too-short': `0000052D: Constraint violation - check_password_restrictions: the password is too short. It should be equal or longer than ${passwordPolicy.minimumLength} characters!`,
  'too-simple':
    '0000052D: Constraint violation - check_password_restrictions: the password does not meet the complexity criteria!',
  'used-before':
    '0000052D: Constraint violation - check_password_restrictions: the password was already used (in history)!',
} as const

const refusalOf = (entry: Entry, old: string, fresh: string): keyof typeof refusals | undefined => {
  if (isLocked(entry)) return 'locked-out'
  if (old !== entry.password) return 'wrong-old'
  if ([...fresh].length < passwordPolicy.minimumLength) return 'too-short'
  if (!isComplex(fresh)) return 'too-simple'
  return [entry.password, ...entry.history].slice(0, passwordPolicy.historyLength).includes(fresh)
    ? 'used-before'
    : undefined
}

/**
 * A password changed with the old one; undefined when it was done, else Samba's words for result 19 (constraint
 * violation). A wrong old password counts as a wrong sign-in does. Disabled and expired accounts may change theirs.
 */
export const changePassword = (entry: Entry, old: string, fresh: string): string | undefined => {
  const refusal = refusalOf(entry, old, fresh)
  if (refusal === 'wrong-old') entry.badPwdCount += 1
  if (refusal !== undefined) return refusals[refusal]
  entry.history.unshift(entry.password)
  entry.password = fresh
  if (entry.state === 'password-expired' || entry.state === 'must-change') entry.state = 'normal'
  return undefined
}

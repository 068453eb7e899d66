import { readFile } from 'node:fs/promises'
import type { DirectorySettings } from '../domain/account.ts'
import type { AccountState, Directory, DirectoryWord, PasswordChange, PasswordCheck } from '../ports/directory.ts'
import { accountStateIn } from './ldap-account-state.ts'
import { type LdapConnection, type LdapPerson, type LdapResult, openLdapConnection } from './ldap-connection.ts'

/** Milliseconds: to open one connection, and for everything on the way to one bind's answer (STANDARD 10). */
export type LdapTimes = { readonly connect: number; readonly total: number }
const standardLdapTimes: LdapTimes = { connect: 3_000, total: 8_000 }

const invalidCredentials = 49
const constraintViolation = 19
const unwillingToPerform = 53

/** The first controller that lets us connect; only those before it may be passed over, since nothing was sent to them (STANDARD 3.6). */
const openFirst = async ({ urls, ca }: DirectorySettings, times: LdapTimes): Promise<LdapConnection | undefined> => {
  const signal = AbortSignal.timeout(times.total)
  for (const url of urls) {
    try {
      return await openLdapConnection({
        url,
        ...(ca === undefined ? {} : { ca }),
        connectTimeout: times.connect,
        signal,
      })
    } catch {
      // the next one
    }
  }
  return undefined
}

/** An empty password binds as nobody, and succeeds (RFC 4513 section 5.1.2); one with a NUL is cut there by some servers. */
const mayBeSent = (text: string): boolean => text !== '' && !text.includes('\0')

type Bound<T> =
  | { readonly kind: 'bound'; readonly value: T }
  | { readonly kind: 'refused'; readonly result: LdapResult }
  | { readonly kind: 'unavailable'; readonly asked: boolean }

/** One connection, one bind, sent once; then `use`, whose failure is its own. */
const bound = async <T>(
  settings: DirectorySettings,
  times: LdapTimes,
  name: string,
  password: string,
  use: (connection: LdapConnection) => Promise<T>,
): Promise<Bound<T>> => {
  const connection = await openFirst(settings, times)
  if (connection === undefined) return { kind: 'unavailable', asked: false }
  try {
    const result = await connection.bind(name, password)
    return result.code === 0 ? { kind: 'bound', value: await use(connection) } : { kind: 'refused', result }
  } catch {
    return { kind: 'unavailable', asked: true }
  } finally {
    connection.close()
  }
}

const personOrNothing =
  (principal: string) =>
  async (connection: LdapConnection): Promise<LdapPerson | undefined> => {
    try {
      return await connection.findPerson(principal)
    } catch {
      // The password was right whatever becomes of the attributes.
      return undefined
    }
  }

const wordOf = (person: LdapPerson | undefined): DirectoryWord => ({
  ...(person?.objectId === undefined ? {} : { objectId: person.objectId }),
  ...(person?.mail === undefined ? {} : { mail: person.mail }),
  ...(person?.displayName === undefined ? {} : { displayName: person.displayName }),
})

const checkPassword = async (
  settings: DirectorySettings,
  times: LdapTimes,
  principal: string,
  password: string,
): Promise<PasswordCheck> => {
  if (!mayBeSent(password) || !mayBeSent(principal)) return { kind: 'rejected' }
  const outcome = await bound(settings, times, principal, password, personOrNothing(principal))
  if (outcome.kind === 'unavailable') return outcome
  if (outcome.kind === 'bound') return { kind: 'verified', ...wordOf(outcome.value) }
  if (outcome.result.code !== invalidCredentials) return { kind: 'unavailable', asked: true }
  const state = accountStateIn(outcome.result.diagnostic)
  return state === 'rejected' ? { kind: 'rejected' } : { kind: 'account-state', state }
}

const mustChange = (state: AccountState): state is 'password-expired' | 'password-must-change' =>
  state === 'password-expired' || state === 'password-must-change'

type Written = 'changed' | 'refused' | 'rejected' | 'failed' | 'unknown'

/** `00000056` (ERROR_INVALID_PASSWORD): the old password is no longer right. */
const writtenBy = ({ code, diagnostic }: LdapResult): Written => {
  if (code === 0) return 'changed'
  if (code === constraintViolation) return /\b0*56:/.test(diagnostic) ? 'rejected' : 'refused'
  return code === unwillingToPerform ? 'refused' : 'failed'
}

/** The change itself, by the service account: a person whose password has expired cannot bind. */
const writePassword = async (
  settings: DirectorySettings,
  times: LdapTimes,
  principal: string,
  old: string,
  fresh: string,
): Promise<Written> => {
  if (settings.passwordChange === undefined) return 'failed'
  const { user, passwordFile } = settings.passwordChange
  const password = await readFile(passwordFile, 'utf8').then(
    (text) => text.replace(/\r?\n$/, ''),
    () => '',
  )
  if (!mayBeSent(password)) return 'failed'
  let sent = false
  const outcome = await bound(settings, times, user, password, async (service): Promise<Written> => {
    const person = await service.findPerson(principal)
    if (person === undefined) return 'failed'
    sent = true
    return writtenBy(await service.changePassword(person.dn, old, fresh))
  })
  if (outcome.kind === 'bound') return outcome.value
  return sent ? 'unknown' : 'failed'
}

const changePassword = async (
  settings: DirectorySettings,
  times: LdapTimes,
  principal: string,
  old: string,
  fresh: string,
): Promise<PasswordChange> => {
  if (settings.passwordChange === undefined) return { kind: 'unavailable', asked: false }
  if (!mayBeSent(fresh)) return { kind: 'refused' }
  const before = await checkPassword(settings, times, principal, old)
  if (before.kind === 'rejected' || before.kind === 'unavailable') return before
  if (before.kind === 'account-state' && !mustChange(before.state))
    return { kind: 'account-state', state: before.state }
  const written = await writePassword(settings, times, principal, old, fresh)
  // Nothing more was asked about the person: their password was right just now.
  if (written === 'failed') return { kind: 'unavailable', asked: false }
  if (written === 'refused' || written === 'rejected') return { kind: written }
  const after = await checkPassword(settings, times, principal, fresh)
  if (after.kind === 'verified') return { ...after, kind: 'changed' }
  // Without an answer to the change, only the new password can tell that it was made.
  return written === 'changed' ? { kind: 'changed' } : { kind: 'unavailable', asked: true }
}

/** Active Directory over LDAPS, implementing the port; {@link LdapTimes} hold for each connection. */
export const createLdapDirectory = (times: LdapTimes = standardLdapTimes): Directory => ({
  verifyPassword: (settings, principal, password) => checkPassword(settings, times, principal, password.reveal()),
  changePassword: (settings, principal, old, fresh) =>
    changePassword(settings, times, principal, old.reveal(), fresh.reveal()),
})

import { readFile } from 'node:fs/promises'
import type { DirectorySettings } from '../domain/account.ts'
import { directoryBudget } from '../domain/limits.ts'
import type { OnBreaker } from '../ports/breaker-event.ts'
import type { Clock } from '../ports/clock.ts'
import type { AccountState, Directory, DirectoryWord, PasswordChange, PasswordCheck } from '../ports/directory.ts'
import { within } from './deadline.ts'
import { accountStateIn } from './ldap-account-state.ts'
import type { LdapConnection, LdapPerson, LdapResult } from './ldap-connection.ts'
import type { LdapTimes } from './ldap-controllers.ts'
import { createLdapGate, type LdapGate, type LdapLine } from './ldap-gate.ts'
import type { PermittedHosts } from './permitted-hosts.ts'
import { monotonicClock } from './system.ts'
import type { SignedIn } from './wary-sign-in.ts'

const standardLdapTimes: LdapTimes = { connect: 3_000, total: 8_000 }
const standardSlots = { most: 20, wait: 2_000 }

const invalidCredentials = 49
const constraintViolation = 19
const unwillingToPerform = 53

/** An empty password binds as nobody, and succeeds (RFC 4513 section 5.1.2); one with a NUL is cut there by some servers. */
const mayBeSent = (text: string): boolean => text !== '' && !text.includes('\0')

type Bound<T> =
  | { readonly kind: 'bound'; readonly value: T }
  | { readonly kind: 'refused'; readonly result: LdapResult }
  | { readonly kind: 'unavailable'; readonly asked: boolean }

/** One connection, one bind, sent once; then `use`. A bind that succeeded was counted against nobody, whatever follows. */
const bound = async <T>(
  { controllers, breaker }: LdapLine,
  signal: AbortSignal,
  name: string,
  password: string,
  use: (connection: LdapConnection) => Promise<T>,
): Promise<Bound<T>> => {
  const reached = await controllers.connect(signal)
  if (reached.kind === 'unreachable') {
    if (reached.because !== undefined) breaker.report(false, reached.because)
    return { kind: 'unavailable', asked: false }
  }
  const { connection } = reached
  let answered: LdapResult | undefined
  try {
    const result = await connection.bind(name, password)
    answered = result
    const isPlain = result.code === 0 || result.code === invalidCredentials
    reached.works(isPlain)
    if (!isPlain) {
      breaker.report(false, `result ${result.code}`)
      return { kind: 'unavailable', asked: true }
    }
    const outcome: Bound<T> =
      result.code === 0 ? { kind: 'bound', value: await use(connection) } : { kind: 'refused', result }
    breaker.report(true)
    return outcome
  } catch {
    // After the bind it stays the first to be asked: it alone may know of a change that it was just sent.
    if (answered === undefined) reached.works(false)
    breaker.report(false, answered === undefined ? 'no answer to the bind' : 'no answer after the bind')
    return { kind: 'unavailable', asked: answered?.code !== 0 }
  } finally {
    connection.close()
  }
}

const wordOf = (person: LdapPerson | undefined): DirectoryWord => ({
  ...(person?.objectId === undefined ? {} : { objectId: person.objectId }),
  ...(person?.mail === undefined ? {} : { mail: person.mail }),
  ...(person?.displayName === undefined ? {} : { displayName: person.displayName }),
})

const checkPassword = async (
  line: LdapLine,
  signal: AbortSignal,
  principal: string,
  password: string,
): Promise<PasswordCheck> => {
  if (!mayBeSent(password) || !mayBeSent(principal)) return { kind: 'rejected' }
  const outcome = await bound(line, signal, principal, password, (connection) => connection.findPerson(principal))
  if (outcome.kind === 'unavailable') return outcome
  if (outcome.kind === 'bound') return { kind: 'verified', ...wordOf(outcome.value) }
  const state = accountStateIn(outcome.result.diagnostic)
  return state === 'rejected' ? { kind: 'rejected' } : { kind: 'account-state', state }
}

const mustChange = (state: AccountState): state is 'password-expired' | 'password-must-change' =>
  state === 'password-expired' || state === 'password-must-change'

/** `window`: ms in which a directory remembers a failure. */
type ServiceAccount = NonNullable<DirectorySettings['passwordChange']> & { readonly window: number }
type Change = { readonly principal: string; readonly old: string; readonly fresh: string }
type Written = 'changed' | 'refused' | 'rejected' | 'failed' | 'unknown'

/** `00000056` (ERROR_INVALID_PASSWORD): the old password is no longer right. */
const writtenBy = ({ code, diagnostic }: LdapResult): Written => {
  if (code === 0) return 'changed'
  if (code === constraintViolation) return /\b0*56:/.test(diagnostic) ? 'rejected' : 'refused'
  return code === unwillingToPerform ? 'refused' : 'failed'
}

/** The change itself, by the service account: a person whose password has expired cannot bind. */
const writePassword = async (
  line: LdapLine,
  signal: AbortSignal,
  { user, passwordFile, window }: ServiceAccount,
  { principal, old, fresh }: Change,
): Promise<Written> => {
  const password = await readFile(passwordFile, 'utf8').then(
    (text) => text.replace(/\r?\n$/, ''),
    () => '',
  )
  const entered = mayBeSent(password) ? await line.service.enter(user, password) : undefined
  if (entered === undefined) return 'failed'
  let sent = false
  let signedIn: SignedIn = 'unknown'
  try {
    const outcome = await bound(line, signal, user, password, async (service): Promise<Written> => {
      signedIn = 'right'
      const person = await service.findPerson(principal)
      if (person === undefined) return 'failed'
      sent = true
      return writtenBy(await service.changePassword(person.dn, old, fresh))
    })
    if (outcome.kind === 'bound') return outcome.value
    if (outcome.kind === 'refused') signedIn = 'wrong'
    return sent ? 'unknown' : 'failed'
  } finally {
    entered.tell(signedIn, window)
  }
}

/**
 * Three connections within one total. Only where the answer to a change that was sent is lost the last of them, which
 * alone can tell whether it was made, has at least as long as a connection may take: then the whole may take longer.
 */
const changePassword = async (
  line: LdapLine,
  times: LdapTimes,
  service: ServiceAccount,
  change: Change,
): Promise<PasswordChange> => {
  const { principal, old, fresh } = change
  const until = performance.now() + times.total
  const signal = AbortSignal.timeout(times.total)
  const before = await checkPassword(line, signal, principal, old)
  if (before.kind === 'rejected' || before.kind === 'unavailable') return before
  if (before.kind === 'account-state' && !mustChange(before.state))
    return { kind: 'account-state', state: before.state }
  const written = await writePassword(line, signal, service, change)
  // Nothing more was asked about the person: their password was right just now.
  if (written === 'failed') return { kind: 'unavailable', asked: false }
  if (written === 'refused' || written === 'rejected') return { kind: written }
  const enough = AbortSignal.timeout(Math.ceil(Math.max(times.connect, until - performance.now())))
  const after = await checkPassword(line, written === 'unknown' ? enough : signal, principal, fresh)
  if (after.kind === 'verified') return { ...after, kind: 'changed' }
  // A state is told of a right password alone (STANDARD 6). Without an answer to the change nothing else tells that it was made.
  return { kind: written === 'changed' || after.kind === 'account-state' ? 'accepted' : 'unconfirmed' }
}

export type LdapOptions = {
  /** Where the directories that accounts name may be. */
  readonly hosts: PermittedHosts
  /** The standard's where absent; so are the slots of one account, and their waits in ms. */
  readonly times?: LdapTimes
  readonly slots?: { readonly most: number; readonly wait: number }
  /** For breakers and cool-downs. */
  readonly clock?: Clock
  readonly onBreaker?: OnBreaker
}

export type LdapDirectory = Directory & Pick<LdapGate, 'tidy'>

/** Active Directory over LDAPS, implementing the port (STANDARD 10, docs/decisions/0012). */
export const createLdapDirectory = ({
  hosts,
  times = standardLdapTimes,
  slots = standardSlots,
  clock = monotonicClock,
  onBreaker = () => undefined,
}: LdapOptions): LdapDirectory => {
  const gate = createLdapGate({ times, hosts, slots, clock, onBreaker })
  const shut = { kind: 'unavailable', asked: false } as const
  return {
    tidy: gate.tidy,
    verifyPassword: async (settings, principal, password) => {
      const text = password.reveal()
      if (!mayBeSent(text) || !mayBeSent(principal)) return { kind: 'rejected' }
      return gate.through<PasswordCheck>(
        settings,
        (line) => within(times.total, (signal) => checkPassword(line, signal, principal, text)),
        shut,
      )
    },
    changePassword: async (settings, principal, old, fresh) => {
      const service = settings.passwordChange
      if (service === undefined) return shut
      const change = { principal, old: old.reveal(), fresh: fresh.reveal() }
      if (!mayBeSent(change.fresh)) return { kind: 'refused' }
      if (!mayBeSent(change.old) || !mayBeSent(principal)) return { kind: 'rejected' }
      const careful = { ...service, window: directoryBudget(settings).window }
      return gate.through<PasswordChange>(settings, (line) => changePassword(line, times, careful, change), shut)
    },
  }
}

import type { AuthenticationType } from '@muster/shared/vocabulary'
import type { Account, DirectorySettings } from '../domain/account.ts'
import { type ClaimedUser, countedName, domainOf, isSamePerson } from '../domain/claimed-user.ts'
import type { Confirmation } from '../domain/enrollment.ts'
import { directoryBudget } from '../domain/limits.ts'
import { codeRecipient, type StatedMail } from '../domain/policy/code-recipient.ts'
import type { Secret } from '../domain/secret.ts'
import type {
  AccountDirectory,
  AccountState,
  DirectoryWord,
  PasswordChange,
  PasswordCheck,
} from '../ports/directory.ts'
import type { EntraPerson, PasswordGrant } from '../ports/identity-provider.ts'
import type { Ports } from '../ports/ports.ts'

/** What the authorities made of a password. `blocked`: the budget is spent and nobody was asked. */
export type Checked =
  | { readonly kind: 'confirmed'; readonly confirmation: Confirmation }
  | { readonly kind: 'rejected' | 'unavailable' | 'mfa-required' }
  | { readonly kind: 'account-state'; readonly state: AccountState }
  | Extract<PasswordGrant, { kind: 'refused' }>
  | { readonly kind: 'blocked'; readonly retryAfter: number }

const withMail = (mail: string | undefined): { mail?: string } => (mail === undefined ? {} : { mail })

/** The directory that serves a user's domain; none for a domain that the account no longer lists. */
export const directoryOf = (account: Account, user: ClaimedUser): AccountDirectory | undefined => {
  const domain = domainOf(account, user)
  if (domain === undefined && account.domains.length > 0) return undefined
  const wanted = domain?.directory
  const found = wanted === undefined ? account.directories[0] : account.directories.find(({ id }) => id === wanted)
  return found === undefined ? undefined : { ...found, accountId: account.id }
}

/** As the directory knows the person whatever suffix their mail has. */
export const bindName = (user: ClaimedUser): string => `${user.username}@${user.domain}`

/**
 * `shared`: by controller and name, and by domain and name, never by account: accounts may name the controllers of one
 * domain differently, and domains may have a controller in common (STANDARD 3.5). So two companies that call their domain
 * alike share a budget too, which holds a namesake up and locks nobody. `own`: with the domain, since in another domain
 * the name may be another person's, whose success must not free this one's failures.
 */
const budgetKeys = ({ urls }: DirectorySettings, user: ClaimedUser) => {
  const hosts = new Set(urls.map((url) => new URL(url).hostname.toLowerCase()))
  const shared = [...hosts, `@${user.domain}`].map((place) => `ad|${place}|${countedName(user)}`)
  return { shared, own: shared.map((key) => `${key}|${user.domain}`) }
}

export const confirmedByDirectory = (account: Account, user: ClaimedUser, word: DirectoryWord): Confirmation => {
  const stated: StatedMail = { authority: 'active-directory', ...withMail(word.mail) }
  return {
    authority: 'active-directory',
    subject: {
      key: `ad:${word.objectId ?? `${user.domain}:${countedName(user)}`}`,
      displayName: word.displayName ?? user.username,
    },
    proven: ['password'],
    ...withMail(codeRecipient(account, user, stated)),
  }
}

export const confirmedByEntra = (
  account: Account,
  user: ClaimedUser,
  person: EntraPerson,
  mfa: boolean,
): Confirmation => {
  const { preferredUsername } = person
  const stated: StatedMail = {
    authority: 'entra-id',
    ...(preferredUsername === undefined ? {} : { preferredUsername }),
  }
  return {
    authority: 'entra-id',
    subject: { key: `entra:${person.tenantId}:${person.objectId}`, displayName: person.displayName ?? user.username },
    proven: mfa ? ['entra', 'entra-mfa'] : ['entra'],
    ...withMail(codeRecipient(account, user, stated)),
  }
}

/**
 * What a directory made of a try in its own count. Only a sign-in begins it anew: a password that is right but expired
 * leaves it as it was, and so does a change of the password.
 */
const countedBy = (result: PasswordCheck | PasswordChange): 'nothing' | 'a failure' | 'anew' | 'unknown' => {
  switch (result.kind) {
    case 'verified':
    case 'changed':
      return 'anew'
    case 'accepted':
    case 'unconfirmed':
      return 'unknown'
    case 'rejected':
      return 'a failure'
    case 'account-state':
    case 'refused':
      return 'nothing'
    case 'unavailable':
      // Timed out or cut off: the directory may have counted it (STANDARD 3.6).
      return result.asked ? 'unknown' : 'nothing'
  }
}

/** Asks the directory within the person's budget: a slot is reserved before anything is sent (STANDARD 3.5, 3.6). */
export const withinBudget = async <R extends PasswordCheck | PasswordChange>(
  ports: Ports,
  directory: DirectorySettings,
  user: ClaimedUser,
  ask: () => Promise<R>,
): Promise<R | Extract<Checked, { kind: 'blocked' }>> => {
  const { allowed, window } = directoryBudget(directory)
  const { shared, own } = budgetKeys(directory, user)
  const keys = [...shared, ...own]
  const slot = await ports.budget.reserve(keys, allowed, window)
  if (!slot.ok) return { kind: 'blocked', retryAfter: slot.retryAfter }
  const result = await ask()
  switch (countedBy(result)) {
    case 'nothing':
      await ports.budget.giveBack(keys)
      break
    case 'a failure':
      await ports.budget.settle(own)
      break
    case 'anew':
      await ports.budget.forgive(slot, own, shared)
      break
    case 'unknown':
  }
  return result
}

const askDirectory = async (ports: Ports, account: Account, user: ClaimedUser, password: Secret): Promise<Checked> => {
  const directory = directoryOf(account, user)
  if (directory === undefined) return { kind: 'unavailable' }
  const result = await withinBudget<PasswordCheck>(ports, directory, user, () =>
    ports.directory.verifyPassword(directory, bindName(user), password),
  )
  return result.kind === 'verified'
    ? { kind: 'confirmed', confirmation: confirmedByDirectory(account, user, result) }
    : result
}

const askEntra = async (
  ports: Ports,
  account: Account,
  user: ClaimedUser,
  password: Secret,
  now: number,
): Promise<Checked> => {
  if (account.entra === undefined) return { kind: 'unavailable' }
  const result = await ports.identityProvider.verifyPassword(account.entra, user.principal, password, now)
  if (result.kind !== 'verified') return result
  const same = result.person.names.some((name) => isSamePerson(account, user, name))
  return same
    ? { kind: 'confirmed', confirmation: confirmedByEntra(account, user, result.person, false) }
    : { kind: 'rejected' }
}

/** Whether an authority was shown a wrong password, or told something of the person. */
const tellsOfThem = (checked: Checked): boolean => {
  if (checked.kind === 'refused') return checked.reason !== 'misconfigured'
  return checked.kind !== 'unavailable' && checked.kind !== 'blocked'
}

/**
 * Of two failures the one that tells the person more: that a directory rejects hides neither Entra's refusal or trouble nor
 * its wish for MFA. That Entra knows no application of ours ends nobody's enrollment who may be the directory's.
 */
const worse = (before: Checked | undefined, now: Checked): Checked => {
  if (before === undefined || before.kind === 'rejected' || now.kind !== 'rejected') return now
  return before.kind === 'refused' && before.reason === 'misconfigured' ? { kind: 'unavailable' } : before
}

/** What came of a password. `failed`: an authority was shown a wrong one, or told something of the account. */
export type PasswordTry = { readonly checked: Checked; readonly failed: boolean }

/** One password against the authorities in their order, until one confirms it (table 2). */
export const checkPassword = async (
  ports: Ports,
  account: Account,
  user: ClaimedUser,
  against: readonly AuthenticationType[],
  password: Secret,
  now: number,
): Promise<PasswordTry> => {
  let failure: Checked | undefined
  let failed = false
  for (const authority of against) {
    const checked =
      authority === 'entra-id'
        ? await askEntra(ports, account, user, password, now)
        : await askDirectory(ports, account, user, password)
    if (checked.kind === 'confirmed') return { checked, failed: false }
    failed ||= tellsOfThem(checked)
    failure = worse(failure, checked)
  }
  return { checked: failure ?? { kind: 'rejected' }, failed }
}

import type { AuthenticationType, Platform } from '@muster/shared/vocabulary'
import { type Account, mailDomainsOf } from '../domain/account.ts'
import { claimUser } from '../domain/claimed-user.ts'
import { isMailable } from '../domain/mail-address.ts'
import { authoritiesTried } from '../domain/policy/default-authentication.ts'
import { handOffFault } from './hand-off-template.ts'

/** What is wrong with which field. `path` as in `domains[0].name`. */
export type AccountError = { readonly path: string; readonly message: string }

type Rule = (account: Account) => readonly AccountError[]

const fault = (path: string, message: string): AccountError => ({ path, message })
const when = (wrong: boolean, path: string, message: string): readonly AccountError[] =>
  wrong ? [fault(path, message)] : []

/** Who may be asked for a password in this account, whatever the person's own setting says. */
const reachable = ({ workflow, defaultAuthentication, domains, users }: Account): ReadonlySet<AuthenticationType> =>
  new Set(
    [
      defaultAuthentication,
      ...[...domains, ...users].flatMap(({ authenticationType: own }) => (own === undefined ? [] : [own])),
    ].flatMap((setting): readonly AuthenticationType[] => authoritiesTried[setting][workflow]),
  )

/** Of texts with their places: a fault at each that was there before. */
const repeated = (texts: readonly (readonly [path: string, text: string])[]): readonly AccountError[] => {
  const seen = new Map<string, string>()
  return texts.flatMap(([path, text]) => {
    const first = seen.get(text)
    if (first === undefined) seen.set(text, path)
    return first === undefined ? [] : [fault(path, `"${text}" is already there at ${first}`)]
  })
}

const directories: Rule = (account) => {
  const ids = account.directories.map(({ id }) => id)
  const asked = reachable(account).has('active-directory')
  return [
    ...when(
      asked && ids.length === 0,
      'directories',
      'needs at least one directory: people of this account sign in with Active Directory',
    ),
    ...when(
      asked && account.domains.length === 0,
      'domains',
      'needs at least one domain: people of this account sign in with Active Directory',
    ),
    ...repeated(ids.map((id, index) => [`directories[${index}].id`, id])),
    // Somebody with two names there has two budgets, and their sum must not lock (STANDARD 3.5).
    ...account.directories.flatMap(({ lockoutThreshold = 0, oneNamePerPerson = false }, index) =>
      when(
        lockoutThreshold > 0 && lockoutThreshold < 5 && !oneNamePerPerson,
        `directories[${index}].oneNamePerPerson`,
        `must be true with a lockoutThreshold of ${lockoutThreshold}: say so only where everybody's user principal name begins with their sAMAccountName; else tries here under both names could lock a person out, and the threshold must be at least 5`,
      ),
    ),
    ...account.directories.flatMap(({ lockoutThreshold = 0, lockoutWindowMinutes }, index) =>
      when(
        lockoutThreshold > 0 && lockoutWindowMinutes === undefined,
        `directories[${index}].lockoutWindowMinutes`,
        `is missing: with a lockoutThreshold of ${lockoutThreshold}, tries here are counted for as long as the domain counts them ("Reset account lockout counter after")`,
      ),
    ),
    ...account.domains.flatMap(({ directory }, index) =>
      when(
        directory !== undefined && !ids.includes(directory),
        `domains[${index}].directory`,
        `names no directory of this account (${ids.join(', ') || 'there is none'})`,
      ),
    ),
  ]
}

const entra: Rule = (account) => {
  if (!reachable(account).has('entra-id')) return []
  if (account.entra === undefined)
    return [fault('entra', 'is missing: people of this account sign in with Microsoft Entra ID')]
  const { authenticationContext, passwordGrantClientId } = account.entra
  return [
    ...when(
      account.workflow === 'new' && account.entraFactor === 'multi' && authenticationContext === undefined,
      'entra.authenticationContext',
      'is missing: with entraFactor "multi" the new workflow asks Microsoft Entra ID for an authentication context (c1 to c99)',
    ),
    ...when(
      account.workflow === 'existing' && passwordGrantClientId === undefined,
      'entra.passwordGrantClientId',
      'is missing: the existing workflow checks passwords with this application',
    ),
  ]
}

const domains: Rule = ({ domains: all, defaultDomain }) => [
  ...repeated(
    all.flatMap(({ name, netbios, upnSuffix }, index) =>
      [
        ...new Map([
          [name, 'name'],
          ...(netbios === undefined ? [] : [[netbios.toLowerCase(), 'netbios'] as const]),
          ...(upnSuffix === undefined ? [] : [[upnSuffix, 'upnSuffix'] as const]),
        ]),
      ].map(([text, field]) => [`domains[${index}].${field}`, text] as const),
    ),
  ),
  ...when(
    defaultDomain !== undefined && all.length > 0 && all.every(({ name }) => name !== defaultDomain),
    'defaultDomain',
    `must be one of this account's domains (${all.map(({ name }) => name).join(', ')})`,
  ),
]

const users: Rule = (account) => {
  const mailDomains = mailDomainsOf(account)
  const spellings: (readonly [string, string])[] = []
  const faults = account.users.flatMap(({ username, domain, email }, index) => {
    const claimed = claimUser(account, username, domain)
    if (typeof claimed !== 'string')
      spellings.push([`users[${index}].username`, `${claimed.username}@${claimed.domain}`])
    return [
      ...when(
        claimed === 'malformed',
        `users[${index}].username`,
        `is not a user name that this account accepts (usernames: ${account.usernames})`,
      ),
      ...when(claimed === 'unknown-domain', `users[${index}].domain`, "must be one of this account's domains"),
      ...when(
        email !== undefined && !isMailable(email, mailDomains),
        `users[${index}].email`,
        `must be an address in one of the domains that codes may be mailed to (${mailDomains.join(', ') || 'there is none'})`,
      ),
    ]
  })
  return [...faults, ...repeated(spellings)]
}

const mail: Rule = (account) =>
  when(
    account.portalFactor === 'two' && mailDomainsOf(account).length === 0,
    'mailDomains',
    'needs at least one domain: with portalFactor "two" a code is mailed, and without domains nobody could get one',
  )

const platforms: Rule = ({ platforms: offered, askOwnership, handOff }) => [
  ...repeated(offered.map((platform, index) => [`platforms[${index}]`, platform])),
  ...repeated(askOwnership.map((ownership, index) => [`askOwnership[${index}]`, ownership])),
  ...offered.flatMap((platform) =>
    when(handOff[platform] === undefined, `handOff.${platform}`, 'is missing: this platform is offered'),
  ),
  ...(['ios', 'android', 'windows'] as const satisfies readonly Platform[]).flatMap((platform) => {
    const template = handOff[platform]
    const message = template === undefined ? undefined : handOffFault(platform, template)
    return message === undefined ? [] : [fault(`handOff.${platform}`, message)]
  }),
]

const support: Rule = ({ support: { email, phone, url } }) =>
  when(
    email === undefined && phone === undefined && url === undefined,
    'support',
    'needs an email, a phone or a url: people must be able to reach somebody',
  )

/** How each kind of picture begins, in base64. */
const beginnings: Readonly<Record<string, RegExp>> = {
  'image/png': /^iVBORw0KGgo/,
  'image/jpeg': /^\/9j\//,
  'image/webp': /^UklGR.{6}XRUJQ/,
}

const branding: Rule = ({ branding: { logo } }) =>
  when(
    logo !== undefined && !beginnings[logo.type]?.test(logo.base64),
    'branding.logo.base64',
    `is not a picture of the type ${logo?.type}`,
  )

const rules: readonly Rule[] = [directories, entra, domains, users, mail, platforms, support, branding]

/** What an account's fields demand of each other. */
export const brokenRules = (account: Account): readonly AccountError[] => rules.flatMap((rule) => rule(account))

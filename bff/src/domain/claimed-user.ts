import { type Account, type Domain, defaultDomainOf, type UserRecord } from './account.ts'

/** Who somebody says they are, canonical: the only form that counters, look-ups and comparisons take (STANDARD 3.2). */
export type ClaimedUser = {
  readonly username: string
  /** The domain's name, not the spelling that was typed. */
  readonly domain: string
  /** `username@suffix`, as the identity provider and the directory know the person. */
  readonly principal: string
}

export type Unclaimable = 'unknown-domain' | 'malformed'

const shapes = {
  ascii: /^[a-z0-9][a-z0-9._'-]{0,63}$/,
  // A directory overlooks spaces at the end and doubled ones (RFC 4518 section 2.6.1): they would be a second spelling.
  unicode: /^(?!.* (?: |$))[\p{Ll}\p{Lo}\p{Lm}\p{M}\p{N}][\p{Ll}\p{Lo}\p{Lm}\p{M}\p{N} ._'()+-]{0,63}$/u,
} as const satisfies Record<Account['usernames'], RegExp>

const domainShape = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/

/** `DOM\u`, `u@dom` or `u` → the name and the domain written inside it; the domain inside wins over the field. */
const split = (typed: string, field: string): readonly [string, string] => {
  const slash = typed.indexOf('\\')
  if (slash >= 0) return [typed.slice(slash + 1), typed.slice(0, slash)]
  const at = typed.lastIndexOf('@')
  return at >= 0 ? [typed.slice(0, at), typed.slice(at + 1)] : [typed, field]
}

const domainNamed = (account: Account, spelling: string): Domain | undefined =>
  account.domains.find(({ name, netbios, upnSuffix }) => [name, netbios?.toLowerCase(), upnSuffix].includes(spelling))

/**
 * The one canonicaliser: two spellings of a person give one result, a look-alike gives none.
 * Text that NFKC would change is refused, not repaired, so that no two inputs meet by normalisation.
 */
export const claimUser = (account: Account, username: string, domain: string): ClaimedUser | Unclaimable => {
  const typed = [username.trim(), domain.trim()]
  const lower = typed.map((text) => text.toLowerCase())
  // Lower case too: of `J` with a combining caron it is a sequence that NFKC joins.
  if ([...typed, ...lower].some((text) => text.normalize('NFKC') !== text)) return 'malformed'
  const [name, written] = split(lower[0] ?? '', lower[1] ?? '')
  if (!shapes[account.usernames].test(name)) return 'malformed'
  const spelling = written === '' ? defaultDomainOf(account) : written
  if (spelling === undefined || !domainShape.test(spelling)) return 'unknown-domain'
  if (account.domains.length === 0) return { username: name, domain: spelling, principal: `${name}@${spelling}` }
  const known = domainNamed(account, spelling)
  if (known === undefined) return 'unknown-domain'
  return { username: name, domain: known.name, principal: `${name}@${known.upnSuffix ?? known.name}` }
}

/** As a directory compares names: accents, case and the two kanas are one to it (MS-ADTS 3.1.1.2.2.4). */
const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .toLowerCase()
    .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))

/** The user name as counters take it: spellings that a directory takes for one person are one. */
export const countedName = ({ username }: ClaimedUser): string => folded(username)

/** The settings of a claimed user's domain; none where the account lists no domains. */
export const domainOf = (account: Account, user: ClaimedUser): Domain | undefined =>
  account.domains.find(({ name }) => name === user.domain)

/** What the administrator has told us about this person. */
export const recordOf = (account: Account, user: ClaimedUser): UserRecord | undefined =>
  account.users.find(({ username, domain }) => username === user.username && domain === user.domain)

/** Whether an enrollment request was made for this person. */
export const isInvited = (
  account: Account,
  user: ClaimedUser,
  request: { readonly username?: string; readonly domain?: string } | undefined,
): boolean => request?.username !== undefined && isSamePerson(account, user, request.username, request.domain)

/** Whether a name that an authority states is the person who was claimed; stated names only ever deny (STANDARD 2.3). */
export const isSamePerson = (account: Account, claimed: ClaimedUser, stated: string, domain = ''): boolean => {
  const other = claimUser(account, stated, domain)
  return typeof other !== 'string' && other.username === claimed.username && other.domain === claimed.domain
}

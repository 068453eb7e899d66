import type { Support } from '@muster/shared/public-profile'
import type {
  AuthenticationType,
  DefaultAuthentication,
  Ownership,
  Platform,
  Workflow,
} from '@muster/shared/vocabulary'

export type PortalFactor = 'single' | 'two'
export type EntraFactor = 'single' | 'multi'

/** A company domain. Names are lower case. */
export type Domain = {
  readonly name: string
  readonly netbios?: string
  /** What follows the @ of a user principal name where it is not `name`. */
  readonly upnSuffix?: string
  readonly authenticationType?: AuthenticationType
  /** Which of the account's directories serves it; the first where unsaid. */
  readonly directory?: string
}

/** An Active Directory and how to reach it. */
export type DirectorySettings = {
  readonly id: string
  /** `ldaps://host[:port]`, tried in this order. */
  readonly urls: readonly string[]
  /** PEM of the authority that signed the controllers' certificates; the system's where absent. */
  readonly ca?: string
  /** The domain's own `lockoutThreshold` (0 = never locks); 10 is assumed where unknown. */
  readonly lockoutThreshold?: number
  readonly lockoutWindowMinutes?: number
  /** The administrator's word that everybody's user principal name begins with their `sAMAccountName`. */
  readonly oneNamePerPerson?: boolean
  /** The service account that changes expired passwords; without it they cannot be changed here. */
  readonly passwordChange?: { readonly user: string; readonly passwordFile: string }
}

/** The account's Microsoft Entra tenant and the applications registered in it. */
export type EntraSettings = {
  readonly cloud: 'login.microsoftonline.com' | 'login.microsoftonline.us' | 'login.partner.microsoftonline.cn'
  readonly tenantId: string
  readonly spaClientId: string
  /** Where set, an access token for this application's `Enroll.Device` is asked for and checked. */
  readonly apiClientId?: string
  /** The client of the existing workflow's password grant. */
  readonly passwordGrantClientId?: string
  readonly authenticationContext?: string
  readonly allowGuests: boolean
  readonly mismatch: 'block' | 'confirm'
}

/** A person the administrator has told us about. `username` and `domain` are canonical. */
export type UserRecord = {
  readonly username: string
  readonly domain: string
  readonly email?: string
  readonly authenticationType?: AuthenticationType
}

export type Terms = { readonly version: string; readonly text: string; readonly url?: string }

/** A customer company with its deployment settings, as the store gives it: checked when it was applied. */
export type Account = {
  readonly id: string
  readonly name: string
  readonly status: 'open' | 'closed'
  readonly workflow: Workflow
  readonly defaultAuthentication: DefaultAuthentication
  readonly portalFactor: PortalFactor
  readonly entraFactor: EntraFactor
  readonly domains: readonly Domain[]
  readonly defaultDomain?: string
  readonly offerDomains: boolean
  readonly users: readonly UserRecord[]
  /** Which letters a user name may have: STANDARD 3.2's, or those of every script. */
  readonly usernames: 'ascii' | 'unicode'
  readonly directories: readonly DirectorySettings[]
  readonly entra?: EntraSettings
  readonly entraMail: 'none' | 'preferred-username'
  /** Domains a code may be mailed to; the account's own where empty. */
  readonly mailDomains: readonly string[]
  readonly platforms: readonly Platform[]
  readonly askOwnership: readonly Ownership[]
  readonly terms?: Terms
  readonly deviceLimit?: number
  /** RFC 6570 templates of the administrator's own enrollment links. */
  readonly handOff: { readonly [P in Platform]?: string }
  readonly passwordChangeLink?: string
  readonly support: Support
  readonly branding: { readonly accent?: string; readonly logo?: { readonly type: string; readonly base64: string } }
  /** Networks (CIDR) whose many people share few addresses: per-address limits × 100. */
  readonly trustedNetworks: readonly string[]
}

/** The domain a blank field means. */
export const defaultDomainOf = (account: Account): string | undefined =>
  account.defaultDomain ?? (account.offerDomains ? undefined : account.domains[0]?.name)

/** The domains a code may be mailed to. */
export const mailDomainsOf = (account: Account): readonly string[] =>
  account.mailDomains.length > 0
    ? account.mailDomains
    : account.domains.flatMap(({ name, upnSuffix }) => (upnSuffix === undefined ? [name] : [name, upnSuffix]))

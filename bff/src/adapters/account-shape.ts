import { AccountName } from '@muster/shared/account-name'
import { AuthenticationType, DefaultAuthentication, Ownership, Platform, Workflow } from '@muster/shared/vocabulary'
import * as z from 'zod/mini'
import { isCertificates, isDirectoryAddress } from './directory-address.ts'
import { isLineOfText } from './line-of-text.ts'

/** Text of one line that people read: nothing in it can break a page, a mail or a log. */
const line = (longest: number) =>
  z
    .string()
    .check(
      z.minLength(1),
      z.maxLength(longest),
      z.refine(isLineOfText, 'must not hold control characters, line ends or marks of the direction of writing'),
    )

const domainName = z.pipe(
  z.string(),
  z.pipe(
    z.transform((name: string) => name.toLowerCase()),
    z
      .string()
      .check(
        z.regex(
          /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/,
          'must be a domain name such as corp.example.com',
        ),
      ),
  ),
)

/** In the clear to the machine at hand only, which browsers trust as much (W3C Secure Contexts, 3.1): for a demo. */
const isSecure = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || (protocol === 'http:' && hostname === 'localhost')

const webLink = z.string().check(
  z.maxLength(2048),
  z.refine(
    (text) => URL.canParse(text) && isSecure(new URL(text)) && !/[\s"<>]/.test(text),
    'must be an https:// address',
  ),
)

const guid = z
  .string()
  .check(
    z.regex(
      /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
      'must be a GUID in lower case, such as 1b2c3d4e-0000-4000-8000-123456789abc',
    ),
  )

const Domain = z.strictObject({
  name: domainName,
  netbios: z.exactOptional(
    z.string().check(z.regex(/^[a-z0-9](?:[a-z0-9-]{0,13}[a-z0-9])?$/i, 'must be a NetBIOS name such as CORP')),
  ),
  upnSuffix: z.exactOptional(domainName),
  authenticationType: z.exactOptional(AuthenticationType),
  directory: z.exactOptional(z.string()),
})

/** A name and no path: an account's administrator chooses none of the operator's other files. */
const secretFile = z
  .string()
  .check(
    z.regex(
      /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/,
      'must be the name of a file in the folder MUSTER_SECRETS_FOLDER, such as svc-muster, and no path',
    ),
  )

const Directory = z.strictObject({
  id: z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and hyphens')),
  urls: z
    .array(
      z
        .string()
        .check(
          z.refine(
            isDirectoryAddress,
            'must be ldaps://host or ldaps://host:port, such as ldaps://dc1.corp.example.com; plain ldap:// is not accepted',
          ),
        ),
    )
    .check(z.minLength(1), z.maxLength(8)),
  ca: z.exactOptional(
    z.string().check(z.refine(isCertificates, 'must be a certificate in PEM, from its BEGIN to its END line')),
  ),
  lockoutThreshold: z.exactOptional(
    z.int().check(
      z.minimum(0),
      // The portal's own failures would lock people out of everything else (STANDARD 3.5).
      z.refine(
        (threshold) => threshold === 0 || threshold >= 3,
        'must be 0 (never locks) or at least 3: below that, tries here would lock people out',
      ),
    ),
  ),
  oneNamePerPerson: z.exactOptional(z.boolean()),
  lockoutWindowMinutes: z.exactOptional(z.int().check(z.minimum(1), z.maximum(99_999))),
  passwordChange: z.exactOptional(z.strictObject({ user: line(256), passwordFile: secretFile })),
})

const Entra = z.strictObject({
  cloud: z._default(
    z.enum(['login.microsoftonline.com', 'login.microsoftonline.us', 'login.partner.microsoftonline.cn']),
    'login.microsoftonline.com',
  ),
  tenantId: guid.check(
    z.refine(
      (id) => id !== '9188040d-6c67-4c5b-b112-36a304b66dad',
      'is the tenant of personal Microsoft accounts, which belong to no company',
    ),
  ),
  spaClientId: guid,
  apiClientId: z.exactOptional(guid),
  passwordGrantClientId: z.exactOptional(guid),
  authenticationContext: z.exactOptional(z.string().check(z.regex(/^c[1-9][0-9]?$/, 'must be c1 to c99'))),
  allowGuests: z._default(z.boolean(), false),
  mismatch: z._default(z.enum(['block', 'confirm']), 'block'),
})

const User = z.strictObject({
  username: line(256),
  domain: domainName,
  email: z.exactOptional(z.string()),
  authenticationType: z.exactOptional(AuthenticationType),
})

const Support = z.strictObject({
  name: line(100),
  email: z.exactOptional(
    z
      .string()
      .check(
        z.regex(/^[^\s@<>"]+@[^\s@<>"]+$/, 'must be an e-mail address'),
        z.refine(isLineOfText, 'must be an e-mail address'),
      ),
  ),
  phone: z.exactOptional(line(40)),
  url: z.exactOptional(webLink),
})

const Terms = z.strictObject({
  version: line(64),
  text: z.string().check(z.minLength(1), z.maxLength(20_000), z.regex(/^[^\p{Cs}\p{Co}\0]*$/u, 'must be plain text')),
  url: z.exactOptional(webLink),
})

const Branding = z.strictObject({
  accent: z.exactOptional(z.string().check(z.regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #0a5c36'))),
  logo: z.exactOptional(
    z.strictObject({
      // No SVG: it can hold scripts.
      type: z.enum(['image/png', 'image/webp', 'image/jpeg']),
      base64: z
        .string()
        .check(
          z.maxLength(65_536, 'must be at most 64 KiB of base64'),
          z.regex(
            /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
            'must be base64 without line ends, filled up with = to a multiple of 4 letters',
          ),
        ),
    }),
  ),
})

const template = z.string().check(z.minLength(1), z.maxLength(2048))
const HandOff = z.strictObject({
  ios: z.exactOptional(template),
  android: z.exactOptional(template),
  windows: z.exactOptional(template),
})

const network = z.union([z.cidrv4(), z.cidrv6()], 'must be a network such as 192.0.2.0/24 or 2001:db8::/48').check(
  // Its people get a hundred times the limits of strangers.
  z.refine(
    (cidr) => Number(cidr.split('/')[1]) >= (cidr.includes(':') ? 16 : 8),
    "is too wide to be a company's own: at most a /8 of IPv4 or a /16 of IPv6",
  ),
)

/**
 * An account's settings field by field, with the defaults of what may be left out. Rows of the store have this shape
 * too; what fields demand of each other is checked once, when an account is applied (`account-rules.ts`).
 */
export const AccountShape = z.strictObject({
  id: AccountName,
  name: line(100),
  status: z._default(z.enum(['open', 'closed']), 'open'),
  workflow: z._default(Workflow, 'existing'),
  defaultAuthentication: DefaultAuthentication,
  portalFactor: z._default(z.enum(['single', 'two']), 'single'),
  entraFactor: z._default(z.enum(['single', 'multi']), 'single'),
  domains: z._default(z.array(Domain), []),
  defaultDomain: z.exactOptional(domainName),
  offerDomains: z._default(z.boolean(), false),
  users: z._default(z.array(User), []),
  usernames: z._default(z.enum(['ascii', 'unicode']), 'ascii'),
  directories: z._default(z.array(Directory), []),
  entra: z.exactOptional(Entra),
  entraMail: z._default(z.enum(['none', 'preferred-username']), 'none'),
  mailDomains: z._default(z.array(domainName), []),
  platforms: z.array(Platform).check(z.minLength(1)),
  askOwnership: z._default(z.array(Ownership), []),
  terms: z.exactOptional(Terms),
  deviceLimit: z.exactOptional(z.int().check(z.minimum(1))),
  handOff: z._default(HandOff, {}),
  passwordChangeLink: z.exactOptional(webLink),
  support: Support,
  branding: z._default(Branding, {}),
  trustedNetworks: z._default(z.array(network), []),
})

/** Every setting's name, for guessing which one a misspelt name means. */
export const settingNames: readonly string[] = [
  AccountShape,
  Domain,
  Directory,
  Entra,
  User,
  Support,
  Terms,
  Branding,
].flatMap(({ shape }) => Object.keys(shape))

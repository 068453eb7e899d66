import { readFileSync } from 'node:fs'
import type { AccountShape } from '@muster/bff/adapters/account-shape'
import { type Cell, cells } from './account-names.ts'
import { domain, lockoutThreshold } from './people.ts'
import { tenant } from './tenant.ts'

/** An account as an administrator would write it: `muster account apply` takes it. */
export type AccountFile = (typeof AccountShape)['_zod']['input']

/** Where this world's directory answers, and who may change expired passwords in it. */
export type DirectoryPlace = {
  readonly urls: readonly string[]
  /** PEM */
  readonly ca: string
  readonly service: { readonly dn: string; readonly passwordFile: string }
}

/** Where the company's own pages are, without a slash at the end; undefined: plausible addresses where nobody answers. */
export type CompanyPages = string | undefined

const handOff = (company: CompanyPages = 'https://mdm.example.test') => ({
  ios: `${company}/ios/enroll?account={account}&device={device}&user={principal}`,
  android: `${company}/android/enroll?account={account}&device={device}&user={principal}`,
  windows: 'ms-device-enrollment:?mode=mdm&username={principal}&servername=https%3A%2F%2Fmdm.example.test',
})

const support = (company: CompanyPages) => ({
  name: 'Example help desk',
  email: 'help@corp.example.test',
  phone: '+1 555 0100',
  url: company === undefined ? 'https://help.example.test/enrollment' : `${company}/help`,
})

/**
 * Whether an expired password can be changed in the enrollment: in the one-factor accounts (`…-1`, `…-1-mfa`) by the
 * service account; in all others the person is sent to the company's own page. Both behaviours can so be seen.
 */
const changesPasswords = ({ portalFactor }: Cell): boolean => portalFactor === 'single'

const common = (cell: Cell, place: DirectoryPlace, company: CompanyPages): AccountFile => ({
  ...cell,
  name: `Example ${cell.id}`,
  domains: [{ ...domain }],
  directories: [
    {
      id: 'corp',
      urls: [...place.urls],
      ca: place.ca,
      lockoutThreshold,
      lockoutWindowMinutes: 30,
      ...(changesPasswords(cell)
        ? { passwordChange: { user: place.service.dn, passwordFile: place.service.passwordFile } }
        : {}),
    },
  ],
  entra: {
    tenantId: tenant.tenantId,
    spaClientId: tenant.spaClientId,
    apiClientId: tenant.apiClientId,
    passwordGrantClientId: tenant.passwordGrantClientId,
    ...(cell.entraFactor === 'multi' ? { authenticationContext: tenant.authenticationContext } : {}),
  },
  entraMail: 'preferred-username',
  platforms: ['ios', 'android', 'windows'],
  handOff: handOff(company),
  passwordChangeLink: company === undefined ? 'https://password.example.test/' : `${company}/password`,
  support: support(company),
})

export const acmeTerms = `Acme manages this device to keep company data safe.

What Acme can see: the model, the operating system, and the apps that Acme installed.
What Acme cannot see: your photos, your messages, your location, and your own apps.
What Acme can do: lock the device, and remove company data when you leave or lose it.

Keep a screen lock, install updates within two weeks, and tell the help desk on the day a device is lost.`

const acmeCell: Cell = {
  id: 'acme',
  workflow: 'new',
  defaultAuthentication: 'both',
  portalFactor: 'two',
  entraFactor: 'multi',
}

/** The account with everything: branding, terms, the choice of ownership. */
const acme = (place: DirectoryPlace, company: CompanyPages): AccountFile => ({
  ...common(acmeCell, place, company),
  name: 'Acme',
  branding: {
    accent: '#0a5c36',
    logo: { type: 'image/png', base64: readFileSync(new URL('acme-logo.png', import.meta.url), 'base64') },
  },
  askOwnership: ['personal', 'corporate'],
  terms: {
    version: '2026-09',
    text: acmeTerms,
    url: company === undefined ? 'https://acme.example.test/device-terms' : `${company}/terms`,
  },
  support: {
    name: 'Acme help desk',
    email: 'help@corp.example.test',
    phone: '+1 555 0123',
    url: company === undefined ? 'https://help.acme.example.test/' : `${company}/help`,
  },
})

/** `acme`, and one account for each cell of the tables (DESIGN section 6). */
export const demoAccounts = (place: DirectoryPlace, company?: CompanyPages): readonly AccountFile[] => [
  acme(place, company),
  ...cells.map((cell) => common(cell, place, company)),
]

import type { EntraSettings } from '../domain/account.ts'

const origins = {
  'login.microsoftonline.com': 'https://login.microsoftonline.com',
  'login.microsoftonline.us': 'https://login.microsoftonline.us',
  'login.partner.microsoftonline.cn': 'https://login.partner.microsoftonline.cn',
} as const satisfies Record<EntraSettings['cloud'], string>

/** The one issuer whose tokens an account takes; that of the real cloud even where a simulated Entra answers. */
export const issuerOf = ({ cloud, tenantId }: EntraSettings): string => `${origins[cloud]}/${tenantId}/v2.0`

export type EntraEndpoints = {
  readonly authorize: string
  readonly token: string
  readonly logout: string
  readonly keys: string
}

/** Where a tenant's version 2.0 endpoints are; `base` is an origin that takes the cloud's place. */
export const endpointsOf = ({ cloud, tenantId }: EntraSettings, base: string = origins[cloud]): EntraEndpoints => ({
  authorize: `${base}/${tenantId}/oauth2/v2.0/authorize`,
  token: `${base}/${tenantId}/oauth2/v2.0/token`,
  logout: `${base}/${tenantId}/oauth2/v2.0/logout`,
  keys: `${base}/${tenantId}/discovery/v2.0/keys`,
})

import type { MiddlewareHandler } from 'hono'
import { noPermissions, permissionsPolicy } from './permissions-policy.ts'

/** What every answer of the API carries (STANDARD 4.6). */
export const apiHeaders: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': noPermissions,
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
}

/** Where browsers report what a policy forbade. */
export const reportsPath = '/api/reports'

/** `report-uri` is for browsers that do not know the other; those that do pass it over (CSP 3 section 6.4). */
const reporting = `report-uri ${reportsPath}; report-to csp`

/** What every page carries. `connect` are the identity providers' origins, beside our own. */
export const documentHeaders = (connect: readonly string[], path: string): Readonly<Record<string, string>> => ({
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${["'self'", ...connect].join(' ')}`,
    "form-action 'self'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    reporting,
  ].join('; '),
  // Trusted Types are not demanded before reports say that nothing would break.
  'Content-Security-Policy-Report-Only': `require-trusted-types-for 'script'; ${reporting}`,
  'Reporting-Endpoints': `csp="${reportsPath}"`,
  // MSAL's redirect page goes without (STANDARD D3).
  ...(path === '/redirect' ? {} : { 'Cross-Origin-Opener-Policy': 'same-origin' }),
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': permissionsPolicy,
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
})

export const withApiHeaders: MiddlewareHandler = async (c, next) => {
  await next()
  for (const [name, value] of Object.entries(apiHeaders)) c.res.headers.set(name, value)
}

/** Whether an unsafe request comes from our own pages (STANDARD 4.2). A missing `Origin` does not. */
export const isOwnOrigin = (request: Request, origin: string): boolean => {
  const site = request.headers.get('sec-fetch-site')
  return request.headers.get('origin') === origin && (site === null || site === 'same-origin')
}

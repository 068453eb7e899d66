import * as z from 'zod/mini'

/** First path segments that the portal, the demo and the native protocols need for themselves. */
export const reservedAccountNames: readonly string[] = [
  'admin',
  'android',
  'api',
  'apple',
  'assets',
  'demo',
  'enrollmentserver',
  'favicon.ico',
  'healthz',
  'help',
  'hooks',
  'index.html',
  'metrics',
  'readyz',
  'redirect',
  'robots.txt',
  'static',
  'windows',
  '.well-known',
]

/** A corporate identifier as it stands in URLs: lower-case letters, digits and hyphens, 2 to 40 characters. */
export const AccountName = z.string().check(
  z.regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])$/),
  z.refine((name) => !reservedAccountNames.includes(name)),
)

/** The identifier of an enrollment request in its URL: 22 base62 characters, some 131 bits. */
export const RequestId = z.string().check(z.regex(/^[0-9A-Za-z]{22}$/))

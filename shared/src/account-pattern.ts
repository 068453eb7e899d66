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
  'service-worker.js',
  'static',
  'windows',
  '.well-known',
]

/** How a corporate identifier is spelled: lower-case letters, digits and hyphens, 2 to 40 characters. */
export const accountPattern = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])$/

/** How the identifier of an enrollment request is spelled: 22 base62 characters. */
export const requestPattern = /^[0-9A-Za-z]{22}$/

/** Whether it may be an account's name. Without zod: the scripts that run before the pages ask it, too. */
export const isAccountName = (name: string): boolean =>
  accountPattern.test(name) && !reservedAccountNames.includes(name)

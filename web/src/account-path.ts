import { isAccountName, requestPattern } from '@muster/shared/account-pattern'

/** As the API takes it. Its own type, since the worker, which knows no document, reads addresses too. */
type EnrollmentLink = { readonly account: string; readonly request?: string }

/** One or two segments, as letters and QR codes print them; a slash at the end is forgiven. */
const pattern = /^\/([^/]+)(?:\/([^/]+))?\/?$/

/** `/{account}` or `/{account}/{request}` → the enrollment link; nothing if the path does not look like one. */
export const linkIn = (path: string): EnrollmentLink | undefined => {
  const [, typed = '', request] = pattern.exec(path) ?? []
  // Letters get retyped by hand, and phones begin with a capital.
  const account = typed.toLowerCase()
  if (!isAccountName(account)) return undefined
  if (request === undefined) return { account }
  return requestPattern.test(request) ? { account, request } : undefined
}

/** An enrollment link → its one path. */
export const pathOfLink = ({ account, request }: EnrollmentLink): string =>
  request === undefined ? `/${account}` : `/${account}/${request}`

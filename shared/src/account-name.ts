import * as z from 'zod/mini'
import { accountPattern, requestPattern, reservedAccountNames } from './account-pattern.ts'

/** A corporate identifier as it stands in URLs: lower-case letters, digits and hyphens, 2 to 40 characters. */
export const AccountName = z.string().check(
  z.regex(accountPattern),
  z.refine((name) => !reservedAccountNames.includes(name)),
)

/** The identifier of an enrollment request in its URL: 22 base62 characters, some 131 bits. */
export const RequestId = z.string().check(z.regex(requestPattern))

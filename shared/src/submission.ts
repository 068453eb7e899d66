import * as z from 'zod/mini'
import { AccountName, RequestId } from './account-name.ts'
import { Ownership, Platform } from './vocabulary.ts'

/**
 * One line: no control characters (STANDARD 4.3), halves of characters, Unicode's own line ends, or marks that turn the
 * direction of writing, so that none reaches a log, a mail or a directory.
 */
const line = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]*$/u
const typed = (longest: number) => z.string().check(z.minLength(1), z.maxLength(longest), z.regex(line))

/**
 * A password goes to its authority unaltered; only what no authority accepts is refused (STANDARD 3.3), and half of a
 * character, which would arrive there as another one.
 */
const password = z.string().check(z.minLength(1), z.maxLength(256), z.regex(/^[^\0\p{Cs}]*$/u))

const username = typed(256)
/** Empty where the person left it to the default, or typed it inside the user name. */
const domain = z.string().check(z.maxLength(255), z.regex(line))

export const Nothing = z.strictObject({})
export const OpenEnrollment = z.strictObject({ account: AccountName, request: z.exactOptional(RequestId) })
export const Identity = z.strictObject({ username, domain })
export const Credentials = z.strictObject({ username, domain, password })
export const Password = z.strictObject({ password })
export const NewPassword = z.strictObject({ oldPassword: password, newPassword: password })

const token = z.string().check(z.minLength(1), z.maxLength(16_384), z.regex(/^[\w.-]+$/))
/** A GUID, as Entra names its answers for its support. */
const identifier = z.string().check(z.regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i))
export const EntraSignIn = z.union([
  z.strictObject({ idToken: token, accessToken: z.exactOptional(token) }),
  z.strictObject({
    error: typed(128),
    /** AADSTS numbers. */
    errorCodes: z.exactOptional(z.array(z.int().check(z.minimum(1), z.maximum(999_999_999))).check(z.maxLength(10))),
    traceId: z.exactOptional(identifier),
    correlationId: z.exactOptional(identifier),
  }),
])
export type EntraSignIn = z.infer<typeof EntraSignIn>

/** Digits with the spaces, dashes and unseen marks that people copy along; the server compares the digits. */
export const EmailCode = z.strictObject({
  code: z.string().check(z.minLength(1), z.maxLength(64), z.regex(/^[^\p{Cc}\p{Cs}]*$/u)),
})

export const Device = z.strictObject({
  platform: Platform,
  name: z.exactOptional(typed(64)),
  ownership: z.exactOptional(Ownership),
  termsVersion: z.exactOptional(typed(64)),
})
export type Device = z.infer<typeof Device>

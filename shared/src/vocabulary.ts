import * as z from 'zod/mini'

/** How an account enrolls: one of the two, never both at once. */
export const Workflow = z.enum(['existing', 'new'])
export type Workflow = z.infer<typeof Workflow>

/** Who checks a person's password. */
export const AuthenticationType = z.enum(['active-directory', 'entra-id'])
export type AuthenticationType = z.infer<typeof AuthenticationType>

/** The account-wide setting of table 2. */
export const DefaultAuthentication = z.enum(['none', 'active-directory', 'entra-id', 'both'])
export type DefaultAuthentication = z.infer<typeof DefaultAuthentication>

export const Platform = z.enum(['ios', 'android', 'windows'])
export type Platform = z.infer<typeof Platform>

export const Ownership = z.enum(['personal', 'corporate'])
export type Ownership = z.infer<typeof Ownership>

/**
 * What one step of an enrollment asks. `sign-in`: a password here or at Microsoft, not yet known which;
 * `microsoft-approval`: a sign-in there that the phone must approve.
 */
export const Ask = z.enum([
  'name',
  'credentials',
  'sign-in',
  'password',
  'microsoft',
  'microsoft-approval',
  'email-code',
  'device',
])
export type Ask = z.infer<typeof Ask>

/** What became of a password's change, where the person signs in once more: it was made, or nobody knows. */
export const PasswordNote = z.enum(['changed', 'unconfirmed'])
export type PasswordNote = z.infer<typeof PasswordNote>

/** What was really proven, kept beside the published factor count. */
export const Proof = z.enum(['password', 'entra', 'entra-mfa', 'email-code'])
export type Proof = z.infer<typeof Proof>

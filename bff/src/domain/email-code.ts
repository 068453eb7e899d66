import { codeDigits, withPlainDigits } from '@muster/shared/code-digits'

/** How long a code lives, how often it may be tried, when another may be asked for: settings, in milliseconds and counts. */
export type CodeRules = { readonly lifetime: number; readonly tries: number; readonly resendAfter: number }

/** A mailed code as the store keeps it: never its digits, only their keyed digest (STANDARD 5.1). */
export type EmailCode = {
  readonly id: string
  readonly digest: string
  readonly issuedAt: number
  readonly expiresAt: number
  readonly tries: number
  readonly triesAllowed: number
  readonly usedAt?: number
}

export type CountedTry =
  | { readonly kind: 'counted'; readonly code: EmailCode }
  | { readonly kind: 'expired' }
  | { readonly kind: 'exhausted' }
  | { readonly kind: 'used' }

/** A uniformly random number below 10^8 → the code, leading zeros kept. */
export const formatCode = (random: number): string => String(random).padStart(codeDigits, '0')

/** What a person typed or pasted → the digits alone; spaces, dashes and marks of direction come along from mails. */
export const typedCode = (text: string): string => withPlainDigits(text).replaceAll(/[\s\p{Pd}\p{Cf}]/gu, '')

export const issueCode = (id: string, digest: string, rules: CodeRules, now: number): EmailCode => ({
  id,
  digest,
  issuedAt: now,
  expiresAt: now + rules.lifetime,
  tries: 0,
  triesAllowed: rules.tries,
})

/** Counts a try before anything is compared, so that no parallel guess is free (STANDARD 5.2a). */
export const countTry = (code: EmailCode, now: number): CountedTry => {
  if (code.usedAt !== undefined) return { kind: 'used' }
  if (now >= code.expiresAt) return { kind: 'expired' }
  if (code.tries >= code.triesAllowed) return { kind: 'exhausted' }
  return { kind: 'counted', code: { ...code, tries: code.tries + 1 } }
}

export const triesLeft = (code: EmailCode): number => Math.max(0, code.triesAllowed - code.tries)

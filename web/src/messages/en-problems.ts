type Words = { reference: string }
export type Sentence = string | ((words: Words) => string)

/**
 * What may go wrong while opening and signing in, in the words of STANDARD 6 where it gives them; `en-later.ts` has the
 * rest. A sentence that does not name the reference gets it beneath.
 */
export const problems = {
  'sign-in-failed': ({ reference }: Words) =>
    `We couldn't sign you in. Check your user name, domain and password. If it keeps happening, contact your help desk. Reference ${reference}.`,
  'password-expired': 'Your password is correct but has expired. Change it, then start again.',
  'password-must-change': 'Your password is correct but must be changed. Change it, then start again.',
  'account-disabled': 'Your password is correct, but your account is disabled. Contact your help desk.',
  'account-expired': 'Your password is correct, but your account has expired. Contact your help desk.',
  'sign-in-not-allowed':
    'Your password is correct, but you are not allowed to sign in at this time or from this place. Contact your help desk.',
  'mfa-required':
    'Your company’s Microsoft account wants a second check that this page cannot show. Contact your help desk.',
  'unknown-domain': 'We don’t know this domain. Check it for typing mistakes, or ask your help desk.',
  'in-progress': 'Your last click is still being worked on. Wait a moment, then try again.',
  'wrong-step': 'This page was out of date. Here is where you are.',
  'no-enrollment':
    'Your browser does not keep this page’s cookie, so we cannot go on. Allow cookies for this site, leave private browsing, or open the link in Safari, Chrome or Edge.',
  malformed: 'We could not read what you entered. Check it for unusual characters or spaces.',
  'forbidden-origin': 'Your browser or an add-on changed the request. Open the link again without add-ons.',
  'too-large': 'That is too long. Shorten it and try again.',
  'unsupported-media-type': 'Your browser or an add-on changed the request. Open the link again without add-ons.',
  'too-many-requests': 'Too many tries in a short time. Please wait a little before the next one.',
  unavailable: 'Our sign-in service is having trouble. Nothing was registered. Try again in a minute.',
} satisfies Record<string, Sentence>

/** When no answer of ours arrived at all. */
export const silence = {
  offline: 'You seem to be offline. Check your connection, then try again.',
  timeout: 'The answer is taking too long. Check your connection, then try again.',
  unavailable: 'Our sign-in service is having trouble. Try again in a minute.',
  garbled: 'We got an answer that is not ours. If you are on a public Wi-Fi, sign in to it first, then try again.',
}

/** Beneath these, on a page where something was. */
export const stillHere = 'What you entered is still here.'

export const changePasswordLink = 'Change your password (new tab)'

import type { ProblemCode } from '@muster/shared/problem'
import type { Ownership, Platform, Proof } from '@muster/shared/vocabulary'
import type { problems, Sentence } from './en-problems.ts'
import { enAside } from './en-aside.ts'
import { minutesLeft, plural } from './format-later.ts'
import { clockTime } from './format.ts'

/** Together with the first pages' problems, every code of the contract. */
type LaterProblem = Exclude<ProblemCode, keyof typeof problems>

/** The words of the pages that nobody begins with: fetched with them. */
export const enLater = {
  password: {
    title: 'Enter your password',
    signingInAs: 'Signing in as',
    notYou: 'Not you? Change',
    submit: 'Sign in',
  },

  newPassword: {
    title: 'Choose a new password',
    lead: 'Your password is correct, but it has expired or must be changed. Choose a new one to go on.',
    current: 'Current password',
    next: 'New password',
    repeat: 'New password again',
    nextMissing: 'Enter a new password.',
    repeatDiffers: 'The two new passwords are not the same.',
    submit: 'Change password',
  },

  entra: {
    title: 'Sign in with Microsoft',
    lead: 'Your company checks who you are on Microsoft’s sign-in page. You enter your password there, not here.',
    signingInAs: 'Signing in as',
    atHand: 'Have these at hand',
    needs: ['The password of your work account', 'Your phone, in case Microsoft asks you to approve the sign-in'],
    comeBack: 'Afterwards Microsoft brings you back here by itself.',
    submit: 'Continue to Microsoft',
    leaving: 'Taking you to Microsoft…',
    returning: 'Checking your sign-in…',
    returningLead: 'You are back from Microsoft. This takes a few seconds.',
    notChecked: 'We could not check your sign‑in yet',
    lost: {
      title: 'We lost track of your enrollment',
      text: 'Open the link from your letter or e-mail again. Nothing was registered.',
    },
    interrupted: 'The sign-in was interrupted before it was finished. Nothing was registered. Please try again.',
    mismatch: ({ startedAs, signedInAs }: { startedAs: string; signedInAs: string }) =>
      `You started as ${startedAs} but signed in as ${signedInAs}.`,
    mismatchUnnamed: 'You signed in with another account than the one you started with.',
    mismatchHelp: 'Sign in with the account you started with, or start over with the other one.',
    mismatchChoice: 'To go on as the second, sign in once more. Or use the account you started with.',
    continueAs: ({ username }: { username: string }) => `Continue as ${username}`,
    otherAccount: 'Use a different Microsoft account',
    noStorage:
      'Your browser does not let this page remember anything, so Microsoft could not bring you back here. Allow cookies and site data, or leave private browsing, and open your enrollment link again.',
  },

  emailCode: {
    title: 'Check your e-mail',
    lead: 'We sent an e-mail verification code. Enter its 8 digits here.',
    sentTo: 'Sent to',
    code: 'Verification code',
    codeMissing: 'Enter all 8 digits of the code.',
    submit: 'Verify',
    delivery: {
      queued: 'Your e-mail is on its way…',
      sent: 'Your e-mail was sent.',
      delayed: 'The mail server is slow today. We keep trying; stay on this page.',
      failed: 'We could not deliver the e-mail. Ask for a new code, or contact your help desk.',
    },
    expiresIn: ({ seconds }: { seconds: number }) => `The code works for ${minutesLeft(seconds)} more.`,
    expired: 'This code has expired. Ask for a new one.',
    triesLeft: (left: number) => plural(left, { one: '1 try left', other: (n) => `${n} tries left` }),
    resend: 'Send a new code',
    resendIn: ({ seconds }: { seconds: number }) => `Send a new code (in ${clockTime(seconds)})`,
    resent: {
      queued: 'A new code is on its way. The old one no longer works.',
      sent: 'A new code was sent. The old one no longer works.',
    },
    tooManyCodes: 'You asked for many codes in a short time. Please wait a little before the next one.',
    noMail: 'No e-mail?',
    noMailHelp: [
      'Look in your junk or spam folder.',
      'It can take a minute or two. Only the newest code works.',
      'Wrong address? Your help desk can correct it.',
    ],
  },

  device: {
    title: 'Set up this device',
    lead: 'Check what we are about to register.',
    platform: 'What are you enrolling?',
    platforms: { ios: 'iPhone or iPad', android: 'Android', windows: 'Windows' } satisfies Record<Platform, string>,
    platformHints: {
      ios: 'Apple phones and tablets',
      android: 'Phones and tablets with Google’s system',
      windows: 'Laptops, desktops, Surface',
    } satisfies Record<Platform, string>,
    detected: 'Suggested',
    platformMissing: 'Choose what you are enrolling.',
    name: 'Device name',
    optional: 'optional',
    nameHint:
      'So that you and your help desk can tell it from others. If you leave it empty, it is named after its kind and you.',
    /** As the server names it. */
    defaultName: ({ platform, username = '…' }: { platform: Platform; username: string | undefined }) =>
      `${{ ios: 'iPhone', android: 'Android', windows: 'Windows' }[platform]} · ${username}`,
    ownership: 'Whose device is it?',
    ownerships: { personal: 'Mine', corporate: 'My company’s' } satisfies Record<Ownership, string>,
    privacy: {
      personal:
        'Your company sees the model, the system version and the work apps. It cannot see your photos, messages, calls, browsing or personal apps.',
      corporate:
        'Your company sees and manages the whole device, with all its apps and settings. It can lock or erase it.',
    } satisfies Record<Ownership, string>,
    ownershipMissing: 'Say whose device it is.',
    terms: 'Terms of use',
    termsLink: 'Open the terms in a new tab',
    accept: 'I have read the terms and accept them',
    acceptMissing: 'Accept the terms to go on.',
    submit: 'Register this device',
  },

  enrolled: {
    title: 'Your device is registered',
    lead: 'One last thing: finish the set-up on the device.',
    device: 'Device',
    registeredAt: 'Registered',
    validated: (count: number) => plural(count, { one: '1 factor validated', other: (n) => `${n} factors validated` }),
    proven: {
      password: 'Your password',
      entra: 'Microsoft sign-in',
      'entra-mfa': 'Microsoft’s second check',
      'email-code': 'E-mail verification code',
    } satisfies Record<Proof, string>,
    next: 'What happens next',
    steps: {
      ios: [
        'Open the set-up on your iPhone or iPad and allow the download.',
        'Open Settings and tap “Profile Downloaded”.',
        'Tap Install and follow what the device asks.',
      ],
      android: [
        'Open the set-up on your Android device.',
        'Accept the work profile when the device asks.',
        'Keep the device online until the work apps appear.',
      ],
      windows: [
        'Open the set-up. Windows asks to open Settings: allow it.',
        'Sign in with your work account if Windows asks.',
        'Keep the device online until it says it is connected.',
      ],
    } satisfies Record<Platform, readonly string[]>,
    open: 'Continue the set-up',
    openHere: 'Open it on this device instead',
    scan: 'Scan this code with the camera of the device you are enrolling.',
    scanWithIphone:
      'Scan this code with the camera of the iPhone or iPad you are enrolling, and open it in Safari: it works in no other browser.',
    noCamera: 'No camera? Copy the link',
    qrAlt: 'QR code with the set-up link',
    otherDevice: 'Setting up another device? Show the QR code',
    safari:
      'This link works in Safari only. Copy it, open Safari on the iPhone or iPad you are enrolling, and paste it into the address bar.',
    copy: 'Copy link',
    copied: 'Link copied',
    copyFailed: 'Your browser does not let this page copy. The link is marked: copy it yourself.',
    another: 'Enroll another device',
  },

  ended: {
    call: ({ name }: { name: string }) => `Call ${name}`,
    write: ({ name }: { name: string }) => `Write to ${name}`,
    mailSubject: ({ reference }: { reference: string }) => `Device enrollment ${reference}`,
  },

  ...enAside,

  refused: {
    'authentication-not-configured': {
      title: 'Enrollment is not open yet',
      text: 'Your company has not set up how people sign in here. Your help desk can tell you when it is ready.',
    },
    'entra-failed': {
      title: 'The Microsoft sign‑in did not work',
      text: 'It was cancelled or Microsoft refused it. Nothing was registered. You can start over; if it happens again, contact your help desk.',
    },
    'no-mail-address': {
      title: 'We have no e-mail address for you',
      text: 'We would send you an e-mail verification code, but your company has not told us where. Ask your help desk to add your address, then start over.',
    },
    'code-exhausted': {
      title: 'Too many wrong codes',
      text: 'To protect your account we stopped here. Nothing was registered. Wait a while before you start over, or contact your help desk.',
    },
    'account-closed': {
      title: 'Enrollment is closed',
      text: 'Your company does not enroll devices here at the moment. Contact your help desk.',
    },
  },

  expired: {
    title: 'Your time ran out',
    text: 'For your safety an enrollment ends after a while without activity. Nothing was registered. Starting over takes a few minutes.',
  },

  timeWarning: {
    title: 'Do you need more time?',
    text: ({ seconds }: { seconds: number }) =>
      `For your safety this enrollment ends in ${minutesLeft(seconds)}. You would have to start over.`,
    more: 'Give me more time',
    none: 'The time cannot be extended any more. Please finish before it ends.',
    close: 'Close',
  },

  /** What may go wrong on these pages alone. */
  problems: {
    'unknown-account': 'We do not know this company. Check the link in your letter or e-mail.',
    'new-password-refused':
      'This new password was not accepted. It may be too short, too simple, or one you used before. Choose another one.',
    'token-rejected':
      'We could not verify the sign-in from Microsoft. Try again. If it keeps happening, contact your help desk.',
    'identity-mismatch': 'You signed in with another account than the one you started with.',
    'code-wrong': 'This code is not right. Check the digits and try again.',
    'code-expired': 'This code has expired. Ask for a new one.',
    'code-exhausted': 'This code was tried too often and no longer works. Ask for a new one.',
    'terms-required': 'The terms have changed or were not accepted yet. Read them and accept them to go on.',
    'platform-not-allowed': 'Your company does not enroll this kind of device. Choose another one.',
    'device-limit': 'You have as many devices as your company allows. Ask your help desk to remove one first.',
    'idempotency-key-required': 'We could not register the device. Reload the page and try again.',
    'idempotency-key-reused':
      'You changed your choices after they were sent. Reload the page to see whether the device is registered.',
  } satisfies Record<LaterProblem, Sentence>,
}

export type LaterMessages = typeof enLater

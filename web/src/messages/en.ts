import { problems } from './en-problems.ts'
import { clockTime, plural } from './format.ts'

/** The words of the frame and of the first pages; `en-later.ts` has those of the pages that follow. A sentence is never put together from parts: other languages order them differently. */
export const en = {
  language: 'en',
  direction: 'ltr',

  frame: {
    product: 'Device enrollment',
    title: (words: { page: string; account: string }) => `${words.page} · ${words.account}`,
    progress: ({ at, of }: { at: number; of: number }) => `Step ${at} of ${of}`,
    reference: 'Reference',
    help: 'Need help?',
    loading: 'Opening your enrollment…',
    noScript: 'This page needs JavaScript. Turn it on in your browser’s settings, then reload the page.',
    outdated: 'This page was out of date. Here is where you are.',
    wentBack: 'You went back. If you enter a name here, you start again.',
    goOn: 'Go on where you were',
    tryAgain: 'Try again',
    startOver: 'Start over',
    working: 'One moment…',
    tryAgainIn: ({ seconds }: { seconds: number }) => `You can try again in ${clockTime(seconds)}`,
    call: ({ name }: { name: string }) => `Call ${name}`,
    write: ({ name }: { name: string }) => `Write to ${name}`,
    mailSubject: ({ reference }: { reference: string }) => `Device enrollment ${reference}`,
    retryNow: 'You can try again now.',
  },

  names: {
    username: 'User name',
    usernameHint: 'The one you use to sign in at work.',
    usernameMissing: 'Enter your user name.',
    domain: 'Domain',
    domainHint: 'For example corp.example.com. Ask your help desk if you are not sure.',
    domainChoose: 'Choose your domain',
    domainMissing: 'Choose your domain.',
    domainWins: ({ domain }: { domain: string }) => `Your user name already names a domain, so we use ${domain}.`,
    password: 'Password',
    passwordMissing: 'Enter your password.',
    show: 'Show',
    hide: 'Hide',
    showPassword: 'Show password',
    capsLock: 'Caps Lock is on.',
  },

  identify: {
    title: 'Who are you?',
    lead: 'Tell us the name you sign in with at work. We ask for your password on the next page.',
    submit: 'Continue',
  },

  credentials: {
    title: 'Sign in',
    lead: 'Use the name and password you sign in with at work.',
    submit: 'Sign in',
  },

  trouble: {
    notFound: {
      title: 'Page not found',
      text: 'There is nothing at this address. Check the link in your letter or e-mail, letter by letter, or scan its QR code again.',
    },
    unknownAccount: {
      title: 'We do not know this company',
      text: 'Check the address in your letter or e-mail: the part after the slash is your company’s name. Your help desk can give you the right link.',
    },
    invalidRequest: {
      title: 'This enrollment link is not valid any more',
      text: 'Each link works for one device and for a limited time. Ask your help desk for a new one.',
    },
    noEnrollment: {
      title: 'We lost track of your enrollment',
      text: 'Open the link from your letter or e-mail again. Nothing was registered.',
    },
    otherAccount: {
      title: 'Another enrollment is open in this browser',
      text: 'You opened an enrollment of another company in a second tab. You can do one at a time.',
      here: 'Continue here',
    },
    cannotOpen: { title: 'We could not open your enrollment' },
    crashed: { title: 'Something went wrong', text: 'Reload the page to go on where you were.', reload: 'Reload' },
  },

  triesLeft: (left: number) => plural(left, { one: '1 try left', other: (n) => `${n} tries left` }),

  problems,
}

export type Messages = typeof en

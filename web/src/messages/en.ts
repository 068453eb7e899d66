import { problems } from './en-problems.ts'
import { clockTime } from './format.ts'

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
    newTab: ({ address }: { address: string }) => `${address} (new tab)`,
    loading: 'Opening your enrollment…',
    outdated: 'This page was out of date. Here is where you are.',
    lost: 'Your enrollment was lost. It begins again here.',
    wentBack: 'You went back. If you enter a name here, you start again.',
    goOn: 'Go on where you were',
    tryAgain: 'Try again',
    startOver: 'Start over',
    working: 'One moment…',
    tryAgainIn: ({ seconds }: { seconds: number }) => `You can try again in ${clockTime(seconds)}`,
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
    showField: ({ field }: { field: string }) => `Show ${field.toLowerCase()}`,
    hideField: ({ field }: { field: string }) => `Hide ${field.toLowerCase()}`,
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
    cannotOpen: { title: 'We could not open your enrollment' },
    crashed: {
      title: 'Something went wrong',
      text: 'Reload the page to go on where you were. If it happens again, contact your help desk.',
      reload: 'Reload',
    },
  },

  problems,
}

export type Messages = typeof en

/** What index.html says while no script runs: the build puts it there, and the scripts go without. */
export const enStill = {
  noScript: 'This page needs JavaScript. Turn it on in your browser’s settings, then reload the page.',
  late: 'Taking long? Reload the page, or update your browser.',
}

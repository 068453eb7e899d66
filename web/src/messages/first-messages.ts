// Declared by `node scripts/message-types.ts` from `en/first.json`. Do not edit.
export type FirstMessages = {
  readonly frame: {
    readonly product: string
    readonly title: (words: { readonly account: string; readonly page: string }) => string
    readonly progress: (words: { readonly at: number; readonly of: number }) => string
    readonly plan: string
    readonly reference: string
    readonly help: string
    readonly newTab: (words: { readonly address: string }) => string
    readonly loading: string
    readonly notes: {
      readonly outdated: string
      readonly lost: string
      readonly registered: string
    }
    readonly wentBack: string
    readonly goOn: string
    readonly tryAgain: string
    readonly startOver: string
    readonly working: string
    readonly tryAgainIn: (words: { readonly time: string }) => string
    readonly retryNow: string
    readonly hours: (words: { readonly hours: number; readonly minutes: number }) => string
    readonly language: string
    readonly languageChosen: string
    readonly languageMissed: (words: { readonly language: string }) => string
  }
  readonly names: {
    readonly username: string
    readonly usernameHint: string
    readonly usernameMissing: string
    readonly domain: string
    readonly domainHint: string
    readonly domainChoose: string
    readonly domainMissing: string
    readonly domainWins: (words: { readonly domain: string }) => string
    readonly password: string
    readonly passwordMissing: string
    readonly show: string
    readonly hide: string
    readonly showField: (words: { readonly field: string }) => string
    readonly hideField: (words: { readonly field: string }) => string
    readonly capsLock: string
  }
  readonly identify: {
    readonly title: string
    readonly lead: string
    readonly submit: string
  }
  readonly credentials: {
    readonly title: string
    readonly lead: string
    readonly submit: string
  }
  readonly trouble: {
    readonly cannotOpen: {
      readonly title: string
    }
    readonly offline: {
      readonly title: string
      readonly text: string
    }
    readonly newVersion: {
      readonly title: string
    }
    readonly crashed: {
      readonly title: string
      readonly text: string
      readonly reload: string
    }
  }
  readonly problems: {
    readonly 'sign-in-failed': (words: { readonly reference: string }) => string
    readonly 'password-expired': string
    readonly 'password-must-change': string
    readonly 'account-disabled': string
    readonly 'account-expired': string
    readonly 'sign-in-not-allowed': string
    readonly 'mfa-required': string
    readonly 'unknown-domain': string
    readonly 'in-progress': string
    readonly 'wrong-step': string
    readonly 'no-enrollment': string
    readonly malformed: string
    readonly 'forbidden-origin': string
    readonly 'too-large': string
    readonly 'unsupported-media-type': string
    readonly 'too-many-requests': string
    readonly unavailable: string
  }
  readonly silence: {
    readonly offline: string
    readonly timeout: string
    readonly unavailable: string
    readonly garbled: string
  }
  readonly failure: {
    readonly stillHere: string
    readonly changePassword: string
  }
}

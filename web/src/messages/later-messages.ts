// Declared by `node scripts/message-types.ts` from `en/later.json`. Do not edit.
export type LaterMessages = {
  readonly password: {
    readonly title: string
    readonly signingInAs: string
    readonly notYou: string
    readonly submit: string
    readonly notes: {
      readonly changed: string
      readonly unconfirmed: string
    }
  }
  readonly newPassword: {
    readonly title: string
    readonly lead: string
    readonly current: string
    readonly next: string
    readonly repeat: string
    readonly nextMissing: string
    readonly repeatDiffers: string
    readonly submit: string
    readonly oldWrong: (words: { readonly reference: string }) => string
    readonly unknown: string
  }
  readonly entra: {
    readonly title: string
    readonly lead: string
    readonly signingInAs: string
    readonly comeBack: string
    readonly submit: string
    readonly leaving: string
    readonly returning: string
    readonly returningLead: string
    readonly notChecked: string
    readonly lost: {
      readonly title: string
      readonly text: string
      readonly known: string
    }
    readonly interrupted: string
    readonly mismatch: (words: { readonly signedInAs: string; readonly startedAs: string }) => string
    readonly mismatchUnnamed: string
    readonly mismatchHelp: string
    readonly mismatchChoice: string
    readonly continueAs: (words: { readonly username: string }) => string
    readonly otherAccount: string
    readonly noStorage: string
  }
  readonly emailCode: {
    readonly title: string
    readonly titleFailed: string
    readonly lead: string
    readonly leadAgain: (words: { readonly number: number }) => string
    readonly sentTo: string
    readonly code: string
    readonly codeHint: string
    readonly codeMissing: string
    readonly submit: string
    readonly delivery: {
      readonly queued: string
      readonly sent: (words: { readonly sender: string }) => string
      readonly delayed: string
      readonly failed: string
    }
    readonly expiresIn: {
      readonly minutes: (words: { readonly count: number }) => string
      readonly seconds: (words: { readonly count: number }) => string
    }
    readonly expired: string
    readonly triesLeft: (words: { readonly count: number }) => string
    readonly resend: string
    readonly resendIn: (words: { readonly time: string }) => string
    readonly again: {
      readonly queued: (words: { readonly number: number }) => string
      readonly sent: (words: { readonly number: number; readonly sender: string }) => string
    }
    readonly tooManyCodes: string
    readonly noMail: string
    readonly noMailHelp: {
      readonly spam: string
      readonly search: (words: { readonly sender: string }) => string
      readonly patience: string
      readonly address: (words: { readonly reference: string }) => string
    }
    readonly helpMail: (words: { readonly address: string; readonly reference: string; readonly sender: string }) => string
  }
  readonly device: {
    readonly title: string
    readonly lead: string
    readonly platform: string
    readonly platforms: {
      readonly ios: string
      readonly android: string
      readonly windows: string
    }
    readonly platformHints: {
      readonly ios: string
      readonly android: string
      readonly windows: string
    }
    readonly detected: string
    readonly platformMissing: string
    readonly name: string
    readonly optional: string
    readonly nameHint: string
    readonly defaultName: {
      readonly ios: (words: { readonly username: string }) => string
      readonly android: (words: { readonly username: string }) => string
      readonly windows: (words: { readonly username: string }) => string
    }
    readonly ownership: string
    readonly ownerships: {
      readonly personal: string
      readonly corporate: string
    }
    readonly privacy: {
      readonly personal: string
      readonly corporate: string
    }
    readonly ownershipMissing: string
    readonly terms: string
    readonly termsLink: string
    readonly accept: string
    readonly acceptMissing: string
    readonly submit: string
    readonly signedInAs: (words: { readonly name: string }) => string
  }
  readonly enrolled: {
    readonly title: string
    readonly lead: string
    readonly device: string
    readonly registeredAt: string
    readonly validated: (words: { readonly count: number }) => string
    readonly proven: {
      readonly password: string
      readonly entra: string
      readonly 'entra-mfa': string
      readonly 'email-code': string
    }
    readonly next: string
    readonly steps: {
      readonly ios: readonly string[]
      readonly android: readonly string[]
      readonly windows: readonly string[]
    }
    readonly open: string
    readonly openHere: string
    readonly scan: string
    readonly scanWithIphone: string
    readonly noCamera: string
    readonly qrAlt: string
    readonly otherDevice: string
    readonly safari: string
    readonly copy: string
    readonly copied: string
    readonly copyFailed: string
    readonly another: string
    readonly safariSteps: readonly string[]
  }
  readonly ended: {
    readonly call: (words: { readonly name: string }) => string
    readonly write: (words: { readonly name: string }) => string
    readonly tell: (words: { readonly reference: string }) => string
    readonly mailSubject: (words: { readonly reference: string }) => string
  }
  readonly unknownLink: {
    readonly notFound: {
      readonly title: string
      readonly text: string
    }
    readonly unknownAccount: {
      readonly title: string
      readonly text: string
    }
    readonly invalidRequest: {
      readonly title: string
      readonly text: string
    }
  }
  readonly closed: {
    readonly title: string
    readonly text: string
  }
  readonly otherAccount: {
    readonly title: string
    readonly text: string
    readonly here: string
  }
  readonly refused: {
    readonly 'authentication-not-configured': {
      readonly title: string
      readonly text: string
    }
    readonly 'no-mail-address': {
      readonly title: string
      readonly text: string
    }
    readonly 'code-exhausted': {
      readonly title: string
      readonly text: string
    }
    readonly 'account-closed': {
      readonly title: string
      readonly text: string
    }
  }
  readonly expired: {
    readonly title: string
    readonly text: string
  }
  readonly handOver: {
    readonly open: {
      readonly phone: string
      readonly elsewhere: string
      readonly safari: string
    }
    readonly offer: {
      readonly title: string
      readonly text: string
      readonly qrAlt: string
      readonly safariTitle: string
      readonly safariText: string
      readonly noCamera: string
      readonly linkText: string
      readonly scanInstead: string
      readonly expiresIn: (words: { readonly time: string }) => string
      readonly expired: string
      readonly again: string
      readonly preparing: string
      readonly cancel: string
      readonly stopped: string
    }
    readonly number: {
      readonly title: string
      readonly found: string
      readonly text: string
      readonly label: string
      readonly missing: string
      readonly warning: string
      readonly submit: string
      readonly none: string
    }
    readonly seen: (words: { readonly browser: string; readonly device: string }) => string
    readonly devices: {
      readonly iphone: string
      readonly ipad: string
      readonly android: string
      readonly windows: string
      readonly mac: string
      readonly other: string
    }
    readonly browsers: {
      readonly safari: string
      readonly chrome: string
      readonly edge: string
      readonly firefox: string
      readonly samsung: string
      readonly other: string
    }
    readonly watch: {
      readonly title: string
      readonly text: string
      readonly where: string
      readonly steps: {
        readonly identify: string
        readonly credentials: string
        readonly password: string
        readonly 'new-password': string
        readonly 'entra-sign-in': string
        readonly 'email-code': string
        readonly device: string
        readonly enrolled: string
        readonly refused: string
        readonly expired: string
      }
      readonly done: {
        readonly title: string
        readonly text: string
      }
      readonly stopped: {
        readonly title: string
        readonly text: string
      }
      readonly ended: {
        readonly title: string
        readonly text: string
      }
      readonly here: string
      readonly another: string
    }
    readonly arrival: {
      readonly ask: {
        readonly title: string
        readonly text: string
        readonly warning: string
        readonly submit: string
        readonly decline: string
      }
      readonly waiting: {
        readonly title: string
        readonly text: string
        readonly number: string
        readonly expiresIn: (words: { readonly time: string }) => string
      }
      readonly confirmed: {
        readonly title: string
        readonly signedIn: string
        readonly text: string
        readonly nobody: string
        readonly submit: string
        readonly decline: string
      }
      readonly ended: {
        readonly title: string
        readonly text: string
        readonly submit: string
      }
    }
  }
  readonly timeWarning: {
    readonly title: string
    readonly text: {
      readonly minutes: (words: { readonly count: number }) => string
      readonly seconds: (words: { readonly count: number }) => string
    }
    readonly more: string
    readonly none: string
    readonly close: string
  }
  readonly problems: {
    readonly 'unknown-account': string
    readonly 'new-password-refused': string
    readonly 'hand-over-ended': string
    readonly 'handed-over': string
    readonly 'hand-over-here': string
    readonly 'hand-over-number-wrong': string
    readonly 'token-rejected': string
    readonly 'identity-mismatch': string
    readonly 'code-wrong': string
    readonly 'code-expired': string
    readonly 'code-exhausted': string
    readonly 'terms-required': string
    readonly 'platform-not-allowed': string
    readonly 'device-limit': string
    readonly 'idempotency-key-required': string
    readonly 'idempotency-key-reused': string
    readonly unconfirmed: string
  }
  readonly advice: {
    readonly leaveApp: {
      readonly title: (words: { readonly app: string }) => string
      readonly titleOther: string
      readonly text: string
      readonly tap: (words: { readonly button: string }) => string
      readonly choose: {
        readonly ios: string
        readonly android: string
        readonly external: string
      }
      readonly notThere: string
      readonly paste: string
      readonly apps: {
        readonly outlook: string
        readonly teams: string
        readonly slack: string
        readonly messenger: string
        readonly facebook: string
        readonly instagram: string
        readonly linkedin: string
        readonly wechat: string
        readonly line: string
        readonly kakaotalk: string
        readonly snapchat: string
        readonly tiktok: string
        readonly google: string
      }
    }
    readonly otherDevice: {
      readonly phone: {
        readonly title: string
        readonly text: string
      }
      readonly computer: {
        readonly title: string
        readonly text: string
      }
      readonly goOn: string
      readonly show: string
      readonly link: string
    }
    readonly noCookies: {
      readonly title: string
      readonly text: string
    }
    readonly setUp: {
      readonly safari: string
      readonly nothing: string
      readonly edge: string
      readonly sModeTitle: string
      readonly sMode: readonly string[]
    }
  }
  readonly refusedByMicrosoft: {
    readonly cancelled: {
      readonly title: string
      readonly text: string
    }
    readonly 'timed-out': {
      readonly title: string
      readonly text: string
    }
    readonly 'wrong-password': {
      readonly title: string
      readonly text: string
    }
    readonly 'password-expired': {
      readonly title: string
      readonly text: string
    }
    readonly locked: {
      readonly title: string
      readonly text: string
    }
    readonly disabled: {
      readonly title: string
      readonly text: string
    }
    readonly 'not-in-tenant': {
      readonly title: string
      readonly text: string
    }
    readonly 'not-assigned': {
      readonly title: string
      readonly text: string
    }
    readonly 'not-allowed-now': {
      readonly title: string
      readonly text: string
    }
    readonly 'second-check': {
      readonly title: string
      readonly text: string
    }
    readonly 'second-check-setup': {
      readonly title: string
      readonly text: string
    }
    readonly 'second-check-not-made': {
      readonly title: string
      readonly text: string
    }
    readonly 'device-not-managed': {
      readonly title: string
      readonly text: string
    }
    readonly 'app-not-approved': {
      readonly title: string
      readonly text: string
    }
    readonly 'blocked-by-policy': {
      readonly title: string
      readonly text: string
    }
    readonly 'blocked-for-risk': {
      readonly title: string
      readonly text: string
    }
    readonly 'consent-missing': {
      readonly title: string
      readonly text: string
    }
    readonly misconfigured: {
      readonly title: string
      readonly text: string
    }
    readonly trouble: {
      readonly title: string
      readonly text: string
    }
    readonly unknown: {
      readonly title: string
      readonly text: string
    }
  }
  readonly detailsForIt: {
    readonly title: string
    readonly number: string
    readonly error: string
    readonly traceId: string
    readonly correlationId: string
    readonly at: string
    readonly copy: string
    readonly copied: string
    readonly copyFailed: string
  }
  readonly plan: {
    readonly asks: {
      readonly name: string
      readonly credentials: string
      readonly 'sign-in': string
      readonly password: string
      readonly microsoft: string
      readonly 'microsoft-approval': string
      readonly 'email-code': string
      readonly device: string
    }
    readonly done: string
    readonly atHand: string
    readonly needs: {
      readonly password: string
      readonly phone: string
      readonly 'maybe-phone': string
      readonly mailbox: string
    }
  }
  readonly own: {
    readonly privacy: string
    readonly legal: string
  }
}

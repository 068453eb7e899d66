import type { Direction } from '@muster/shared/direction'
import type { Language } from '@muster/shared/language'
import type { Platform } from '@muster/shared/vocabulary'

type Words = Readonly<Record<string, string | number>>
type Named = { readonly account: string }
type Asked = Named & { readonly at: string; readonly reference: string }

/** Every message of the mails with what it takes: the keys of each catalog in `messages/`. */
export type MailMessages = {
  /** Between two ways to reach somebody. */
  readonly comma: Words
  readonly 'platform.ios': Words
  readonly 'platform.android': Words
  readonly 'platform.windows': Words
  readonly 'code.subject': Named & { readonly code: string }
  readonly 'code.subject-again': Named & { readonly code: string; readonly number: number }
  readonly 'code.heading': Named
  readonly 'code.newest': { readonly number: number }
  readonly 'code.lifetime': { readonly minutes: number }
  readonly 'code.asked': Asked & { readonly platform: Platform | 'unknown' }
  readonly 'code.warning': Named & { readonly help: string }
  readonly 'wrong-codes.heading': Named
  readonly 'wrong-codes.what': Asked & { readonly platform: Platform | 'unknown' }
  readonly 'wrong-codes.fate': { readonly window: 'hour' | 'day' }
  readonly 'wrong-codes.own': Words
  readonly 'wrong-codes.warning': { readonly help: string }
  readonly 'registered.heading': Named
  readonly 'registered.what': {
    readonly device: string
    readonly platform: string
    readonly at: string
    readonly reference: string
  }
  readonly 'registered.warning': { readonly help: string }
}

/** The words of mails in one language. */
export type MailWords = {
  readonly language: Language
  readonly direction: Direction
  readonly say: <K extends keyof MailMessages>(message: K, values: MailMessages[K]) => string
  /** A moment in ms, with its zone: mail is read anywhere. */
  readonly moment: (at: number) => string
  /**
   * A name, a number or an address set apart from the writing around it (Unicode's isolates, UAX 9), which would
   * otherwise turn its parts around where it runs from right to left. Not for a subject: marks have no place in one.
   */
  readonly apart: (text: string) => string
}

/** The words for somebody who reads this language; English where the mails are not in it yet. */
export type WordsIn = (language: Language) => MailWords

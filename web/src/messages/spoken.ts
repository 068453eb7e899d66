import type { FirstMessages } from './first-messages.ts'
import type { LaterMessages } from './later-messages.ts'
import { directionOf } from '@muster/shared/direction'
import type { Language } from './languages.ts'

/** What the page speaks. `later`: from when the later pages are fetched. */
type Spoken = {
  readonly language: Language
  readonly first: FirstMessages | undefined
  readonly later: LaterMessages | undefined
  /** Which language is on its way, and which could not be had. */
  readonly coming: Language | undefined
  readonly missed: Language | undefined
}

let spoken: Spoken = { language: 'en', first: undefined, later: undefined, coming: undefined, missed: undefined }
const listeners = new Set<() => void>()

export const spokenNow = (): Spoken => spoken

/** Changes what is spoken: the document and everything that is drawn follow at once. */
export const speak = (next: Partial<Spoken>): void => {
  spoken = { ...spoken, ...next }
  document.documentElement.lang = spoken.language
  document.documentElement.dir = directionOf(spoken.language)
  for (const tell of listeners) tell()
}

/** Calls `listener` after each change, until what it returns is called. */
export const onSpeech = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

import { useSyncExternalStore } from 'react'
import { fetchFirst, fetchLater, offered } from './catalogs.ts'
import { preferredLanguage } from './detection.ts'
import type { FirstMessages } from './first-messages.ts'
import type { LaterMessages } from './later-messages.ts'
import { onSpeech, speak, spokenNow } from './spoken.ts'

const used = <C>(catalog: C | undefined): C => {
  if (catalog === undefined) throw new Error('words are used before they are fetched')
  return catalog
}

const firstNow = () => used(spokenNow().first)
const laterNow = () => used(spokenNow().later)

/**
 * Fetches the words of the first page, before anything is drawn. From the call on the document tells the language.
 * Where the person's own cannot be had the page speaks English and says so; rejects when there is none either.
 */
export const startLanguage = async (fetchWords = fetchFirst): Promise<void> => {
  const language = preferredLanguage(offered)
  speak({ language, first: undefined, later: undefined, coming: undefined, missed: undefined })
  try {
    speak({ first: await fetchWords(language) })
  } catch (failure) {
    if (language === 'en') throw failure
    speak({ language: 'en', first: await fetchWords('en'), missed: language })
  }
  document.title = firstNow().frame.product
}

/** Fetches the words of the later pages, which come together with them; English ones rather than none. */
export const fetchLaterWords = async (): Promise<void> => {
  const { language, later: present } = spokenNow()
  if (present !== undefined) return
  const later = await fetchLater(language).catch(async () => fetchLater('en'))
  // Another language that was chosen meanwhile brought its own.
  if (spokenNow().language === language) speak({ later })
}

/** The words of the frame and of the first pages. */
export const useMessages = (): FirstMessages => useSyncExternalStore(onSpeech, firstNow)

/** The words of the later pages; none but those may ask. */
export const useLaterMessages = (): LaterMessages => useSyncExternalStore(onSpeech, laterNow)

/** What is spoken, and what was asked for: dates, numbers and lists are written in `language`. */
export const useLanguage = () => useSyncExternalStore(onSpeech, spokenNow)

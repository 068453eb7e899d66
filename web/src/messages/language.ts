import { useSyncExternalStore } from 'react'
import type { FirstMessages } from './first-messages.ts'
import type { LaterMessages } from './later-messages.ts'
import { type Language, languages } from './languages.ts'

// A file of the build for each: nobody fetches a language but their own.
const firstCatalogs = import.meta.glob<FirstMessages>('./*/first.json', { import: 'default' })
const laterCatalogs = import.meta.glob<LaterMessages>('./*/later.json', { import: 'default' })

/** What the page speaks. `later`: from when the later pages are fetched. */
type Spoken = {
  readonly language: Language
  readonly first: FirstMessages | undefined
  readonly later: LaterMessages | undefined
}

let spoken: Spoken = { language: 'en', first: undefined, later: undefined }
const listeners = new Set<() => void>()

const speak = (next: Spoken): void => {
  spoken = next
  document.documentElement.lang = next.language
  document.documentElement.dir = languages[next.language].direction
  for (const tell of listeners) tell()
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

const fetched = async <C>(catalogs: Readonly<Record<string, () => Promise<C>>>, path: string): Promise<C> => {
  const fetchCatalog = catalogs[path]
  if (fetchCatalog === undefined) throw new Error(`no catalog ${path}`)
  return fetchCatalog()
}

const fetchFirst = (language: Language) => fetched(firstCatalogs, `./${language}/first.json`)
const fetchLater = (language: Language) => fetched(laterCatalogs, `./${language}/later.json`)

/** Fetches the words of the first page, before anything is drawn. */
export const startLanguage = async (): Promise<void> => {
  speak({ ...spoken, first: await fetchFirst(spoken.language) })
}

/** Fetches the words of the later pages, which come together with them. */
export const fetchLaterWords = async (): Promise<void> => {
  if (spoken.later !== undefined) return
  const { language } = spoken
  const later = await fetchLater(language)
  // Another language that was chosen meanwhile brought its own.
  if (spoken.language === language) speak({ ...spoken, later })
}

const used = <C>(catalog: C | undefined): C => {
  if (catalog === undefined) throw new Error('words are used before they are fetched')
  return catalog
}

const firstNow = () => used(spoken.first)
const laterNow = () => used(spoken.later)
const languageNow = () => spoken.language

/** The words of the frame and of the first pages. */
export const useMessages = (): FirstMessages => useSyncExternalStore(subscribe, firstNow)

/** The words of the later pages; none but those may ask. */
export const useLaterMessages = (): LaterMessages => useSyncExternalStore(subscribe, laterNow)

/** What dates, numbers and lists are written in. */
export const useLanguage = (): Language => useSyncExternalStore(subscribe, languageNow)

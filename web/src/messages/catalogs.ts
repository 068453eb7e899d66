import type { FirstMessages } from './first-messages.ts'
import type { LaterMessages } from './later-messages.ts'
import { type Language, languagesWith } from './languages.ts'

// A file of the build for each: nobody fetches a language but their own. There `build/catalog-files.ts` stands in place
// of this module: names of files, each with a hash of its own, would weigh more with each language.
const firstCatalogs = import.meta.glob<FirstMessages>('./*/first.json', { import: 'default' })
const laterCatalogs = import.meta.glob<LaterMessages>('./*/later.json', { import: 'default' })

/** The languages whose catalogs are there. */
export const offered = languagesWith((language) => `./${language}/first.json` in firstCatalogs)

/** The words of the frame and of the first pages. */
export const fetchFirst = async (language: Language) => firstCatalogs[`./${language}/first.json`]?.()

/** The words of the later pages. */
export const fetchLater = async (language: Language) => laterCatalogs[`./${language}/later.json`]?.()

import { type ComponentProps, type ComponentType, lazy } from 'react'
import { fetchLaterWords } from '../messages/language.ts'
import { besidePage } from '../ui/beside-page.ts'
import type { laterPages } from './later-pages.tsx'

type LaterPages = typeof laterPages

/** The later pages and their words, side by side: no page waits for its words after itself. */
export const fetchLaterPages = async (): Promise<LaterPages> =>
  (await Promise.all([import('./later-pages.tsx'), fetchLaterWords()]))[0].laterPages

/** A page that comes with the later ones. */
export const laterPage = <K extends keyof LaterPages>(name: K) =>
  lazy<LaterPages[K]>(async () => ({ default: (await fetchLaterPages())[name] }))

type PropsOf = { readonly [K in keyof LaterPages]: ComponentProps<LaterPages[K]> }

/** A part that comes with the later pages, and is left out where they cannot be fetched. */
export const laterPart = <K extends keyof LaterPages>(name: K) =>
  besidePage<PropsOf[K]>(async () => {
    const parts: { readonly [N in keyof LaterPages]: ComponentType<PropsOf[N]> } = await fetchLaterPages()
    return parts[name]
  })

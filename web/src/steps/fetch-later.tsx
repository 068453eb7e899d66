import { type ComponentProps, type ComponentType, type ElementType, use } from 'react'
import { fetchLaterWords } from '../messages/language.ts'
import { besidePage } from '../ui/beside-page.ts'
import type { laterPages } from './later-pages.tsx'

type LaterPages = typeof laterPages
type PropsOf = { readonly [K in keyof LaterPages]: ComponentProps<LaterPages[K]> }
type Pages = { readonly [K in keyof LaterPages]: ComponentType<PropsOf[K]> }

let present: Pages | undefined
let coming: Promise<Pages> | undefined

/** The later pages and their words, side by side: no page waits for its words after itself. */
export const fetchLaterPages = async (): Promise<Pages> => {
  const [{ laterPages }] = await Promise.all([import('./later-pages.tsx'), fetchLaterWords()])
  return (present = laterPages)
}

/**
 * A page that comes with the later ones. Once they are there it is drawn at once: `lazy` would ask for each of them even
 * then, and React shows what stands in for a page for 300 ms at least.
 */
export const laterPage =
  <K extends keyof Pages>(name: K) =>
  (props: PropsOf[K] & {}) => {
    const Page: ElementType = (present ?? use((coming ??= fetchLaterPages())))[name]
    return <Page {...props} />
  }

/** A part that comes with the later pages, and is left out where they cannot be fetched. */
export const laterPart = <K extends keyof Pages>(name: K) =>
  besidePage<PropsOf[K]>(async () => (await fetchLaterPages())[name])

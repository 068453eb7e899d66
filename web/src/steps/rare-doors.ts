import { type ComponentProps, type ComponentType, createElement, lazy } from 'react'
import type { rarePages } from './rare-pages.tsx'

type PropsOf = { readonly [K in keyof typeof rarePages]: ComponentProps<(typeof rarePages)[K]> & object }
export type DialogProps = PropsOf['dialog']
type RarePages = { readonly [K in keyof PropsOf]: ComponentType<PropsOf[K]> }

/** The pages that few people meet; their words have come with those of the later pages. */
export const fetchRarePages = async (): Promise<RarePages> => (await import('./rare-pages.tsx')).rarePages

// A component around each: the later pages are lazy by themselves, and React takes none that is it twice.
const rarePage = <K extends keyof RarePages>(name: K) => {
  const Page = lazy<ComponentType<PropsOf[K]>>(async () => ({ default: (await fetchRarePages())[name] }))
  return (props: PropsOf[K]) => createElement(Page, props)
}

export const HandOverArrival = rarePage('handOver')
export const RefusedPage = rarePage('refused')
export const WatchPage = rarePage('watch')

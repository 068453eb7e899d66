import { type ComponentType, lazy } from 'react'

/** What may stand beside a page. What cannot be fetched is left out: it must not take the page, and what was typed there, with it. */
export const besidePage = <P>(fetch: () => Promise<ComponentType<P>>) =>
  lazy<ComponentType<P>>(async () => ({ default: await fetch().catch(() => () => null) }))

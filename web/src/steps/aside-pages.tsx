import { lazy } from 'react'
import { besidePage } from './beside-page.ts'
import { fetchLaterPages } from './fetch-later.ts'
import type { asidePages } from './later-pages.tsx'

type AsidePages = typeof asidePages

const aside = <K extends keyof AsidePages>(kind: K) =>
  lazy<AsidePages[K]>(async () => ({ default: (await fetchLaterPages()).asidePages[kind] }))

export const ClosedPage = aside('closed')
export const OtherAccountPage = aside('other-account')
export const EntraArrivalPage = aside('entra-arrival')
export const EntraReturnPage = aside('entra-return')
export const UnknownLinkPage = aside('unknown-link')

export const BesidePage = besidePage(async () => (await fetchLaterPages()).besidePages.each)

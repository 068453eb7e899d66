import { laterPage } from './fetch-later.tsx'

export const ClosedPage = laterPage('closed')
export const OtherAccountPage = laterPage('other')
export const EntraArrivalPage = laterPage('arrival')
export const EntraReturnPage = laterPage('return')
export const UnknownLinkPage = laterPage('unknown')

import { Suspense } from 'react'
import { besidePage } from '../ui/beside-page.ts'
import { LanguageSwitch } from '../ui/language-switch.tsx'
import { fetchRarePages } from './rare-doors.ts'

const OwnFoot = besidePage(async () => {
  try {
    return (await fetchRarePages()).foot
  } catch {
    return LanguageSwitch
  }
})
const OwnHelp = besidePage(async () => (await fetchRarePages()).help)

/** What a deployment says in every page's foot, where it can be had. */
export const Foot = () => (
  <Suspense fallback={<LanguageSwitch />}>
    <OwnFoot />
  </Suspense>
)

/** Whom a deployment says to ask, on a page that knows no account. */
export const OwnHelpDesk = ({ isFirst }: { isFirst: boolean }) => (
  <Suspense>
    <OwnHelp isFirst={isFirst} />
  </Suspense>
)

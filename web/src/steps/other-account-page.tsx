import { useLaterMessages } from '../messages/language.ts'
import { EndedPage } from './ended-page.tsx'
import { usePortal } from './portal.ts'
import { alert } from '../ui/icon.tsx'

/** The cookie belongs to another company's enrollment by now: a browser holds one at a time. */
export const OtherAccountPage = () => {
  const words = useLaterMessages().otherAccount
  const { link, profile } = usePortal()
  return <EndedPage words={words} account={profile?.name ?? link.account} icon={alert} submit={words.here} />
}

import { laterMessages } from '../messages/later.ts'
import { EndedPage } from './ended-page.tsx'
import { usePortal } from './portal.ts'

const words = laterMessages.otherAccount

/** The cookie belongs to another company's enrollment by now: a browser holds one at a time. */
export const OtherAccountPage = () => {
  const { link, profile } = usePortal()
  return (
    <EndedPage words={words} account={profile?.name ?? link.account} reference="" icon="alert" submit={words.here} />
  )
}

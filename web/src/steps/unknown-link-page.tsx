import type { LaterMessages } from '../messages/later-messages.ts'
import { useLaterMessages } from '../messages/language.ts'
import { Page } from '../ui/page.tsx'
import { alert } from '../ui/icon.tsx'
import { OwnHelpDesk } from './own-doors.tsx'

/** The link leads nowhere: what may be wrong with it. */
export const UnknownLinkPage = ({ because }: { because: keyof LaterMessages['unknownLink'] }) => {
  const { title, text } = useLaterMessages().unknownLink[because]
  return (
    <Page title={title} lead={text} badge={{ icon: alert, mood: 'calm' }}>
      <OwnHelpDesk isFirst />
    </Page>
  )
}

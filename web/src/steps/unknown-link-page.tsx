import { laterMessages } from '../messages/later.ts'
import { Page } from '../ui/page.tsx'

const { unknownLink } = laterMessages

/** The link leads nowhere: what may be wrong with it. */
export const UnknownLinkPage = ({ because }: { because: keyof typeof unknownLink }) => (
  <Page title={unknownLink[because].title} lead={unknownLink[because].text} badge={{ icon: 'alert', mood: 'calm' }} />
)

import type { Mailbox } from '@muster/demo/mailbox/mailbox'
import { codeIn } from '@muster/demo/pages/inbox-page'

/** What a killed portal was sending is sent again once its lease of 30 s has run out, where others may still be at it. */
const timeout = 40_000

/** The newest code that was mailed to somebody for the enrollment of this reference; `after`: a newer one than that. */
export const mailedCode = async (
  mailbox: Mailbox,
  { username, reference, after }: { readonly username: string; readonly reference: string; readonly after?: string },
): Promise<string> => {
  const mail = await mailbox.waitFor(`${username}@corp.example.test`, {
    matches: ({ subject, text }) => text.includes(reference) && ![undefined, after].includes(codeIn(subject)),
    timeout,
  })
  return codeIn(mail.subject) ?? ''
}

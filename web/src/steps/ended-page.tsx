import type { Support } from '@muster/shared/public-profile'
import { useStartOver } from '../api/enrollment.ts'
import { messages } from '../messages/messages.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import type { IconName } from '../ui/icon.tsx'
import { telephone } from '../ui/frame.tsx'
import { Actions, Page } from '../ui/page.tsx'
import { FailureAlert } from './failure-alert.tsx'
import { usePortal } from './portal.ts'

type EndedPageProps = {
  readonly words: { readonly title: string; readonly text: string }
  readonly account: string
  readonly reference: string
  readonly icon: IconName
  readonly support?: Support
}

/** An end without a device: what happened, what to do, and the way to begin again. */
export const EndedPage = ({ words, account, reference, icon, support }: EndedPageProps) => {
  const { link } = usePortal()
  const startOver = useStartOver(link)
  const { frame } = messages
  return (
    <Page title={words.title} lead={words.text} account={account} badge={{ icon, mood: 'bad' }}>
      <FailureAlert failure={startOver.error} />
      <Actions>
        <Button busy={startOver.isPending} onClick={() => startOver.mutate()}>
          {frame.startOver}
        </Button>
        {support?.phone !== undefined && (
          <ButtonLink look="second" href={telephone(support.phone)}>
            {frame.call({ name: support.name })}
          </ButtonLink>
        )}
        {support?.email !== undefined && (
          <ButtonLink
            look="second"
            href={`mailto:${support.email}?subject=${encodeURIComponent(frame.mailSubject({ reference }))}`}
          >
            {frame.write({ name: support.name })}
          </ButtonLink>
        )}
      </Actions>
    </Page>
  )
}

import type { Support } from '@muster/shared/public-profile'
import { useStartOver } from '../api/enrollment.ts'
import { useLaterMessages, useMessages } from '../messages/language.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import type { IconName } from '../ui/icon.tsx'
import { telephone } from '../ui/frame.tsx'
import { Actions, Page } from '../ui/page.tsx'
import { LaterFailureAlert } from './later-failure-alert.tsx'
import { usePortal } from './portal.ts'

type EndedPageProps = {
  readonly words: { readonly title: string; readonly text: string }
  readonly account: string
  readonly reference: string
  readonly icon: IconName
  readonly support?: Support
  /** In place of “Start over”. */
  readonly submit?: string
}

/** An end without a device: what happened, what to do, and the way to begin again. */
export const EndedPage = ({ words, account, reference, icon, support, submit }: EndedPageProps) => {
  const { link } = usePortal()
  const startOver = useStartOver(link)
  const { frame } = useMessages()
  const { ended } = useLaterMessages()
  return (
    <Page title={words.title} lead={words.text} account={account} badge={{ icon, mood: 'bad' }}>
      <LaterFailureAlert failure={startOver.error} />
      <Actions>
        <Button busy={startOver.isPending} onClick={() => startOver.mutate()}>
          {submit ?? frame.startOver}
        </Button>
        {support?.phone !== undefined && (
          <ButtonLink look="second" href={telephone(support.phone)}>
            {ended.call({ name: support.name })}
          </ButtonLink>
        )}
        {support?.email !== undefined && (
          <ButtonLink
            look="second"
            href={`mailto:${support.email}?subject=${encodeURIComponent(ended.mailSubject({ reference }))}`}
          >
            {ended.write({ name: support.name })}
          </ButtonLink>
        )}
      </Actions>
    </Page>
  )
}

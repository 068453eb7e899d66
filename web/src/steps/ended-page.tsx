import type { ReactNode } from 'react'
import { useStartOver } from '../api/start-over.ts'
import { useMessages } from '../messages/language.ts'
import { Button } from '../ui/button.tsx'
import type { Drawing } from '../ui/icon.tsx'
import { Actions, Page } from '../ui/page.tsx'
import { LaterFailureAlert } from './later-failure-alert.tsx'
import { usePortal } from './portal.ts'

type EndedPageProps = {
  readonly words: { readonly title: string; readonly text: string }
  readonly account: string
  readonly icon: Drawing
  /** In place of “Start over”. */
  readonly submit?: string
  readonly look?: 'first' | 'second'
  /** Whom to ask, beneath the way to begin again, or above it where that alone does not help. */
  readonly help?: ReactNode
  readonly helpFirst?: boolean
  readonly children?: ReactNode
}

/** An end without a device: what happened, what to do, and the way to begin again. */
export const EndedPage = ({
  words,
  account,
  icon,
  submit,
  look = 'first',
  help,
  helpFirst = false,
  children,
}: EndedPageProps) => {
  const { link } = usePortal()
  const startOver = useStartOver(link)
  const { frame } = useMessages()
  return (
    <Page title={words.title} lead={words.text} account={account} badge={{ icon, mood: 'bad' }}>
      <LaterFailureAlert failure={startOver.error} />
      {helpFirst && help}
      <Actions>
        <Button look={look} busy={startOver.isPending} onClick={() => startOver.mutate()}>
          {submit ?? frame.startOver}
        </Button>
      </Actions>
      {!helpFirst && help}
      {children}
    </Page>
  )
}

import { routes } from '../api/calls.ts'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { isProblem } from '../api/failure.ts'
import { callForStep, type Standing } from '../api/standing.ts'
import { forgetStart, rememberedStart } from '../entra/came-from.ts'
import { forgetVisit } from '../entra/forget-visit.ts'
import { preloadMsal } from '../entra/preload-msal.ts'
import { useLaterMessages, useMessages } from '../messages/language.ts'
import { ButtonLink } from '../ui/button.tsx'
import { clock } from '../ui/icon.tsx'
import { LoadingCard } from '../ui/loading-card.tsx'
import { Actions, Page } from '../ui/page.tsx'
import { OwnHelpDesk } from './own-doors.tsx'
import { CannotOpenPage } from './trouble-page.tsx'

/** Back from Microsoft, and nobody knows of the enrollment any more: the way to begin again, and whom to ask. */
const LostPage = () => {
  const { frame } = useMessages()
  const { lost } = useLaterMessages().entra
  const start = rememberedStart()
  return (
    <Page title={lost.title} lead={start === undefined ? lost.text : lost.known} badge={{ icon: clock, mood: 'calm' }}>
      {start !== undefined && (
        <Actions>
          <ButtonLink href={start}>{frame.startOver}</ButtonLink>
        </Actions>
      )}
      <OwnHelpDesk isFirst={start === undefined} />
    </Page>
  )
}

/** Where Microsoft returns to: the cookie tells whose enrollment this is, and its own page takes over. */
export const EntraArrivalPage = ({ onArrival }: { onArrival: (standing: Standing) => void }) => {
  const started = useRef(false)
  const { mutate, error, isPending } = useMutation({
    mutationKey: ['arrive-from-entra'],
    mutationFn: () => callForStep(routes.current),
    onSuccess: (standing) => {
      forgetStart()
      if (standing.step.kind !== 'entra-sign-in') forgetVisit()
      onArrival(standing)
    },
    onError: (failure) => {
      if (isProblem(failure, 'no-enrollment')) forgetVisit()
    },
  })
  useEffect(() => {
    // What Microsoft sent along is to be redeemed as soon as it is known whose it is.
    preloadMsal()
    if (!started.current) mutate()
    started.current = true
  }, [mutate])
  if (error === null) return <LoadingCard />
  return isProblem(error, 'no-enrollment') ? (
    <LostPage />
  ) : (
    <CannotOpenPage failure={error} busy={isPending} onRetry={() => mutate()} />
  )
}

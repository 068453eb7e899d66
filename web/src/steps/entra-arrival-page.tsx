import { routes } from '../api/calls.ts'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { isProblem } from '../api/failure.ts'
import { callForStep, type Standing } from '../api/standing.ts'
import { forgetVisit } from '../entra/forget-visit.ts'
import { preloadMsal } from '../entra/preload-msal.ts'
import { useLaterMessages } from '../messages/language.ts'
import { LoadingCard } from '../ui/loading-card.tsx'
import { Page } from '../ui/page.tsx'
import { CannotOpenPage } from './trouble-page.tsx'
import { clock } from '../ui/icon.tsx'

/** Where Microsoft returns to: the cookie tells whose enrollment this is, and its own page takes over. */
export const EntraArrivalPage = ({ onArrival }: { onArrival: (standing: Standing) => void }) => {
  const { lost } = useLaterMessages().entra
  const started = useRef(false)
  const { mutate, error, isPending } = useMutation({
    mutationKey: ['arrive-from-entra'],
    mutationFn: () => callForStep(routes.current),
    onSuccess: (standing) => {
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
    <Page title={lost.title} lead={lost.text} badge={{ icon: clock, mood: 'calm' }} />
  ) : (
    <CannotOpenPage failure={error} busy={isPending} onRetry={() => mutate()} />
  )
}

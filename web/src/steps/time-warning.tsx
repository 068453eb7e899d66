import { routes } from '@muster/shared/contract'
import type { Step } from '@muster/shared/step'
import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import { call } from '../api/client.ts'
import { putStep } from '../api/enrollment.ts'
import { secondsUntil } from '../api/server-clock.ts'
import { useCountdown } from '../ui/countdown.ts'

const warnAt = 120

/** Steps that end by themselves. An e-mail code's `expiresAt` is the code's own end, and says nothing of the enrollment. */
export const endsByItself = ({ kind }: Step): boolean =>
  kind !== 'email-code' && kind !== 'enrolled' && kind !== 'refused' && kind !== 'expired'

const TimeDialog = lazy(async () => ({ default: (await import('./time-dialog.tsx')).TimeDialog }))

/** Two minutes before the end the person is asked whether they need more time; at the end the step is read anew. */
export const TimeWarning = ({ step }: { step: Step }) => {
  const client = useQueryClient()
  const [closedFor, setClosedFor] = useState<string>()
  const seconds = useCountdown(() => secondsUntil(step.expiresAt))
  const isOver = seconds === 0
  useEffect(() => {
    if (isOver)
      void call(routes.current).then(
        (ended) => putStep(client, ended),
        () => undefined,
      )
  }, [isOver, client])
  if (isOver || seconds > warnAt || closedFor === step.expiresAt) return null
  return (
    <Suspense>
      <TimeDialog seconds={seconds} warnAt={warnAt} onClose={() => setClosedFor(step.expiresAt)} />
    </Suspense>
  )
}

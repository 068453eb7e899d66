import type { Step } from '@muster/shared/step'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { lookAgain } from '../api/current-step.ts'
import { secondsUntil } from '../api/server-clock.ts'
import { useCountdown } from '../ui/countdown.ts'
import { TimeDialog } from './time-dialog.tsx'

const warnAt = 120

/** Two minutes before the end the person is asked whether they need more time; at the end the step is read anew. */
export const TimeWarning = ({ step }: { step: Step }) => {
  const client = useQueryClient()
  const [closedFor, setClosedFor] = useState<string>()
  const seconds = useCountdown(() => secondsUntil(step.expiresAt))
  const isOver = seconds === 0
  useEffect(() => {
    if (isOver) void lookAgain(client).catch(() => undefined)
  }, [isOver, client])
  if (isOver || seconds > warnAt || closedFor === step.expiresAt) return null
  return <TimeDialog seconds={seconds} warnAt={warnAt} onClose={() => setClosedFor(step.expiresAt)} />
}

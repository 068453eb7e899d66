import { routes } from '@muster/shared/contract'
import type { Step } from '@muster/shared/step'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { call } from '../api/client.ts'
import { isProblem } from '../api/failure.ts'
import { type EntraDoor, type EntraStep, type SignInOutcome, useEntraDoor } from '../entra/door.ts'
import { laterMessages } from '../messages/later.ts'
import { messages } from '../messages/messages.ts'
import { Button } from '../ui/button.tsx'
import { LoadingCard } from '../ui/frame.tsx'
import { Actions, Page } from '../ui/page.tsx'
import { LaterFailureAlert } from './later-failure-alert.tsx'
import type { EntraTrouble } from './portal.ts'

type Arrival = { readonly step: Step; readonly trouble?: EntraTrouble }

const post = async (outcome: Exclude<SignInOutcome, { kind: 'interrupted' }>): Promise<Arrival> => {
  const body =
    outcome.kind === 'failed'
      ? { error: outcome.error, errorCodes: [...outcome.errorCodes] }
      : { idToken: outcome.idToken, ...(outcome.accessToken === undefined ? {} : { accessToken: outcome.accessToken }) }
  try {
    return { step: await call(routes.entraSignIn, body) }
  } catch (failure) {
    if (!isProblem(failure, 'token-rejected', 'identity-mismatch', 'wrong-step')) throw failure
    // Each of these used the nonce up or came too late: the step is read anew.
    const step = await call(routes.current)
    if (isProblem(failure, 'wrong-step')) return { step }
    const signedInAs = outcome.kind === 'signed-in' ? outcome.username : ''
    return {
      step,
      trouble: isProblem(failure, 'identity-mismatch')
        ? { kind: 'mismatch', signedInAs }
        : { kind: 'failure', failure },
    }
  }
}

/** Redeems the answer once, however often the rest has to be tried again. */
const redeemer = (response: string, openDoor: () => Promise<EntraDoor>) => {
  let redeemed: Promise<SignInOutcome> | undefined
  return async (step: EntraStep): Promise<SignInOutcome> => {
    const door = await openDoor()
    redeemed ??= door.comeBack(step, response)
    return redeemed
  }
}

type EntraReturnProps = {
  /** What Microsoft put behind the `#`, already taken out of the address. */
  readonly response: string
  readonly onArrival: (arrival: Arrival) => void
}

/** Where Microsoft returns to: finds the enrollment by its cookie, hands the proof over and moves on. */
export const EntraReturnPage = ({ response, onArrival }: EntraReturnProps) => {
  const openDoor = useEntraDoor()
  const redeem = useRef(redeemer(response, openDoor))
  const started = useRef(false)
  const { mutate, error } = useMutation({
    mutationKey: ['come-back-from-entra'],
    mutationFn: async (): Promise<Arrival> => {
      const step = await call(routes.current)
      if (step.kind !== 'entra-sign-in') return { step }
      const outcome = await redeem.current(step)
      return outcome.kind === 'interrupted' ? { step, trouble: { kind: 'interrupted' } } : post(outcome)
    },
    onSuccess: onArrival,
  })
  useEffect(() => {
    if (!started.current) mutate()
    started.current = true
  }, [mutate])
  if (isProblem(error, 'no-enrollment'))
    return (
      <Page
        title={messages.trouble.noEnrollment.title}
        lead={messages.trouble.noEnrollment.text}
        badge={{ icon: 'clock', mood: 'calm' }}
      />
    )
  return (
    <Page title={laterMessages.entra.returning} lead={laterMessages.entra.returningLead}>
      <LaterFailureAlert failure={error} />
      {error === null ? (
        <LoadingCard />
      ) : (
        <Actions>
          <Button onClick={() => mutate()}>{messages.frame.tryAgain}</Button>
        </Actions>
      )}
    </Page>
  )
}

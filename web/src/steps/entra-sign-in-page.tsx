import { routes } from '../api/calls.ts'
import { useIsMutating, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { lookAgain } from '../api/current-step.ts'
import { useSubmission } from '../api/enrollment.ts'
import { useStartOver } from '../api/start-over.ts'
import { SilenceError } from '../api/failure.ts'
import { useOneAtATime } from '../api/one-at-a-time.ts'
import { rememberStart } from '../entra/came-from.ts'
import { canRemember } from '../entra/can-remember.ts'
import { type EntraStep, useEntraDoor } from '../entra/door.ts'
import { preloadMsal } from '../entra/preload-msal.ts'
import { rememberRequest } from '../entra/return-ticket.ts'
import { useLaterMessages, useMessages } from '../messages/language.ts'
import { Alert } from '../ui/alert.tsx'
import { Button } from '../ui/button.tsx'
import { Chip } from '../ui/facts.tsx'
import { Icon } from '../ui/icon.tsx'
import { away } from '../ui/later-drawings.ts'
import { Actions, Page } from '../ui/page.tsx'
import { AtHand } from './at-hand.tsx'
import { useWait } from './failure-alert.tsx'
import { LaterFailureAlert } from './later-failure-alert.tsx'
import { type EntraTrouble, usePortal } from './portal.ts'

const Trouble = ({ trouble, startedAs }: { trouble: EntraTrouble; startedAs: string }) => {
  const { entra } = useLaterMessages()
  switch (trouble.kind) {
    case 'mismatch':
      return (
        <Alert>
          <p>
            {trouble.signedInAs === ''
              ? entra.mismatchUnnamed
              : entra.mismatch({ startedAs, signedInAs: trouble.signedInAs })}
          </p>
          <p>{trouble.restartAs === undefined ? entra.mismatchHelp : entra.mismatchChoice}</p>
        </Alert>
      )
    case 'interrupted':
      return (
        <Alert>
          <p>{entra.interrupted}</p>
        </Alert>
      )
    case 'failure':
      return <LaterFailureAlert failure={trouble.failure} />
  }
}

/** Leaving fails when the library cannot be loaded, or when the person comes back with the browser's button. */
const troubleOf = (failure: Error): EntraTrouble =>
  failure instanceof SilenceError ? { kind: 'failure', failure } : { kind: 'interrupted' }

const leavingKey = ['leave-for-entra'] as const

/** Leaves for Microsoft's page, to sign in for a step: busy from any page on, since a restart leads here and on at once. */
const useLeaving = () => {
  const client = useQueryClient()
  const { link, tellTrouble } = usePortal()
  const openDoor = useEntraDoor()
  useEffect(preloadMsal, [])
  const { mutate } = useOneAtATime<void, EntraStep>({
    mutationKey: leavingKey,
    mutationFn: async (step) => {
      rememberRequest(link.request)
      rememberStart(link.account, link.request)
      const door = await openDoor().catch(() => {
        throw new SilenceError('offline')
      })
      await door.leave(step)
    },
    onError: (failure) => {
      tellTrouble(troubleOf(failure))
      // Whoever comes back with the browser's button finds this page as they left it, perhaps long ago.
      void lookAgain(client).catch(() => undefined)
    },
  })
  return { leave: mutate, isLeaving: useIsMutating({ mutationKey: leavingKey }) > 0 }
}

/** New workflow, Entra: says what comes, and leaves for Microsoft's page only when asked to. */
export const EntraSignInPage = ({ step }: { step: EntraStep }) => {
  const { frame } = useMessages()
  const { entra, password } = useLaterMessages()
  const { link, changeName, rememberNames, entraVisit: visit } = usePortal()
  const startOver = useStartOver(link)
  const { leave, isLeaving } = useLeaving()
  const brought = visit?.kind === 'trouble' && visit.nonce === step.nonce ? visit.trouble : undefined
  const mismatched = brought?.kind === 'mismatch'
  // What the next try runs into is told anew.
  const trouble = isLeaving && !mismatched ? undefined : brought
  const restartAs = mismatched ? brought.restartAs : undefined
  // As anybody who says who they are, and with nothing of what was just brought back (STANDARD 2.3).
  const restart = useSubmission(
    routes.identity,
    () => ({ username: restartAs ?? '', domain: '' }),
    undefined,
    ({ step: next }) => {
      if (next.kind === 'entra-sign-in') leave(next)
    },
  )
  const wait = useWait(restart.error)
  const remembers = canRemember()
  return (
    <Page title={entra.title} lead={entra.lead} account={step.account.name} focusHeading={!remembers}>
      {trouble !== undefined && (
        <div id="trouble">
          <Trouble trouble={trouble} startedAs={step.loginHint} />
        </div>
      )}
      {restartAs === undefined && (
        <Chip term={entra.signingInAs} value={step.loginHint}>
          <Button look="plain" onClick={changeName}>
            {password.notYou}
          </Button>
        </Chip>
      )}
      {/* Whoever was there just now knows; and so a phone shows what happened together with what can be done. */}
      {!mismatched && (
        <>
          <AtHand asks={step.progress.asks.slice(step.progress.at - 1, step.progress.at)} />
          <p>{entra.comeBack}</p>
        </>
      )}
      {remembers ? (
        <Actions>
          <LaterFailureAlert failure={startOver.error ?? restart.error} />
          {restartAs !== undefined && (
            <Button
              takesFocus
              busy={restart.isPending}
              disabled={isLeaving || wait > 0}
              describedBy="trouble page-title"
              onClick={() => {
                rememberNames({ username: restartAs })
                restart.mutate(undefined)
              }}
            >
              {entra.continueAs({ username: restartAs })}
            </Button>
          )}
          <Button
            takesFocus={restartAs === undefined}
            look={restartAs === undefined ? 'first' : 'second'}
            busy={isLeaving}
            disabled={restart.isPending}
            describedBy="trouble page-title page-lead"
            onClick={() => leave(step)}
          >
            <span>{isLeaving ? entra.leaving : mismatched ? entra.otherAccount : entra.submit}</span>
            {!isLeaving && <Icon of={away} />}
          </Button>
          {mismatched && (
            <Button look="second" busy={startOver.isPending} onClick={() => startOver.mutate()}>
              {frame.startOver}
            </Button>
          )}
        </Actions>
      ) : (
        <Alert>
          <p>{entra.noStorage}</p>
        </Alert>
      )}
    </Page>
  )
}

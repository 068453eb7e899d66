import type { StepOf } from '@muster/shared/step'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { lookAgain } from '../api/current-step.ts'
import { useStartOver } from '../api/enrollment.ts'
import { SilenceError } from '../api/failure.ts'
import { useOneAtATime } from '../api/one-at-a-time.ts'
import { useEntraDoor } from '../entra/door.ts'
import { canRemember, rememberRequest } from '../entra/return-ticket.ts'
import { laterMessages } from '../messages/later.ts'
import { messages } from '../messages/messages.ts'
import { Alert } from '../ui/alert.tsx'
import { Button } from '../ui/button.tsx'
import { Chip, Lines, Section } from '../ui/facts.tsx'
import { Icon } from '../ui/icon.tsx'
import { Actions, Page } from '../ui/page.tsx'
import { LaterFailureAlert } from './later-failure-alert.tsx'
import { type EntraTrouble, usePortal } from './portal.ts'

const { entra } = laterMessages

const Trouble = ({ trouble, startedAs }: { trouble: EntraTrouble; startedAs: string }) => {
  switch (trouble.kind) {
    case 'mismatch':
      return (
        <Alert>
          <p>
            {trouble.signedInAs === ''
              ? entra.mismatchUnnamed
              : entra.mismatch({ startedAs, signedInAs: trouble.signedInAs })}
          </p>
          <p>{entra.mismatchHelp}</p>
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

/** New workflow, Entra: says what comes, and leaves for Microsoft's page only when asked to. */
export const EntraSignInPage = ({ step }: { step: StepOf<'entra-sign-in'> }) => {
  const client = useQueryClient()
  const { link, changeName, entraVisit: visit } = usePortal()
  const openDoor = useEntraDoor()
  const startOver = useStartOver(link)
  const leaving = useOneAtATime<void, void>({
    mutationKey: ['leave-for-entra'],
    mutationFn: async () => {
      rememberRequest(link.request)
      const door = await openDoor().catch(() => {
        throw new SilenceError('offline')
      })
      await door.leave(step)
    },
    // Whoever comes back with the browser's button finds this page as they left it, perhaps long ago.
    onError: () => void lookAgain(client).catch(() => undefined),
  })
  // Fetched while the person reads, so that the button acts at once.
  useEffect(() => void openDoor().catch(() => undefined), [openDoor])
  const brought = visit?.kind === 'trouble' && visit.nonce === step.nonce ? visit.trouble : undefined
  const trouble = leaving.error === null ? brought : troubleOf(leaving.error)
  const mismatched = trouble?.kind === 'mismatch'
  const remembers = canRemember()
  return (
    <Page title={entra.title} lead={entra.lead} account={step.account.name} focusHeading={!remembers}>
      {trouble !== undefined && (
        <div id="trouble">
          <Trouble trouble={trouble} startedAs={step.loginHint} />
        </div>
      )}
      <Chip term={entra.signingInAs} value={step.loginHint}>
        <Button look="plain" onClick={changeName}>
          {laterMessages.password.notYou}
        </Button>
      </Chip>
      <Section title={entra.atHand}>
        <Lines as="points" lines={entra.needs} />
        <p>{entra.comeBack}</p>
      </Section>
      {remembers ? (
        <Actions>
          <LaterFailureAlert failure={startOver.error} />
          <Button
            takesFocus
            busy={leaving.isPending}
            describedBy="trouble page-title page-lead"
            onClick={() => leaving.mutate()}
          >
            {leaving.isPending ? entra.leaving : mismatched ? entra.otherAccount : entra.submit}
            {!leaving.isPending && <Icon name="away" />}
          </Button>
          {mismatched && (
            <Button look="second" busy={startOver.isPending} onClick={() => startOver.mutate()}>
              {messages.frame.startOver}
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

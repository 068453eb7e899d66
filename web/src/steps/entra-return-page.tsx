import { laterRoutes } from '../api/later-calls.ts'
import { useEffect, useRef } from 'react'
import { useStartOver } from '../api/start-over.ts'
import { isProblem, SilenceError } from '../api/failure.ts'
import { useFlow } from '../api/flow.ts'
import { useOneAtATime } from '../api/one-at-a-time.ts'
import { callForStep, ifMatch } from '../api/standing.ts'
import { type EntraStep, type SignInOutcome, useEntraDoor } from '../entra/door.ts'
import { forgetVisit } from '../entra/forget-visit.ts'
import { useLaterMessages, useMessages } from '../messages/language.ts'
import { Button } from '../ui/button.tsx'
import { Actions, Page } from '../ui/page.tsx'
import { useWait } from './failure-alert.tsx'
import { LaterFailureAlert } from './later-failure-alert.tsx'
import { type EntraTrouble, usePortal } from './portal.ts'

type Visit = Exclude<SignInOutcome, { kind: 'interrupted' }>

const bodyOf = (visit: Visit) => {
  if (visit.kind === 'failed') {
    const { kind: _, errorCodes, ...said } = visit
    return { ...said, errorCodes: [...errorCodes] }
  }
  return { idToken: visit.idToken, ...(visit.accessToken === undefined ? {} : { accessToken: visit.accessToken }) }
}

/** These two used the nonce up: only another visit helps. */
const troubleOf = (failure: unknown, visit: Visit): EntraTrouble | undefined =>
  isProblem(failure, 'identity-mismatch')
    ? {
        kind: 'mismatch',
        signedInAs: visit.kind === 'signed-in' ? visit.username : '',
        restartAs: failure.problem.restartAs,
      }
    : isProblem(failure, 'token-rejected')
      ? { kind: 'failure', failure }
      : undefined

type EntraReturnProps = {
  readonly step: EntraStep
  /** What Microsoft put behind the `#`, already taken out of the address. */
  readonly response: string
  /** The visit led nowhere. */
  readonly onTrouble: (trouble: EntraTrouble) => void
}

/** Back from Microsoft: redeems the answer once, and hands the proof over as often as that needs to be tried. */
export const EntraReturnPage = ({ step, response, onTrouble }: EntraReturnProps) => {
  const { frame } = useMessages()
  const words = useLaterMessages().entra
  const openDoor = useEntraDoor()
  const { link } = usePortal()
  const { tag, arrive, recover } = useFlow()
  const outcome = useRef<SignInOutcome>(undefined)
  const started = useRef(false)
  const startOver = useStartOver(link)
  const { mutate, error } = useOneAtATime<void, void>({
    mutationKey: ['come-back-from-entra'],
    mutationFn: async () => {
      const door = await openDoor().catch(() => {
        throw new SilenceError('offline')
      })
      const visit = (outcome.current ??= await door.comeBack(step, response))
      forgetVisit()
      if (visit.kind === 'interrupted') return onTrouble(visit)
      try {
        await arrive(await callForStep(laterRoutes.entraSignIn, bodyOf(visit), { headers: ifMatch(tag) }))
      } catch (failure) {
        await recover(failure)
        const trouble = troubleOf(failure, visit)
        if (trouble === undefined) throw failure
        onTrouble(trouble)
      }
    },
  })
  const wait = useWait(error)
  useEffect(() => {
    if (!started.current) mutate()
    started.current = true
  }, [mutate])
  const account = step.account.name
  if (error === null)
    return (
      <Page key="waiting" title={words.returning} lead={words.returningLead} account={account}>
        <span className="frame-bone" />
        <span className="frame-bone frame-bone-field" />
      </Page>
    )
  return (
    <Page key="failed" title={words.notChecked} account={account}>
      <LaterFailureAlert failure={startOver.error ?? error} />
      <Actions>
        <Button disabled={wait > 0} onClick={mutate}>
          {frame.tryAgain}
        </Button>
        <Button look="second" busy={startOver.isPending} onClick={startOver.mutate}>
          {frame.startOver}
        </Button>
      </Actions>
    </Page>
  )
}

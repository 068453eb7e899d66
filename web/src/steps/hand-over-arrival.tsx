import type { HandOverTaken } from '@muster/shared/hand-over'
import type { Step } from '@muster/shared/step'
import { useQuery } from '@tanstack/react-query'
import type { PublicProfile } from '@muster/shared/public-profile'
import { type ComponentType, type ReactNode, useEffect } from 'react'
import { accountProfile } from '../api/enrollment.ts'
import { isProblem } from '../api/failure.ts'
import { handOverTaken, useContinuation, useRedemption } from '../api/hand-over.ts'
import { declineHandOver } from '../api/hand-over-decline.ts'
import { secondsUntil } from '../api/server-clock.ts'
import type { EnrollmentLink } from '../api/standing.ts'
import { paintAccent } from '../ui/accent.ts'
import { Button } from '../ui/button.tsx'
import { useCountdown } from '../ui/countdown.ts'
import { Chip } from '../ui/facts.tsx'
import { LoadingCard } from '../ui/loading-card.tsx'
import { Actions, Page } from '../ui/page.tsx'
import { useClock, useHandOverWords } from './hand-over-words.ts'
import classes from './hand-over.module.css'
import { LaterFailureAlert } from './later-failure-alert.tsx'
import { clock } from '../ui/icon.tsx'
import { away, check } from '../ui/later-drawings.ts'

type Paged = { readonly account: string }
type Declined = { readonly onDecline: () => void }

type AnswersProps = Declined & {
  readonly submit: string
  readonly decline: string
  readonly call: Pick<ReturnType<typeof useRedemption>, 'isPending'> & { readonly mutate: () => void }
}

/** To go on here, or not. */
const Answers = ({ submit, decline, call, onDecline }: AnswersProps) => (
  <Actions>
    <Button busy={call.isPending} onClick={() => call.mutate()}>
      {submit}
    </Button>
    <Button look="plain" onClick={onDecline}>
      {decline}
    </Button>
  </Actions>
)

/** Before anything is used up: a link may have been opened by anybody, or anything. */
const AskPage = ({
  account,
  redemption,
  onDecline,
}: Paged & Declined & { redemption: ReturnType<typeof useRedemption> }) => {
  const words = useHandOverWords().arrival.ask
  return (
    <Page title={words.title} lead={words.text} account={account} badge={{ icon: away, mood: 'calm' }}>
      <LaterFailureAlert failure={redemption.error} />
      <p className={classes.small}>{words.warning}</p>
      <Answers submit={words.submit} decline={words.decline} call={redemption} onDecline={onDecline} />
    </Page>
  )
}

const WaitingPage = ({ account, taken }: Paged & { taken: Extract<HandOverTaken, { kind: 'waiting' }> }) => {
  const words = useHandOverWords().arrival.waiting
  const asClock = useClock()
  const seconds = useCountdown(() => secondsUntil(taken.expiresAt))
  return (
    <Page title={words.title} lead={words.text} account={account}>
      <p className={classes.number}>
        <span className="visually-hidden">{words.number}</span> <strong>{taken.number}</strong>
      </p>
      <p className={classes.time} aria-live="off">
        {words.expiresIn({ time: asClock(seconds) })}
      </p>
    </Page>
  )
}

/** Whose device this will be stands here before it is: the link may be a stranger's. */
const ConfirmedPage = ({
  account,
  taken,
  onArrival,
  onDecline,
}: Paged & Declined & { taken: Extract<HandOverTaken, { kind: 'confirmed' }>; onArrival: (step: Step) => void }) => {
  const { confirmed: words, ask } = useHandOverWords().arrival
  const continuation = useContinuation(onArrival)
  const { person } = taken
  return (
    <Page
      title={words.title}
      lead={person === undefined ? words.nobody : undefined}
      account={account}
      badge={{ icon: check, mood: 'good' }}
    >
      {person !== undefined && (
        <>
          <Chip term={words.signedIn} value={person} />
          <p>{words.text}</p>
        </>
      )}
      <LaterFailureAlert failure={continuation.error} />
      <Answers
        submit={words.submit}
        // Where nobody has signed in there is nobody to be, or not.
        decline={person === undefined ? ask.decline : words.decline}
        call={continuation}
        onDecline={onDecline}
      />
    </Page>
  )
}

const EndedPage = ({ account, onDecline }: Paged & Declined) => {
  const words = useHandOverWords().arrival.ended
  return (
    <Page title={words.title} lead={words.text} account={account} badge={{ icon: clock, mood: 'bad' }}>
      <Actions>
        <Button look="second" onClick={onDecline}>
          {words.submit}
        </Button>
      </Actions>
    </Page>
  )
}

type FrameParts = {
  readonly account: string | undefined
  readonly logo: PublicProfile['branding']['logo']
  readonly support: PublicProfile['support'] | undefined
  readonly children: ReactNode
}

type HandOverArrivalProps = {
  readonly link: EnrollmentLink
  /** `''` where this browser has used it already, before a reload. */
  readonly code: string
  /** Every page's frame: given, since it is there already and these pages come later. */
  readonly around: ComponentType<FrameParts>
  /** The code is used: from now on a reload goes on waiting. */
  readonly onWaiting: () => void
  /** The enrollment goes on here with this step; without one the person would rather begin anew. */
  readonly onEnd: (step?: Step) => void
}

/** The second device: from the link to the enrollment. */
export const HandOverArrival = ({ link, code, around: Around, onWaiting, onEnd }: HandOverArrivalProps) => {
  const profile = useQuery(accountProfile(link.account)).data
  const redemption = useRedemption(link.account, code)
  const waits = code === '' || redemption.isSuccess
  const { data: taken, error } = useQuery(handOverTaken(waits))
  const hasRedeemed = redemption.isSuccess
  useEffect(() => {
    if (hasRedeemed) onWaiting()
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once, when it has happened
  }, [hasRedeemed])
  useEffect(() => paintAccent(profile?.branding.accent), [profile])
  const account = profile?.name ?? link.account
  const onDecline = () => onEnd()
  const page = (): ReactNode => {
    if (isProblem(error ?? redemption.error, 'hand-over-ended', 'unknown-account'))
      return <EndedPage account={account} onDecline={onDecline} />
    if (!waits) return <AskPage account={account} redemption={redemption} onDecline={onDecline} />
    if (taken === undefined) return <LoadingCard />
    if (taken.kind === 'waiting') return <WaitingPage account={account} taken={taken} />
    const onRefusal = () => {
      void declineHandOver()
      onDecline()
    }
    return <ConfirmedPage account={account} taken={taken} onArrival={onEnd} onDecline={onRefusal} />
  }
  return (
    <Around account={profile?.name} logo={profile?.branding.logo} support={profile?.support}>
      {page()}
    </Around>
  )
}

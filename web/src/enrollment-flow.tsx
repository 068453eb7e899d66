import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Suspense, useEffect, useState } from 'react'
import { currentStep } from './api/current-step.ts'
import { accountProfile } from './api/enrollment.ts'
import { isProblem } from './api/failure.ts'
import { FlowContext } from './api/flow.ts'
import type { EnrollmentLink } from './api/standing.ts'
import { namingStep, placeOf } from './history-entry.ts'
import { useMessages } from './messages/language.ts'
import { ClosedPage, EntraReturnPage, OtherAccountPage, UnknownLinkPage } from './steps/aside-pages.ts'
import { fetchLaterPages } from './steps/fetch-later.tsx'
import { WatchPage } from './steps/hand-over-doors.ts'
import { AtHand, BesidePage, ContinueElsewhere, StepPlan } from './steps/later-parts.ts'
import { type EntraTrouble, type EntraVisit, type Names, PortalContext } from './steps/portal.ts'
import { StepPage } from './steps/step-pages.tsx'
import { CannotOpenPage } from './steps/trouble-page.tsx'
import { paintAccent } from './ui/accent.ts'
import { Frame } from './steps/frame.tsx'
import { LoadingCard } from './ui/loading-card.tsx'
import { useMoves } from './use-moves.ts'

type EnrollmentFlowProps = {
  readonly link: EnrollmentLink
  readonly visit: EntraVisit | undefined
  readonly onVisit: (visit: EntraVisit | undefined) => void
}

/** One enrollment in one browser: shows the server's step. */
export const EnrollmentFlow = ({ link, visit, onVisit }: EnrollmentFlowProps) => {
  const client = useQueryClient()
  const { frame } = useMessages()
  const [names, rememberNames] = useState<Names>({})
  const { data: standing, error, isFetching } = useQuery(currentStep(client, link))
  const profile = useQuery(accountProfile(link.account)).data
  const { entry, note, asksForName, changeName, moveTo, flow } = useMoves(link, standing)
  const step = standing?.step
  // So that no step waits for its page.
  useEffect(() => void fetchLaterPages().catch(() => undefined), [])
  useEffect(() => paintAccent(profile?.branding.accent), [profile])

  const shown = step !== undefined && asksForName ? namingStep(step, profile) : step
  const left = shown === step ? undefined : step
  const isOther = step !== undefined && step.account.id !== link.account
  const isClosed = isProblem(error, 'no-enrollment')
  const isElsewhere = isProblem(error, 'handed-over')
  const isAside = isOther || isClosed || isElsewhere
  // Trouble belongs to the sign-in that is to be tried next, whose nonce may be another by now.
  const tell = (trouble: EntraTrouble) => {
    const now = client.getQueryData(currentStep(client, link).queryKey)?.step
    onVisit(now?.kind === 'entra-sign-in' ? { kind: 'trouble', nonce: now.nonce, trouble } : undefined)
  }
  const isEnd = shown?.kind === 'refused' || shown?.kind === 'expired'
  const isFirst = !isAside && (shown?.kind === 'identify' || shown?.kind === 'credentials')
  const page = () => {
    if (isElsewhere) return <WatchPage />
    if (shown === undefined)
      return error === null ? (
        <LoadingCard />
      ) : isProblem(error, 'unknown-account') ? (
        <UnknownLinkPage because={link.request === undefined ? 'unknownAccount' : 'invalidRequest'} />
      ) : (
        <CannotOpenPage failure={error} busy={isFetching} onRetry={() => void client.refetchQueries()} />
      )
    if (isClosed) return <ClosedPage step={shown} />
    if (isOther) return <OtherAccountPage />
    if (shown.kind === 'entra-sign-in' && visit?.kind === 'answer' && visit.nonce === shown.nonce)
      return <EntraReturnPage step={shown} response={visit.response} onTrouble={tell} />
    return <StepPage key={`${placeOf(shown)} ${entry.changing ?? ''}`} step={shown} />
  }
  return (
    <FlowContext value={flow}>
      <PortalContext value={{ link, profile, names, rememberNames, changeName, entraVisit: visit, tellTrouble: tell }}>
        <Frame
          account={profile?.name ?? (isOther ? undefined : step?.account.name)}
          logo={profile?.branding.logo}
          // At the same place on every page (WCAG 2.2, 3.2.6), whatever else a page says of it.
          support={profile?.support}
          reference={isOther ? undefined : step?.reference}
          progress={
            shown === undefined || isAside || isEnd
              ? undefined
              : { ...shown.progress, plan: <StepPlan {...shown.progress} /> }
          }
          note={isAside ? undefined : note === undefined ? left && frame.wentBack : frame.notes[note]}
          onGoOn={left && (() => moveTo(left))}
        >
          <Suspense>{step !== undefined && !isAside && <BesidePage step={step} />}</Suspense>
          <Suspense fallback={<LoadingCard />}>{page()}</Suspense>
          {/* These would push the foot down: it waits for them (styles.css). */}
          <Suspense fallback={<i />}>
            {shown !== undefined && isFirst && (
              <div className="frame-beside">
                <AtHand asks={shown.progress.asks} />
              </div>
            )}
            {shown !== undefined && !isAside && <ContinueElsewhere key={shown.kind} step={shown} />}
          </Suspense>
        </Frame>
      </PortalContext>
    </FlowContext>
  )
}

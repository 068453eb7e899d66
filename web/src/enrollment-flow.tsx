import { routes } from '@muster/shared/contract'
import type { Step } from '@muster/shared/step'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Suspense, useEffect, useState } from 'react'
import { useLocation } from 'react-router'
import { call } from './api/client.ts'
import { accountProfile, currentStep, type EnrollmentLink, putStep } from './api/enrollment.ts'
import { FlowContext } from './api/flow.ts'
import { useNavigator } from './browser-router.tsx'
import { asksForName, changingEntry, namingStep, readEntry } from './history-entry.ts'
import { messages } from './messages/messages.ts'
import { type Names, PortalContext, type TroubleOf } from './steps/portal.ts'
import { fetchLaterPages, StepPage } from './steps/step-pages.tsx'
import { endsByItself, TimeWarning } from './steps/time-warning.tsx'
import { CannotOpenPage, OtherAccountPage } from './steps/trouble-page.tsx'
import { paintAccent } from './ui/accent.ts'
import { Frame, LoadingCard } from './ui/frame.tsx'

type EnrollmentFlowProps = { readonly link: EnrollmentLink; readonly entraTrouble: TroubleOf | undefined }

/** One enrollment in one browser: shows the server's step, and moves along the history as replies arrive. */
export const EnrollmentFlow = ({ link, entraTrouble }: EnrollmentFlowProps) => {
  const client = useQueryClient()
  const navigator = useNavigator()
  const location = useLocation()
  const entry = readEntry(location.state)
  const [latest, setLatest] = useState(entry.order)
  const [names, rememberNames] = useState<Names>({})
  const [note, setNote] = useState<string>()
  const query = useQuery(currentStep(link))
  const profile = useQuery(accountProfile(link.account)).data
  const step = query.data
  useEffect(fetchLaterPages, [])
  useEffect(() => paintAccent(profile?.branding.accent), [profile])

  const moveTo = ({ kind }: Step) => {
    const order = Math.max(latest, entry.order) + 1
    setLatest(order)
    navigator.push(location.pathname, { kind, order })
  }
  const show = (next: Step) => {
    const moves = next.kind !== step?.kind || next.reference !== step.reference || asksForName(entry, latest, step)
    void putStep(client, next)
    if (moves) moveTo(next)
  }
  const flow = {
    arrive: (next: Step) => {
      setNote(undefined)
      show(next)
    },
    catchUp: async () => {
      const next = await call(routes.open, link)
      setNote(messages.frame.outdated)
      show(next)
    },
  }
  const changeName = () => navigator.push(location.pathname, changingEntry(latest))
  const reopen = () => void call(routes.open, link).then(flow.arrive, () => undefined)

  const shown = step !== undefined && asksForName(entry, latest, step) ? namingStep(step, profile) : step
  const left = shown === step ? undefined : step
  const isOther = step !== undefined && step.account.id !== link.account
  const page = () => {
    if (shown === undefined)
      return query.error === null ? (
        <LoadingCard />
      ) : (
        <CannotOpenPage
          failure={query.error}
          busy={query.isFetching}
          isInvitation={link.request !== undefined}
          onRetry={() => void query.refetch()}
        />
      )
    if (isOther) return <OtherAccountPage busy={query.isFetching} onContinue={reopen} />
    return (
      <Suspense fallback={<LoadingCard />}>
        <StepPage key={`${shown.kind} ${shown.reference} ${entry.changing ?? ''}`} step={shown} />
      </Suspense>
    )
  }
  return (
    <FlowContext value={flow}>
      <PortalContext value={{ link, profile, names, rememberNames, changeName, entraTrouble }}>
        <Frame
          account={profile?.name ?? (isOther ? undefined : step?.account.name)}
          logo={profile?.branding.logo}
          support={profile?.support ?? (step?.kind === 'refused' ? step.support : undefined)}
          reference={isOther ? undefined : step?.reference}
          progress={
            shown === undefined || isOther || shown.kind === 'refused' || shown.kind === 'expired'
              ? undefined
              : shown.progress
          }
          note={note ?? (left && messages.frame.wentBack)}
          onGoOn={left && (() => moveTo(left))}
        >
          {page()}
        </Frame>
        {step !== undefined && !isOther && endsByItself(step) && <TimeWarning step={step} />}
      </PortalContext>
    </FlowContext>
  )
}

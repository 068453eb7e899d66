import type { Step } from '@muster/shared/step'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { lookAgain, putStep } from './api/current-step.ts'
import { isProblem, ProblemError } from './api/failure.ts'
import { type EnrollmentLink, reopen, type Standing } from './api/standing.ts'
import { useNavigator, usePlace } from './browser-history.tsx'
import { asksForName, changingEntry, placeOf, readEntry } from './history-entry.ts'

/** Why a page comes that nobody asked for: a sentence of the frame. */
type Note = 'outdated' | 'lost' | 'registered'

/** The moves from step to step: each has its history entry, and a note where nobody asked for it. */
export const useMoves = (link: EnrollmentLink, standing: Standing | undefined) => {
  const client = useQueryClient()
  const navigator = useNavigator()
  const place = usePlace()
  const entry = readEntry(place.state)
  const [latest, setLatest] = useState(entry.order)
  const [note, setNote] = useState<Note>()
  const here = useRef<string>(undefined)
  const step = standing?.step

  const moveTo = (next: Step, why?: Note) => {
    const order = Math.max(latest, entry.order) + 1
    here.current = placeOf(next)
    setLatest(order)
    setNote(why)
    navigator.push(place.pathname, { kind: next.kind, order })
  }
  const show = async (next: Standing, why?: Note) => {
    await putStep(client, next)
    if (placeOf(next.step) !== here.current || asksForName(entry, latest, next.step)) moveTo(next.step, why)
    else setNote(undefined)
  }
  const catchUp = async (why?: Note) => {
    const now = await lookAgain(client)
    if (now !== undefined && placeOf(now) !== here.current) moveTo(now, why)
  }

  // A read on the way found another step: another tab went on, or the time did.
  useEffect(() => {
    if (step === undefined || placeOf(step) === here.current) return
    if (here.current === undefined) here.current = placeOf(step)
    else moveTo(step, step.kind === 'expired' || step.account.id !== link.account ? undefined : 'outdated')
  })

  // Loaded anew where a device was registered, after the cookie's age: an enrollment began that nobody asked for.
  const isNew = step?.kind === 'identify' || step?.kind === 'credentials'
  const told = note ?? (entry.kind === 'enrolled' && isNew ? 'registered' : undefined)

  return {
    entry,
    note: told,
    asksForName: step !== undefined && asksForName(entry, latest, step),
    changeName: () => navigator.push(place.pathname, changingEntry(latest)),
    moveTo,
    flow: {
      tag: standing?.tag,
      arrive: (next: Standing) => show(next),
      recover: async (failure: unknown) => {
        const ignored = () => undefined
        if (isProblem(failure, 'no-enrollment')) await show(await reopen(link), 'lost')
        else if (isProblem(failure, 'wrong-step')) await catchUp('outdated')
        else if (failure instanceof ProblemError) await catchUp().catch(ignored)
        // After silence nobody is kept waiting a second time; should a reply have been lost, the step shows it.
        else void lookAgain(client).catch(ignored)
      },
    },
  }
}

import type { PublicProfile } from '@muster/shared/public-profile'
import type { Step } from '@muster/shared/step'
import * as z from 'zod/mini'

/** What a history entry remembers: the kind of step it was pushed for, and its place in the row. Never a name, never a secret. */
const Entry = z.object({ kind: z.string(), order: z.int(), changing: z.exactOptional(z.string()) })
type Entry = z.infer<typeof Entry>

/** This load of the document. An entry that asks to change the name does so only within it: a reload shows the server's step. */
const thisLoad = crypto.randomUUID()

export const readEntry = (state: unknown): Entry => {
  const entry = Entry.safeParse(state)
  return entry.success ? entry.data : { kind: '', order: 0 }
}

export const changingEntry = (order: number): Entry => ({ kind: 'identify', order, changing: thisLoad })

const whose = (step: Step): string | undefined =>
  'username' in step
    ? `${step.username}@${step.domain}`
    : step.kind === 'entra-sign-in'
      ? step.loginHint
      : step.kind === 'email-code'
        ? step.sentTo
        : undefined

/** What makes it another page: another step, another enrollment, another person. */
export const placeOf = (step: Step): string => `${step.kind} ${step.reference} ${whose(step)}`

/** Before a device is chosen, the name can still be changed (DESIGN section 3). */
const changeable: readonly Step['kind'][] = [
  'identify',
  'credentials',
  'password',
  'new-password',
  'entra-sign-in',
  'email-code',
]

/** Whether this entry lies behind the latest step, or was pushed to change the name: then the name is asked again. */
export const asksForName = (entry: Entry, latest: number, step: Step): boolean =>
  changeable.includes(step.kind) && (entry.changing === thisLoad || entry.order < latest)

/** The first page once more, filled in as far as the step tells; the server's own step stays untouched until it is sent. */
export const namingStep = (step: Step, profile: PublicProfile | undefined): Step => {
  if (step.kind === 'identify' || step.kind === 'credentials') return step
  const { reference, account, workflow, factors, progress, expiresAt } = step
  const domain = step.kind === 'password' ? step.domain : profile?.domain
  const username = step.kind === 'password' ? step.username : step.kind === 'entra-sign-in' ? step.loginHint : undefined
  return {
    kind: workflow === 'new' ? 'identify' : 'credentials',
    reference,
    account,
    workflow,
    factors,
    progress: { ...progress, at: 1 },
    expiresAt,
    ...(domain === undefined ? {} : { domain }),
    ...(profile?.domains === undefined ? {} : { domains: profile.domains }),
    ...(username === undefined ? {} : { username }),
  }
}

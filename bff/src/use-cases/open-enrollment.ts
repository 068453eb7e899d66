import type { Account } from '../domain/account.ts'
import type { Enrollment, Invitation } from '../domain/enrollment.ts'
import type { Ports } from '../ports/ports.ts'
import type { Caller } from './caller.ts'
import { takeByAddress } from './limits-of-caller.ts'
import { type Outcome, problem } from './outcome.ts'
import { answer, isOver, loadSession, type Session } from './session.ts'

export type Opening = { readonly account: string; readonly request?: string }

const fresh = (ports: Ports, account: Account, invitation: Invitation | undefined, now: number): Enrollment => ({
  id: ports.chance.id(),
  accountId: account.id,
  reference: ports.chance.reference(),
  workflow: account.workflow,
  ...(invitation === undefined ? {} : { invitation }),
  startedAt: now,
  activeAt: now,
  endsAt: now + ports.settings.enrollmentLifetime,
  extensions: 0,
  state:
    account.status === 'open' ? { kind: 'identifying' } : { kind: 'refused', because: 'account-closed', proven: [] },
})

const isSameLink = (session: Session, { account, request }: Opening): boolean =>
  session.account.id === account && session.stored.enrollment.invitation?.id === request

/** Whether this browser handed over what it began from that very link: it looks on until the person starts over. */
const watchesSame = async (ports: Ports, cookie: string | undefined, { account, request }: Opening) => {
  const watched = cookie === undefined ? undefined : await ports.handOvers.watched(await ports.keys.digest(cookie))
  const enrollment = watched?.stored.enrollment
  return enrollment?.accountId === account && enrollment.invitation?.id === request
}

/** The link was opened: the browser's live enrollment of that very link goes on, else a new one begins. */
export const openEnrollment = async (
  ports: Ports,
  opening: Opening,
  cookie: string | undefined,
  caller: Caller,
): Promise<Outcome> => {
  const session = await loadSession(ports, cookie, caller)
  const live = 'kind' in session ? undefined : session
  if (live !== undefined && isSameLink(live, opening) && !isOver(ports, live)) return answer(ports, live)
  if ('kind' in session && session.code === 'handed-over' && (await watchesSame(ports, cookie, opening))) return session
  const account = await ports.accounts.find(opening.account)
  if (account === undefined) return problem('unknown-account')
  const limited = await takeByAddress(ports, { account, caller }, [
    'start-per-address-minute',
    'start-per-address-hour',
  ])
  if (limited !== undefined) return limited
  const invitation =
    opening.request === undefined ? undefined : await ports.accounts.findRequest(account.id, opening.request)
  if (opening.request !== undefined && invitation === undefined)
    return problem('unknown-account', { detail: 'This enrollment request does not exist, has expired or was used.' })
  if (live !== undefined) await ports.enrollments.abandon(live.stored, [{ type: 'enroll.replaced', data: {} }])
  const enrollment = fresh(ports, account, invitation, await ports.enrollments.now())
  const first = await ports.keys.cookieOf(enrollment.id, 0)
  const { workflow, reference } = enrollment
  const stored = await ports.enrollments.create(enrollment, await ports.keys.digest(first), [
    { type: 'enroll.start', data: { reference, workflow, invited: invitation !== undefined } },
  ])
  return answer(ports, { account, caller, stored }, true)
}

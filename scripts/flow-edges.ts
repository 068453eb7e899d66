import type { Workflow } from '../shared/src/vocabulary.ts'
import type { Account } from '../bff/src/domain/account.ts'
import type { Confirmation, Enrollment } from '../bff/src/domain/enrollment.ts'
import { planChallenges } from '../bff/src/domain/policy/challenge-plan.ts'
import { toStep } from '../bff/src/domain/to-step.ts'
import { type Event, transition } from '../bff/src/domain/transition.ts'
import { byDirectory, byEntra, drawn, exampleEnrollment, exampleUser } from '../bff/src/testing/example-enrollments.ts'
import { cellAccount, cells } from '../bff/src/testing/example-world.ts'

/** One way from page to page. `where`: for which accounts or people. `renaming`: it begins anew, from a later page. */
export type Edge = {
  readonly from: string
  readonly submission: string
  readonly event: string
  readonly where: string
  readonly to: string
  readonly note: string
  readonly renaming: boolean
}

/** Which call brings an event about. */
const submissions = {
  identified: 'identity',
  'credentials-verified': 'credentials',
  'credentials-outdated': 'credentials',
  'password-verified': 'password',
  'password-outdated': 'password',
  'password-changed': 'new-password',
  'password-to-show': 'new-password',
  'entra-verified': 'entra-sign-in',
  'entra-rejected': 'entra-sign-in',
  'entra-failed': 'entra-sign-in',
  'code-resent': 'email-code/resend',
  'code-verified': 'email-code',
  'codes-exhausted': 'email-code',
  'device-chosen': 'device',
} as const satisfies Record<Event['kind'], string>

const naming: readonly Event['kind'][] = ['identified', 'credentials-verified', 'credentials-outdated']

type Seen = Omit<Edge, 'where'> & { readonly traits: Readonly<Record<string, string>> }

const spare = drawn(1)
const lifetime = { lifetime: 3_600_000, idle: 1_200_000, extensions: 10 }
const handOff = { kind: 'link', url: 'https://mdm.example.test' } as const
const sender = 'enroll@acme.example'

const stepOf = (enrollment: Enrollment, account: Account) =>
  toStep(enrollment, { account, lifetime, now: 0, sender, handOff })

type Confirmed = { readonly confirmation: Confirmation; readonly mail: string }

/** Who may confirm the example person, with an address for the code and without. */
const confirmed = (account: Account): readonly Confirmed[] => {
  const asks = account.defaultAuthentication
  const directory = asks === 'active-directory' || (asks === 'both' && account.workflow === 'existing')
  return ([undefined, null] as const).flatMap((mail) =>
    [
      ...(directory ? [byDirectory(mail)] : []),
      ...(asks === 'active-directory' ? [] : [byEntra(account.entraFactor === 'multi', mail)]),
    ].map((confirmation) => ({ confirmation, mail: mail === null ? 'no mail address' : 'mail address' })),
  )
}

/** Everything that may happen in an account, whether it belongs to a page or not. */
const eventsOf = (account: Account): readonly { readonly event: Event; readonly mail: string }[] => {
  const plan = planChallenges(account, exampleUser, false)
  const plain: readonly Event[] = [
    { kind: 'identified', user: exampleUser, plan },
    ...(plan === 'authentication-not-configured'
      ? []
      : [{ kind: 'credentials-outdated', user: exampleUser, plan } as const]),
    { kind: 'password-outdated' },
    { kind: 'password-to-show', note: 'changed' },
    { kind: 'entra-rejected', contextMissed: true },
    { kind: 'entra-failed', refusal: { reason: 'unknown' } },
    { kind: 'code-resent' },
    { kind: 'code-verified', codeId: spare.codeId },
    { kind: 'codes-exhausted' },
    { kind: 'device-chosen', device: { platform: 'ios', name: 'iPhone' } },
  ]
  const confirming = confirmed(account).flatMap(({ confirmation, mail }) => {
    const events: readonly Event[] = [
      ...(plan === 'authentication-not-configured'
        ? []
        : [{ kind: 'credentials-verified', user: exampleUser, plan, confirmation } as const]),
      { kind: 'password-verified', confirmation },
      { kind: 'password-changed', confirmation },
      { kind: 'entra-verified', confirmation },
    ]
    return events.map((event) => ({ event, mail }))
  })
  return [...plain.map((event) => ({ event, mail: '' })), ...confirming]
}

const placeOf = ({ state }: Enrollment): string => JSON.stringify(state)

const walk = (account: Account): readonly Seen[] => {
  const edges: Seen[] = []
  const waiting = [exampleEnrollment(account.workflow)]
  const seen = new Set<string>()
  for (let enrollment = waiting.shift(); enrollment !== undefined; enrollment = waiting.shift()) {
    if (seen.has(placeOf(enrollment))) continue
    seen.add(placeOf(enrollment))
    const from = stepOf(enrollment, account).kind
    for (const { event, mail } of eventsOf(account)) {
      const moved = transition(enrollment, event, { now: 0, spare })
      if (!moved.ok) continue
      waiting.push(moved.next)
      const to = stepOf(moved.next, account)
      edges.push({
        from,
        // In the existing workflow it is the credentials that find no authentication configured, or Entra's refusal.
        submission:
          account.workflow === 'existing' && (event.kind === 'identified' || event.kind === 'entra-failed')
            ? 'credentials'
            : submissions[event.kind],
        event: event.kind,
        to: to.kind,
        note: to.kind === 'refused' ? ` (\`${to.code}\`)` : '',
        renaming:
          (naming.includes(event.kind) || (event.kind === 'entra-failed' && account.workflow === 'existing')) &&
          enrollment.state.kind !== 'identifying',
        traits: {
          authentication: account.defaultAuthentication,
          portal: account.portalFactor === 'two' ? 'two-factor' : 'single-factor',
          mail,
        },
      })
    }
  }
  return edges
}

const words: Readonly<Record<string, string>> = {
  'active-directory': 'Active Directory',
  'entra-id': 'Entra',
  both: 'both',
  none: 'none',
}

/** What sets these apart from all that the same event does at the same page: the traits they share and others lack. */
const whereOf = (same: readonly Seen[], siblings: readonly Seen[]): string =>
  ['authentication', 'portal', 'mail']
    .flatMap((trait) => {
      const values = new Set(same.map(({ traits }) => traits[trait] ?? ''))
      const possible = new Set(siblings.map(({ traits }) => traits[trait] ?? ''))
      if (values.has('')) return []
      return values.size < possible.size ? [[...values].map((value) => words[value] ?? value).join(' or ')] : []
    })
    .join(', ') || 'always'

const order = ['identify', 'credentials', 'password', 'new-password', 'entra-sign-in', 'email-code', 'device']

/** Every way through one workflow, from its first page on. @throws where changing the name leads elsewhere than the first page does. */
export const flowOf = (workflow: Workflow): readonly Edge[] => {
  const seen = cells.filter((cell) => cell.workflow === workflow).flatMap((cell) => walk(cellAccount(cell)))
  const groups = Map.groupBy(seen, ({ from, event, to, note }) => [from, event, to, note].join())
  const edges = [...groups.values()].flatMap((same) => {
    const [one] = same
    if (one === undefined) return []
    const { traits: _, ...edge } = one
    // Not being configured is told apart from everything else that the first page may lead to.
    const siblings = seen.filter(
      ({ from, event, submission }) =>
        from === edge.from && (edge.event === 'identified' ? submission === edge.submission : event === edge.event),
    )
    return [{ ...edge, where: whereOf(same, siblings) }]
  })
  const outcomes = new Set(
    edges.filter(({ renaming }) => !renaming).map(({ event, to, note }) => [event, to, note].join()),
  )
  for (const { renaming, from, event, to, note } of edges)
    if (renaming && !outcomes.has([event, to, note].join()))
      throw new Error(`${event} leads from ${from} to ${to}, as from no first page`)
  return edges.toSorted((a, b) => order.indexOf(a.from) - order.indexOf(b.from))
}

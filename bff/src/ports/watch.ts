/** What may stand on a span or a label: never a person's name, address, password, code, token or cookie. */
export type Attributes = Readonly<Record<string, string | number>>

/** One thing that is asked of a neighbour or the store. `attributes` are named as OpenTelemetry's conventions have it. */
export type Operation = {
  readonly dependency: 'ldap' | 'smtp' | 'entra' | 'relay' | 'store'
  /** One of a few words, such as `verify-password`. */
  readonly name: string
  readonly accountId?: string
  readonly attributes?: Attributes
}

/** Does the work and tells whoever measures how long it took and, in a word, what it came to; `error` where it rejected. */
export type Observe = <T>(operation: Operation, work: () => Promise<T>, outcomeOf?: (result: T) => string) => Promise<T>

/** What happens to enrollments, once it is in the store. */
export type EnrollmentWatch = {
  /** An event of the audit. */
  readonly happened: (accountId: string, event: string) => void
  /** An enrollment came to another step; `because` where it was refused. */
  readonly arrived: (accountId: string, step: string, because?: string) => void
  /** Whose enrollment the request is about. */
  readonly concerns: (enrollment: { readonly reference: string; readonly accountId: string }) => void
  readonly limited: (limit: string) => void
  readonly budgetSpent: () => void
  /** What a turn of retention came to. */
  readonly pruned: (outcome: string) => void
}

/** A dependency that failed too often is left alone for a while (STANDARD 10); `because` names no person. */
export type BreakerEvent = {
  readonly dependency: 'ldap' | 'smtp' | 'jwks' | 'relay'
  /** Whose connection it is, where it is one account's; for logs and the audit, never for a metric's labels. */
  readonly accountId?: string
  readonly state: 'open' | 'closed'
  readonly because: string
}

/** Told when a dependency is given up and when it is back, once each. It must not throw. */
export type OnBreaker = (event: BreakerEvent) => void

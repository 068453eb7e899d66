import type { Settings } from '../domain/limits.ts'

const day = 24 * 60 * 60_000

/** How long the store keeps what no longer works and no setting names, ms. */
export const retention = {
  code: day,
  mail: day,
  handOver: day,
  request: 30 * day,
} as const satisfies Record<string, number>

/** The lifetimes of what people still ask about, ms: a deployment's choice. */
export type Kept = Pick<Settings, 'endedEnrollmentsKept' | 'auditKept'>

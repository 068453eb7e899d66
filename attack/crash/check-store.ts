import { acknowledgedInvariants } from './acknowledged-invariants.ts'
import { auditInvariants } from './audit-invariants.ts'
import { deviceInvariants } from './device-invariants.ts'
import type { Invariant } from './invariant.ts'
import type { Acknowledged } from './journal.ts'
import { proofInvariants } from './proof-invariants.ts'
import { readStoredRows } from './stored-rows.ts'
import { viewOf } from './stored-view.ts'

/** Everything that a store is held against. */
export const invariants: readonly Invariant[] = [
  ...acknowledgedInvariants,
  ...deviceInvariants,
  ...proofInvariants,
  ...auditInvariants,
]

export type StoreCheck = {
  /** Each broken invariant with the first few things that break it. */
  readonly broken: readonly string[]
  readonly enrollments: number
  readonly devices: number
}

/**
 * Reads a store past the product and holds it against every invariant. `acknowledged` may not be older than the store:
 * take it first, or let the portal be dead.
 */
export const checkStore = async (store: string, acknowledged: readonly Acknowledged[]): Promise<StoreCheck> => {
  const rows = await readStoredRows(store)
  const view = viewOf(rows, acknowledged)
  const broken = invariants.flatMap(({ rule, broken: breaking }) => {
    const names = breaking(view)
    return names.length === 0 ? [] : [`${rule} – not so: ${names.slice(0, 3).join(', ')} (${names.length})`]
  })
  return { broken, enrollments: rows.enrollment.length, devices: rows.device.length }
}

import type { Acknowledged } from './journal.ts'
import type { StoredRows } from './stored-rows.ts'

type Row<T extends keyof StoredRows> = StoredRows[T][number]

/** One store's rows beside what was acknowledged, with the look-ups that invariants need. */
export type StoredView = {
  readonly rows: StoredRows
  readonly acknowledged: readonly Acknowledged[]
  enrollment(id: string): Row<'enrollment'> | undefined
  referred(reference: string): Row<'enrollment'> | undefined
  devices(id: string): number
  devicesOf(enrollmentId: string): readonly Row<'device'>[]
  codesOf(enrollmentId: string): readonly Row<'one_time_code'>[]
  mailsOf(enrollmentId: string): readonly Row<'outbox'>[]
  /** What the audit says of an enrollment in these words. */
  told(enrollmentId: string, ...types: readonly string[]): readonly Row<'audit'>[]
}

const grouped = <T>(rows: readonly T[], keyOf: (row: T) => string): ((key: string) => readonly T[]) => {
  const groups = Map.groupBy(rows, keyOf)
  return (key) => groups.get(key) ?? []
}

/** Puts the look-ups over the rows. */
export const viewOf = (rows: StoredRows, acknowledged: readonly Acknowledged[]): StoredView => {
  const byId = grouped(rows.enrollment, ({ id }) => id)
  const byReference = grouped(rows.enrollment, ({ reference }) => reference)
  const byDevice = grouped(rows.device, ({ id }) => id)
  const auditOf = grouped(rows.audit, (row) => row.enrollment_id ?? '')
  return {
    rows,
    acknowledged,
    enrollment: (id) => byId(id)[0],
    referred: (reference) => byReference(reference)[0],
    devices: (id) => byDevice(id).length,
    devicesOf: grouped(rows.device, (row) => row.enrollment_id),
    codesOf: grouped(rows.one_time_code, (row) => row.enrollment_id),
    mailsOf: grouped(rows.outbox, (row) => row.enrollment_id),
    told: (id, ...types) => auditOf(id).filter(({ type }) => types.includes(type)),
  }
}

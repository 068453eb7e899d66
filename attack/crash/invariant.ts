import type { Acknowledged } from './journal.ts'
import type { StoredRows } from './stored-rows.ts'
import type { StoredView } from './stored-view.ts'

/** What holds in every store at every moment, whoever died. `broken` names whatever breaks it. */
export type Invariant = { readonly rule: string; readonly broken: (view: StoredView) => readonly string[] }

export type EnrollmentRow = StoredRows['enrollment'][number]
type DeviceRow = StoredRows['device'][number]
type CodeRow = StoredRows['one_time_code'][number]

/** Of every enrollment in the store. */
export const ofEnrollments =
  (holds: (row: EnrollmentRow, view: StoredView) => boolean): Invariant['broken'] =>
  (view) =>
    view.rows.enrollment.filter((row) => !holds(row, view)).map(({ reference }) => reference)

/** Of every device, with the enrollment that it came from. */
export const ofDevices =
  (holds: (device: DeviceRow, owner: EnrollmentRow, view: StoredView) => boolean): Invariant['broken'] =>
  (view) =>
    view.rows.device
      .filter((device) => {
        const owner = view.enrollment(device.enrollment_id)
        return owner === undefined || owner.account_id !== device.account_id || !holds(device, owner, view)
      })
      .map(({ id }) => `device ${id}`)

/** Of every mailed code. */
export const ofCodes =
  (holds: (code: CodeRow, view: StoredView) => boolean): Invariant['broken'] =>
  (view) =>
    view.rows.one_time_code.filter((code) => !holds(code, view)).map(({ id }) => `code ${id}`)

/** Of what was acknowledged, with its row. Without one it is broken, unless it was asked to be forgotten. */
export const ofAcknowledged =
  (holds: (entry: Acknowledged, row: EnrollmentRow, view: StoredView) => boolean): Invariant['broken'] =>
  (view) =>
    view.acknowledged
      .filter((entry) => {
        const row = view.referred(entry.reference)
        return row === undefined ? !entry.left : !holds(entry, row, view)
      })
      .map(({ reference }) => reference)

/** What stands there more than once. */
export const repeated = (values: readonly string[]): readonly string[] => {
  const seen = new Set<string>()
  return values.filter((value) => seen.size === seen.add(value).size)
}

export const metIn = ({ body }: EnrollmentRow): readonly string[] => body.state.met ?? []

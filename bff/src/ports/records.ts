import type { Proof } from '@muster/shared/vocabulary'
import type { Account } from '../domain/account.ts'
import type { Device, Enrollment, Invitation } from '../domain/enrollment.ts'
import type { AuditEvent } from './enrollment-store.ts'

/** An account as it lies in the store. `version` grows with every change; `appliedAt` in ms. */
export type AppliedAccount = { readonly account: Account; readonly version: number; readonly appliedAt: number }

/** An administrator's invitation; `deviceId` once it has served. Times in ms. */
export type EnrollmentRequest = Invitation & {
  readonly accountId: string
  readonly createdAt: number
  readonly expiresAt: number
  readonly deviceId?: string
}

/** `closedAt` (ms): the browser gave it up, or it made room for a newer one of the same person. */
export type EnrollmentRecord = { readonly enrollment: Enrollment; readonly version: number; readonly closedAt?: number }

/** A registered device, with whose it is and how that was proven. */
export type DeviceRecord = Device & {
  readonly accountId: string
  readonly enrollmentId: string
  readonly requestId?: string
  readonly username: string
  readonly domain: string
  /** `entra:<tid>:<oid>` or `ad:<domain>:<user>` */
  readonly subjectKey: string
  /** Table 3's number, beside what was really proven. */
  readonly factorsCounted: number
  readonly proven: readonly Proof[]
}

/** A line as it was once written, perhaps by a program that knew other events. `at` in ms. */
export type AuditRecord = Pick<AuditEvent, 'data'> & {
  readonly type: string
  readonly at: number
  readonly accountId: string
  readonly enrollmentId?: string
}

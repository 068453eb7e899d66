import type { Account } from '../domain/account.ts'
import type { Invitation } from '../domain/enrollment.ts'
import type { AppliedAccount, AuditRecord, DeviceRecord, EnrollmentRecord, EnrollmentRequest } from './records.ts'

export type Applied = {
  readonly id: string
  readonly outcome: 'created' | 'changed' | 'unchanged'
  readonly version: number
}

/** Newest first. `accountId` undefined is the operator's view over all accounts. */
export type Listing = { readonly accountId?: string; readonly most: number }

/** How a deployment runs; a store belongs to one of them. */
export type Profile = 'production' | 'demo'

/** What the operator's command line does to the store. */
export type Administration = {
  /** All of them or none, each with its `config.change` in the audit. An account that is as it was stays untouched. */
  applyAccounts(accounts: readonly Account[]): Promise<readonly Applied[]>
  /**
   * The first profile to start on a store keeps it: relaxed limits never meet a real account's store (DESIGN 4).
   * Rejects with `StoreUnavailable` when it belongs to the other.
   */
  claimProfile(profile: Profile): Promise<void>
  /**
   * Remembers the deployment's keys by fingerprint, after {@link claimProfile}. Each that is not the remembered one was
   * changed since another server began: `key.rotate` in the audit.
   */
  noteKeys(fingerprints: Readonly<Record<string, string>>): Promise<void>
  /** By identifier. */
  accounts(): Promise<readonly AppliedAccount[]>
  account(accountId: string): Promise<AppliedAccount | undefined>
  /** `lifetime` in ms from now. `undefined`: no such account. */
  createRequest(accountId: string, invitation: Invitation, lifetime: number): Promise<EnrollmentRequest | undefined>
  requests(listing: Listing): Promise<readonly EnrollmentRequest[]>
  enrollments(listing: Listing): Promise<readonly EnrollmentRecord[]>
  /** By identifier, or by the reference that a person reads out: the newest of that name. */
  findEnrollment(idOrReference: string, accountId?: string): Promise<EnrollmentRecord | undefined>
  devices(listing: Listing): Promise<readonly DeviceRecord[]>
  audit(listing: Listing & { readonly enrollmentId?: string }): Promise<readonly AuditRecord[]>
}

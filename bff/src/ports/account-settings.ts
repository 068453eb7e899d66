import type { Account } from '../domain/account.ts'
import type { Invitation } from '../domain/enrollment.ts'

/** Accounts as the operator applied them. */
export type AccountSettings = {
  /**
   * `version`: of its settings, as the store told it along with an enrollment, so that what is known need not be asked for
   * again. @returns undefined for an account that does not exist, closed ones included in what does.
   */
  find(accountId: string, version?: number): Promise<Account | undefined>
  /** An enrollment request that can still be used: of this account, unexpired, without a device. */
  findRequest(accountId: string, requestId: string): Promise<Invitation | undefined>
}

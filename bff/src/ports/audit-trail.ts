import type { ChainPoint } from '../domain/audit-chain.ts'
import type { AuditEvent } from './enrollment-store.ts'
import type { AuditRecord } from './records.ts'

/** How a line stands in the chain; `at` (ms) is when it was sealed. */
export type Seal = ChainPoint & { readonly at: number; readonly previousHash: string }

export type AuditLine = AuditRecord & { readonly id: number; readonly seal?: Seal }

/** Oldest first. `since` inclusive, `until` exclusive, in ms; `after` is the last line of the page before. */
export type AuditQuery = {
  readonly accountId?: string
  readonly since?: number
  readonly until?: number
  readonly after?: Pick<AuditLine, 'at' | 'id'>
  readonly most: number
}

/** What a walk along the chain found. Times in ms. */
export type Verification =
  | {
      readonly kind: 'whole'
      /** How many sealed lines there are, and the times of the first and the last. */
      readonly sealed: number
      readonly first?: number
      readonly last?: number
      /** The newest sealed line: noted elsewhere, it shows later that nothing up to it was rewritten. */
      readonly head: ChainPoint
      /** Where retention cut the chain's beginning off. */
      readonly anchor: ChainPoint
      /** What the sealer has yet to reach. */
      readonly unsealed: { readonly count: number; readonly oldest?: number }
      /** The store's clock. */
      readonly now: number
    }
  | { readonly kind: 'broken'; readonly sequence: number; readonly id?: number; readonly why: BrokenChain }

/** `missing`: a number without its line · `changed`: a line unlike its hash · `out-of-place`: one that was put in ·
 * `cut`: the newest lines are gone · `not-the-noted`: the line of a noted hash is another one now, or gone. */
export type BrokenChain = 'missing' | 'changed' | 'out-of-place' | 'cut' | 'not-the-noted'

/** The audit apart from what writes it along with its changes (STANDARD 11). */
export type AuditTrail = {
  /** Lines of what has no transaction of its own: a refusal, a breaker, a key. `deployment` as account where there is none. */
  append(accountId: string, events: readonly AuditEvent[], enrollmentId?: string): Promise<void>
  /**
   * Chains the oldest unsealed lines, at most so many, and says how many those were. One sealer in the fleet at a time;
   * a line whose transaction ended late is sealed later.
   */
  seal(most: number): Promise<number>
  /** Walks the whole chain. `noted`: a head of an earlier walk, which must still be in it. */
  verify(noted?: ChainPoint): Promise<Verification>
  lines(query: AuditQuery): Promise<readonly AuditLine[]>
}

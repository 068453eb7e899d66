import type { ProblemCode } from '@muster/shared/problem'
import type { Step } from '@muster/shared/step'

/** An answer that is not a success. `retryAfter` in seconds. */
export type Refusal = {
  readonly kind: 'problem'
  readonly code: ProblemCode
  readonly triesLeft?: number
  readonly retryAfter?: number
  readonly link?: string
  /** As in the contract. */
  readonly restartAs?: string
  /** One sentence for developers; people get the pages' words. */
  readonly detail?: string
}

/** What a call comes to: the next step and the cookie that finds it, or a problem. */
export type Outcome =
  | {
      readonly kind: 'step'
      readonly step: Step
      readonly cookie: string
      /** Changes whenever the enrollment does (RFC 9110, entity tag). */
      readonly tag: string
      readonly created?: boolean
    }
  | Refusal

export const problem = (code: ProblemCode, more: Omit<Refusal, 'kind' | 'code'> = {}): Refusal => ({
  kind: 'problem',
  code,
  ...more,
})

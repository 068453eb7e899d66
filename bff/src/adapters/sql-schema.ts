import type { ColumnType, Generated } from 'kysely'
import type { Platform } from '@muster/shared/vocabulary'
import type { LimitName } from '../domain/limits.ts'
import type { CodeView } from '../domain/to-step.ts'

/** Reads as a number, is written as a number or as an expression of the engine's clock. */
type Time = ColumnType<number, number, number>

/** The tables of `migrations/`. Times are integer ms; JSON is text, so that both engines keep it alike. */
export type Database = {
  account: { id: string; settings: string; version: number; applied_at: Time }
  enrollment_request: {
    account_id: string
    id: string
    username: string | null
    domain: string | null
    platform: Platform | null
    created_at: Time
    expires_at: Time
  }
  enrollment: {
    id: string
    account_id: string
    reference: string
    /** The whole enrollment as JSON; the other columns are what queries ask for. */
    body: string
    version: number
    rotation: number
    cookie_digest: string | null
    previous_cookie_digest: string | null
    previous_cookie_until: number | null
    /** 1 when something is proven. */
    proven: number
    /** Whose it is, as long as it counts among a person's proven and open ones. */
    user_key: string | null
    /** The code it waits for. */
    code_id: string | null
    started_at: Time
    active_at: Time
    ends_at: Time
    extensions: number
    closed_at: number | null
  }
  one_time_code: {
    id: string
    account_id: string
    enrollment_id: string
    digest: string
    issued_at: Time
    expires_at: Time
    tries: number
    tries_allowed: number
    used_at: number | null
  }
  /** At most one an enrollment. `code_digest` until it is taken, then the others; `seen` is JSON of who took it. */
  hand_over: {
    enrollment_id: string
    account_id: string
    code_digest: string | null
    taker_digest: string | null
    number: string | null
    seen: string | null
    expires_at: Time
  }
  /** A device that handed its enrollment over, by its last cookie. */
  watcher: { cookie_digest: string; account_id: string; enrollment_id: string; seen: string; since: Time }
  outbox: {
    id: string
    account_id: string
    enrollment_id: string
    code_id: string | null
    sealed: string
    delivery: CodeView['delivery']
    attempt: number
    due_at: Time
    useful_until: Time
    reason: string | null
  }
  device: {
    id: string
    account_id: string
    enrollment_id: string
    request_id: string | null
    platform: Platform
    name: string
    ownership: string | null
    terms_version: string | null
    username: string
    domain: string
    subject_key: string
    factors_counted: number
    /** JSON list. */
    proven: string
    idempotency_key: string
    body_digest: string
    registered_at: Time
  }
  used_token: { account_id: string; id: string; expires_at: Time }
  /** `arrival_at`: the theoretical arrival time of GCRA; the other two carry the limit into the upsert. */
  rate_limit: { name: LimitName; key: string; arrival_at: Time; interval_ms: number; per_ms: number }
  /** `used`: slots; `failed` and `forgiven`: how many ever settled as failures, and how many of those were forgiven. */
  attempt_budget: { key: string; used: number; failed: number; forgiven: number; ends_at: Time }
  audit: {
    id: Generated<number>
    at: Time
    account_id: string
    enrollment_id: string | null
    type: string
    data: string
    /** Its place in the chain; without one the sealer has not come to it. */
    sequence: number | null
    sealed_at: number | null
    previous_hash: string | null
    hash: string | null
  }
  /** One row at most: the newest sealed line, and the last one that retention took away. */
  audit_chain: { id: number; head_sequence: number; head_hash: string; anchor_sequence: number; anchor_hash: string }
  readiness: { id: number; at: Time }
  /** One row: whose store it is, and under which keys (JSON of their fingerprints); until when no password is tried. */
  deployment: { id: number; profile: string; keys: string | null; tries_from: number | null }
}

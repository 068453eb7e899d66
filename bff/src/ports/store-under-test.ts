import type { Enrollment } from '../domain/enrollment.ts'
import { hour } from './durations.ts'
import type { Store } from './store.ts'

/** What a suite needs of an adapter. `other`: the same store through another connection, as another instance has it. */
export type StoreUnderTest = {
  readonly store: Store
  readonly other: Store
  /** Moves the store's clock on by so many ms. */
  advance(ms: number): void
}

/** An empty store for each test. */
export type MakeStore = () => Promise<StoreUnderTest>

let made = 0
/** A name that no other test uses. */
export const unique = (prefix: string): string => `${prefix}-${(made += 1)}`

/** A fresh enrollment with nothing proven; `cookie` is its digest. */
export const begin = async ({ store }: StoreUnderTest, more: Partial<Enrollment> = {}) => {
  const id = unique('enrollment')
  const now = await store.enrollments.now()
  const enrollment: Enrollment = {
    id,
    accountId: 'acme',
    reference: 'ABCD-EFGH',
    workflow: 'new',
    startedAt: now,
    activeAt: now,
    endsAt: now + hour,
    extensions: 0,
    state: { kind: 'identifying' },
    ...more,
  }
  const cookie = `cookie-of-${id}`
  return { stored: await store.enrollments.create(enrollment, cookie, []), cookie, enrollment }
}

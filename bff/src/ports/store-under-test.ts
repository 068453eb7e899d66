import type { Enrollment } from '../domain/enrollment.ts'
import { hour } from './durations.ts'
import type { Store } from './store.ts'
import type { Verdict } from './limiter.ts'

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

/** The same, so many times, one after the other. */
export const times = async (count: number, once: () => Promise<Verdict>): Promise<readonly Verdict[]> => {
  const verdicts: Verdict[] = []
  for (let index = 0; index < count; index += 1) verdicts.push(await once())
  return verdicts
}

export const passed = (verdicts: readonly Verdict[]): number => verdicts.filter(({ ok }) => ok).length

/** So many at once, at both instances in turn. */
export const atOnce = (
  under: StoreUnderTest,
  count: number,
  one: (store: StoreUnderTest['store']) => Promise<Verdict>,
) => Promise.all(Array.from({ length: count }, (_, index) => one(index % 2 === 0 ? under.store : under.other)))

import type { Enrollment, State } from '../domain/enrollment.ts'
import type { AuditEvent, Stored } from '../ports/enrollment-store.ts'
import type { Store } from '../ports/store.ts'
import type { EnrollmentWatch, Observe } from '../ports/watch.ts'

/** As OpenTelemetry calls the engines. */
export type DatabaseSystem = 'sqlite' | 'postgresql'

/** What the ports of requests are, without what only loops ask. */
type Observed = Pick<
  Store,
  'enrollments' | 'codes' | 'handOvers' | 'outbox' | 'limiter' | 'budget' | 'accounts' | 'audit' | 'prune'
>

type Call<A extends readonly unknown[], R> = (...given: A) => Promise<R>

const stepOf = (state: State): string => (state.kind === 'challenged' ? state.now.kind : state.kind)

/** The store, measured call by call; what was saved of enrollments is told once it is saved. */
export const observedStore = (
  store: Observed,
  system: DatabaseSystem,
  observe: Observe,
  watch: EnrollmentWatch,
): Observed => {
  const { enrollments, codes, handOvers, outbox, limiter, budget, accounts, audit } = store
  const timed =
    <A extends readonly unknown[], R>(name: string, call: Call<A, R>): Call<A, R> =>
    (...given) =>
      observe({ dependency: 'store', name, attributes: { 'db.system.name': system, 'db.operation.name': name } }, () =>
        call(...given),
      )

  const tellEvents = (accountId: string, events: readonly AuditEvent[]): void => {
    for (const { type } of events) watch.happened(accountId, type)
  }
  const tellStep = ({ accountId, state }: Enrollment): void =>
    watch.arrived(accountId, stepOf(state), state.kind === 'refused' ? state.because : undefined)
  const concerning = <S extends Stored | undefined>(stored: S): S => {
    if (stored !== undefined) watch.concerns(stored.enrollment)
    return stored
  }

  const create = timed('enrollments.create', enrollments.create)
  const load = timed('enrollments.load', enrollments.load)
  const save = timed('enrollments.save', enrollments.save)
  const extend = timed('enrollments.extend', enrollments.extend)
  const abandon = timed('enrollments.abandon', enrollments.abandon)
  const record = timed('enrollments.record', enrollments.record)
  const offer = timed('hand-overs.offer', handOvers.offer)
  const take = timed('limiter.take', limiter.take)
  const peek = timed('limiter.peek', limiter.peek)
  const reserve = timed('budget.reserve', budget.reserve)
  const append = timed('audit.append', audit.append)
  const prune = timed('retention', store.prune)
  const limited = <V extends Awaited<ReturnType<typeof limiter.take>>>(verdict: V): V => {
    if (!verdict.ok) watch.limited(verdict.limit)
    return verdict
  }

  return {
    enrollments: {
      now: timed('enrollments.now', enrollments.now),
      create: async (enrollment, digest, events) => {
        const stored = concerning(await create(enrollment, digest, events))
        tellEvents(enrollment.accountId, events)
        tellStep(enrollment)
        return stored
      },
      load: async (digest) => concerning(await load(digest)),
      save: async (from, next, companions) => {
        const saved = await save(from, next, companions)
        if (saved.kind !== 'saved') return saved
        tellEvents(next.accountId, companions.audit)
        if (stepOf(from.enrollment.state) !== stepOf(next.state)) tellStep(next)
        return saved
      },
      extend: async (stored, rules, events) => {
        const extended = await extend(stored, rules, events)
        if (extended !== undefined) tellEvents(stored.enrollment.accountId, events)
        return extended
      },
      abandon: async (stored, events) => {
        await abandon(stored, events)
        tellEvents(stored.enrollment.accountId, events)
      },
      record: async (accountId, enrollmentId, events) => {
        await record(accountId, enrollmentId, events)
        tellEvents(accountId, events)
      },
    },
    codes: { countTry: timed('codes.count-try', codes.countTry) },
    handOvers: {
      ...handOvers,
      offer: async (stored, digest, lifetime, events) => {
        const end = await offer(stored, digest, lifetime, events)
        if (end !== undefined) tellEvents(stored.enrollment.accountId, events)
        return end
      },
      offered: async (digest) => concerning(await handOvers.offered(digest)),
      refuse: async (accountId, enrollmentId, taker, events) => {
        const ended = await handOvers.refuse(accountId, enrollmentId, taker, events)
        if (ended) tellEvents(accountId, events)
        return ended
      },
      watched: async (digest) => {
        const watched = await handOvers.watched(digest)
        if (watched !== undefined) watch.concerns(watched.stored.enrollment)
        return watched
      },
    },
    outbox: {
      // Asked each second: a span of each would be most of what is collected.
      due: outbox.due,
      giveUp: outbox.giveUp,
      sent: timed('outbox.sent', outbox.sent),
      deferred: timed('outbox.deferred', outbox.deferred),
      failed: timed('outbox.failed', outbox.failed),
    },
    limiter: {
      take: async (names, key, factor) => limited(await take(names, key, factor)),
      giveBack: timed('limiter.give-back', limiter.giveBack),
      peek: async (names, key, factor) => limited(await peek(names, key, factor)),
    },
    budget: {
      reserve: async (keys, allowed, window) => {
        const slot = await reserve(keys, allowed, window)
        if (!slot.ok) watch.budgetSpent()
        return slot
      },
      giveBack: timed('budget.give-back', budget.giveBack),
      settle: timed('budget.settle', budget.settle),
      forgive: timed('budget.forgive', budget.forgive),
    },
    accounts: {
      find: timed('accounts.find', accounts.find),
      findRequest: timed('accounts.find-request', accounts.findRequest),
    },
    audit: {
      ...audit,
      append: async (accountId, events, enrollmentId) => {
        await append(accountId, events, enrollmentId)
        tellEvents(accountId, events)
      },
    },
    prune: async (signal) => {
      try {
        const pruning = await prune(signal)
        watch.pruned(pruning.kind)
        return pruning
      } catch (error) {
        watch.pruned('failed')
        throw error
      }
    },
  }
}

import { StoreUnavailable } from '../ports/store-unavailable.ts'

/** The one connection that all share. `run` throws {@link StoreUnavailable} for trouble that is not the statement's. */
export type Shared = {
  run(sql: 'begin immediate' | 'commit' | 'rollback' | 'savepoint own' | 'rollback to own' | 'release own'): void
  /** Whether a transaction is open: an engine in trouble may have ended it by itself. */
  isOpen(): boolean
}

type Member = { readonly kept: () => void; readonly lost: (why: unknown) => void }

/** Somebody's transaction within the group: nobody else has a turn until it ends. */
export type Share = {
  run<T>(work: () => T): T
  /** Resolves once it is on the disk. */
  commit(): Promise<void>
  rollback(): Promise<void>
}

/**
 * Writes of many callers on one connection share one commit, and so one wait for the disk (docs/decisions/0033). Each is
 * all or nothing by itself, one after the other; nobody hears of success, nor of what they read meanwhile, before all of
 * it is on the disk. Whoever comes within one turn of the event loop is in the group.
 */
export class GroupCommit {
  readonly #shared: Shared
  readonly #queue: (() => void)[] = []
  readonly #coming: (() => void)[] = []
  #busy = false
  #members: Member[] | undefined
  constructor(shared: Shared) {
    this.#shared = shared
  }

  /** Who writes comes with all others of this turn of the event loop; who reads does not wait for them. */
  async #turn(writes: boolean): Promise<void> {
    if (writes)
      await new Promise<void>((next) => {
        if (this.#coming.length === 0) setImmediate(() => this.#letIn())
        this.#coming.push(next)
      })
    else if (this.#busy) await new Promise<void>((next) => this.#queue.push(next))
    this.#busy = true
  }

  #letIn(): void {
    this.#queue.push(...this.#coming.splice(0))
    if (!this.#busy) this.#pass()
  }

  /** Whoever is next, or the disk: the engine's lock is held no longer than there is work. */
  #pass(): void {
    const next = this.#queue.shift()
    this.#busy = next !== undefined
    if (next === undefined) this.#end()
    else next()
  }

  #open(): void {
    if (this.#members !== undefined) return
    this.#shared.run('begin immediate')
    this.#members = []
  }

  #end(): void {
    const members = this.#members
    this.#members = undefined
    if (members === undefined) return
    try {
      this.#shared.run('commit')
    } catch (error) {
      this.#drop(members, error)
      return
    }
    for (const { kept } of members) kept()
  }

  #drop(members: readonly Member[], cause: unknown): void {
    const because = cause instanceof Error ? `: ${cause.message}` : ''
    const why = new StoreUnavailable(`what was written together with others was lost${because}`, { cause })
    try {
      if (this.#shared.isOpen()) this.#shared.run('rollback')
    } catch {
      // The engine cannot even go back; whoever comes next hears of it.
    }
    for (const { lost } of members) lost(why)
  }

  /** After trouble of the engine nobody knows what of the group is left: all of it goes. */
  #guarded<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      const members = this.#members
      if (members !== undefined && (error instanceof StoreUnavailable || !this.#shared.isOpen())) {
        this.#members = undefined
        this.#drop(members, error)
      }
      throw error
    }
  }

  /** Resolves when the open group is on the disk; at once where there is none. */
  #kept(): Promise<void> {
    const members = this.#members
    return members === undefined ? Promise.resolve() : new Promise((kept, lost) => members.push({ kept, lost }))
  }

  /** One reading: what it sees may be another's that is not on the disk yet, so it waits for that, too. */
  read<T>(work: () => T): Promise<T> {
    return this.#inTurn(false, work)
  }

  async #inTurn<T>(writes: boolean, work: () => T): Promise<T> {
    await this.#turn(writes)
    let kept: Promise<void>
    let result: T
    try {
      result = this.#guarded(work)
      kept = this.#kept()
    } finally {
      this.#pass()
    }
    await kept
    return result
  }

  /** One statement that writes; a mistake of its own undoes it alone. */
  write<T>(work: () => T): Promise<T> {
    return this.#inTurn(true, () => {
      this.#open()
      return work()
    })
  }

  /** What cannot be in a transaction with others, such as a change of the connection. */
  alone<T>(work: () => T): Promise<T> {
    return this.#inTurn(true, () => {
      this.#end()
      return work()
    })
  }

  /** A transaction, which is to be ended by one of its two methods. */
  async begin(): Promise<Share> {
    await this.#turn(true)
    try {
      this.#guarded(() => {
        this.#open()
        this.#shared.run('savepoint own')
      })
    } catch (error) {
      this.#pass()
      throw error
    }
    const group = this.#members
    const isThere = (): boolean => this.#members === group && this.#shared.isOpen()
    const ended = (): Promise<void> => {
      const kept = this.#kept()
      this.#pass()
      return kept
    }
    return {
      run: (work) => {
        // Without the group there is no transaction either: what is written would be kept at once.
        if (!isThere()) throw new StoreUnavailable('what was written together with others was lost')
        return this.#guarded(work)
      },
      commit: async () => {
        try {
          this.#guarded(() => this.#shared.run('release own'))
        } catch (error) {
          this.#pass()
          throw error
        }
        await ended()
      },
      rollback: async () => {
        if (isThere())
          try {
            this.#guarded(() => {
              this.#shared.run('rollback to own')
              this.#shared.run('release own')
            })
          } catch (error) {
            this.#pass()
            throw error
          }
        // What made it roll back may have been another's, not on the disk yet: where that is lost, so is the reason.
        await ended()
      },
    }
  }

  /** Ends the open group. Nothing may come afterwards. */
  close(): Promise<void> {
    return this.alone(() => undefined)
  }
}

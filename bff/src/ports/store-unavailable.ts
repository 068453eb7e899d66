/**
 * The store cannot serve now: locked, down, full, read-only or too slow. Callers fail closed (STANDARD 7, 10).
 * `transient`: the same transaction may well succeed when it is tried again at once.
 */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
  readonly transient: boolean
  constructor(message: string, { cause, transient = false }: { cause?: unknown; transient?: boolean } = {}) {
    super(message, { cause })
    this.transient = transient
  }
}

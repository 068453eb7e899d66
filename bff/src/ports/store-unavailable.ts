/**
 * The store cannot serve now: locked, down, full, read-only or too slow. Callers fail closed (STANDARD 7, 10).
 * `transient`: the same transaction may well succeed when it is tried again at once.
 * `unconfirmed`: what somebody asked for may have been saved all the same, since an answer can be lost at the commit.
 */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
  readonly transient: boolean
  readonly unconfirmed: boolean
  constructor(
    message: string,
    {
      cause,
      transient = false,
      unconfirmed = false,
    }: { cause?: unknown; transient?: boolean; unconfirmed?: boolean } = {},
  ) {
    super(message, { cause })
    this.transient = transient
    this.unconfirmed = unconfirmed
  }
}

/** Milliseconds since 1970, for what happens inside one process; the store's clock decides everything shared. */
export type Clock = { now(): number }

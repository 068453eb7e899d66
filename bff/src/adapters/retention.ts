const day = 24 * 60 * 60_000

/** How long the store keeps what no longer works, ms. The audit stays 400 days (STANDARD 11). */
export const retention = {
  /** The help desk still finds an ended enrollment by its reference. */
  enrollment: 30 * day,
  code: day,
  mail: day,
  handOver: day,
  request: 30 * day,
  audit: 400 * day,
} as const satisfies Record<string, number>

/** The demo's numbers, but for wrong codes: 15 an hour in spite of its factor, so that the page which ends them is a few tries away. */
export const devSettings = { limits: { 'wrong-codes-per-hour': 0.15 } } as const

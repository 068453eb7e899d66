let ahead = 0

/** Learns from an answer's `Date` header, and when that came in ms of the device's clock, how far the server's clock is ahead: a phone out of the box may be hours off. */
export const readServerClock = (headers: Headers, arrivedAt: number): void => {
  const date = Date.parse(headers.get('date') ?? '')
  if (!Number.isNaN(date)) ahead = date - arrivedAt
}

/** Whole seconds until a moment of the server's clock; never negative. */
export const secondsUntil = (moment: string): number =>
  Math.max(0, Math.ceil((Date.parse(moment) - Date.now() - ahead) / 1000))

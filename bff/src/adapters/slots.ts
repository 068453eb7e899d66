/** Gives a slot back; a second time does nothing. */
export type Release = () => void

/** A bulkhead: so many at once for each key, so that one account's slow neighbour does not take every line. */
export type Slots = {
  /** A slot, or nothing when none came free in time. First come, first served. */
  take(key: string): Promise<Release | undefined>
}

type Waiting = (release: Release) => void
type Ward = { taken: number; readonly waiting: Set<Waiting> }

/** `most` at once for each key; who finds none waits `wait` ms at most (STANDARD 10). */
export const createSlots = (most: number, wait: number): Slots => {
  const wards = new Map<string, Ward>()

  const releaseOf = (key: string, ward: Ward): Release => {
    let isReleased = false
    return () => {
      if (isReleased) return
      isReleased = true
      const [next] = ward.waiting
      if (next !== undefined) return next(releaseOf(key, ward))
      ward.taken -= 1
      if (ward.taken === 0) wards.delete(key)
    }
  }

  return {
    take: async (key) => {
      const ward = wards.get(key) ?? { taken: 0, waiting: new Set<Waiting>() }
      wards.set(key, ward)
      if (ward.taken < most) {
        ward.taken += 1
        return releaseOf(key, ward)
      }
      return new Promise((resolve) => {
        const give = (release?: Release): void => {
          clearTimeout(timer)
          ward.waiting.delete(give)
          resolve(release)
        }
        const timer = setTimeout(give, wait)
        ward.waiting.add(give)
      })
    },
  }
}

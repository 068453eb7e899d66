const twoDigits = (count: number): string => String(count).padStart(2, '0')

/** 75 → `1:15`; from an hour on without the seconds, rounded up: 3661 → `1 h 2 min` */
export const clockTime = (total: number): string => {
  const minutes = Math.ceil(total / 60)
  return total < 3600
    ? `${Math.floor(total / 60)}:${twoDigits(total % 60)}`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

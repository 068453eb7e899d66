import { number } from '@messageformat/runtime'
import type { FirstMessages } from './first-messages.ts'
import type { Language } from './languages.ts'

/** 75 → `1:15`; from an hour on without the seconds, rounded up: 3661 → `1 h 2 min` */
export const clockTime = (total: number, hoursAnd: FirstMessages['frame']['hours'], language: Language): string => {
  const digits = (count: number) => number(language, count, 0)
  const minutes = Math.ceil(total / 60)
  return total < 3600
    ? `${digits(Math.floor(total / 60))}:${digits(total % 60).padStart(2, digits(0))}`
    : hoursAnd({ hours: Math.floor(minutes / 60), minutes: minutes % 60 })
}

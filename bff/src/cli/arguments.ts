import { InvalidArgumentError } from 'commander'
import { Platform } from '@muster/shared/vocabulary'

const units = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const isUnit = (letter: string | undefined): letter is keyof typeof units => letter !== undefined && letter in units

/** `30m`, `12h` or `7d` → ms, at most a year. */
export const duration = (text: string): number => {
  const [, count, unit] = /^([1-9]\d{0,5})([mhd])$/.exec(text) ?? []
  const ms = isUnit(unit) ? Number(count) * units[unit] : 0
  if (ms === 0 || ms > 366 * units.d)
    throw new InvalidArgumentError('Write minutes, hours or days, such as 30m, 12h or 7d, up to a year.')
  return ms
}

/** A day (its beginning in UTC) or a moment with its zone, as ISO 8601 → ms. */
export const day = (text: string): number => {
  const [, date = ''] =
    /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/.exec(text) ?? []
  const ms = Date.parse(text)
  // Date.parse takes 30 February for 2 March.
  if (date === '' || Number.isNaN(ms) || !new Date(Date.parse(date)).toISOString().startsWith(date))
    throw new InvalidArgumentError('Write a day, or a moment with its zone: 2026-11-25 or 2026-11-25T09:00:00Z.')
  return ms
}

const count = (text: string): number => {
  const value = Number(text)
  if (!/^\d{1,6}$/.test(text) || value < 1) throw new InvalidArgumentError('Write a whole number from 1.')
  return value
}

export const platform = (text: string): Platform => {
  const parsed = Platform.safeParse(text)
  if (!parsed.success) throw new InvalidArgumentError(`Write one of ${Platform.options.join(', ')}.`)
  return parsed.data
}

/** The option of every list. */
export const most = ['--most <number>', 'how many at most', count, 50] as const

import { max, median, min, quantileSorted } from 'simple-statistics'

/** Of several rounds: the middle, and how far they lie apart. */
export type Spread = { readonly median: number; readonly least: number; readonly most: number; readonly rounds: number }

/** @throws where there is nothing. */
export const spreadOf = (rounds: readonly number[]): Spread => {
  const values = [...rounds]
  return { median: median(values), least: min(values), most: max(values), rounds: values.length }
}

export type Percentiles = { readonly p50: number; readonly p99: number }

/** @throws where there is nothing. */
export const percentilesOf = (times: readonly number[]): Percentiles => {
  const ordered = times.toSorted((a, b) => a - b)
  return { p50: quantileSorted(ordered, 0.5), p99: quantileSorted(ordered, 0.99) }
}

/** As a table shows it: three digits that count, `–` for what was not measured. */
export const shown = (value: number | undefined): string => {
  if (value === undefined || Number.isNaN(value)) return '–'
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return value.toFixed(digits)
}

export const shownSpread = ({ median: middle, least, most, rounds }: Spread): string =>
  rounds === 1 ? shown(middle) : `${shown(middle)} (${shown(least)}–${shown(most)})`

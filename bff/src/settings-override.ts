import { ConfigError } from './config-error.ts'
import { type LimitName, limits, type Rates, type Settings, type Timings } from './domain/limits.ts'

/** The least that each may be: ms and counts. Tries per code are never relaxed (DESIGN 4), nor set at all. */
const least = {
  enrollmentLifetime: 60_000,
  enrollmentIdle: 60_000,
  extensions: 0,
  cookieGrace: 0,
  handOverLifetime: 10_000,
  codeLifetime: 60_000,
  resendAfter: 0,
  responseFloor: 0,
  responseFloorSpread: 0,
  provenOpenPerUser: 1,
  requestsInFlight: 10,
  // The help desk is asked of an enrollment a day later, too.
  endedEnrollmentsKept: 24 * 60 * 60_000,
  auditKept: 24 * 60 * 60_000,
} as const satisfies Record<Exclude<keyof Timings, 'codeTries'>, number>

/** Marks that are set once in a window, for the limits beside them: no allowance to choose. */
const marks: readonly string[] = [
  'first-failure-per-user',
  'password-step-shut',
  'refusal-audited',
  'told-of-wrong-codes-per-hour',
  'told-of-wrong-codes-per-day',
] satisfies readonly LimitName[]

const names = [...Object.keys(least), 'rateFactor', 'limits'].join(', ')
const limitNames = Object.keys(limits).filter((name) => !marks.includes(name))

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isWhole = (value: unknown, from: number): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= from

const rateFault = ([name, rate]: readonly [string, unknown]): readonly string[] => {
  if (!limitNames.includes(name)) return [`limits.${name} is not a limit; known are ${limitNames.join(', ')}`]
  return isWhole(rate, 1) ? [] : [`limits.${name} must be a whole number of at least 1: takings in its window`]
}

const fault = ([name, value]: readonly [string, unknown]): readonly string[] => {
  if (name === 'codeTries') return ['codeTries is the same everywhere, and cannot be set']
  if (name === 'rateFactor')
    return typeof value === 'number' && Number.isFinite(value) && value > 0 ? [] : ['rateFactor must be more than 0']
  if (name === 'limits')
    return isObject(value)
      ? Object.entries(value).flatMap(rateFault)
      : ['limits must be an object such as {"start-per-address-minute": 40}']
  const from = Object.entries(least).find(([known]) => known === name)?.[1]
  if (from === undefined) return [`${name} is not a setting; known are ${names}`]
  return isWhole(value, from) ? [] : [`${name} must be a whole number of at least ${from}`]
}

const readObject = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(text)
    if (isObject(value)) return value
  } catch {
    // told below, as any other text that is no object
  }
  throw new ConfigError(
    `MUSTER_SETTINGS: must be a JSON object of numbers by name, such as {"enrollmentIdle": 1800000}`,
  )
}

/** The settings with those of `text` in their place, a JSON object by name. @throws ConfigError that names every mistake. */
export const overriddenSettings = (text: string, base: Settings): Settings => {
  const { limits: rates, ...numbers } = readObject(text)
  const faults = [...Object.entries(numbers), ...(rates === undefined ? [] : [['limits', rates] as const])].flatMap(
    fault,
  )
  if (faults.length > 0) throw new ConfigError(faults.map((words) => `MUSTER_SETTINGS: ${words}`).join('\n'))
  const chosen: Rates = isObject(rates) ? rates : {}
  return { ...base, ...numbers, limits: chosen }
}

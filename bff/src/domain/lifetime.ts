import type { Enrollment } from './enrollment.ts'
import type { Settings } from './limits.ts'

/** Milliseconds and counts; settings (STANDARD 1.5). */
export type LifetimeRules = { readonly lifetime: number; readonly idle: number; readonly extensions: number }

export const lifetimeOf = (settings: Settings): LifetimeRules => ({
  lifetime: settings.enrollmentLifetime,
  idle: settings.enrollmentIdle,
  extensions: settings.extensions,
})

/** When the enrollment ends if nothing more is done. */
export const expiryOf = ({ endsAt, activeAt }: Enrollment, { idle }: LifetimeRules): number =>
  Math.min(endsAt, activeAt + idle)

/** Enrolled and refused are final and stay readable; everything else ends with its time. */
export const isExpired = (enrollment: Enrollment, rules: LifetimeRules, now: number): boolean =>
  enrollment.state.kind !== 'enrolled' && enrollment.state.kind !== 'refused' && now >= expiryOf(enrollment, rules)

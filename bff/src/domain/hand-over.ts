import type { Enrollment } from './enrollment.ts'

/** Whether there is anything left to go on with elsewhere: a registered device still needs what comes next. */
export const canHandOver = ({ state }: Enrollment): boolean => state.kind !== 'refused'

/**
 * The enrollment on its second device: every proof is kept. What waits for Microsoft's answer waits for a new one, since
 * the first device's browser may be on its way back with one that was asked for there. `nonce` is fresh, `now` in ms.
 */
export const handedOver = (enrollment: Enrollment, nonce: string, now: number): Enrollment => {
  const { state } = enrollment
  const active = { ...enrollment, activeAt: now }
  return state.kind === 'challenged' && state.now.kind === 'entra-sign-in'
    ? { ...active, state: { ...state, now: { ...state.now, nonce } } }
    : active
}

/** Whom the device will be registered for, once somebody has proven to be that person. */
export const provenPerson = ({ state }: Enrollment): string | undefined => {
  switch (state.kind) {
    case 'challenged':
      return state.now.kind === 'email-code' ? state.user.principal : undefined
    case 'choosing-device':
    case 'enrolled':
      return state.user.principal
    case 'identifying':
    case 'refused':
      return undefined
  }
}

/** A uniformly random number below 90 → two digits without a leading zero, which people would leave out. */
export const formatNumber = (random: number): string => String(10 + random)

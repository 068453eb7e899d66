import { type App, isAppleSafari, platformOf, type Surroundings, type System } from '@muster/shared/surroundings'
import type { Platform } from '@muster/shared/vocabulary'

/** What somebody had better know before they go on here. None of it keeps them from going on. */
export type Advice =
  /** The page is open inside an app, which forgets it when it is left for Microsoft's approval or the mail. */
  | { readonly kind: 'leave-app'; readonly app: App; readonly system: 'ios' | 'android' }
  /** None of what the account enrolls is this device. */
  | { readonly kind: 'other-device'; readonly here: System; readonly wanted: 'phone' | 'computer' }

/** Before signing in. `platforms`: what the account enrolls. */
export const adviceAtStart = (surroundings: Surroundings, platforms: readonly Platform[]): Advice | undefined => {
  if (surroundings.kind === 'unknown') return undefined
  const { system } = surroundings
  const here = platformOf(surroundings)
  if (here === undefined || !platforms.includes(here))
    return { kind: 'other-device', here: system, wanted: platforms.some(isPhone) ? 'phone' : 'computer' }
  return surroundings.kind === 'app' && (system === 'ios' || system === 'android')
    ? { kind: 'leave-app', app: surroundings.app, system }
    : undefined
}

const isPhone = (platform: Platform): boolean => platform !== 'windows'

/**
 * Where the device's own set-up goes on. `safari`: iOS takes a profile from Safari (mozilla-mobile/firefox-ios issue
 * 7501; what other browsers have learned since does not hold for all of them). `edge`: Windows opens its set-up from
 * there for certain (MicrosoftDocs/windows-itpro-docs, mdm-enrollment-of-windows-devices).
 */
export type SetUpAdvice = 'safari' | 'edge'

/** Which browser the set-up of this platform needs, where it is begun on the device itself and in another one. */
export const adviceForSetUp = (surroundings: Surroundings, platform: Platform): SetUpAdvice | undefined => {
  if (platformOf(surroundings) !== platform) return undefined
  if (platform === 'ios') return isAppleSafari(surroundings) ? undefined : 'safari'
  const isEdge = surroundings.kind === 'browser' && surroundings.browser === 'edge'
  return platform === 'windows' && !isEdge ? 'edge' : undefined
}

/**
 * What is suggested on the device's page: the server's choice, unless it took an iPad for a Mac, which only a page can
 * tell, and named the account's first platform for want of a better one.
 */
export const suggestedHere = (
  surroundings: Surroundings,
  platforms: readonly Platform[],
  suggested: Platform | undefined,
): Platform | undefined => {
  const here = platformOf(surroundings)
  return here === 'ios' && suggested === platforms[0] && platforms.includes(here) ? here : suggested
}

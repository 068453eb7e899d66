import type { SeenBrowser } from '@muster/shared/hand-over'
import { type Surroundings, surroundingsOf } from '@muster/shared/surroundings'

const named: readonly SeenBrowser['browser'][] = ['edge', 'firefox', 'samsung', 'chrome', 'safari']

const deviceOf = (surroundings: Surroundings, userAgent: string): SeenBrowser['device'] => {
  if (surroundings.kind === 'unknown') return 'other'
  const { system } = surroundings
  if (system === 'ios') return /iPad/.test(userAgent) ? 'ipad' : 'iphone'
  return system === 'android' || system === 'windows' || system === 'mac' ? system : 'other'
}

/** What a browser says that it is: for people to recognize, never to decide by. An app's own window is no browser's. */
export const recognizeBrowser = (userAgent: string): SeenBrowser => {
  const surroundings = surroundingsOf({ userAgent })
  return {
    device: deviceOf(surroundings, userAgent),
    browser: (surroundings.kind === 'browser' && named.find((name) => name === surroundings.browser)) || 'other',
  }
}

import type { App } from '@muster/shared/surroundings'

type System = 'ios' | 'android'
/** `button`: what opens the app's menu. `entry`: which words of it lead to the person's own browser. */
type Menu = { readonly button: '···' | '⋮'; readonly entry: System | 'external' }

/** Apps whose menu speaks of an external browser; the others name the system's, or say just “browser”. */
const external: readonly App[] = ['facebook', 'messenger', 'instagram', 'snapchat', 'line', 'kakaotalk']
/** Apps that have their three dots lie down on Android too. */
const lyingDots: readonly App[] = ['wechat', 'tiktok', 'instagram', 'facebook', 'messenger']

/** How one leaves an app's own window for the browser. From use, not from documents: apps change their words without notice. */
export const menuOf = (app: App, system: System): Menu => ({
  button: system === 'ios' || lyingDots.includes(app) ? '···' : '⋮',
  entry: external.includes(app) ? 'external' : system,
})

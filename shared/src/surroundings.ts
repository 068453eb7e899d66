import type { Platform } from './vocabulary.ts'

/** What a browser tells of itself: a server knows the first two, a page all. */
export type Signs = {
  readonly userAgent: string
  /** `Sec-CH-UA-Platform`, `navigator.userAgentData.platform` (User-Agent Client Hints 3.3); with or without its quotes. */
  readonly platformHint?: string | undefined
  /** `navigator.maxTouchPoints`: no Mac has any. */
  readonly touchPoints?: number
}

export type System = 'ios' | 'android' | 'windows' | 'mac' | 'chromeos' | 'linux'

/** Where a page is open. `app`: in the window that an app opens inside of itself, where it names itself. */
export type Surroundings =
  | { readonly kind: 'browser'; readonly system: System; readonly browser: Browser }
  | { readonly kind: 'app'; readonly system: System; readonly app: App }
  | { readonly kind: 'unknown' }

// A table is read by its columns:
// oxfmt-ignore
const systems = [
  // An iPad that asks for desktop pages is told from a Mac by its touch points alone.
  { system: 'ios',      hints: ['iOS'],                      agent: /iPhone|iPad|iPod/ },
  { system: 'android',  hints: ['Android'],                  agent: /Android/ },
  { system: 'windows',  hints: ['Windows'],                  agent: /Windows NT/ },
  { system: 'chromeos', hints: ['Chrome OS', 'Chromium OS'], agent: /CrOS/ },
  { system: 'mac',      hints: ['macOS'],                    agent: /Macintosh/ },
  { system: 'linux',    hints: ['Linux'],                    agent: /Linux|X11/ },
] as const satisfies readonly { system: System; hints: readonly string[]; agent: RegExp }[]

/**
 * Apps that open links inside of themselves and say so, the ones with several names first. Not here, for nothing tells
 * them apart: whoever opens links in iOS's `SFSafariViewController` or an Android custom tab, such as Gmail and most
 * mail apps. Both are the system's own browser with its cookies, and everything here works in them.
 */
// A table is read by its columns:
// oxfmt-ignore
const apps = [
  { app: 'outlook',   agent: /Outlook-(iOS|Android)/ },
  { app: 'teams',     agent: /TeamsMobile-|\bTeams\// },
  { app: 'slack',     agent: /\bSlack[_/]/ },
  { app: 'messenger', agent: /FBAN\/Messenger|FB_IAB\/(Orca|Messenger)/ },
  { app: 'facebook',  agent: /FBAN\/|FBAV\/|FB_IAB\// },
  { app: 'instagram', agent: /\bInstagram \d|\bBarcelona \d/ },
  { app: 'linkedin',  agent: /LinkedInApp/ },
  { app: 'wechat',    agent: /MicroMessenger\// },
  { app: 'line',      agent: /\bLine\/\d/ },
  { app: 'kakaotalk', agent: /KAKAOTALK/ },
  { app: 'snapchat',  agent: /Snapchat/ },
  { app: 'tiktok',    agent: /musical_ly|BytedanceWebview|\btrill_/ },
  { app: 'google',    agent: /\bGSA\// },
  // An app that does not say which: https://developer.chrome.com/docs/webview/user-agent, and on iOS whatever lacks Safari's name.
  { app: 'other',     agent: /; wv\)|(iPhone|iPad|iPod)(?!.*\bSafari\/)/ },
] as const

export type App = (typeof apps)[number]['app']

/** Browsers by what they add to the engine's own name; the last is what is left over. */
// A table is read by its columns:
// oxfmt-ignore
const browsers = [
  { browser: 'edge',       agent: /Edg(e|A|iOS)?\// },
  { browser: 'firefox',    agent: /FxiOS\/|Firefox\// },
  { browser: 'opera',      agent: /OPR\/|OPT\/|OPiOS\/|OPX\// },
  { browser: 'samsung',    agent: /SamsungBrowser\// },
  { browser: 'duckduckgo', agent: /DuckDuckGo\/|\bDdg\// },
  { browser: 'chrome',     agent: /CriOS\/|Chrome\// },
  { browser: 'safari',     agent: /(iPhone|iPad|iPod|Macintosh).*Version\/[\d.]+.* Safari\// },
  { browser: 'other',      agent: /(?:)/ },
] as const

export type Browser = (typeof browsers)[number]['browser']

const systemOf = ({ userAgent, platformHint, touchPoints = 0 }: Signs): System | undefined => {
  const hint = platformHint?.replaceAll('"', '') ?? ''
  const hinted = systems.find(({ hints }) => hints.some((name) => name === hint))?.system
  const named = systems.find(({ agent }) => agent.test(userAgent))?.system
  // What can be enrolled is believed first: a phone that asks for desktop pages changes its user agent, not its hint.
  const isDevice = hinted === 'ios' || hinted === 'android' || hinted === 'windows'
  const system = isDevice ? hinted : (named ?? hinted)
  return system === 'mac' && touchPoints > 1 ? 'ios' : system
}

/** Where a page is open, by what its browser tells. Never more than a good guess: advice may follow from it, no refusal. */
export const surroundingsOf = (signs: Signs): Surroundings => {
  const system = systemOf(signs)
  if (system === undefined) return { kind: 'unknown' }
  const app = apps.find(({ agent }) => agent.test(signs.userAgent))?.app
  if (app !== undefined) return { kind: 'app', system, app }
  return {
    kind: 'browser',
    system,
    browser: browsers.find(({ agent }) => agent.test(signs.userAgent))?.browser ?? 'other',
  }
}

/** What could be enrolled here: the device at hand, where it is one of those that can be. */
export const platformOf = (surroundings: Surroundings): Platform | undefined => {
  if (surroundings.kind === 'unknown') return undefined
  const { system } = surroundings
  return system === 'ios' || system === 'android' || system === 'windows' ? system : undefined
}

/** Apple's profiles are taken from Safari only; an iPad that asks for desktop pages says that it is a Mac. */
export const isAppleSafari = (surroundings: Surroundings): boolean =>
  surroundings.kind === 'browser' &&
  surroundings.browser === 'safari' &&
  (surroundings.system === 'ios' || surroundings.system === 'mac')

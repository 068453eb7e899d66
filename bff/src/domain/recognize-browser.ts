import type { SeenBrowser } from '@muster/shared/hand-over'

/** The first that fits: an iPhone's browsers all call themselves Safari, and most others' call themselves Chrome. */
const browsers = [
  ['edge', /Edg(?:e|A|iOS)?\//],
  ['firefox', /Firefox\/|FxiOS\//],
  ['samsung', /SamsungBrowser\//],
  ['chrome', /Chrome\/|CriOS\//],
  // Without its version it is the web view of some app.
  ['safari', /Version\/[\d.]+ .*Safari\//],
] as const satisfies readonly (readonly [SeenBrowser['browser'], RegExp])[]

const devices = [
  ['iphone', /iPhone|iPod/],
  ['ipad', /iPad/],
  ['android', /Android/],
  ['windows', /Windows NT/],
  ['mac', /Macintosh/],
] as const satisfies readonly (readonly [SeenBrowser['device'], RegExp])[]

const firstIn = <T extends string>(table: readonly (readonly [T, RegExp])[], userAgent: string): T | 'other' =>
  table.find(([, pattern]) => pattern.test(userAgent))?.[0] ?? 'other'

/** What a browser says that it is: for people to recognize, never to decide by. */
export const recognizeBrowser = (userAgent: string): SeenBrowser => ({
  device: firstIn(devices, userAgent),
  browser: firstIn(browsers, userAgent),
})
